namespace FastPaas.Modules;

/// <summary>A module from outside the repository, with a fault: its outputs don't partition its lanes.</summary>
[Module("half")]
public static class Half
{
    public struct State;

    public static void Init(HalfConfig config, ModuleHeap heap, ref State state)
    {
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask left, out LaneMask right)
    {
        left = new LaneMask(0x5555_5555_5555_5555);
        right = LaneMask.Of(0) | LaneMask.Of(63);
    }
}
