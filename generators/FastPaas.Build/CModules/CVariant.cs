using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using FastPaas.Graph.Native;
using FastPaas.Graph.Plan;
using FastPaas.Verify;

namespace FastPaas.Build.CModules;

/// <summary>How a module's code reaches memory: <c>enum fp_protection</c>.</summary>
public enum Backend
{
    /// <summary>All of the process.</summary>
    None,
    /// <summary>Its arena, by %gs (docs/adr/0025).</summary>
    Segment,
    /// <summary>Its arena, from a register that holds the base.</summary>
    Mask,
    /// <summary>The same; its code compares addresses with what the arena has.</summary>
    Compare,
    /// <summary>The same; a processor with MPX compares.</summary>
    Mpx,
}

/// <summary>One of the ways in which a module is compiled.</summary>
/// <param name="OnlyWrites">Are confined; reads may go anywhere.</param>
public sealed record CVariant(Backend Backend, bool OnlyWrites = false)
{
    const int AllNodes = 127;

    /// <summary>Bits of the nodes that take it, by their <see cref="NodeProtection"/>.</summary>
    public int Serves { get; init; } = AllNodes;

    public bool IsConfined => Backend != Backend.None;

    /// <summary>For the verifier.</summary>
    public Reach Reach => Backend switch
    {
        Backend.Mask => Reach.Mask,
        Backend.Compare => Reach.Compare,
        Backend.Mpx => Reach.Mpx,
        _ => Reach.Segment,
    };

    /// <summary>As <c>--protect</c> and the report of a build have it: <c>mask-write</c>.</summary>
    public string Text => Backend.ToString().ToLower(CultureInfo.InvariantCulture) + (OnlyWrites ? "-write" : "");

    /// <summary>The module's name where variants must differ, in symbols and sections. Names of modules have no
    /// capitals.</summary>
    public string NameOf(string module) => this is { Backend: Backend.Segment, OnlyWrites: false }
        ? module : $"{module}_{Text.Replace('-', '_').ToUpperInvariant()}";

    internal ModuleVariant Describe(string module, ICollection<string> defined, ProtectReport? report) => new(
        NameOf(module), "FP_PROTECTION_" + Backend.ToString().ToUpperInvariant(), OnlyWrites, Serves, defined)
    {
        Image = report is null ? null : new(report.ConstantBytes, report.InitialisedBytes, report.GlobalsBytes),
    };
}

/// <summary>How modules in C are confined: <c>--protect</c>.</summary>
/// <param name="Text">As it is given.</param>
/// <param name="Backends">Best first: the start takes the first one that is fast on its machine.</param>
/// <param name="OnlyWrites">Of all nodes; else of those that say so.</param>
public sealed record Protection(string Text, IReadOnlyList<Backend> Backends, bool OnlyWrites)
{
    const string WriteSuffix = "-write";

    /// <summary>The machine that runs it needn't be the one that builds it: it finds both (docs/adr/0031).</summary>
    public static readonly Protection Default = new("auto", [Backend.Segment, Backend.Mask], false);

    public static readonly Protection None = new("none", [Backend.None], false);

    /// <summary>What can be given, without <c>-write</c>.</summary>
    static readonly Protection[] known =
    [
        Default, None, new("segment", [Backend.Segment], false), new("mask", [Backend.Mask], false),
        new("compare", [Backend.Compare], false), new("mpx", [Backend.Mpx], false),
    ];

    public const string Form = "auto|segment|mask|compare|mpx|none";

    public const string Words = "auto, segment, mask, compare or mpx, each also with -write, or none";

    /// <summary>What <c>--help</c> has as the default.</summary>
    public override string ToString() => Text;

    /// <summary>Null: it is no protection.</summary>
    public static Protection? Parse(string text)
    {
        bool onlyWrites = text.EndsWith(WriteSuffix, System.StringComparison.Ordinal);
        string backend = onlyWrites ? text[..^WriteSuffix.Length] : text;
        Protection? found = known.FirstOrDefault(each => each.Text == backend);
        return found is null || (onlyWrites && found == None) ? null : found with { Text = text, OnlyWrites = onlyWrites };
    }

    /// <summary>Whether nothing is confined, whatever nodes say.</summary>
    public bool IsNone => Backends is [Backend.None];

    /// <summary>What of a module must be compiled for nodes with these protections.</summary>
    public IReadOnlyList<CVariant> VariantsFor(IEnumerable<NodeProtection> nodes) => [.. nodes.Distinct().Order()
        .SelectMany(node => For(node).Select(variant => (Variant: variant, Node: node)))
        .GroupBy(pair => pair.Variant)
        .Select(group => group.Key with { Serves = group.Sum(pair => 1 << (int)pair.Node) })];

    /// <summary>What a node has of it that asks for this.</summary>
    public NodeProtection Of(NodeProtection node) => IsNone ? NodeProtection.None : (OnlyWrites, node) switch
    {
        (true, NodeProtection.Full) => NodeProtection.Write,
        (true, NodeProtection.Compare) => NodeProtection.CompareWrite,
        (true, NodeProtection.Mpx) => NodeProtection.MpxWrite,
        _ => node,
    };

    IEnumerable<CVariant> For(NodeProtection node) => Of(node) switch
    {
        NodeProtection.None => [new CVariant(Backend.None)],
        NodeProtection.Compare => [new CVariant(Backend.Compare)],
        NodeProtection.CompareWrite => [new CVariant(Backend.Compare, OnlyWrites: true)],
        NodeProtection.Mpx => [new CVariant(Backend.Mpx)],
        NodeProtection.MpxWrite => [new CVariant(Backend.Mpx, OnlyWrites: true)],
        NodeProtection had => Backends.Select(backend => new CVariant(backend, had == NodeProtection.Write)),
    };
}
