using System.Collections.Generic;
using System.Linq;
using FastPaas.Graph.Match;

namespace FastPaas.Generators.Emit;

/// <summary>The body of a parsing loop: the plain kind of packet at fixed places, only the fields that somebody reads; whatever
/// else comes is odd. Which kinds are plain follows from those fields: one VLAN tag where vlan.id is read or has been, IPv6 where
/// an IPv6 address is.</summary>
sealed class ParseEmitter
{
    readonly FieldSet fields;
    readonly bool tags, ip, bothVersions, storesLayers;
    readonly int layer4Bytes;

    /// <param name="fields">The fields to store; with <see cref="FieldSet.Layers"/> the layers too.</param>
    /// <param name="layers">The layers that somebody asks for.</param>
    /// <param name="rulesAlone">Only rules ask, of what came in: no module looks into the array of layers.</param>
    /// <param name="ip4Alone">IPv6 is odd even if its addresses are read: another loop takes it.</param>
    /// <param name="expectsTags">Most packets may have one, though nobody asks which.</param>
    public ParseEmitter(
        FieldSet fields, Layers layers, bool rulesAlone = false, bool ip4Alone = false, bool expectsTags = false)
    {
        Layers wanted = fields.Fields().Aggregate(fields.HasLayers ? layers : Layers.None, (all, field) =>
            all
                | (field == HeaderField.FlowHash ? Layers.Ip4 | Layers.Tcp
                    : HeaderFieldInfo.Of(field).AnyOf & ~SameArray(field, layers)));
        ip = (wanted & ~Layers.Vlan) != 0;
        tags = (wanted & Layers.Vlan) != 0 || expectsTags && (ip || fields.Has(HeaderField.EthType));
        bothVersions = fields.HasAny(FieldSet.Ip6Addresses) && !ip4Alone;
        this.fields = ip4Alone ? fields - FieldSet.Ip6Addresses : fields;
        layer4Bytes = (wanted & Layers.Tcp) != 0 ? 20 : (wanted & Layers.Udp) != 0 ? 8 : (wanted & Layers.Icmp) != 0 ? 4 : 0;
        PlainIsIp4 = rulesAlone && layers == Layers.Ip4 && fields.HasLayers && !tags && !bothVersions && layer4Bytes == 0;
        storesLayers = fields.HasLayers && !PlainIsIp4;
    }

    /// <summary>All that anybody asks is whether it's IPv4: what isn't odd is, and no layers are stored.</summary>
    public bool PlainIsIp4 { get; }

    /// <summary>l4.src stands for tcp.src and udp.src: what nobody asks for needn't be there.</summary>
    static Layers SameArray(HeaderField field, Layers layers) =>
        field is HeaderField.L4Src or HeaderField.L4Dst or HeaderField.L4Offset
            ? (Layers.Tcp | Layers.Udp | Layers.Icmp) & ~layers : Layers.None;

    /// <summary>Bytes that the first segment must hold before anything is read.</summary>
    public int BytesMin => ip ? IpOffset + (bothVersions ? 40 : 20 + layer4Bytes) : tags ? 18 : 14;

    /// <summary>Whether there is anything to ask beyond the length.</summary>
    bool Validates => tags || ip || fields.Has(HeaderField.EthType);

    int IpOffset => tags ? 18 : 14;

    string Ip6 => bothVersions ? "ip6" : "0";

    /// <summary>Writes the statements for <c>mbuf</c> at <c>lane</c>; they end in <c>continue</c> if the packet is
    /// plain.</summary>
    public void Emit(CodeWriter writer)
    {
        writer.Line("byte* data = mbuf->Data;");
        if (tags) writer.Line("nuint tags = PlainHeaders.Tags(data);");
        if (Validates) writer.Line(tags ? "byte* ip = data + 14 + 4 * tags;" : "byte* ip = data + 14;");
        if (bothVersions) writer.Line("nuint ip6 = PlainHeaders.IsIp6(ip);");
        if (Validates) writer.Open($"if ({Condition()})");
        if (layer4Bytes > 0) writer.Line(bothVersions ? "byte* layer4 = ip + 20 + 20 * ip6;" : "byte* layer4 = ip + 20;");
        StoreLayers(writer);
        foreach (HeaderField field in fields.Fields()) Store(writer, field);
        writer.Line("continue;");
        if (Validates) writer.Close();
    }

