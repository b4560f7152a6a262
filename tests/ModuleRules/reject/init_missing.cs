namespace FastPaas.Modules;

[Module("probe")]
public static class Probe
{
    public struct State
    {
        public ulong Count;
    }

    public static void Start(ProbeConfig config, ModuleHeap heap, ref State state)
    {
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask @out)
    {
        @out = lanes;
    }
}
