using System;
using System.Collections.Generic;
using System.Text.Json;
using FastPaas.Runtime.Telemetry;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>What an instance answers; a later capability adds its verbs to <see cref="All"/>.</summary>
sealed class InstanceVerbs
{
    readonly string instance;
    readonly CompiledGraph graph;
    readonly InstanceCounters counters;
    readonly DateTime started = DateTime.UtcNow;

    public InstanceVerbs(string instance, CompiledGraph graph, InstanceCounters counters)
    {
        (this.instance, this.graph, this.counters) = (instance, graph, counters);
        All = new Dictionary<string, ControlVerb> { ["stats"] = Stats, ["version"] = Version };
    }

    public IReadOnlyDictionary<string, ControlVerb> All { get; }

    /// <summary><see cref="ControlResponse"/> with counters: the graph's, then the runtime's own.</summary>
    void Stats(JsonElement request, Utf8JsonWriter answer)
    {
        counters.Refresh();
        ulong[] values = counters.Read();
        Version(request, answer);
        answer.WriteNumber("uptime_seconds", Math.Round((DateTime.UtcNow - started).TotalSeconds, 3));
        answer.WriteStartObject("counters");
        for (int slot = 0; slot < values.Length; slot++) answer.WriteNumber(counters.Names[slot], values[slot]);
        answer.WriteEndObject();
    }

    void Version(JsonElement request, Utf8JsonWriter answer)
    {
        answer.WriteString("graph", graph.Name);
        answer.WriteString("instance", instance);
        answer.WriteNumber("pid", Environment.ProcessId);
    }
}
