using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics;

namespace FastPaas.Modules;

/// <summary>Builds a <see cref="RuleGrid"/>: the coarsest whose cells have few rules. Control plane.</summary>
sealed class RuleGridBuilder(IReadOnlyList<NumericRule> rules)
{
    /// <summary>Of all cells, about 11 MB; and the rules and cells that an attempt may go through. What is larger is left to the
    /// bit vectors.</summary>
    const int ChunksMax = 32_768, StepsMax = 4_000_000;
    /// <summary>No finer grid is tried where cells have so many on average.</summary>
    const int ChunksWanted = 2;
    const int ChunkRules = 8;
    const uint ProtoMax = 255, PortMax = 65_536;
    /// <summary>No packet's protocol.</summary>
    const uint Nothing = uint.MaxValue;

    int steps;

    internal RuleGrid Build(ModuleHeap heap, bool defaultPermits)
    {
        GridAxisBuilder src = new([], 1), dst = new([], 1);
        List<Box>?[] cells = [null];
        (int Columns, int Rows)[] sizes = [(1, 1), (8, 4), (32, 16), (128, 32), (250, 64)];
        foreach ((int columns, int rows) in sizes)
        {
            GridAxisBuilder finerSrc = new(Ranges(Src), columns), finerDst = new(Ranges(Dst), rows);
            List<Box>?[]? finer = Fill(finerSrc, finerDst);
            if (finer is null) break;
            (src, dst, cells) = (finerSrc, finerDst, finer);
            if (Array.IndexOf(cells, null) < 0 && Chunks(cells) <= ChunksWanted * cells.Length) break;
        }

        RuleGrid grid = default;
        grid.DefaultPermits = defaultPermits;
        grid.Src = src.Build(heap, dst.Columns);
        grid.Dst = dst.Build(heap, 1);
        Store(heap, ref grid, cells);
        return grid;
    }

    static IReadOnlyList<WideRange> Src(NumericRule rule) => rule.AnySrc ? [new(0, uint.MaxValue)] : rule.Ip4Src;

    static IReadOnlyList<WideRange> Dst(NumericRule rule) => rule.AnyDst ? [new(0, uint.MaxValue)] : rule.Ip4Dst;

    /// <param name="numberMax">What is above it stands for what can't be seen, and such packets don't come here.</param>
    static IEnumerable<WideRange> Numbers(List<WideRange> ranges, uint numberMax)
    {
        if (ranges.Count == 0) yield return new WideRange(0, numberMax);
        foreach (WideRange range in ranges)
            if (range.First <= numberMax) yield return range;
    }

    IEnumerable<WideRange> Ranges(Func<NumericRule, IReadOnlyList<WideRange>> field)
    {
        foreach (NumericRule rule in rules)
            foreach (WideRange range in field(rule)) yield return range;
    }

    static int Chunks(List<Box> cell) => (cell.Count + ChunkRules - 1) / ChunkRules;

    static int Chunks(List<Box>?[] cells)
    {
        int chunks = 0;
        foreach (List<Box>? cell in cells) chunks += cell is null ? 0 : Chunks(cell);
        return chunks;
    }

    /// <returns>The rules of each cell, in order; null where they are too many. Null: too large altogether.</returns>
    List<Box>?[]? Fill(GridAxisBuilder src, GridAxisBuilder dst)
    {
        List<Box>?[] cells = new List<Box>?[src.Columns * dst.Columns];
        for (int i = 0; i < cells.Length; i++) cells[i] = [];
        steps = 0;
        foreach (NumericRule rule in rules)
        {
            foreach (WideRange from in Src(rule))
            {
                foreach (WideRange to in Dst(rule))
                {
                    foreach (int column in src.Reach(from))
                    {
                        foreach (int row in dst.Reach(to))
                        {
                            ref List<Box>? cell = ref cells[column * dst.Columns + row];
                            if (cell is not null && !TryAdd(cell, rule, from, to)) cell = null;
                            if (++steps > StepsMax) return null;
                        }
                    }
                }
            }
        }
        return Chunks(cells) <= ChunksMax ? cells : null;
    }

    /// <returns>False: the cell is crowded.</returns>
    bool TryAdd(List<Box> cell, NumericRule rule, WideRange src, WideRange dst)
    {
        foreach (WideRange proto in Numbers(rule.Proto, ProtoMax))
        {
            foreach (WideRange srcPort in Numbers(rule.SrcPort, PortMax))
            {
                foreach (WideRange dstPort in Numbers(rule.DstPort, PortMax))
                {
                    if (cell.Count == RuleGrid.ChunksMax * ChunkRules) return false;
                    cell.Add(new Box(rule.Permits, src, dst, proto, srcPort, dstPort));
                    steps++;
                }
            }
        }
        return true;
    }

