namespace FastPaas.Modules;

readonly record struct Key(uint Left, uint Right);

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

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask @out)
    {
        @out = new Key(1, 2) == new Key(2, 1) ? lanes : default;
    }
}
