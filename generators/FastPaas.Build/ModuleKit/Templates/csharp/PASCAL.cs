namespace FastPaas.Modules;

/// <summary>Parts short frames from long ones.</summary>
[Module("NAME")]
public static class PASCAL
{
    public struct State
    {
        public uint LengthMin;
    }

    public static void Init(PASCALConfig config, ModuleHeap heap, ref State state) => state.LengthMin = config.LengthMin;

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask small, out LaneMask large)
    {
        LaneMask found = default;
        foreach (int lane in lanes) found |= LaneMask.Of(lane, burst.Length(lane) >= state.LengthMin);
        large = found;
        small = lanes - found;
    }
}
