using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;

namespace FastPaas.Differential.Reference;

/// <summary>RFC 826 and RFC 4861, written from modules/arp/README.md: the answer is put together anew.</summary>
sealed class ReferenceArp(ModuleNode node) : ReferenceModule
{
    readonly (ReferencePrefix Prefix, byte[] Mac)[] owners = Value(node.Config, "addresses").Items
        .Select(item => (new ReferencePrefix(Value(item.Items, "address")), MacOf(Value(item.Items, "mac").Number))).ToArray();
    readonly int reply = Output(node, "reply");
    readonly int other = Output(node, "other");

    public override int Process(ReferencePacket packet)
    {
        ReferenceHeaders headers = ReferenceHeaders.Parse(packet.Bytes);
        if (headers[HeaderField.EthType] == 0x0806) return AnswerArp(packet) ? reply : other;
        if (headers is { HasIp6: true, HasIcmp: true } && headers[HeaderField.IcmpType] == 135)
            return AnswerSolicitation(packet, (int)headers[HeaderField.IpOffset]!) ? reply : other;
        return other;
    }

    static byte[] MacOf(ulong number) => Enumerable.Range(0, 6).Select(i => (byte)(number >> 40 - 8 * i)).ToArray();

    byte[]? Owner(byte[] address, bool isIp6) => owners.FirstOrDefault(owner =>
        owner.Prefix.IsIp6 == isIp6 && owner.Prefix.Contains(new BigInteger(address, isUnsigned: true, isBigEndian: true))).Mac;

    static bool IsGroup(byte[] mac) => (mac[0] & 1) != 0;

    static bool IsFor(byte[] frame, byte[] mac) => IsGroup(frame[..6]) || frame[..6].SequenceEqual(mac);

    bool AnswerArp(ReferencePacket packet)
    {
        byte[] frame = packet.Bytes;
        int at = 14;
        while (at < 22 && (frame[at - 2] << 8 | frame[at - 1]) is 0x8100 or 0x88a8) at += 4;
        if (packet.Available < at + 28) return false;
        byte[] arp = frame[at..(at + 28)];
        byte[] asker = arp[8..14], sender = arp[14..18], target = arp[24..28];
        if (!arp[..8].SequenceEqual(new byte[] { 0, 1, 8, 0, 6, 4, 0, 1 }) || sender.SequenceEqual(target)) return false;
        if (sender[0] >= 224 || IsGroup(asker) || asker.All(b => b == 0)) return false;
        if (Owner(target, isIp6: false) is not { } mac || !IsFor(frame, mac)) return false;
        byte[] answer = [0, 1, 8, 0, 6, 4, 0, 2, .. mac, .. target, .. asker, .. sender];
        answer.CopyTo(frame, at);
        asker.CopyTo(frame, 0);
        mac.CopyTo(frame, 6);
        return true;
    }

    bool AnswerSolicitation(ReferencePacket packet, int ip)
    {
        byte[] frame = packet.Bytes[..packet.Available];
        int payload = frame[ip + 4] << 8 | frame[ip + 5];
        if (payload < 24 || frame.Length < ip + 40 + payload) return false;
        byte[] header = frame[ip..(ip + 40)], message = frame[(ip + 40)..(ip + 40 + payload)];
        byte[] source = header[8..24], destination = header[24..40], target = message[8..24], asker = frame[6..12];
        if (Owner(target, isIp6: true) is not { } mac || !IsFor(frame, mac) || IsGroup(asker)) return false;
        if (header[6] != 58 || header[7] != 255 || message[1] != 0 || target[0] == 0xff || source[0] == 0xff) return false;
        if (Checksum([.. source, .. destination, 0, 0, .. Word(payload), 0, 0, 0, 58, .. message]) != 0) return false;
        var options = new List<byte>();
        for (int i = 24; i < payload; i += 8 * message[i + 1])
        {
            if (i + 8 > payload || message[i + 1] == 0 || i + 8 * message[i + 1] > payload) return false;
            options.Add(message[i]);
        }

        bool isProbe = source.All(b => b == 0);
        byte[] group = [0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, .. target[13..]];
        if (isProbe && (options.Contains(1) || !destination.SequenceEqual(group))) return false;

        int wanted = ip + 72 - packet.Bytes.Length;
        if (wanted > 0 ? !packet.AddEnd(wanted) : !packet.RemoveEnd(-wanted)) return false;
        byte[] to = isProbe ? [0xff, 2, .. new byte[13], 1] : source;
        byte[] answer = [136, 0, 0, 0, (byte)(isProbe ? 0x20 : 0x60), 0, 0, 0, .. target, 2, 1, .. mac];
        Word(Checksum([.. target, .. to, 0, 0, 0, 32, 0, 0, 0, 58, .. answer])).CopyTo(answer, 2);
        byte[] ethernet = [.. isProbe ? [0x33, 0x33, 0, 0, 0, 1] : asker, .. mac, .. frame[12..ip]];
        byte[] whole = [.. ethernet, 0x60, 0, 0, 0, 0, 32, 58, 255, .. target, .. to, .. answer];
        whole.CopyTo(packet.Bytes, 0);
        return true;
    }
}
