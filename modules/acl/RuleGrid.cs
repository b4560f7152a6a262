using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastPaas.Modules;

/// <summary>What decides IPv4 packets: a grid over source and destination address, whose cells hold the rules that reach into
/// them, in their order, eight to a compare. A cell that too many reach into leaves the packet to the
/// <see cref="RuleTable"/>.</summary>
/// <remarks>Cutting the plane of the addresses is HiCuts' idea (Gupta and McKeown, Hot Interconnects 1999). Its depth is one
/// here, so that a packet costs two table look-ups and at most <see cref="ChunksMax"/> compares, or else what the bit vectors
/// cost.</remarks>
struct RuleGrid
{
    /// <summary>Of a cell: beyond it the bit vectors take as long at their worst.</summary>
    internal const int ChunksMax = 8;
    /// <summary>In place of a number of chunks: ask the bit vectors.</summary>
    internal const uint Crowded = uint.MaxValue;

    internal GridAxis Src, Dst;
    /// <summary>By source column, then destination row.</summary>
    internal NativeArray<GridCell> Cells;
    internal NativeArray<RuleChunk> Chunks;
    internal bool DefaultPermits;

    /// <summary>Of a packet that hides nothing: ports are in sight, or its protocol has none.</summary>
    /// <returns>1: permitted; 0: denied; negative: a crowded cell.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly int Decide(uint src, uint dst, uint proto, uint srcPort, uint dstPort)
    {
        GridCell cell = Cells[(int)(Src.Find(src) + Dst.Find(dst))];
        if (cell.Chunks == Crowded) return -1;
        Vector256<uint> srcs = Vector256.Create(src), dsts = Vector256.Create(dst), protos = Vector256.Create(proto);
        Vector256<uint> srcPorts = Vector256.Create(srcPort), dstPorts = Vector256.Create(dstPort);
        foreach (ref readonly RuleChunk chunk in Chunks.Span.Slice((int)cell.First, (int)cell.Chunks))
        {
            Vector256<uint> accepting = chunk.Src.Accepts(srcs) & chunk.Dst.Accepts(dsts) & chunk.Proto.Accepts(protos)
                & chunk.SrcPort.Accepts(srcPorts) & chunk.DstPort.Accepts(dstPorts);
            uint bits = accepting.ExtractMostSignificantBits();
            if (bits != 0) return (int)(chunk.Permits >> BitOperations.TrailingZeroCount(bits) & 1);
        }
        return DefaultPermits ? 1 : 0;
    }
}

/// <summary>Where a value lies on one side of the grid: steps of equal size from the first cut on, and one column for all that
/// lies outside.</summary>
struct GridAxis
{
    internal uint Start;
    internal int Shift;
    /// <summary>Where the first cell of a step's column is, or how far into a column a step's row: the sum is the
    /// cell.</summary>
    internal NativeArray<ushort> PlaceOfStep;
    internal uint PlaceOutside;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly uint Find(uint value)
    {
        ReadOnlySpan<ushort> places = PlaceOfStep.Span;
        uint step = value - Start >> Shift;
        return step < (uint)places.Length ? places[(int)step] : PlaceOutside;
    }
}

struct GridCell
{
    internal uint First;
    internal uint Chunks;
}

/// <summary>Eight rules, or parts of one that has lists.</summary>
struct RuleChunk
{
    internal EightRanges Src, Dst, Proto, SrcPort, DstPort;
    /// <summary>Bit i: the i-th of the eight permits.</summary>
    internal uint Permits;
}

struct EightRanges
{
    internal Vector256<uint> First;
    /// <summary>Last - first.</summary>
    internal Vector256<uint> Width;

    /// <summary>All ones where the value lies in the range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly Vector256<uint> Accepts(Vector256<uint> values)
    {
        Vector256<uint> distance = values - First;
        return Vector256.Equals(Vector256.Min(distance, Width), distance);
    }
}
