using System;

namespace FastPaas.Modules;

/// <summary>An echo request becomes its reply: addresses exchanged, another type. Its checksum changes by the type alone (the sum
/// doesn't know which address came first), so data of any length needn't be looked at.</summary>
static class EchoReply
{
    public const byte Request4 = 8, Request6 = 128;

    const byte Reply4 = 0, Reply6 = 129, Ttl = 64, Icmp6 = 58;

    /// <summary>False, and the packet unchanged, unless it is a whole one to an address of ours, from one host to one host, with
    /// a right header and no options (a source route would have to be followed back, RFC 1122 section 3.2.2.6).</summary>
    public static bool TryAnswer4(WritableBurst burst, int lane, int at, in Icmp.State state)
    {
        Span<byte> frame = burst.Bytes(lane);
        if (frame.Length < at + 28) return false;
        ref Ip4Header ip = ref burst.Ip4(lane);
        Span<byte> echo = frame.Slice(at + 20, 8);
        if (ip.VersionAndLength != 0x45 || ip.TotalLength < 28 || at + ip.TotalLength > burst.Length(lane)) return false;
        if (echo[1] != 0 || InternetChecksum.Of(frame.Slice(at, 20)) != 0) return false;
        uint source = ip.Source, destination = ip.Destination;
        if (!Icmp.IsUnicast(source, isIp6: false) || !Icmp.IsOurs(destination, isIp6: false, in state)) return false;
        if (!TurnRound(burst, lane)) return false;

        ip.Source = destination;
        ip.Destination = source;
        ip.TimeToLive = Ttl;
        ip.Checksum = 0;
        ip.Checksum = InternetChecksum.Of(frame.Slice(at, 20));
        SetType(echo, Reply4);
        return true;
    }

    /// <inheritdoc cref="TryAnswer4"/>
    public static bool TryAnswer6(WritableBurst burst, int lane, int at, in Icmp.State state)
    {
        Span<byte> frame = burst.Bytes(lane);
        if (frame.Length < at + 48) return false;
        ref Ip6Header ip = ref burst.Ip6(lane);
        Span<byte> echo = frame.Slice(at + 40, 8);
        if (ip.NextHeader != Icmp6 || ip.PayloadLength < 8 || at + 40 + ip.PayloadLength > burst.Length(lane)) return false;
        if (echo[1] != 0) return false;
        NetU128 source = ip.Source, destination = ip.Destination;
        if (!Icmp.IsUnicast(new UInt128(source.High, source.Low), isIp6: true)
            || !Icmp.IsOurs(new UInt128(destination.High, destination.Low), isIp6: true, in state)) return false;
        if (!TurnRound(burst, lane)) return false;

        ip.Source = destination;
        ip.Destination = source;
        ip.HopLimit = Ttl;
        SetType(echo, Reply6);
        return true;
    }

    /// <summary>Back to the station that sent it; false: it came from or went to a group, which is not to be answered.</summary>
    static bool TurnRound(WritableBurst burst, int lane)
    {
        ref EthernetHeader ethernet = ref burst.Ethernet(lane);
        const ulong group = 0x0100_0000_0000;
        if (((ethernet.Source.Value.Bits | ethernet.Destination.Value.Bits) & group) != 0) return false;
        burst.SwapEthernetAddresses(lane);
        return true;
    }

    static void SetType(Span<byte> echo, byte type)
    {
        ushort checksum = (ushort)(echo[2] << 8 | echo[3]);
        checksum = InternetChecksum.Update(checksum, (ushort)(echo[0] << 8), (ushort)(type << 8));
        echo[0] = type;
        echo[2] = (byte)(checksum >> 8);
        echo[3] = (byte)checksum;
    }
}
