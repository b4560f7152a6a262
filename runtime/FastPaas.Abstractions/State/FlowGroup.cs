using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastPaas;

/// <summary>One line of a <see cref="FlowTable"/>: all that is known of 16 slots without touching their entries.</summary>
/// <remarks>
/// <code>
///   byte  0                  32             48    49   50            52      56              64
///         | tags             | ages         |sink |    | passed over |       | classes       |
///         | 16 x 16 bits     | 16 x 8 bits  |     |    | 16 bits     |       | 16 x 4 bits   |
/// </code>
/// A tag is 0 (the slot is empty) or 15 bits of its flow's hash, and a 1. An age is the tick of the flow's class in which it was
/// last seen. The sink takes the age of a slot that wasn't found. Passed over: the flows that looked for room here or came by,
/// and lie in a later group; a flow that isn't here and that nobody passed over for isn't anywhere.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
unsafe struct FlowGroup
{
    public const int Bytes = 1 << Bits, Bits = 6, Slots = 16, ClassBits = 4;
    const int AgesAt = 32;

    [FieldOffset(50)] public ushort PassedOver;
    [FieldOffset(56)] public ulong Classes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint TagOf(ulong hash) => (uint)(hash >> 48) | 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort* Tags(FlowGroup* group) => (ushort*)group;

    /// <summary>One more than there are slots: the last is the sink.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Ages(FlowGroup* group) => (byte*)group + AgesAt;

    /// <summary>A bit for each slot with this tag; of tag 0, for each empty one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Match(FlowGroup* group, uint tag)
    {
        Vector256<short> equal = Vector256.Equals(Vector256.LoadAligned(Tags(group)), Vector256.Create((ushort)tag)).AsInt16();
        if (!Sse2.IsSupported) return equal.ExtractMostSignificantBits();
        return Sse2.PackSignedSaturate(equal.GetLower(), equal.GetUpper()).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ClassOf(FlowGroup* group, nuint slot) =>
        (uint)(group->Classes >> (int)(slot * ClassBits)) & (1u << ClassBits) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetClass(FlowGroup* group, nuint slot, uint flowClass)
    {
        int shift = (int)(slot * ClassBits);
        group->Classes = group->Classes & ~(((1ul << ClassBits) - 1) << shift) | (ulong)flowClass << shift;
    }

    /// <summary>How many ticks of its class ago each slot's flow was seen; of an empty slot anything.</summary>
    /// <param name="now">The tick of each class.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> TicksAgo(FlowGroup* group, Vector128<byte> now)
    {
        Vector128<byte> pairs = Vector128.CreateScalar(group->Classes).AsByte(), low = Vector128.Create((byte)0xf);
        Vector128<byte> high = (pairs.AsUInt16() >> ClassBits).AsByte() & low;
        (Vector128<ushort> even, Vector128<ushort> odd) = (Widen(pairs & low), Widen(high));
        Vector128<byte> classes = (even | odd << 8).AsByte();
        return Vector128.ShuffleNative(now, classes) - Vector128.LoadAligned(Ages(group));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<ushort> Widen(Vector128<byte> bytes) => Vector128.WidenLower(bytes);
}
