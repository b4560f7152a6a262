using System.Runtime.InteropServices;

namespace FastPaas.Modules;

[StructLayout(LayoutKind.Explicit)]
struct Forged
{
    [FieldOffset(0)] public ulong Address;
    [FieldOffset(0)] public NativeArray<byte> Array;
}

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
        @out = lanes;
    }
}
