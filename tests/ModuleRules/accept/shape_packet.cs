//# packet = "write"
//# shape = "packet"
//# reads = ["ip.ttl"]
//# writes = ["eth.src"]
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
        Mark(burst, lane, 7);
        burst.Ethernet(lane).Type = (ushort)(burst.Headers.IpTtl(lane) + state.Count);
    }

    static void Mark(WritableBurst burst, int lane, ushort type) => burst.Ethernet(lane).Type = type;
}
