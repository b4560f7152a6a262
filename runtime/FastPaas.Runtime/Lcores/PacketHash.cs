namespace FastPaas.Runtime.Lcores;

/// <summary><c>flow.hash</c> of a packet that no graph has looked at yet (graphs/SCHEMA.md): it decides which lcore the
/// packet belongs to. Both directions of a flow have the same; all fragments of a datagram have that of their
/// addresses.</summary>
static unsafe class PacketHash
{
    /// <summary>Ethernet, a tag, and what <see cref="PlainHeaders.HashOf"/> reads of either version.</summary>
    const uint PlainBytesMin = 14 + 4 + 40;

    /// <summary>TCP's header: a shorter one is left to the exact parser.</summary>
    const uint Layer4Bytes = 20;

    /// <param name="headers">Scratch for the exact parser; lane 0 is overwritten.</param>
    /// <returns>0 of what isn't IP, as a NIC gives it.</returns>
    public static uint Of(Mbuf* mbuf, HeaderLanes* headers)
    {
        if (mbuf->DataLength >= PlainBytesMin)
        {
            byte* data = mbuf->Data;
            nuint tags = PlainHeaders.Tags(data);
            byte* ip = data + 14 + 4 * tags;
            nuint ip6 = PlainHeaders.IsIp6(ip);
            if (PlainHeaders.IsPlainIp(ip, ip6, mbuf->DataLength - 14u - 4 * (uint)tags, Layer4Bytes))
                return PlainHeaders.HashOf(ip, ip6, PlainHeaders.LayersOf(ip[9 - 3 * ip6], ip6));
        }
        HeaderParser.Parse(mbuf, headers, 0);
        bool isIp = (headers->Layers[0] & (byte)(HeaderLayers.Ip4 | HeaderLayers.Ip6)) != 0;
        return isIp ? headers->FlowHash[0] : 0;
    }
}
