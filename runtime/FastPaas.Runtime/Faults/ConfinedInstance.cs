using System;
using System.Collections.Generic;
using System.Threading;
using FastPaas.Dpdk;

namespace FastPaas.Runtime.Faults;

/// <summary>A module instance as the control plane watches it: what faulted since the last look, and whether it may begin
/// again.</summary>
sealed class ConfinedInstance(WatchedNode node)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    readonly ulong[] seen = new ulong[ConfinedNode.FaultKinds];
    readonly Queue<TimeSpan> restarts = new();
    bool isGivenUp, isBeginning;

    public CNodeOptions Options => node.Options;

    /// <summary>Which of the workers, from 0.</summary>
    public int Lcore => node.Lcore;

    public bool IsQuarantined => node.IsQuarantined;

    /// <summary>How many times it began again.</summary>
    public long Restarts { get; private set; }

    /// <summary>Of one kind, since the start.</summary>
    public ulong Faults(CFault kind) => node.Faults(kind);

    /// <summary>The last fault as a sentence's end.</summary>
    public string LastFault => node.DescribeLast();

    public CFault LastKind => node.LastFault;

    public long LastAddress => node.LastAddress;

    /// <summary>Faults since the last call of this.</summary>
    public ulong TakeNew()
    {
        ulong count = 0;
        for (int kind = 1; kind < ConfinedNode.FaultKinds; kind++)
        {
            ulong now = Faults((CFault)kind);
            count += now - seen[kind];
            seen[kind] = now;
        }
        return count;
    }

    /// <summary>It waits for its turn to begin again, or does so now.</summary>
    public bool IsBeginning
    {
        get => Volatile.Read(ref isBeginning);
        set => Volatile.Write(ref isBeginning, value);
    }

    /// <summary>Why it stays in quarantine, as a sentence's end; null: nobody tried, or it runs.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether the graph lets it begin again now; if so it counts as one of the minute's times.</summary>
    /// <param name="now">Of a clock that never goes back.</param>
    public bool MayBegin(TimeSpan now)
    {
        if (!IsQuarantined || isGivenUp || Options.Quarantine != CQuarantine.Restart) return false;
        while (restarts.TryPeek(out TimeSpan oldest) && now - oldest > Minute) restarts.Dequeue();
        if (restarts.Count >= Options.RestartsPerMinuteMax)
        {
            isGivenUp = true;
            Refusal = $"it began again {restarts.Count} times in a minute, and stays in quarantine";
            return false;
        }
        restarts.Enqueue(now);
        return true;
    }

    /// <summary>The operator says so: what has been counts no more.</summary>
    public void Forgive()
    {
        isGivenUp = false;
        Refusal = null;
        restarts.Clear();
    }

    /// <summary>With the memory of its start. Takes as long as its <c>init</c>.</summary>
    public void Begin()
    {
        try
        {
            node.Begin();
            Refusal = null;
            Restarts++;
            node.IsQuarantined = false;
        }
        // The second where the kernel gives no memory: nobody else's packets stop for that.
        catch (Exception error) when (error is ModuleConfigurationException or EnvironmentException)
        {
            isGivenUp = true;
            Refusal = $"it can't begin again: {error.Message}";
        }
        IsBeginning = false;
    }

    /// <summary>From another thread than <see cref="Begin"/>'s: an <c>init</c> in C that is running fails at once, and so does
    /// any that comes.</summary>
    public void EndInit() => node.EndInit();

    /// <summary>By kind, those that there were.</summary>
    public IEnumerable<(string Kind, ulong Count)> AllFaults
    {
        get
        {
            foreach (CFault kind in FaultText.Kinds)
                if (Faults(kind) is > 0 and var count) yield return (FaultText.NameOf(kind), count);
        }
    }
}
