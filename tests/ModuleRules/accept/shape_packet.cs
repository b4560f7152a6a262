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

    public static void Process(WritablePacket packet, in State state)
    {
        Mark(packet, 7);
        if (packet.Headers.Ip) packet.Ethernet.Type = (ushort)(packet.Headers.IpTtl + state.Count);
    }

    static void Mark(WritablePacket packet, ushort type) => packet.Ethernet.Type = type;
}
