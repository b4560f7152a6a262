using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastPaas;

/// <summary>Tests on the arrays of <see cref="HeaderLanes"/>: one vector compare for 4 to 32 lanes, the answer a lane mask. Lanes
/// beyond the burst answer anything: the caller ands with the lanes that it has.</summary>
/// <remarks>
/// <c>lanes</c> is 32 or 64, a constant of the generated code, so that its test disappears. Every array has 64 elements.
/// Ranges are tested as <c>min(x - first, last - first) == x - first</c>: AVX2 has no unsigned compare, but an unsigned minimum.
/// </remarks>
public static unsafe class LaneCompare
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    [MethodImpl(Inline)]
    public static ulong Equal(byte* values, byte value, int lanes)
    {
        if (!Avx2.IsSupported) return Scalar(values, value, value, lanes);
        Vector256<byte> wanted = Vector256.Create(value);
        ulong mask = Vector256.Equals(Vector256.Load(values), wanted).ExtractMostSignificantBits();
        if (lanes > 32) mask |= (ulong)Vector256.Equals(Vector256.Load(values + 32), wanted).ExtractMostSignificantBits() << 32;
        return mask;
    }

    [MethodImpl(Inline)]
    public static ulong Equal(ushort* values, ushort value, int lanes)
    {
        if (!Avx2.IsSupported) return Scalar(values, value, value, lanes);
        Vector256<ushort> wanted = Vector256.Create(value);
        ulong mask = Mask(Vector256.Equals(Vector256.Load(values), wanted),
            Vector256.Equals(Vector256.Load(values + 16), wanted));
        if (lanes <= 32) return mask;
        return mask | (ulong)Mask(
            Vector256.Equals(Vector256.Load(values + 32), wanted), Vector256.Equals(Vector256.Load(values + 48), wanted)) << 32;
    }

    [MethodImpl(Inline)]
    public static ulong Equal(uint* values, uint value, int lanes)
    {
        if (!Avx2.IsSupported) return Scalar(values, value, value, lanes);
        Vector256<uint> wanted = Vector256.Create(value);
        ulong mask = Equal32(values, wanted);
        return lanes > 32 ? mask | (ulong)Equal32(values + 32, wanted) << 32 : mask;
    }

    [MethodImpl(Inline)]
    public static ulong Equal(ulong* values, ulong value, int lanes)
    {
        if (!Avx2.IsSupported) return Scalar(values, value, value, lanes);
        Vector256<ulong> wanted = Vector256.Create(value);
        ulong mask = Equal16(values, wanted) | Equal16(values + 16, wanted) << 16;
        if (lanes <= 32) return mask;
        return mask | (ulong)(Equal16(values + 32, wanted) | Equal16(values + 48, wanted) << 16) << 32;
    }

    [MethodImpl(Inline)]
    public static ulong InRange(byte* values, byte first, byte last, int lanes)
    {
        if (!Avx2.IsSupported) return Scalar(values, first, last, lanes);
        Vector256<byte> low = Vector256.Create(first), width = Vector256.Create((byte)(last - first));
        ulong mask = IsIn(Vector256.Load(values) - low, width).ExtractMostSignificantBits();
        if (lanes > 32) mask |= (ulong)IsIn(Vector256.Load(values + 32) - low, width).ExtractMostSignificantBits() << 32;
        return mask;
    }

    [MethodImpl(Inline)]
    public static ulong InRange(ushort* values, ushort first, ushort last, int lanes)
    {
        if (!Avx2.IsSupported) return Scalar(values, first, last, lanes);
        Vector256<ushort> low = Vector256.Create(first), width = Vector256.Create((ushort)(last - first));
        ulong mask = Mask(IsIn(Vector256.Load(values) - low, width), IsIn(Vector256.Load(values + 16) - low, width));
        if (lanes <= 32) return mask;
        return mask | (ulong)Mask(
            IsIn(Vector256.Load(values + 32) - low, width), IsIn(Vector256.Load(values + 48) - low, width)) << 32;
    }

    [MethodImpl(Inline)]
    public static ulong InRange(uint* values, uint first, uint last, int lanes)
    {
        if (!Avx2.IsSupported) return Scalar(values, first, last, lanes);
        Vector256<uint> low = Vector256.Create(first), width = Vector256.Create(last - first);
        ulong mask = InRange32(values, low, width);
        return lanes > 32 ? mask | (ulong)InRange32(values + 32, low, width) << 32 : mask;
    }

    [MethodImpl(Inline)]
    public static ulong InRange(ulong* values, ulong first, ulong last, int lanes)
    {
        if (!Avx2.IsSupported) return Scalar(values, first, last, lanes);
        Vector256<ulong> low = Vector256.Create(first), width = Vector256.Create(last - first);
        ulong mask = InRange16(values, low, width) | InRange16(values + 16, low, width) << 16;
        if (lanes <= 32) return mask;
        return mask | (ulong)(InRange16(values + 32, low, width) | InRange16(values + 48, low, width) << 16) << 32;
    }

    /// <summary>The lanes that have a layer. <paramref name="layer"/> is one bit.</summary>
    [MethodImpl(Inline)]
    public static ulong HasLayer(byte* layers, HeaderLayers layer, int lanes) =>
        Bit(layers, BitOperations.TrailingZeroCount((uint)layer), lanes);

    /// <summary>A bit slice: the lanes in whose value bit <paramref name="bit"/> is set. The bit becomes a sign, a sign a mask
    /// bit.</summary>
    [MethodImpl(Inline)]
    public static ulong Bit(byte* values, int bit, int lanes)
    {
        if (!Avx2.IsSupported) return ScalarBit(values, bit, lanes);
        int shift = 7 - bit;
        // What a 16-bit shift carries from one byte into the next lies below its sign.
        ulong mask = Vector256.ShiftLeft(Vector256.Load((ushort*)values), shift).AsByte().ExtractMostSignificantBits();
        if (lanes <= 32) return mask;
        return mask | (ulong)Vector256.ShiftLeft(Vector256.Load((ushort*)values + 16), shift).AsByte()
            .ExtractMostSignificantBits() << 32;
    }

    [MethodImpl(Inline)]
    public static ulong Bit(ushort* values, int bit, int lanes)
    {
        if (!Avx2.IsSupported) return ScalarBit(values, bit, lanes);
        ulong mask = Mask(Sign(values, bit), Sign(values + 16, bit));
        return lanes > 32 ? mask | (ulong)Mask(Sign(values + 32, bit), Sign(values + 48, bit)) << 32 : mask;
    }

    [MethodImpl(Inline)]
    public static ulong Bit(uint* values, int bit, int lanes)
    {
        if (!Avx2.IsSupported) return ScalarBit(values, bit, lanes);
        ulong mask = Bit32(values, bit);
        return lanes > 32 ? mask | (ulong)Bit32(values + 32, bit) << 32 : mask;
    }

    /// <summary>The bit as the sign; the packs saturate, so it stays one.</summary>
    [MethodImpl(Inline)]
    static Vector256<ushort> Sign(ushort* values, int bit) => Vector256.ShiftLeft(Vector256.Load(values), 15 - bit);

    [MethodImpl(Inline)]
    static Vector256<uint> Sign(uint* values, int bit) => Vector256.ShiftLeft(Vector256.Load(values), 31 - bit);

    [MethodImpl(Inline)]
    static uint Bit32(uint* values, int bit) =>
        Mask(Sign(values, bit), Sign(values + 8, bit), Sign(values + 16, bit), Sign(values + 24, bit));

    [MethodImpl(Inline)]
    static uint Equal32(uint* values, Vector256<uint> wanted) => Mask(
        Vector256.Equals(Vector256.Load(values), wanted), Vector256.Equals(Vector256.Load(values + 8), wanted),
        Vector256.Equals(Vector256.Load(values + 16), wanted), Vector256.Equals(Vector256.Load(values + 24), wanted));

    /// <summary>A prefix: the lanes whose value under <paramref name="mask"/> is <paramref name="value"/>.</summary>
    [MethodImpl(Inline)]
    public static ulong Masked(uint* values, uint value, uint mask, int lanes)
    {
        if (!Avx2.IsSupported) return Scalar(values, value, value | ~mask, lanes);
        Vector256<uint> wanted = Vector256.Create(value), bits = Vector256.Create(mask);
        ulong found = Masked32(values, wanted, bits);
        return lanes > 32 ? found | (ulong)Masked32(values + 32, wanted, bits) << 32 : found;
    }

    [MethodImpl(Inline)]
    static uint Masked32(uint* values, Vector256<uint> wanted, Vector256<uint> bits) => Mask(
        Vector256.Equals(Vector256.Load(values) & bits, wanted), Vector256.Equals(Vector256.Load(values + 8) & bits, wanted),
        Vector256.Equals(Vector256.Load(values + 16) & bits, wanted),
        Vector256.Equals(Vector256.Load(values + 24) & bits, wanted));

    [MethodImpl(Inline)]
    static uint InRange32(uint* values, Vector256<uint> low, Vector256<uint> width) => Mask(
        IsIn(Vector256.Load(values) - low, width), IsIn(Vector256.Load(values + 8) - low, width),
        IsIn(Vector256.Load(values + 16) - low, width), IsIn(Vector256.Load(values + 24) - low, width));

    [MethodImpl(Inline)]
    static uint Equal16(ulong* values, Vector256<ulong> wanted) =>
        Vector256.Equals(Vector256.Load(values), wanted).ExtractMostSignificantBits()
        | Vector256.Equals(Vector256.Load(values + 4), wanted).ExtractMostSignificantBits() << 4
        | Vector256.Equals(Vector256.Load(values + 8), wanted).ExtractMostSignificantBits() << 8
        | Vector256.Equals(Vector256.Load(values + 12), wanted).ExtractMostSignificantBits() << 12;

    [MethodImpl(Inline)]
    static uint InRange16(ulong* values, Vector256<ulong> low, Vector256<ulong> width) =>
        Vector256.LessThanOrEqual(Vector256.Load(values) - low, width).ExtractMostSignificantBits()
        | Vector256.LessThanOrEqual(Vector256.Load(values + 4) - low, width).ExtractMostSignificantBits() << 4
        | Vector256.LessThanOrEqual(Vector256.Load(values + 8) - low, width).ExtractMostSignificantBits() << 8
        | Vector256.LessThanOrEqual(Vector256.Load(values + 12) - low, width).ExtractMostSignificantBits() << 12;

    [MethodImpl(Inline)]
    static Vector256<T> IsIn<T>(Vector256<T> distance, Vector256<T> width) =>
        Vector256.Equals(Vector256.Min(distance, width), distance);

    /// <summary>Packs the signs of two vectors; the pack works within 128-bit halves, the permutation mends their
    /// order.</summary>
    [MethodImpl(Inline)]
    static uint Mask(Vector256<ushort> low, Vector256<ushort> high) =>
        Avx2.Permute4x64(Avx2.PackSignedSaturate(low.AsInt16(), high.AsInt16()).AsInt64(), 0xd8).AsByte()
            .ExtractMostSignificantBits();

    [MethodImpl(Inline)]
    static uint Mask(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d)
    {
        Vector256<short> low = Avx2.PackSignedSaturate(a.AsInt32(), b.AsInt32());
        Vector256<short> high = Avx2.PackSignedSaturate(c.AsInt32(), d.AsInt32());
        Vector256<int> packed = Avx2.PackSignedSaturate(low, high).AsInt32();
        return Avx2.PermuteVar8x32(packed, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsByte().ExtractMostSignificantBits();
    }

    static ulong Scalar<T>(T* values, T first, T last, int lanes)
        where T : unmanaged, IBinaryInteger<T>
    {
        ulong mask = 0;
        for (int lane = 0; lane < lanes; lane++) mask |= (values[lane] >= first && values[lane] <= last ? 1ul : 0ul) << lane;
        return mask;
    }

    static ulong ScalarBit<T>(T* values, int bit, int lanes)
        where T : unmanaged, IBinaryInteger<T>
    {
        ulong mask = 0;
        for (int lane = 0; lane < lanes; lane++) mask |= ((values[lane] >> bit & T.One) != T.Zero ? 1ul : 0ul) << lane;
        return mask;
    }
}
