using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;

namespace FastPaas.Graph.Tests.Match;

/// <summary>Every packet of a small world: each layer set that a packet can have, a few values for each of a few
/// fields.</summary>
static class SmallPackets
{
    public static readonly HeaderField[] Fields =
    [
        HeaderField.EthType, HeaderField.VlanId, HeaderField.IpProto, HeaderField.TcpDst, HeaderField.UdpDst, HeaderField.L4Dst,
        HeaderField.IcmpType, HeaderField.IpTtl,
    ];

    /// <summary>What random tests compare a field with.</summary>
    static readonly Dictionary<HeaderField, ulong[]> Points = Fields.ToDictionary(field => field, field => field switch
    {
        HeaderField.EthType => new ulong[] { 2, 0x0800, 0x86dd },
        HeaderField.IpProto => [1, 6, 17, 58],
        HeaderField.IpTtl => [0, 1],
        _ => [0, 1, 2, 3],
    });

    /// <summary>The points, and one value between each and the next: no test tells more values apart.</summary>
    static readonly Dictionary<HeaderField, ulong[]> Values = Points.ToDictionary(
        pair => pair.Key, pair => pair.Value.SelectMany(point => new[] { point, point + 1 }).Append(0ul).Distinct().ToArray());

    public static ValueRange Range(HeaderField field, int first, int last, bool open)
    {
        ulong[] points = Points[field];
        ulong low = points[first % points.Length], high = points[last % points.Length];
        if (high < low) high = low;
        return new(new(0, low), open ? FieldValue.Max(HeaderFieldInfo.Of(field).Bits) : new(0, high));
    }

    public static IReadOnlyList<Packet> All { get; } = [.. Make()];

    static IEnumerable<Packet> Make()
    {
        foreach (Layers vlan in new[] { Layers.None, Layers.Vlan })
        {
            foreach ((Layers ip, ulong type) in new[] { (Layers.None, 0ul), (Layers.Ip4, 0x0800ul), (Layers.Ip6, 0x86ddul) })
            {
                foreach ((Layers l4, ulong[] protocols) in Protocols(ip))
                {
                    foreach (Packet packet in Fill(vlan | ip | l4, type, protocols)) yield return packet;
                }
            }
        }
    }

    static IEnumerable<(Layers, ulong[])> Protocols(Layers ip)
    {
        yield return (Layers.None, Values[HeaderField.IpProto]);
        if (ip == Layers.None) yield break;
        yield return (Layers.Tcp, [6]);
        yield return (Layers.Udp, [17]);
        yield return (Layers.Icmp, [ip == Layers.Ip4 ? 1ul : 58ul]);
    }

    static IEnumerable<Packet> Fill(Layers layers, ulong type, ulong[] protocols)
    {
        IEnumerable<Dictionary<HeaderField, FieldValue>> packets = [[]];
        foreach (HeaderField field in Fields)
        {
            Layers anyOf = HeaderFieldInfo.Of(field).AnyOf;
            if (field == HeaderField.L4Dst || (anyOf != Layers.None && (anyOf & layers) == 0)) continue;
            ulong[] values = field == HeaderField.EthType && type != 0 ? [type]
                : field == HeaderField.IpProto ? protocols
                : Values[field];
            packets = packets.SelectMany(packet => values.Select(value =>
                new Dictionary<HeaderField, FieldValue>(packet) { [field] = new(0, value) }));
        }

        foreach (Dictionary<HeaderField, FieldValue> packet in packets)
        {
            if ((layers & Layers.Tcp) != 0) packet[HeaderField.L4Dst] = packet[HeaderField.TcpDst];
            if ((layers & Layers.Udp) != 0) packet[HeaderField.L4Dst] = packet[HeaderField.UdpDst];
            yield return new(layers, packet);
        }
    }
}
