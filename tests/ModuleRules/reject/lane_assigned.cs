//# packet = "write"
//# shape = "packet"
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

    public static void Process(WritableBurst burst, int lane, in State state)
    {
        lane = 5;
        burst.Ethernet(lane).Type = 1;
    }
}
