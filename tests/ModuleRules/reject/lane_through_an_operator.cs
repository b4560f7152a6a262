//# packet = "write"
//# shape = "packet"
namespace FastPaas.Modules;

readonly ref struct Own(WritableBurst burst)
{
    readonly WritableBurst burst = burst;

    public static int operator +(Own left, int lane) => left.burst.Ethernet(lane).Type = 7;
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
        _ = new Own(burst) + 3;
    }

}
