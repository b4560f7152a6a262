using System.Collections.Generic;

namespace FastPaas.Graph.Match;

/// <summary>One of the 18 sets of layers that a packet can have (the fragment layer decides no field's presence), with the facts
/// that graphs/SCHEMA.md, "What a packet means", lets us rely on. Inside a case each field is present or absent, and the present
/// ones vary independently but for <see cref="Facts"/> and <see cref="Column"/>.</summary>
sealed class LayerCase
{
    const ulong TypeIp4 = 0x0800, TypeIp6 = 0x86dd;

    LayerCase(Layers layers) => (Layers, Facts) = (layers, FactsOf(layers));

    public static IReadOnlyList<LayerCase> All { get; } = MakeAll();

    public Layers Layers { get; }

    /// <summary>What every packet with these layers has.</summary>
    public IReadOnlyList<FieldTest> Facts { get; }

    public bool Has(HeaderField field)
    {
        Layers anyOf = HeaderFieldInfo.Of(field).AnyOf;
        return anyOf == Layers.None || (Layers & anyOf) != 0;
    }

    /// <summary>The field that holds the value: <c>l4.dst</c> is <c>tcp.dst</c> in a TCP packet.</summary>
    public HeaderField Column(HeaderField field)
    {
        bool tcp = (Layers & Layers.Tcp) != 0;
        return field switch
        {
            HeaderField.L4Src => tcp ? HeaderField.TcpSrc : HeaderField.UdpSrc,
            HeaderField.L4Dst => tcp ? HeaderField.TcpDst : HeaderField.UdpDst,
            _ => field,
        };
    }

    static List<LayerCase> MakeAll()
    {
        var all = new List<LayerCase>();
        foreach (Layers vlan in new[] { Layers.None, Layers.Vlan })
        {
            all.Add(new(vlan));
            foreach (Layers ip in new[] { Layers.Ip4, Layers.Ip6 })
            {
                foreach (Layers l4 in new[] { Layers.None, Layers.Tcp, Layers.Udp, Layers.Icmp }) all.Add(new(vlan | ip | l4));
            }
        }

        return all;
    }

    static List<FieldTest> FactsOf(Layers layers)
    {
        bool ip4 = (layers & Layers.Ip4) != 0, ip6 = (layers & Layers.Ip6) != 0;
        Layers l4 = layers & (Layers.Tcp | Layers.Udp | Layers.Icmp);
        var facts = new List<FieldTest>();
        if (ip4 || ip6) facts.Add(Equal(HeaderField.EthType, ip4 ? TypeIp4 : TypeIp6));
        if (l4 == Layers.Tcp) facts.Add(Equal(HeaderField.IpProto, 6));
        if (l4 == Layers.Udp) facts.Add(Equal(HeaderField.IpProto, 17));
        if (l4 == Layers.Icmp) facts.Add(Equal(HeaderField.IpProto, ip4 ? 1u : 58u));
        // Headers are seen inside the frame only: a frame is at least as long as those that it has.
        ulong length = 14ul + ((layers & Layers.Vlan) != 0 ? 4ul : 0) + (ip4 ? 20ul : ip6 ? 40ul : 0)
            + l4 switch { Layers.Tcp => 20ul, Layers.Udp => 8ul, Layers.Icmp => 4ul, _ => 0 };
        facts.Add(new(HeaderField.PacketLength, new([new(new(0, length), FieldValue.Max(32))])));
        return facts;
    }

    static FieldTest Equal(HeaderField field, ulong value) => new(field, new([new(new(0, value), new(0, value))]));
}
