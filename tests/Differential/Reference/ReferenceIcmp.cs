using System;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Differential.Reference;

/// <summary>RFC 792, 1812, 4443, written from modules/icmp/README.md: the answer is put together anew. It knows no rate: the
/// graphs of this test allow more errors than there are packets.</summary>
sealed class ReferenceIcmp(ModuleNode node) : ReferenceModule
{
    readonly string operation = Value(node.Config, "operation").Text;
    readonly string reason = Value(node.Config, "reason").Text;
    readonly ConfigValue[] addresses = Value(node.Config, "addresses").Items.ToArray();
    readonly int reply = Output(node, "reply");
    readonly int other = Output(node, "other");
    int identification;

    public override int Process(ReferencePacket packet)
    {
        ReferenceHeaders headers = ReferenceHeaders.Parse(packet.Bytes);
        if (headers[HeaderField.IpOffset] is not { } at) return other;
        bool isDone = operation == "echo" ? Echo(packet, headers, (int)at) : Complain(packet, headers, (int)at);
        return isDone ? reply : other;
    }

    bool Echo(ReferencePacket packet, ReferenceHeaders headers, int ip)
    {
        bool isIp6 = headers.HasIp6;
        byte[] frame = packet.Bytes;
        if (!headers.HasIcmp || headers.IsFragment || headers[HeaderField.IcmpType] != (isIp6 ? 128u : 8u)) return false;
        int l4 = (int)headers[HeaderField.L4Offset]!, headerBytes = isIp6 ? 40 : 20;
        int whole = isIp6 ? 40 + Word(frame, ip + 4) : Word(frame, ip + 2);
        if (l4 != ip + headerBytes || whole < headerBytes + 8 || ip + whole > frame.Length || frame[l4 + 1] != 0) return false;
        if (!isIp6 && Checksum(frame[ip..(ip + 20)]) != 0) return false;
        if (!IsHost(Source(headers), isIp6) || ((frame[0] | frame[6]) & 1) != 0) return false;
        if (!addresses.Any(each => ReferencePrefix.DestinationIn(new ReferencePrefix(each), headers))) return false;

        int addressBytes = isIp6 ? 16 : 4, addressAt = ip + (isIp6 ? 8 : 12);
        Exchange(frame, 0, 6);
        Exchange(frame, addressAt, addressBytes);
        frame[ip + (isIp6 ? 7 : 8)] = 64;
        if (!isIp6) WriteChecksum(frame.AsSpan(ip, 20), 10, []);
        int sum = (~Word(frame, l4 + 2) & 0xffff) + (~(frame[l4] << 8) & 0xffff) + (isIp6 ? 129 << 8 : 0);
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
        frame[l4] = isIp6 ? (byte)129 : (byte)0;
        Write(frame, l4 + 2, ~sum);
        return true;
    }

    bool Complain(ReferencePacket packet, ReferenceHeaders headers, int ip)
    {
        bool isIp6 = headers.HasIp6;
        byte[] frame = packet.Bytes;
        if (addresses.FirstOrDefault(each => each.IsIp6 == isIp6) is not { } from || IsHiddenOrError(headers)) return false;
        UInt128 to = headers[isIp6 ? HeaderField.Ip6Dst : HeaderField.IpDst]!.Value;
        if (!IsHost(Source(headers), isIp6) || (isIp6 ? to >> 120 == 0xff : to >> 28 >= 14)) return false;
        if (((frame[0] | frame[6]) & 1) != 0) return false;
        int length = isIp6 ? Math.Min(40 + Word(frame, ip + 4), 1232) : Math.Min(Word(frame, ip + 2), 548);
        byte[] quote = frame[ip..(ip + Math.Min(length, packet.Available - ip))];
        byte[] message = [.. TypeAndCode(isIp6), 0, 0, 0, 0, 0, 0, .. quote];
        if (!packet.AddFront(isIp6 ? 48 : 28)) return false;

        byte[] header = isIp6 ? Header6(from, frame, ip, message) : Header4(from, frame, ip, message);
        packet.RemoveEnd(packet.Bytes.Length - ip - header.Length - message.Length);
        byte[] whole = [.. frame[6..12], .. frame[..6], .. frame[12..ip], .. header, .. message];
        whole.CopyTo(packet.Bytes, 0);
        return true;
    }

    byte[] TypeAndCode(bool isIp6) => (operation, reason, isIp6) switch
    {
        ("time_exceeded", _, true) => [3, 0],
        ("time_exceeded", _, false) => [11, 0],
        (_, "prohibited", true) => [1, 1],
        (_, "prohibited", false) => [3, 13],
        (_, "address", true) => [1, 3],
        (_, "address", false) => [3, 1],
        (_, "port", true) => [1, 4],
        (_, "port", false) => [3, 3],
        (_, _, true) => [1, 0],
        _ => [3, 0],
    };

    byte[] Header4(ConfigValue from, byte[] frame, int ip, byte[] message)
    {
        WriteChecksum(message, 2, []);
        byte[] header =
        [
            0x45, 0xc0, .. Word(20 + message.Length), .. Word(++identification), 0, 0, 64, 1, 0, 0,
            .. Number(from.Number, 4), .. frame[(ip + 12)..(ip + 16)],
        ];
        WriteChecksum(header, 10, []);
        return header;
    }

    static byte[] Header6(ConfigValue from, byte[] frame, int ip, byte[] message)
    {
        byte[] addresses = [.. Number(from.Number2, 8), .. Number(from.Number, 8), .. frame[(ip + 8)..(ip + 24)]];
        WriteChecksum(message, 2, [.. addresses, 0, 0, .. Word(message.Length), 0, 0, 0, 58]);
        return [0x60, 0, 0, 0, .. Word(message.Length), 58, 64, .. addresses];
    }

    static bool IsHiddenOrError(ReferenceHeaders headers)
    {
        bool isIp6 = headers.HasIp6;
        if (headers.IsFragment && !headers.HasTcp && !headers.HasUdp && !headers.HasIcmp) return true;
        int protocol = (int)headers[HeaderField.IpProto]!;
        bool mayBeIcmp = isIp6 ? protocol is 58 or 0 or 43 or 44 or 51 or 60 or 135 : protocol == 1;
        if (!mayBeIcmp) return false;
        if (!headers.HasIcmp) return true;
        int type = (int)headers[HeaderField.IcmpType]!;
        return isIp6 ? type < 128 || type == 137 : type is not (0 or 8 or 9 or 10 or 13 or 14 or 15 or 16 or 17 or 18);
    }

    static UInt128 Source(ReferenceHeaders headers) => headers[headers.HasIp6 ? HeaderField.Ip6Src : HeaderField.IpSrc]!.Value;

    static bool IsHost(UInt128 address, bool isIp6) => isIp6
        ? address > 1 && address >> 120 != 0xff
        : (int)(address >> 24) is not (0 or 127 or >= 224);

    static void Exchange(byte[] frame, int at, int bytes)
    {
        byte[] first = frame[at..(at + bytes)];
        frame.AsSpan(at + bytes, bytes).CopyTo(frame.AsSpan(at));
        first.CopyTo(frame, at + bytes);
    }

    static void WriteChecksum(Span<byte> bytes, int at, byte[] pseudo)
    {
        bytes[at] = bytes[at + 1] = 0;
        Word(Checksum([.. pseudo, .. bytes])).CopyTo(bytes[at..]);
    }

    static byte[] Number(ulong value, int bytes) =>
        Enumerable.Range(0, bytes).Select(i => (byte)(value >> 8 * (bytes - 1 - i))).ToArray();
}
