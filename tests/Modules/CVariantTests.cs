using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>Which of a module's variants a node takes on which machine.</summary>
public sealed unsafe class CVariantTests
{
    [Test]
    [Arguments(CNodeProtection.Full, true, 0)]
    [Arguments(CNodeProtection.Full, false, 1)]
    [Arguments(CNodeProtection.Write, true, 2)]
    [Arguments(CNodeProtection.Write, false, 2)]
    [Arguments(CNodeProtection.None, false, 3)]
    public void A_node_takes_the_best_variant_that_serves_it(CNodeProtection node, bool hasWrgsbase, int expected)
    {
        CModule* variants = stackalloc CModule[4];
        Describe(variants, CProtection.Segment, CNodeProtection.Full, 3);
        Describe(variants + 1, CProtection.Mask, CNodeProtection.Full, 2);
        Describe(variants + 2, CProtection.Segment, CNodeProtection.Write, 1);
        Describe(variants + 3, CProtection.None, CNodeProtection.None, 0);
        Assert.Equal(expected, CModule.Choose(variants, node, hasWrgsbase) - variants);
    }

    [Test]
    public void A_node_that_is_confined_never_takes_a_variant_that_is_not()
    {
        CModule only;
        Describe(&only, CProtection.None, CNodeProtection.None, 0);
        Assert.True(CModule.Choose(&only, CNodeProtection.Full, true) == null);
    }

    static void Describe(CModule* variant, CProtection protection, CNodeProtection node, uint behind) =>
        *variant = new CModule { Protection = protection, Serves = 1u << (int)node, VariantsBehind = behind };
}
