namespace FastPaas.Modules;

/// <summary>Writes both Ethernet addresses.</summary>
[Module("set_mac")]
public static class SetMac
{
    public struct State
    {
        internal NetMac Source;
        internal NetMac Destination;
    }

    public static void Init(SetMacConfig config, ModuleHeap heap, ref State state)
    {
        state.Source = config.Source;
        state.Destination = config.Destination;
    }

    public static void Process(WritablePacket packet, in State state)
    {
        ref EthernetHeader header = ref packet.Ethernet;
        header.Destination = state.Destination;
        header.Source = state.Source;
    }
}
