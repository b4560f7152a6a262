namespace FastPaas.Modules;

[Module("probe")]
public static class Probe
{
    public struct State
    {
        public ulong Count;
    }

    public static void Init(ProbeConfig config, ModuleHeap heap, ref State state)
    {
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask @out)
    {
        state.Count = Sum(state.Count);
        @out = lanes;
    }

    static ulong Sum(ulong n) => n == 0 ? 0 : n + Half(n - 1);

    static ulong Half(ulong n) => Sum(n / 2);
}
