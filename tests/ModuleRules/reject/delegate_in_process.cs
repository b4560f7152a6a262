using System;

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
        Func<ulong, ulong> next = Next;
        state.Count = next(state.Count);
        @out = lanes;
    }

    static ulong Next(ulong count) => count + 1;
}
