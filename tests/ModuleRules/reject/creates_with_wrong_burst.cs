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

    public static void Process(WritableBurst burst, LaneMask lanes, ref State state, out LaneMask @out, out LaneMask copy)
    {
        @out = lanes;
        copy = LaneMask.None;
    }
}
