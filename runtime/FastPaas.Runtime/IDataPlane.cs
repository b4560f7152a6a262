using System;
using System.Collections.Generic;

namespace FastPaas.Runtime;

/// <summary>What <c>run</c> was asked for.</summary>
/// <param name="Instance">Names the files in the state directory.</param>
/// <param name="StateDirectory">Null: the default of DESIGN section 10.</param>
/// <param name="Devices">By port name, in place of the graph's.</param>
/// <param name="Lcores">DPDK's core list (<c>0,3</c>: control, then workers); null: chosen.</param>
public sealed record DataPlaneOptions(
    CompiledGraph Graph, string Instance, string? StateDirectory, IReadOnlyDictionary<string, string> Devices, string? Lcores)
{
    /// <summary>Gets a line for what happens while the graph runs; from any thread.</summary>
    public Action<string> Tell { get; init; } = _ => { };

    /// <summary>Nodes by mpx start also where nothing confines them.</summary>
    public bool AllowsUnprotected { get; init; }
}

/// <summary>A running graph, as the commands see it. Starting one throws <see cref="EnvironmentException"/> for what the machine
/// lacks and <see cref="RefusedException"/> for what the user asked for wrongly.</summary>
public interface IDataPlane : IDisposable
{
    /// <summary>What it found and chose (pages, lcores, devices), a sentence each, for the user to read at start.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>Totals over lcores, in the order of the graph's names. Readable until disposed, final after
    /// <see cref="Stop"/>.</summary>
    ulong[] ReadCounters();

    /// <summary>What the runtime counts beside the graph (<c>port.lan.lost</c>, <c>lcore.polls</c>), by name; as long as the
    /// others.</summary>
    IReadOnlyList<KeyValuePair<string, ulong>> ReadRuntimeCounters();

    /// <summary>Ends the lcores at a burst boundary and closes the ports. A second call does nothing.</summary>
    void Stop();

    /// <summary>After <see cref="Stop"/>: mbufs that came back neither sent nor freed.</summary>
    long LeakedMbufs { get; }
}
