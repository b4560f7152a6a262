//# reads = ["ip.src", "ip.offset", "l4.offset", "l4.dst"]
//# outputs = ["low", "high"]
using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

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

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask low, out LaneMask high)
    {
        ParsedHeaders headers = burst.Headers;
        LaneMask found = default;
        foreach (int lane in lanes & headers.Ip4)
        {
            ref readonly Ip4Header header = ref burst.Ip4(lane);
            uint source = header.Source;
            bool isLow = IsLow(source) & header.TimeToLive != 0 & headers.L4Dst(lane) < 1024;
            foreach (byte b in burst.Bytes(lane)) isLow &= b != Table[b & 3];
            found |= LaneMask.Of(lane, isLow);
            state.Count += (uint)BitOperations.PopCount(source) + (source switch { 0 => 1u, _ => 2u });
        }
        UInt128 wide = new UInt128(1, 2) << 3;
        state.Count += wide > UInt128.One ? 1ul : 0;
        low = found;
        high = lanes - found;
    }

    static ReadOnlySpan<byte> Table => [1, 2, 3, 4];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsLow(uint source)
    {
        (uint first, uint last) = Limits(source);
        return source >= first && source <= last;
    }

    static (uint First, uint Last) Limits(uint source) => (Math.Min(source, 3), 9);
}
