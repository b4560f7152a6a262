namespace FastPaas.Modules;

/// <summary>Copies packets by counting (RFC 5475 section 5.1, systematic count-based sampling). The copy is a packet of its own:
/// what is written to one of the two, the other doesn't have.</summary>
[Module("mirror")]
public static class Mirror
{
    public struct State
    {
        internal uint OneIn;
        internal int SnapBytes;
        /// <summary>Packets until the next one that is copied.</summary>
        internal uint Left;
    }

    public static void Init(MirrorConfig config, ModuleHeap heap, ref State state)
    {
        state.OneIn = config.OneIn;
        state.SnapBytes = (int)config.SnapBytes;
    }

    public static void Process(CreatingBurst burst, LaneMask lanes, ref State state, out LaneMask @out, out LaneMask copy)
    {
        @out = lanes;
        copy = LaneMask.None;
        foreach (int lane in lanes)
        {
            if (state.Left-- != 0) continue;
            state.Left = state.OneIn - 1;
            if (burst.TryCopy(lane, state.SnapBytes, out int created)) copy |= LaneMask.Of(created);
        }
    }
}
