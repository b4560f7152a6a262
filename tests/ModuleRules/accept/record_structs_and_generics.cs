namespace FastPaas.Modules;

readonly record struct Interval(uint First, uint Last)
{
    public bool Holds(uint value) => value >= First && value <= Last;
}

struct Pair<T>
    where T : unmanaged
{
    public T Left, Right;

    public readonly T Pick(bool left) => left ? Left : Right;
}

[Module("probe")]
public static class Probe
{
    public struct State
    {
        internal NativeArray<Interval> Intervals;
        internal Pair<ulong> Counts;
    }

    public static void Init(ProbeConfig config, ModuleHeap heap, ref State state)
    {
        state.Intervals = heap.Allocate<Interval>(4);
        state.Intervals[0] = new Interval(1, 2) with { Last = 3 };
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask @out)
    {
        for (int i = 0; i < state.Intervals.Length; i++)
            if (state.Intervals[i].Holds(3)) state.Counts.Left++;
        state.Counts.Right += state.Counts.Pick(true);
        @out = lanes;
    }
}
