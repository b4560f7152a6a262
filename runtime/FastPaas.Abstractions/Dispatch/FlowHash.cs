using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastPaas;

/// <summary><c>flow.hash</c>: the 32-bit Toeplitz hash of Microsoft RSS with the symmetric key 0x6d5a, repeated.</summary>
/// <remarks>
/// Toeplitz is linear: H(a ^ b) = H(a) ^ H(b), where the key is shifted on by one bit for each bit of the input. A key of period
/// 16 is the same again after 16 bits, so every 16-bit word of the input meets the same key, and
/// <code>
/// H(w0 w1 ... wn) = T(w0) ^ T(w1) ^ ... ^ T(wn) = T(w0 ^ w1 ^ ... ^ wn)
/// </code>
/// so the whole input folds into one word (and exchanging source and destination changes nothing). The 32-bit window that bit i
/// of that word selects is the 16-bit key rotated left by i, twice; so both halves of the hash are equal.
/// </remarks>
public static class FlowHash
{
    /// <param name="folded">The exclusive or of all 16-bit words of addresses and ports, as loaded from the wire
    /// (little-endian).</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint OfFolded(uint folded)
    {
        ushort word = BinaryPrimitives.ReverseEndianness((ushort)folded);
        // Element i answers for the bit 0x8000 >> i, and holds the key rotated left by i.
        Vector256<ushort> bits = Vector256.Create(
            (ushort)0x8000, 0x4000, 0x2000, 0x1000, 0x0800, 0x0400, 0x0200, 0x0100,
            0x0080, 0x0040, 0x0020, 0x0010, 0x0008, 0x0004, 0x0002, 0x0001);
        Vector256<ushort> windows = Vector256.Create(
            (ushort)0x6d5a, 0xdab4, 0xb569, 0x6ad3, 0xd5a6, 0xab4d, 0x569b, 0xad36,
            0x5a6d, 0xb4da, 0x69b5, 0xd36a, 0xa6d5, 0x4dab, 0x9b56, 0x36ad);
        Vector256<ushort> selected = windows & Vector256.Equals(Vector256.Create(word) & bits, bits);
        Vector128<ulong> half = (selected.GetLower() ^ selected.GetUpper()).AsUInt64();
        ulong quarter = half.ToScalar() ^ half.GetElement(1);
        uint eighth = (uint)quarter ^ (uint)(quarter >> 32);
        uint hash = (eighth ^ (eighth >> 16)) & 0xffff;
        return hash << 16 | hash;
    }

    /// <summary>Exclusive or of the four 16-bit words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Fold(ulong words)
    {
        uint half = (uint)words ^ (uint)(words >> 32);
        return (half ^ (half >> 16)) & 0xffff;
    }
}
