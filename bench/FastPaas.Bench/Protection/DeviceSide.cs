using FastPaas.Build.CModules;
using FastPaas.Graph.Plan;

namespace FastPaas.Bench.Protection;

/// <summary>How the module of a compiled graph was made. One binary has all: a node says by its <c>protection</c> which variant
/// of the module it takes, so each side has a word of its own, whatever that word means in a deployment.</summary>
/// <param name="Variant">Of the module in C; null: its twin in C#, inlined into the graph.</param>
/// <param name="Word">The node's <c>protection</c>.</param>
sealed record DeviceSide(string Name, CVariant? Variant, string Word)
{
    public static readonly DeviceSide None = Of(ProtectionSide.None, Backend.None, NodeProtection.None, "none");
    public static readonly DeviceSide Segment = Of(ProtectionSide.Segment, Backend.Segment, NodeProtection.Full, "full");
    public static readonly DeviceSide Mask = Of(ProtectionSide.Mask, Backend.Mask, NodeProtection.Write, "write");
    public static readonly DeviceSide Compare = Of("compare", Backend.Compare, NodeProtection.Compare, "compare");
    public static readonly DeviceSide CSharp = new("csharp", null, "");

    static DeviceSide Of(string name, Backend backend, NodeProtection node, string word) =>
        new(name, new CVariant(backend) { Serves = 1 << (int)node }, word);
}