    string Condition()
    {
        if (!ip) return "!PlainHeaders.IsTag(ip - 2)";
        if (!bothVersions) return $"PlainHeaders.IsPlainIp4(ip, {20 + layer4Bytes})";
        string room = tags ? "mbuf->DataLength - 14u - 4 * (uint)tags" : "mbuf->DataLength - 14u";
        return $"PlainHeaders.IsPlainIp(ip, ip6, {room}, {layer4Bytes})";
    }

    void StoreLayers(CodeWriter writer)
    {
        if (layer4Bytes > 0 && (fields.HasLayers || fields.Has(HeaderField.FlowHash)))
        {
            writer.Line($"byte layers = PlainHeaders.LayersOf(ip[{ProtocolOffset}], {Ip6});");
        }

        if (!storesLayers) return;
        string layers = layer4Bytes > 0 ? "layers" : !ip ? "0" : bothVersions ? "(2u << (int)ip6)" : "2";
        if (tags) layers = layers == "0" ? "(byte)tags" : $"(byte)({layers} | tags)";
        else if (layers[0] == '(') layers = "(byte)" + layers;
        writer.Line($"headers->Layers[lane] = {layers};");
    }

    string ProtocolOffset => bothVersions ? "9 - 3 * ip6" : "9";

    void Store(CodeWriter writer, HeaderField field)
    {
        string[] stores = field switch
        {
            HeaderField.EthDst => [Set("EthDst", "PlainHeaders.Word48(data)")],
            HeaderField.EthSrc => [Set("EthSrc", "PlainHeaders.Word48(data + 6)")],
            HeaderField.EthType => [Set("EthType", "PlainHeaders.Word16(ip - 2)")],
            HeaderField.VlanId => [Set("VlanId", "(ushort)(PlainHeaders.Word16(data + 14) & 0xfff)")],
            HeaderField.IpSrc => [Set("IpSrc", "PlainHeaders.Word32(ip + 12)")],
            HeaderField.IpDst => [Set("IpDst", "PlainHeaders.Word32(ip + 16)")],
            HeaderField.Ip6Src =>
                [Set("Ip6SrcHigh", "PlainHeaders.Word64(ip + 8)"), Set("Ip6SrcLow", "PlainHeaders.Word64(ip + 16)")],
            HeaderField.Ip6Dst =>
                [Set("Ip6DstHigh", "PlainHeaders.Word64(ip + 24)"), Set("Ip6DstLow", "PlainHeaders.Word64(ip + 32)")],
            HeaderField.IpProto => [Set("IpProto", $"ip[{ProtocolOffset}]")],
            HeaderField.IpTtl => [Set("IpTtl", bothVersions ? "ip[8 - ip6]" : "ip[8]")],
            HeaderField.IpDscp => [Set("IpDscp", bothVersions
                ? "(byte)(PlainHeaders.Word16(ip) >> (int)(2 + 4 * ip6) & 0x3f)"
                : "(byte)(ip[1] >> 2)")],
            HeaderField.L4Src => [Set("L4Src", "PlainHeaders.Word16(layer4)")],
            HeaderField.L4Dst => [Set("L4Dst", "PlainHeaders.Word16(layer4 + 2)")],
            HeaderField.TcpFlags => [Set("TcpFlags", "layer4[13]")],
            HeaderField.IcmpType => [Set("IcmpType", "layer4[0]")],
            HeaderField.PacketLength => [Set("PacketLength", "mbuf->PacketLength")],
            HeaderField.FlowHash => [Set("FlowHash", $"PlainHeaders.HashOf(ip, {Ip6}, layers)")],
            HeaderField.IpOffset => [Set("IpOffset", "(ushort)(ip - data)")],
            HeaderField.L4Offset => [Set("L4Offset", "(ushort)(layer4 - data)")],
            _ => [],
        };
        foreach (string store in stores) writer.Line(store);
    }

    static string Set(string array, string value) => $"headers->{array}[lane] = {value};";
}
