using System;

namespace FastPaas;

/// <summary>The Internet checksum, RFC 1071: ones' complement of the ones' complement sum of 16-bit words.</summary>
public static class InternetChecksum
{
    /// <summary>Adds the words of <paramref name="bytes"/> to a sum that isn't folded yet; a last odd byte counts as if a zero
    /// followed. At most 65,535 bytes in all.</summary>
    public static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        int even = bytes.Length & ~1;
        for (int i = 0; i + 1 < bytes.Length; i += 2) sum += (uint)(bytes[i] << 8 | bytes[i + 1]);
        return even < bytes.Length ? sum + (uint)(bytes[even] << 8) : sum;
    }

    /// <summary>What goes into the header; 0 over bytes that hold a right checksum.</summary>
    public static ushort Of(uint sum)
    {
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    public static ushort Of(ReadOnlySpan<byte> bytes) => Of(Add(0, bytes));

    /// <summary>The sum of IPv6's pseudo-header, RFC 8200 section 8.1.</summary>
    /// <param name="addresses">Source and destination: 32 bytes.</param>
    /// <param name="bytes">Of the upper-layer packet, below 65,536.</param>
    public static uint Ip6Pseudo(ReadOnlySpan<byte> addresses, int bytes, byte protocol) =>
        Add((uint)bytes + protocol, addresses);

    /// <summary>After one word has changed, RFC 1624, equation 3: HC' = ~(~HC + ~m + m').</summary>
    public static ushort Update(ushort checksum, ushort before, ushort after) =>
        Of((uint)(ushort)~checksum + (ushort)~before + after);
}
