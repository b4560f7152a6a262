namespace FastPaas.Modules;

[Module("probe")]
public static class Probe
{


    public static void Init(ProbeConfig config, ModuleHeap heap, ref int state)
    {
    }

    public static void Process(Burst burst, LaneMask lanes, ref int state, out LaneMask @out)
    {
        @out = lanes;
    }
}
