namespace FastPaas.Modules;

/// <summary>Exchanges the Ethernet addresses of every frame.</summary>
[Module("macswap")]
public static class Macswap
{
    public struct State;

    public static void Init(MacswapConfig config, ModuleHeap heap, ref State state)
    {
    }

    public static void Process(WritableBurst burst, int lane, in State state) => burst.SwapEthernetAddresses(lane);
}
