using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using FastPaas.Runtime.Arenas;

namespace FastPaas.Runtime.Faults;

/// <summary>Watches the confined instances of a graph: tells of each fault, lets instances begin again, counts. Its threads are
/// of the control plane; lcores never wait for them, and none waits for a module's <c>init</c>.</summary>
/// <param name="tell">Gets a line for a fault; at most one a second for each instance.</param>
sealed class Quarantine(CompiledGraph graph, ArenaSpace arenas, Action<string> tell) : IDisposable
{
    /// <summary>An instance that may begin again asks for its turn within this.</summary>
    static readonly TimeSpan Period = TimeSpan.FromMilliseconds(1);

    static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    readonly Dictionary<ConfinedInstance, (TimeSpan Next, ulong Untold, string? Refusal)> told = [];
    readonly Lock looking = new();
    readonly ManualResetEventSlim stop = new();
    Thread? thread;
    /// <summary>Null: instances begin again where they are looked at, as in tests and in <c>replay</c>.</summary>
    RestartQueue? restarts;
    bool isStopped;

    public IReadOnlyList<ConfinedInstance> Instances => arenas.Instances;

    /// <summary>Faults of one kind, of all instances.</summary>
    public ulong Count(CFault kind)
    {
        ulong sum = 0;
        foreach (ConfinedInstance instance in Instances) sum += instance.Faults(kind);
        return sum;
    }

    /// <summary>Looks until disposed; without confined instances there is nothing to look at.</summary>
    public void Start()
    {
        if (Instances.Count == 0) return;
        restarts = new RestartQueue();
        thread = new Thread(() =>
        {
            while (!stop.Wait(Period)) Look();
        }) { IsBackground = true, Name = "quarantine" };
        thread.Start();
    }

    /// <summary>Once over all instances.</summary>
    public void Look()
    {
        lock (looking)
        {
            TimeSpan now = Stopwatch.GetElapsedTime(0);
            foreach (ConfinedInstance instance in Instances) Look(instance, now);
        }
    }

    /// <summary>Ends its threads; what had to be told is.</summary>
    public void Stop()
    {
        if (isStopped) return;
        stop.Set();
        thread?.Join();
        restarts?.Dispose();
        isStopped = true;
        Look();
    }

    /// <summary>Lets the instances of a node begin again, on every lcore, as soon as it is their turn.</summary>
    /// <exception cref="RefusedException">There is no such node, or it isn't in quarantine.</exception>
    public void Release(string node)
    {
        lock (looking)
        {
            List<ConfinedInstance> all = Instances.FindAll(instance => instance.Options.Name == node);
            if (all.Count == 0) throw new RefusedException($"there is no confined node \"{node}\".");
            List<ConfinedInstance> held = all.FindAll(instance => instance.IsQuarantined);
            if (held.Count == 0) throw new RefusedException($"node {node} isn't in quarantine.");
            foreach (ConfinedInstance instance in held)
            {
                if (instance.IsBeginning) continue;
                instance.Forgive();
                Begin(instance);
            }
        }
    }

    void Begin(ConfinedInstance instance)
    {
        if (restarts != null) restarts.Add(instance);
        else instance.Begin();
    }

    void Look(ConfinedInstance instance, TimeSpan now)
    {
        // It is told of when it is known how that ended.
        if (instance.IsBeginning) return;
        (TimeSpan next, ulong untold, string? refusal) = told.GetValueOrDefault(instance);
        untold += instance.TakeNew();
        if (!isStopped && instance.MayBegin(now)) Begin(instance);
        if (!instance.IsBeginning)
        {
            bool isRefused = instance.Refusal != refusal && instance.Refusal != null;
            if (untold > 0 && (now >= next || isRefused))
            {
                string many = untold > 1 ? $" ({untold} faults)" : "";
                tell($"fault: {Describe(instance)}: {instance.LastFault}{many}; {Outcome(instance)}");
                (next, untold) = (now + Silence, 0);
            }
            refusal = instance.Refusal;
            if (isRefused) tell($"fault: {Describe(instance)}: {refusal}");
        }
        told[instance] = (next, untold, refusal);
    }

    /// <summary><c>node blue/police (module policer_c, tenant blue), lcore 1</c>.</summary>
    string Describe(ConfinedInstance instance)
    {
        string module = graph.Nodes[instance.Options.Node].Module ?? "";
        string tenant = instance.Options.Tenant is { } owner ? $", tenant {owner}" : "";
        return $"node {instance.Options.Name} (module {module}{tenant}), lcore {instance.Lcore + 1}";
    }

    static string Outcome(ConfinedInstance instance)
    {
        if (!instance.IsQuarantined) return instance.LastKind == CFault.Length ? "the packet is dropped" : "it began again";
        return instance.Options.Quarantine == CQuarantine.Bypass
            ? "in quarantine: its packets pass by" : "in quarantine: its packets are dropped";
    }

    public void Dispose()
    {
        Stop();
        stop.Dispose();
    }
}
