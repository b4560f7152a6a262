using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;

namespace FastPaas.Generators.Emit;

/// <summary>A set of header fields, as they are stored: tcp.dst, udp.dst and l4.dst are one array. The layers are a member
/// too.</summary>
readonly record struct FieldSet(uint Bits)
{
    const int LayersBit = 31;

    public static readonly FieldSet Empty = default;
    public static readonly FieldSet All = new(uint.MaxValue);
    /// <summary>Which layers a packet has.</summary>
    public static readonly FieldSet Layers = new(1u << LayersBit);
    public static readonly FieldSet Ip6Addresses = Of(HeaderField.Ip6Src) | Of(HeaderField.Ip6Dst);
    public static readonly FieldSet Ports = Of(HeaderField.L4Src) | Of(HeaderField.L4Dst);

    static readonly FieldSet hashed =
        Of(HeaderField.IpSrc) | Of(HeaderField.IpDst) | Ip6Addresses | Ports;

    public bool IsEmpty => Bits == 0;

    public static FieldSet Of(HeaderField field) => new(1u << (int)Stored(field));

    public static FieldSet Of(IEnumerable<HeaderField> fields) => fields.Aggregate(Empty, (set, field) => set | Of(field));

    /// <summary>The array that holds a field.</summary>
    public static HeaderField Stored(HeaderField field) => field switch
    {
        HeaderField.TcpSrc or HeaderField.UdpSrc => HeaderField.L4Src,
        HeaderField.TcpDst or HeaderField.UdpDst => HeaderField.L4Dst,
        _ => field,
    };

    public bool Has(HeaderField field) => !(this & Of(field)).IsEmpty;

    public bool HasAny(FieldSet other) => !(this & other).IsEmpty;

    public bool HasLayers => HasAny(Layers);

    /// <summary>The fields, without the layers, in the order of <see cref="HeaderField"/>.</summary>
    public IEnumerable<HeaderField> Fields()
    {
        FieldSet self = this;
        return HeaderFieldInfo.All.Select(info => info.Field).Where(field => field == Stored(field) && self.Has(field));
    }

    /// <summary>What no longer holds once these fields are written: a type or protocol decides what all that follows
    /// means.</summary>
    public FieldSet Invalidated()
    {
        if (Has(HeaderField.EthType) || Has(HeaderField.IpProto)) return All;
        return HasAny(hashed) ? this | Of(HeaderField.FlowHash) : this;
    }

    public static FieldSet operator |(FieldSet left, FieldSet right) => new(left.Bits | right.Bits);

    public static FieldSet operator &(FieldSet left, FieldSet right) => new(left.Bits & right.Bits);

    public static FieldSet operator -(FieldSet left, FieldSet right) => new(left.Bits & ~right.Bits);
}
