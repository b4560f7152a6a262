namespace FastPaas.Macro;

/// <summary>One side of a comparison: a graph, compiled, as hand-fused C or for rte_graph, ready to run on a source.</summary>
abstract unsafe class Contender
{
    public required string Graph { get; init; }

    /// <summary><c>fastpaas</c>, <c>c</c> or <c>rte_graph</c>; or how the graph's modules were made.</summary>
    public abstract string Side { get; }

    public abstract nint Loop { get; }

    public abstract void* Argument { get; }

    public abstract int* Stop { get; }

    public abstract void Attach(Queues queues);

    /// <summary>Received, sent, refused, malformed, then the packets of each node in the order of its C loop.</summary>
    public abstract ulong[] Counters();

    public abstract void ClearCounters();

    /// <summary>What a burst's clock is read from, for a side whose jumps may depend on it.</summary>
    public virtual void UseClock(nint readCycles)
    {
    }
}
