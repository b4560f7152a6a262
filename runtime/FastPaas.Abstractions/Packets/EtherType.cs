namespace FastPaas;

/// <summary>Values of eth.type.</summary>
public static class EtherType
{
    public const ushort Ip4 = 0x0800;
    public const ushort Arp = 0x0806;
    public const ushort Ip6 = 0x86dd;
    /// <summary>Of a tag, IEEE 802.1Q: the customer's.</summary>
    public const ushort CustomerTag = 0x8100;
    /// <summary>Of a tag, IEEE 802.1Q: the provider's.</summary>
    public const ushort ServiceTag = 0x88a8;
}
