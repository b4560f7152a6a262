namespace FastPaas.Modules;

/// <summary>Counts packets and bytes.</summary>
[Module("counter")]
public static class Counter
{
    public struct State
    {
        public ulong Packets;
        /// <summary>Of whole frames, without preamble and frame check sequence.</summary>
        public ulong Bytes;
    }

    public static void Init(CounterConfig config, ModuleHeap heap, ref State state)
    {
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask @out)
    {
        ulong bytes = 0;
        foreach (int lane in lanes) bytes += burst.Length(lane);
        state.Packets += (ulong)lanes.Count;
        state.Bytes += bytes;
        @out = lanes;
    }
}
