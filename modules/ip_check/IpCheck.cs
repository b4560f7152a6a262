namespace FastPaas.Modules;

/// <summary>What a router must verify before it forwards (RFC 1812 section 5.2.2, RFC 8200 section 3): version and header length,
/// which the host has parsed, the checksum, and that the packet is all there.</summary>
[Module("ip_check")]
public static class IpCheck
{
    /// <summary>A sum over a header and its checksum, RFC 1071.</summary>
    const ushort RightSum = 0xffff;
    const byte Plain = 0x45;

    public struct State;

    public static void Init(IpCheckConfig config, ModuleHeap heap, ref State state)
    {
    }

    public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask ok, out LaneMask bad)
    {
        ParsedHeaders headers = burst.Headers;
        LaneMask ip4 = lanes & headers.Ip4, ip6 = lanes & headers.Ip6;
        LaneMask failed = lanes - ip4 - ip6;
        // What isn't plainly right: bad, or with options.
        foreach (int lane in ip4 - burst.SoundIp4(ip4))
        {
            ref readonly Ip4Header header = ref burst.Ip4(lane);
            ushort sum = header.Sum;
            if (header.VersionAndLength != Plain) sum = SumWithOptions(burst, lane, header);
            if (sum != RightSum) failed |= LaneMask.Of(lane);
            if (headers.IpOffset(lane) + (uint)header.TotalLength > burst.Length(lane)) failed |= LaneMask.Of(lane);
        }
        foreach (int lane in ip6)
        {
            uint bytes = headers.IpOffset(lane) + 40u + burst.Ip6(lane).PayloadLength;
            if (bytes > burst.Length(lane)) failed |= LaneMask.Of(lane);
        }
        ok = lanes - failed;
        bad = failed;
    }

    /// <summary>The options are visible: the host saw the whole header, or there would be no IPv4 lane.</summary>
    static ushort SumWithOptions(Burst burst, int lane, in Ip4Header header)
    {
        uint sum = header.Sum;
        System.ReadOnlySpan<byte> frame = burst.Bytes(lane);
        int options = burst.Headers.IpOffset(lane) + 20, end = burst.Headers.IpOffset(lane) + (header.VersionAndLength & 15) * 4;
        for (int at = options; at + 1 < end & at + 1 < frame.Length; at += 2) sum += (uint)(frame[at] << 8 | frame[at + 1]);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)((sum & 0xffff) + (sum >> 16));
    }
}
