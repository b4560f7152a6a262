using System;
using System.Buffers.Binary;

namespace FastPaas.Modules;

/// <summary>RFC 4861: the question (section 4.3), what makes it valid (7.1.1), the answer (4.4, 7.2.4).</summary>
static class NeighbourSolicitation
{
    public const byte Type = 135;

    const byte Advertisement = 136, Icmp6 = 58, HopLimit = 255;
    /// <summary>Type to target, then one option of 8 bytes: the target's link-layer address.</summary>
    const int FixedBytes = 24, AnswerBytes = 32;
    const uint Solicited = 0x4000_0000, Override = 0x2000_0000;

    /// <summary>Turns the packet into the answer; false: it isn't valid, or asks for somebody else, and is unchanged.</summary>
    /// <param name="ip">Where the IPv6 header starts.</param>
    public static bool TryAnswer(WritableBurst burst, int lane, int ip, in Arp.State state)
    {
        Span<byte> frame = burst.Bytes(lane);
        if (frame.Length < ip + 40 + FixedBytes) return false;
        int payload = BinaryPrimitives.ReadUInt16BigEndian(frame[(ip + 4)..]);
        if (payload < FixedBytes || ip + 40 + payload > frame.Length) return false;
        Span<byte> header = frame.Slice(ip, 40), message = frame.Slice(ip + 40, payload);
        UInt128 target = BinaryPrimitives.ReadUInt128BigEndian(message[8..]);
        ulong mac = Arp.MacOf(target, isIp6: true, in state);
        ulong receiver = Stations.Read(frame), asker = Stations.Read(frame[6..]);
        if (mac == 0 || Stations.IsGroup(asker) || (receiver != mac && !Stations.IsGroup(receiver))) return false;
        if (header[6] != Icmp6 || header[7] != HopLimit || message[1] != 0 || IsMulticast(target)) return false;
        uint sum = InternetChecksum.Add(InternetChecksum.Ip6Pseudo(header[8..], payload, Icmp6), message);
        if (InternetChecksum.Of(sum) != 0) return false;
        UInt128 source = BinaryPrimitives.ReadUInt128BigEndian(header[8..]);
        UInt128 destination = BinaryPrimitives.ReadUInt128BigEndian(header[24..]);
        if (!HasValidSource(source, destination, target, message[FixedBytes..])) return false;

        int added = ip + 40 + AnswerBytes - (int)burst.Length(lane);
        if (added > 0 ? !burst.TryAddEnd(lane, added) : !burst.TryRemoveEnd(lane, -added)) return false;
        Write(burst.Bytes(lane), ip, source, target, mac, asker);
        return true;
    }

    static bool IsMulticast(UInt128 address) => (byte)(address >> 120) == 0xff;

    /// <summary>Of section 7.1.1: options of some length that fill the message; and from the unspecified address only to the
    /// target's solicited-node group, without a link-layer address.</summary>
    static bool HasValidSource(UInt128 source, UInt128 destination, UInt128 target, ReadOnlySpan<byte> options)
    {
        bool isUnspecified = source == default, hasLinkLayerAddress = false;
        while (options.Length > 0)
        {
            if (options.Length < 8 || options[1] == 0 || options[1] * 8 > options.Length) return false;
            hasLinkLayerAddress |= options[0] == 1;
            options = options[(options[1] * 8)..];
        }

        UInt128 group = new UInt128(0xff02_0000_0000_0000, 0x0000_0001_ff00_0000) | (target & 0xff_ffff);
        if (IsMulticast(source)) return false;
        return !isUnspecified || (destination == group && !hasLinkLayerAddress);
    }

    static void Write(Span<byte> frame, int ip, UInt128 source, UInt128 target, ulong mac, ulong asker)
    {
        // Nobody to send it to: all nodes, and it wasn't solicited (section 7.2.4).
        bool isUnspecified = source == default;
        UInt128 allNodes = new(0xff02_0000_0000_0000, 1);
        Span<byte> header = frame.Slice(ip, 40), message = frame.Slice(ip + 40, AnswerBytes);
        BinaryPrimitives.WriteUInt32BigEndian(header, 0x6000_0000);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], AnswerBytes);
        BinaryPrimitives.WriteUInt128BigEndian(header[8..], target);
        BinaryPrimitives.WriteUInt128BigEndian(header[24..], isUnspecified ? allNodes : source);

        message[0] = Advertisement;
        message[2] = message[3] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], isUnspecified ? Override : Solicited | Override);
        message[FixedBytes] = 2;
        message[FixedBytes + 1] = 1;
        Stations.Write(message[(FixedBytes + 2)..], mac);
        uint sum = InternetChecksum.Add(InternetChecksum.Ip6Pseudo(header[8..], AnswerBytes, Icmp6), message);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Of(sum));

        Stations.Write(frame, isUnspecified ? 0x3333_0000_0001 : asker);
        Stations.Write(frame[6..], mac);
    }
}
