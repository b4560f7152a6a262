//# packet = "write"
//# shape = "packet"
namespace FastPaas.Modules;

readonly ref struct Own(WritableBurst burst)
{
    readonly WritableBurst burst = burst;

    public LaneEnumerator GetEnumerator(int lane = 3)
    {
        burst.Ethernet(lane).Type = 7;
        return default;
    }
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

    public static void Process(WritableBurst burst, int lane, in State state)
    {
        foreach (int i in new Own(burst)) return;
    }

}
