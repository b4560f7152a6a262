using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary>One of a module's own packets: what <see cref="ParsedHeaders"/> says of a lane, without the test whether the lane is
/// the module's, which <see cref="Burst.Each"/> has answered for all lanes at once. As there, a field means something only if the
/// manifest lists it in <c>reads</c> and the packet has its layer.</summary>
public readonly unsafe ref struct LaneView
{
    readonly Mbuf** burst;
    readonly HeaderLanes* headers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LaneView(Mbuf** burst, HeaderLanes* headers, nuint index)
    {
        this.burst = burst;
        this.headers = headers;
        Index = index;
    }

    /// <summary>The lane as a number, 0 to 63.</summary>
    public int Lane => (int)Index;

    internal nuint Index { get; }

    public uint IpSrc => headers->IpSrc[Index];
    public uint IpDst => headers->IpDst[Index];
    public System.UInt128 Ip6Src => new(headers->Ip6SrcHigh[Index], headers->Ip6SrcLow[Index]);
    public System.UInt128 Ip6Dst => new(headers->Ip6DstHigh[Index], headers->Ip6DstLow[Index]);
    /// <summary>The first 64 bits of ip6.dst.</summary>
    public ulong Ip6DstHigh => headers->Ip6DstHigh[Index];
    public byte IpProto => headers->IpProto[Index];
    public byte IpDscp => headers->IpDscp[Index];
    public ushort L4Src => headers->L4Src[Index];
    public ushort L4Dst => headers->L4Dst[Index];

    /// <inheritdoc cref="Burst.Length(int)"/>
    public uint Length
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => burst[Index]->PacketLength;
    }

    /// <summary>Whether <paramref name="lanes"/> has it, as a number: 1 or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong IsIn(LaneMask lanes) => lanes.Bits >> (int)Index & 1;

    /// <summary>This lane alone if <paramref name="condition"/>, else none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneMask If(bool condition) => new((condition ? 1ul : 0ul) << (int)Index);
}

/// <summary>Visits the lanes of a mask that are the module's, ascending.</summary>
public unsafe ref struct LaneViews
{
    readonly Mbuf** burst;
    readonly HeaderLanes* headers;
    ulong rest;
    nuint lane;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LaneViews(LcoreContext* lcore, ulong lanes)
    {
        rest = lanes;
        if (lanes == 0) return;
        burst = lcore->Burst;
        headers = lcore->Headers;
        // So that Current is the module's even before the first MoveNext.
        lane = LaneMasks.Lowest(lanes);
    }

    public readonly LaneView Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(burst, headers, lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly LaneViews GetEnumerator() => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (rest == 0) return false;
        lane = LaneMasks.Lowest(rest);
        rest = LaneMasks.WithoutLowest(rest);
        return true;
    }
}

/// <summary>One element a lane: a module's notes on the burst that it looks at. An index is a lane, so none is out of
/// range.</summary>
public readonly unsafe struct LaneArray<T>
    where T : unmanaged
{
    /// <summary>So that an array that nobody has allocated, whose address is 0, stays within what is never mapped.</summary>
    const int ElementBytesMax = 1024;

    readonly T* items;

    internal LaneArray(T* items) => this.items = items;

    public ref T this[LaneView lane]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Items[lane.Index];
    }

    /// <summary>Lane 64 is lane 0, as everywhere.</summary>
    public ref T this[int lane]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Items[(nuint)(uint)(lane & HeaderLanes.Lanes - 1)];
    }

    internal T* Pointer => items;

    /// <summary>The test is of a constant, so it costs nothing.</summary>
    T* Items
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (sizeof(T) > ElementBytesMax) Trap.IndexOutOfRange();
            return items;
        }
    }
}
