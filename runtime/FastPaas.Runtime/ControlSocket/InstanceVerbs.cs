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
    readonly IReadOnlyList<int> workerCpus;
    readonly DateTime started = DateTime.UtcNow;

    public InstanceVerbs(string instance, CompiledGraph graph, InstanceCounters counters, IReadOnlyList<int> workerCpus)
    {
        (this.instance, this.graph, this.counters, this.workerCpus) = (instance, graph, counters, workerCpus);
        All = new Dictionary<string, ControlVerb> { ["stats"] = Stats, ["lcores"] = Lcores, ["version"] = Version };
    }

    public IReadOnlyDictionary<string, ControlVerb> All { get; }

    /// <summary><see cref="ControlResponse"/> with counters: the graph's, then the runtime's own.</summary>
    void Stats(JsonElement request, Utf8JsonWriter answer)
    {
        counters.Refresh();
        Version(request, answer);
        answer.WriteNumber("uptime_seconds", Math.Round((DateTime.UtcNow - started).TotalSeconds, 3));
        WriteCounters(answer, counters.Read());
    }

    /// <summary>The same of each worker, without what only devices count.</summary>
    void Lcores(JsonElement request, Utf8JsonWriter answer)
    {
        Version(request, answer);
        answer.WriteStartArray("lcores");
        for (int worker = 0; worker < workerCpus.Count; worker++)
        {
            answer.WriteStartObject();
            answer.WriteNumber("lcore", worker + 1);
            answer.WriteNumber("cpu", workerCpus[worker]);
            WriteCounters(answer, counters.ReadWorker(worker));
            answer.WriteEndObject();
        }
        answer.WriteEndArray();
    }

    void WriteCounters(Utf8JsonWriter answer, ulong[] values)
    {
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
