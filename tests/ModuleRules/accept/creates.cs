//# packet = "write"
//# outputs = ["out", "copy"]
//# creates = ["copy"]
//# resizes = true
namespace FastPaas.Modules;

[Module("probe")]
public static class Probe
{
    public struct State;

    public static void Init(ProbeConfig config, ModuleHeap heap, ref State state)
    {
    }

    public static void Process(CreatingBurst burst, LaneMask lanes, ref State state, out LaneMask @out, out LaneMask copy)
    {
        @out = lanes;
        copy = LaneMask.None;
        foreach (int lane in lanes)
        {
            if (!burst.TryCopy(lane, 60, out int made)) continue;
            burst.Packets.Ethernet(made).Type = 1;
            burst.Packets.TryAddFront(made, 4);
            copy |= LaneMask.Of(made);
        }
    }
}
