using System.Collections.Generic;

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
        foreach (int value in Values(state.Count)) state.Count += (ulong)value;
        @out = lanes;
    }

    static IReadOnlyList<int> Values(ulong count) => null!;
}
