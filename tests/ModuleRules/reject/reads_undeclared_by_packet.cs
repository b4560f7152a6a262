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

    public static void Process(WritablePacket packet, in State state)
    {
        packet.Ethernet.Type = packet.Headers.L4Dst;
        packet.Ip4.TimeToLive = 9;
        if (packet.Headers.Ip4) new WritablePacket().SwapEthernetAddresses();
    }
}
