using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using FastPaas.Runtime.Arenas;

namespace FastPaas.Runtime.Faults;

/// <summary>A module instance as the control plane watches it: what faulted since the last look, and whether it may begin
/// again.</summary>
sealed unsafe class ConfinedInstance(Arena arena, ConfinedNode* node)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    readonly ulong[] seen = new ulong[ConfinedNode.FaultKinds];
    readonly Queue<TimeSpan> restarts = new();
    bool isGivenUp;

    public CNodeOptions Options => arena.Options;

    /// <summary>Which of the workers, from 0.</summary>
    public int Lcore => arena.Lcore;

    public bool IsQuarantined => Volatile.Read(ref node->IsQuarantined) != 0;

    /// <summary>How many times it began again.</summary>
    public long Restarts { get; private set; }

    /// <summary>Of one kind, since the start.</summary>
    public ulong Faults(CFault kind) => Volatile.Read(ref node->Faults[(int)kind]);

    /// <summary>The last fault as a sentence's end.</summary>
    public string LastFault => FaultText.Of(node->LastFault, node->LastAddress, node->LastInstruction);

    public CFault LastKind => node->LastFault;

    public long LastAddress => node->LastAddress;

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

    /// <summary>Lets an instance in quarantine begin again if the graph says so.</summary>
    /// <param name="now">Of a clock that never goes back.</param>
    /// <returns>A sentence's end, for the user; null: nothing changed.</returns>
    public string? Restart(TimeSpan now)
    {
        if (!IsQuarantined || isGivenUp || Options.Quarantine != CQuarantine.Restart) return null;
        while (restarts.TryPeek(out TimeSpan oldest) && now - oldest > Minute) restarts.Dequeue();
        if (restarts.Count >= Options.RestartsPerMinuteMax)
        {
            isGivenUp = true;
            return $"it began again {restarts.Count} times in a minute, and stays in quarantine";
        }
        restarts.Enqueue(now);
        return Begin();
    }

    /// <summary>Lets it begin again because the operator says so.</summary>
    /// <returns>Null: it runs; else why it doesn't.</returns>
    public string? Release()
    {
        if (!IsQuarantined) return null;
        isGivenUp = false;
        restarts.Clear();
        return Begin();
    }

    string? Begin()
    {
        try
        {
            arena.Begin();
        }
        catch (ModuleConfigurationException error)
        {
            isGivenUp = true;
            return $"it can't begin again: {error.Message}";
        }
        Restarts++;
        Volatile.Write(ref node->IsQuarantined, 0);
        return null;
    }

    /// <summary>By kind, those that there were.</summary>
    public IEnumerable<(string Kind, ulong Count)> AllFaults => FaultText.Kinds
        .Select(kind => (FaultText.NameOf(kind), Faults(kind))).Where(each => each.Item2 > 0);
}
