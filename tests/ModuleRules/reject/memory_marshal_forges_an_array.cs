using System;
using System.Runtime.InteropServices;

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
        Span<NativeArray<byte>> forged = MemoryMarshal.Cast<byte, NativeArray<byte>>(heap.Allocate<byte>(16).Span);
        forged[0][0] = 1;
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask @out)
    {
        @out = lanes;
    }
}
