//# packet = "write"
//# resizes = true
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

    public static void Process(WritableBurst burst, LaneMask lanes, ref State state, out LaneMask @out)
    {
        @out = lanes;
        foreach (int lane in lanes)
        {
            burst.TryPushTag(lane, EtherType.CustomerTag, 1);
        }
    }
}