    static void Store(ModuleHeap heap, ref RuleGrid grid, List<Box>?[] cells)
    {
        grid.Cells = heap.Allocate<GridCell>(cells.Length);
        grid.Chunks = heap.Allocate<RuleChunk>(Chunks(cells));
        int next = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] is not { } boxes)
            {
                grid.Cells[i].Chunks = RuleGrid.Crowded;
                continue;
            }
            grid.Cells[i] = new GridCell { First = (uint)next, Chunks = (uint)Chunks(boxes) };
            for (int first = 0; first < boxes.Count; first += ChunkRules, next++)
                Store(boxes.GetRange(first, Math.Min(ChunkRules, boxes.Count - first)), ref grid.Chunks[next]);
        }
    }

    static void Store(List<Box> boxes, ref RuleChunk chunk)
    {
        for (int i = 0; i < boxes.Count; i++)
            if (boxes[i].Permits) chunk.Permits |= 1u << i;
        chunk.Src = Eight(boxes, static box => box.Src);
        chunk.Dst = Eight(boxes, static box => box.Dst);
        chunk.Proto = Eight(boxes, static box => box.Proto);
        chunk.SrcPort = Eight(boxes, static box => box.SrcPort);
        chunk.DstPort = Eight(boxes, static box => box.DstPort);
    }

    static EightRanges Eight(List<Box> boxes, Func<Box, WideRange> field)
    {
        EightRanges eight = new() { First = Vector256.Create(Nothing) };
        for (int i = 0; i < boxes.Count; i++)
        {
            WideRange range = field(boxes[i]);
            eight.First = eight.First.WithElement(i, (uint)range.First);
            eight.Width = eight.Width.WithElement(i, (uint)(range.Last - range.First));
        }
        return eight;
    }

    /// <summary>A rule, or one of the combinations of its lists.</summary>
    readonly record struct Box(
        bool Permits, WideRange Src, WideRange Dst, WideRange Proto, WideRange SrcPort, WideRange DstPort);
}

/// <summary>Cuts one side of the grid where rules begin and end, into columns that hold about as many cuts each.</summary>
sealed class GridAxisBuilder
{
    const int StepsMax = 4096;

    readonly uint start;
    readonly int shift;
    readonly byte[] columnOfStep;

    /// <param name="columnsMax">At most 255; what lies outside all cuts has one more.</param>
    internal GridAxisBuilder(IEnumerable<WideRange> ranges, int columnsMax)
    {
        List<uint> cuts = Cuts(ranges);
        if (cuts.Count == 0 || columnsMax == 1)
        {
            columnOfStep = [0];
            return;
        }

        while ((cuts[^1] - cuts[0]) >> shift >= StepsMax) shift++;
        // A multiple of a step, so that addresses below it, which come out as large numbers, share no step with those above.
        start = cuts[0] >> shift << shift;
        int[] cutsInStep = new int[((cuts[^1] - start) >> shift) + 1];
        foreach (uint cut in cuts) cutsInStep[(cut - start) >> shift]++;
        columnOfStep = new byte[cutsInStep.Length + 1];
        int column = 0, held = 0;
        for (int step = 0; step < cutsInStep.Length; step++)
        {
            if (held * columnsMax >= cuts.Count && column < columnsMax - 1) (column, held) = (column + 1, 0);
            columnOfStep[step] = (byte)column;
            held += cutsInStep[step];
        }
        columnOfStep[^1] = (byte)(column + 1);
    }

    internal int Columns => columnOfStep[^1] + 1;

    /// <summary>The columns that a range reaches into, each once.</summary>
    internal IEnumerable<int> Reach(WideRange range)
    {
        UInt128 end = start + ((UInt128)(columnOfStep.Length - 1) << shift);
        if (range.First < start || range.Last >= end) yield return columnOfStep[^1];
        UInt128 first = range.First < start ? start : range.First, last = range.Last >= end ? end - 1 : range.Last;
        if (columnOfStep.Length == 1 || first > last) yield break;
        for (int column = Column(first); column <= Column(last); column++) yield return column;
    }

    /// <param name="cells">From one column to the next.</param>
    internal GridAxis Build(ModuleHeap heap, int cells)
    {
        NativeArray<ushort> places = heap.Allocate<ushort>(columnOfStep.Length - 1);
        for (int i = 0; i < places.Length; i++) places[i] = (ushort)(columnOfStep[i] * cells);
        uint outside = (uint)(columnOfStep[^1] * cells);
        return new GridAxis { Start = start, Shift = shift, PlaceOfStep = places, PlaceOutside = outside };
    }

    int Column(UInt128 address) => columnOfStep[(int)((uint)(address - start) >> shift)];

    /// <summary>Where a range begins, and behind its end.</summary>
    static List<uint> Cuts(IEnumerable<WideRange> ranges)
    {
        List<uint> cuts = [];
        foreach (WideRange range in ranges)
        {
            if (range.First > 0) cuts.Add((uint)range.First);
            if (range.Last < uint.MaxValue) cuts.Add((uint)range.Last + 1);
        }
        cuts.Sort();
        return cuts;
    }
}
