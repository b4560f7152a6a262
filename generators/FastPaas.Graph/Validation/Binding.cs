using System.Collections.Generic;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;

namespace FastPaas.Graph.Validation;

internal enum LinkKind
{
    /// <summary>Names nothing, and reported; could have meant anything.</summary>
    Unknown,
    Node,
    Port,
    Tenants,
    Out,
    Drop,
}

/// <summary>A resolved target.</summary>
/// <param name="Index">Of the node in its scope, or of the port.</param>
/// <param name="Guessed">What an unknown name probably meant: good for "is it reached", no proof of anything.</param>
internal readonly record struct Link(LinkKind Kind, int Index = 0, bool Guessed = false);

internal sealed record BoundOutput(
    string Name, MatchExpression? When, Link Link, SourcePosition Position, SourcePosition TargetPosition);

/// <param name="Manifest">Null: a branch, or unknown and reported.</param>
/// <param name="Config">Null: a branch, or wrong and reported.</param>
/// <param name="Complete">Every output is in <paramref name="Outputs"/>.</param>
internal sealed record BoundNode(
    NodeModel Model, ModuleManifest? Manifest, EquatableArray<ConfigValue>? Config, IReadOnlyList<BoundOutput> Outputs,
    bool Complete);

/// <summary>The nodes of one file with their targets resolved.</summary>
internal sealed record BoundScope(NodeScope Source, IReadOnlyList<BoundNode> Nodes, Link Entry)
{
    /// <summary>Something here could lead anywhere, so "nothing leads to x" can't be said.</summary>
    public bool IsOpen { get; init; }
}

/// <param name="Scope">Null: its file is missing, and reported.</param>
internal sealed record BoundTenant(TenantModel Model, BoundScope? Scope, Link Next);

/// <param name="PortLinks">Where each port's received packets go; null: nothing is received.</param>
internal sealed record BoundGraph(
    GraphModel Model, BoundScope Operator, IReadOnlyList<Link?> PortLinks, IReadOnlyList<BoundTenant> Tenants);
