using System;
using System.Collections.Generic;
using System.Text.Json;
using FastPaas.Runtime.Faults;
using FastPaas.Runtime.Telemetry;

namespace FastPaas.Runtime.ControlSocket;

/// <summary>What an instance answers; a later capability adds its verbs to <see cref="All"/>.</summary>
sealed class InstanceVerbs
{
    readonly string instance;
    readonly CompiledGraph graph;
    readonly InstanceCounters counters;
    readonly Quarantine quarantine;
    readonly IReadOnlyList<int> workerCpus;
    readonly DateTime started = DateTime.UtcNow;

    public InstanceVerbs(
        string instance, CompiledGraph graph, InstanceCounters counters, Quarantine quarantine, IReadOnlyList<int> workerCpus)
    {
        (this.instance, this.graph, this.counters, this.quarantine) = (instance, graph, counters, quarantine);
        this.workerCpus = workerCpus;
        All = new Dictionary<string, ControlVerb>
        {
            ["stats"] = Stats, ["lcores"] = Lcores, ["version"] = Version, ["quarantine"] = Quarantines,
        };
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

    /// <summary>Every confined instance and its faults; with <c>release</c>, a node's name, its instances begin again as soon
    /// as it is their turn: whoever wants to know how that ends asks once more.</summary>
    void Quarantines(JsonElement request, Utf8JsonWriter answer)
    {
        if (request.TryGetProperty("release", out JsonElement node)) quarantine.Release(node.GetString() ?? "");
        Version(request, answer);
        answer.WriteStartArray("instances");
        foreach (ConfinedInstance instance in quarantine.Instances)
        {
            answer.WriteStartObject();
            answer.WriteString("node", instance.Options.Name);
            answer.WriteString("module", graph.Nodes[instance.Options.Node].Module);
            answer.WriteString("tenant", instance.Options.Tenant);
            answer.WriteNumber("lcore", instance.Lcore + 1);
            answer.WriteBoolean("is_quarantined", instance.IsQuarantined);
            answer.WriteBoolean("is_beginning", instance.IsBeginning);
            answer.WriteNumber("restarts", instance.Restarts);
            answer.WriteStartObject("faults");
            foreach ((string kind, ulong count) in instance.AllFaults) answer.WriteNumber(kind, count);
            answer.WriteEndObject();
            if (instance.LastKind != CFault.None) answer.WriteString("last_fault", instance.LastFault);
            if (instance.Refusal is { } refusal) answer.WriteString("refusal", refusal);
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
