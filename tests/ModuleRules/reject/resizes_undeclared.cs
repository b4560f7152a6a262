//# packet = "write"
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
            if (burst.TryAddFront(lane, 4) && burst.TryRemoveFront(lane, 4) && burst.TryAddEnd(lane, 4)) Cut(burst, lane);
        }
    }

    static void Cut(WritableBurst burst, int lane) => burst.TryRemoveEnd(lane, 4);
}
