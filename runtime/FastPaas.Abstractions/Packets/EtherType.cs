namespace FastPaas;

/// <summary>Values of eth.type.</summary>
public static class EtherType
{
    public const ushort Ip4 = 0x0800;
    public const ushort Arp = 0x0806;
    public const ushort Ip6 = 0x86dd;
}
