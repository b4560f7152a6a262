using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FastPaas;

/// <summary>The Internet checksum, RFC 1071: ones' complement of the ones' complement sum of 16-bit words.</summary>
public static class InternetChecksum
{
    /// <summary>Adds the words of <paramref name="bytes"/> to a sum that isn't folded yet; a last odd byte counts as if a zero
    /// followed. At most 65,535 bytes in all.</summary>
    public static uint Add(uint sum, ReadOnlySpan<byte> bytes) =>
        sum + BinaryPrimitives.ReverseEndianness(Fold(SumOf(ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length)));

    /// <summary>What goes into the header; 0 over bytes that hold a right checksum.</summary>
    public static ushort Of(uint sum) => (ushort)~Fold(sum);

    public static ushort Of(ReadOnlySpan<byte> bytes) => Of(Add(0, bytes));

    /// <summary>The sum of IPv6's pseudo-header, RFC 8200 section 8.1.</summary>
    /// <param name="addresses">Source and destination: 32 bytes.</param>
    /// <param name="bytes">Of the upper-layer packet, below 65,536.</param>
    public static uint Ip6Pseudo(ReadOnlySpan<byte> addresses, int bytes, byte protocol) =>
        Add((uint)bytes + protocol, addresses);

    /// <summary>After one word has changed, RFC 1624, equation 3: HC' = ~(~HC + ~m + m').</summary>
    public static ushort Update(ushort checksum, ushort before, ushort after) =>
        Of((uint)(ushort)~checksum + (ushort)~before + after);

    /// <summary>Of little-endian words, not folded: a sum with its bytes exchanged is the sum of words with theirs exchanged, and
    /// wider words do as well (RFC 1071 section 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong SumOf(ref byte bytes, nuint count)
    {
        ulong sum = 0;
        nuint at = 0;
        if (count >= 32)
        {
            Vector256<ulong> low = Vector256.Create(0xffff_fffful), sums = Vector256<ulong>.Zero;
            for (; at + 32 <= count; at += 32)
            {
                Vector256<ulong> words = Vector256.LoadUnsafe(ref bytes, at).AsUInt64();
                sums += (words & low) + Vector256.ShiftRightLogical(words, 32);
            }

            sum = Vector256.Sum(sums);
        }

        for (; at + 4 <= count; at += 4) sum += Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, at));
        if ((count & 2) != 0) sum += Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref bytes, at));
        return (count & 1) != 0 ? sum + Unsafe.Add(ref bytes, count - 1) : sum;
    }

    /// <summary>To 16 bits, by adding carries until there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ushort Fold(ulong sum)
    {
        sum = (sum & 0xffff_ffff) + (sum >> 32);
        sum = (sum & 0xffff) + (sum >> 16 & 0xffff) + (sum >> 32);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)((sum & 0xffff) + (sum >> 16));
    }
}
