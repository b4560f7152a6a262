using System;
using System.Linq;
using FastPaas.Graph.Match;
using FastPaas.Graph.Model;
using FastPaas.Graph.Plan;
using FastPaas.TestHost;

namespace FastPaas.Differential.Reference;

/// <summary>Frames to datagrams and back, from modules/cache/README.md; what is answered is <see cref="CacheOracle"/>'s to
/// say.</summary>
sealed class ReferenceCache : ReferenceModule
{
    // The clock of replay: a cycle is a nanosecond.
    const ulong CyclesPerSecond = 1_000_000_000;
    readonly int hit, miss;
    readonly CacheOracle oracle;

    public ReferenceCache(ModuleNode node)
    {
        (hit, miss) = (Output(node, "hit"), Output(node, "miss"));
        oracle = new CacheOracle(
            CyclesPerSecond, Value(node.Config, "learn").Number != 0, Value(node.Config, "value_seconds").Number);
        foreach (var sameKind in Value(node.Config, "names").Items.GroupBy(item =>
            (Value(item.Items, "name").Text, Value(item.Items, "address").IsIp6)))
        {
            oracle.Configure(sameKind.Key.Text, [.. sameKind.Select(item =>
                (Address(Value(item.Items, "address")), (uint)Value(item.Items, "ttl_seconds").Number))]);
        }

        foreach (ConfigValue item in Value(node.Config, "values").Items)
        {
            oracle.Configure(
                Value(item.Items, "key").Text, Value(item.Items, "value").Text, (uint)Value(item.Items, "flags").Number);
        }
    }

    public override int Process(ReferencePacket packet)
    {
        byte[] frame = packet.Bytes;
        ReferenceHeaders headers = ReferenceHeaders.Parse(frame);
        if (!headers.HasUdp || headers.IsFragment || packet.Available != frame.Length) return miss;
        int ip = (int)headers[HeaderField.IpOffset]!, l4 = (int)headers[HeaderField.L4Offset]!;
        int header = headers.HasIp6 ? 40 : 20, length = Word(frame, l4 + 4);
        int said = headers.HasIp6 ? Word(frame, ip + 4) : Word(frame, ip + 2) - 20;
        if (l4 != ip + header || said != length || length < 10 || l4 + length > frame.Length) return miss;
        CacheDatagram datagram = new(
            headers.HasIp6, (headers[HeaderField.IpSrc] ?? headers[HeaderField.Ip6Src])!.Value,
            (headers[HeaderField.IpDst] ?? headers[HeaderField.Ip6Dst])!.Value, (ushort)Word(frame, l4),
            (ushort)Word(frame, l4 + 2), frame[(l4 + 8)..(l4 + length)]);
        bool isRequest = datagram.DestinationPort is 53 or 11_211;
        if (isRequest && ((frame[0] & 1) != 0 || !IsHost(datagram))) return miss;
        return oracle.Send(datagram, NowCycles) is { } payload && TryAnswer(packet, ip, l4, payload) ? hit : miss;
    }

    static bool IsHost(CacheDatagram datagram) => datagram.IsIp6
        ? datagram.Source > 1 && datagram.Source >> 120 != 0xff
        : (int)(datagram.Source >> 24) is not (0 or 127 or >= 224);

    static byte[] Address(ConfigValue value)
    {
        UInt128 address = (UInt128)value.Number2 << 64 | value.Number;
        return [.. Enumerable.Range(0, value.IsIp6 ? 16 : 4).Select(i => (byte)(address >> ((value.IsIp6 ? 120 : 24) - 8 * i)))];
    }

    /// <summary>False: the buffer has no room for it.</summary>
    static bool TryAnswer(ReferencePacket packet, int ip, int l4, byte[] payload)
    {
        int more = l4 + 8 + payload.Length - packet.Bytes.Length;
        byte[] asked = [.. packet.Bytes[..(l4 + 8)]];
        if (more > 0 ? !packet.AddEnd(more) : !packet.RemoveEnd(-more)) return false;
        bool isIp6 = l4 - ip == 40;
        int addresses = isIp6 ? 32 : 8, at = l4 - addresses;
        byte[] swapped = [.. asked[(at + addresses / 2)..l4], .. asked[at..(at + addresses / 2)]];
        byte[] length = Word(8 + payload.Length);
        byte[] udp = [.. asked[(l4 + 2)..(l4 + 4)], .. asked[l4..(l4 + 2)], .. length, 0, 0, .. payload];
        int sum = Checksum([.. swapped, 0, 17, .. length, .. udp]);
        Write(udp, 6, sum == 0 ? 0xffff : sum);
        byte[] network = isIp6 ? [.. asked[ip..(ip + 4)], .. length, 17, 64, .. swapped]
            : [0x45, asked[ip + 1], .. Word(28 + payload.Length), 0, 0, 0x40, 0, 64, 17, 0, 0, .. swapped];
        if (!isIp6) Write(network, 10, Checksum(network));
        byte[] whole = [.. asked[6..12], .. asked[..6], .. asked[12..ip], .. network, .. udp];
        whole.CopyTo(packet.Bytes, 0);
        return true;
    }
}
