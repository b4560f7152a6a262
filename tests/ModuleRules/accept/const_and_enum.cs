namespace FastPaas.Modules;

enum Kind { A, B }

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
        if (Of((uint)state.Count) == Kind.A) state.Count = Limit;
        @out = lanes;
    }

    const int Limit = 3;

    static Kind Of(uint value) => value > Limit ? Kind.A : Kind.B;
}
