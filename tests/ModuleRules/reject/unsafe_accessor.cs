using System.Runtime.CompilerServices;

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
        Blocks(heap).Clear();
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask @out)
    {
        @out = lanes;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "blocks")]
    static extern ref System.Collections.Generic.List<nint> Blocks(ModuleHeap heap);
}
