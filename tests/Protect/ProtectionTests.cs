using System.Linq;
using FastPaas.Build.CModules;
using FastPaas.Graph.Plan;
using Xunit;

namespace FastPaas.Protect.Tests;

/// <summary>Which variants of a module a build makes for its nodes.</summary>
public sealed class ProtectionTests
{
    [Test]
    [Arguments("segment", "segment 1, none 4", NodeProtection.None, NodeProtection.Full)]
    [Arguments("segment", "segment 1", NodeProtection.Full, NodeProtection.Full)]
    [Arguments("segment", "none 4", NodeProtection.None)]
    [Arguments("auto", "segment 1, mask 1, segment-write 2, mask-write 2", NodeProtection.Write, NodeProtection.Full)]
    [Arguments("mask", "mask 1, none 4", NodeProtection.None, NodeProtection.Full)]
    [Arguments("mask-write", "mask-write 3", NodeProtection.Full, NodeProtection.Write)]
    [Arguments("auto-write", "segment-write 1, mask-write 1", NodeProtection.Full)]
    [Arguments("none", "none 5", NodeProtection.Full, NodeProtection.None)]
    [Arguments("compare", "compare 9", NodeProtection.Full, NodeProtection.Compare)]
    [Arguments("segment", "segment 1, compare 8, compare-write 16", NodeProtection.Full, NodeProtection.CompareWrite,
        NodeProtection.Compare)]
    [Arguments("mask-write", "mask-write 1, compare-write 8", NodeProtection.Full, NodeProtection.Compare)]
    [Arguments("none", "none 8", NodeProtection.Compare)]
    [Arguments("mpx", "mpx 33, mpx-write 64", NodeProtection.Mpx, NodeProtection.Full, NodeProtection.MpxWrite)]
    [Arguments("mpx-write", "mpx-write 35", NodeProtection.Full, NodeProtection.Write, NodeProtection.Mpx)]
    public void A_module_is_compiled_as_its_nodes_are_to_be_confined(
        string option, string variants, params NodeProtection[] nodes) => Assert.Equal(variants, string.Join(
        ", ", Protection.Parse(option)!.VariantsFor(nodes).Select(variant => $"{variant.Text} {variant.Serves}")));

    [Test]
    [Arguments("")]
    [Arguments("Segment")]
    [Arguments("none-write")]
    public void Another_word_is_no_protection(string option) => Assert.Null(Protection.Parse(option));

    [Test]
    public void Variants_have_names_that_no_module_can_have() => Assert.Equal(
        ["acl", "acl_MASK", "acl_SEGMENT_WRITE", "acl_NONE"],
        new CVariant[] { new(Backend.Segment), new(Backend.Mask), new(Backend.Segment, true), new(Backend.None) }
            .Select(variant => variant.NameOf("acl")));
}
