namespace FastPaas.Modules;

/// <summary>Counts packets: every node's own counters do, so there is nothing left to do, and a chain of these costs
/// popcounts.</summary>
[Module("counter")]
public static class Counter
{
    public struct State;

    public static void Init(CounterConfig config, ModuleHeap heap, ref State state)
    {
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask @out) => @out = lanes;
}
