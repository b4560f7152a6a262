using System.Runtime.CompilerServices;

namespace FastPaas.Modules;

/// <summary>Decrements TTL (RFC 1812 section 5.3.1) or hop limit (RFC 8200 section 3). Frames without an IP header pass
/// unchanged.</summary>
[Module("ttl")]
public static class Ttl
{
    public struct State;

    public static void Init(TtlConfig config, ModuleHeap heap, ref State state)
    {
    }

    public static void Process(WritableBurst burst, LaneMask lanes, ref State state, out LaneMask @out, out LaneMask expired)
    {
        ParsedHeaders headers = burst.Headers;
        expired = lanes & headers.Ip & headers.IpTtlIn(0, 1);
        @out = lanes - expired;
        foreach (LaneView packet in burst.Each(@out & headers.Ip4))
        {
            ref Ip4Header header = ref burst.Ip4(packet);
            header.TimeToLive--;
            header.Checksum = ChecksumAfterDecrement(header.Checksum);
        }
        foreach (int lane in @out & headers.Ip6) burst.Ip6(lane).HopLimit--;
    }

    /// <summary>RFC 1624, equation 3: HC' = ~(~HC + ~m + m'). m, the word of TTL and protocol, loses 0x100, so ~m + m' is 0xfeff
    /// in
    /// ones' complement whatever it was. Where the sum is 0xffff this gives 0x0000, as a sum from scratch does; RFC 1141 gives
    /// 0xffff.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ushort ChecksumAfterDecrement(ushort checksum)
    {
        uint sum = (ushort)~checksum + 0xfeffu;
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
