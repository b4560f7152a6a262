using System.Collections.Generic;
using FastPaas.Graph.Match;
using FastPaas.Graph.Toml;

namespace FastPaas.Graph.Model;

/// <summary>A name that refers to something, and where it is written.</summary>
public sealed record Reference(string Name, SourcePosition Position);

/// <summary>The operator's graph.toml, every key checked by itself; names not resolved yet.</summary>
/// <param name="Nodes">The operator's.</param>
/// <param name="TenantsComplete">False: a tenant was refused, and reported.</param>
public sealed record GraphModel(
    string Name, int BurstSize, LcorePlacement Lcores, IReadOnlyList<PortModel> Ports, NodeScope Nodes,
    IReadOnlyList<TenantModel> Tenants, bool TenantsComplete)
{
    /// <summary>Longest turn of one tenant.</summary>
    public int TurnUs { get; init; }
}

/// <summary>What the graph says of the lcores that run it.</summary>
/// <param name="WorkerCpus">One a worker; empty: chosen at the start.</param>
/// <param name="ControlCpu">Null: chosen at the start.</param>
public sealed record LcorePlacement(int Workers, EquatableArray<int> WorkerCpus, int? ControlCpu)
{
    public static LcorePlacement Default { get; } = new(1, default, null);
}

/// <summary>The nodes of one file, among which its targets are resolved.</summary>
/// <param name="Tenant">A tenant's file; else graph.toml.</param>
/// <param name="Entry">A tenant's file only; null there: missing or wrong, and reported.</param>
/// <param name="Refused">Names of nodes and ports that were refused, and reported: a target may mean one of them.</param>
/// <param name="Complete">False: parts of the file couldn't be read, so what seems to be missing may be there.</param>
public sealed record NodeScope(
    string File, bool Tenant, IReadOnlyList<NodeModel> Nodes, Reference? Entry, IReadOnlyCollection<string> Refused,
    bool Complete);

/// <param name="MtuBytes">0: the device's own.</param>
/// <param name="Next">Null: nothing is received here, unless <paramref name="NextRefused"/>.</param>
public sealed record PortModel(
    string Name, string? Device, SourcePosition DevicePosition, int Queues, int MtuBytes, Reference? Next, bool NextRefused,
    SourcePosition Position);

/// <param name="Match">Null: wrong, and reported.</param>
/// <param name="File">Null: missing or wrong, and reported; so is <paramref name="Next"/>.</param>
public sealed record TenantModel(
    string Name, int Weight, MatchExpression? Match, SourcePosition MatchPosition, Reference? File, Reference? Next,
    SourcePosition Position)
{
    /// <summary>Of each instance of a module in C; null: the default.</summary>
    public uint? HeapBytes { get; init; }

    /// <summary>That wait on an lcore at most.</summary>
    public int BacklogPackets { get; init; }
}

/// <param name="Module">Null: a branch, or a module that couldn't be read (<paramref name="Complete"/> is false then).</param>
/// <param name="Outputs">As written in the file.</param>
/// <param name="OnlyTarget">For <c>next = "x"</c>: where the module's one output leads.</param>
/// <param name="NextIsRead">False: <c>next</c> is missing or of the wrong kind, so nothing is known of it.</param>
/// <param name="Config">Null: none.</param>
/// <param name="Complete">False: a part of the node is wrong, and reported.</param>
public sealed record NodeModel(
    string Name, SourcePosition Position, Reference? Module, bool IsBranch, IReadOnlyList<OutputModel> Outputs,
    Reference? OnlyTarget, SourcePosition NextPosition, bool NextIsRead, IReadOnlyList<Reference> Mandatory, bool Trusted,
    TomlEntry? Config, bool ConfigRefused, bool Complete)
{
    /// <summary>Null: the default.</summary>
    public QuarantineModel? Quarantine { get; init; }

    /// <summary>CPU time that a burst may take; null: the default.</summary>
    public int? BudgetUs { get; init; }

    /// <summary>As written; null: nothing is, which means full.</summary>
    public Reference? Protection { get; init; }

    /// <summary>Where the node says what a fault is or leads to; null: nowhere.</summary>
    public Reference? FaultKey { get; init; }
}

/// <param name="Policy"><c>drop</c>, <c>bypass</c> or <c>restart</c>.</param>
/// <param name="BypassOutput">With <c>bypass</c>.</param>
public sealed record QuarantineModel(
    string Policy, Reference? BypassOutput, int RestartsPerMinuteMax, SourcePosition Position);

/// <param name="Name">The module's output, or <c>rule1</c>...</param>
/// <param name="When">A branch's condition; null: always, or wrong, and reported.</param>
/// <param name="Conditional">Null: can't be told, and reported.</param>
/// <param name="Target">Null: wrong, and reported.</param>
public sealed record OutputModel(
    string Name, MatchExpression? When, bool? Conditional, SourcePosition WhenPosition, Reference? Target,
    SourcePosition Position);
