#pragma warning disable CS8509
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
        state.Count = state.Count switch { 0 => 1ul, 1 => 2ul };
        @out = lanes;
    }
}
