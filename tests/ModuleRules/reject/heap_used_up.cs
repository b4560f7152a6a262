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
        using (heap)
        {
        }
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask @out)
    {
        @out = lanes;
    }
}
