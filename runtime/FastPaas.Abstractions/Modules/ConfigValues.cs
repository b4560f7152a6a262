
namespace FastPaas;

/// <summary>An Ethernet address, the first byte on the wire the most significant of 48 bits.</summary>
public readonly record struct MacAddress(ulong Bits);

/// <summary>An IPv4 or IPv6 prefix in host order; bits beyond <paramref name="Length"/> are zero.</summary>
/// <param name="Low">IPv4: the address; IPv6: the low half.</param>
public readonly record struct IpPrefix(ulong High, ulong Low, int Length, bool IsIp6);

/// <summary>An inclusive range of numbers.</summary>
public readonly record struct NumberRange(ulong First, ulong Last);
