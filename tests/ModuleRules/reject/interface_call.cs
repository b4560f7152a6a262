namespace FastPaas.Modules;

interface ICount
{
    ulong Next(ulong count);
}

struct ByOne : ICount
{
    public readonly ulong Next(ulong count) => count + 1;
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

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask @out)
    {
        state.Count = Step(default(ByOne), state.Count);
        @out = lanes;
    }

    static ulong Step<T>(T by, ulong count)
        where T : struct, ICount => by.Next(count);
}
