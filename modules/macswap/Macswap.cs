namespace FastPaas.Modules;

/// <summary>Exchanges the Ethernet addresses of every frame.</summary>
[Module("macswap")]
public static class Macswap
{
    public struct State;

    public static void Init(MacswapConfig config, ModuleHeap heap, ref State state)
    {
    }

    public static void Process(WritablePacket packet, in State state) => packet.SwapEthernetAddresses();
}
