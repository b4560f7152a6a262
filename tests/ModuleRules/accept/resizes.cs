//# packet = "write"
//# resizes = true
using System;

namespace FastPaas.Modules;

[Module("probe")]
public static class Probe
{
    public struct State;

    public static void Init(ProbeConfig config, ModuleHeap heap, ref State state)
    {
    }

    public static void Process(WritableBurst burst, LaneMask lanes, ref State state, out LaneMask @out)
    {
        foreach (int lane in lanes)
        {
            if (!burst.TryAddFront(lane, 4)) burst.TryRemoveEnd(lane, 1);
            Span<byte> frame = burst.Bytes(lane);
            for (int i = 0; i < 12; i++) frame[i] = frame[4 + i];
        }

        @out = lanes;
    }
}
