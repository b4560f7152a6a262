using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastPaas.Modules;

/// <summary>Which rules accept a packet, by bit vectors: each field of the packet selects a set of rules, the sets are
/// intersected, and
/// the first rule of what is left decides (Lakshman and Stiliadis, SIGCOMM 1998; Baboescu and Varghese, SIGCOMM 2001).</summary>
/// <remarks>
/// A set of n rules is n/64 words, and summaries: bit w of summary s says that word 64s + w isn't zero. Only such words are
/// stored,
/// those of one summary side by side. Rules that accept every value of a field are in no interval's set but once in
/// <see cref="AnyWords"/>, or 10,000 rules without ports would fill the sets of every port.
/// The cost of a packet: five searches, then at most n/64 words of each field, whatever its headers say.
/// </remarks>
struct RuleTable
{
    /// <summary>Source, destination, protocol, source port, destination port.</summary>
    internal const int Fields = 5;

    internal IntervalTable Ip4Src, Ip4Dst, Ip6Src, Ip6Dst, Proto, SrcPort, DstPort;
    internal int SummaryCount;
    /// <summary><see cref="SummaryCount"/> for each interval.</summary>
    internal NativeArray<Summary> Summaries;
    /// <summary>One more than used: the word of a clear bit is read there, and masked away.</summary>
    internal NativeArray<ulong> Words;
    /// <summary>By summary, then field.</summary>
    internal NativeArray<ulong> AnySummaries;
    /// <summary>By word, then field.</summary>
    internal NativeArray<ulong> AnyWords;
    /// <summary>The rules that permit.</summary>
    internal NativeArray<ulong> Permits;
    internal bool DefaultPermits;

    /// <param name="src">The first summary of the address's interval; of <paramref name="dst"/> too.</param>
    internal readonly bool Permit(int src, int dst, uint protoNumber, uint srcPortNumber, uint dstPortNumber)
    {
        int proto = Proto.Find(protoNumber, SummaryCount);
        int srcPort = SrcPort.Find(srcPortNumber, SummaryCount), dstPort = DstPort.Find(dstPortNumber, SummaryCount);
        ReadOnlySpan<ulong> words = Words.Span;
        for (int s = 0; s < SummaryCount; s++)
        {
            ref readonly Summary bySrc = ref Summaries[src + s], byDst = ref Summaries[dst + s];
            ref readonly Summary byProto = ref Summaries[proto + s];
            ref readonly Summary bySrcPort = ref Summaries[srcPort + s], byDstPort = ref Summaries[dstPort + s];
            ReadOnlySpan<ulong> any = AnySummaries.Span.Slice(s * Fields, Fields);
            ulong candidates = (bySrc.NonZero | any[0]) & (byDst.NonZero | any[1]) & (byProto.NonZero | any[2])
                & (bySrcPort.NonZero | any[3]) & (byDstPort.NonZero | any[4]);
            for (; candidates != 0; candidates &= candidates - 1)
            {
                int w = BitOperations.TrailingZeroCount(candidates);
                ReadOnlySpan<ulong> anyWord = AnyWords.Span.Slice((64 * s + w) * Fields, Fields);
                // The addresses tell most rules apart, so what two fields refuse isn't asked of the others.
                ulong accepting = (bySrc.Word(w, words) | anyWord[0]) & (byDst.Word(w, words) | anyWord[1]);
                if (accepting == 0) continue;
                accepting &= (byProto.Word(w, words) | anyWord[2]) & (bySrcPort.Word(w, words) | anyWord[3])
                    & (byDstPort.Word(w, words) | anyWord[4]);
                if (accepting == 0) continue;
                return (Permits[64 * s + w] & accepting & (0 - accepting)) != 0;
            }
        }
        return DefaultPermits;
    }
}

/// <summary>64 words of one interval's set: which of them aren't zero, and where those are.</summary>
struct Summary
{
    internal ulong NonZero;
    internal uint Start;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly ulong Word(int w, ReadOnlySpan<ulong> words)
    {
        ulong below = NonZero & ((1ul << w) - 1);
        return words[(int)Start + BitOperations.PopCount(below)] & (0 - (NonZero >> w & 1));
    }
}

/// <summary>The values of one field, cut where a rule's range begins or ends.</summary>
struct IntervalTable
{
    /// <summary>The first value of each interval, ascending, from 0; IPv6 addresses in <see cref="WideFirst"/>.</summary>
    internal NativeArray<uint> First;
    internal NativeArray<UInt128> WideFirst;
    /// <summary>The first summary of the first interval.</summary>
    internal int FirstSummary;

    internal readonly int Find(uint value, int summaryCount) =>
        FirstSummary + RangeSearch.LastNotAbove(First, value) * summaryCount;

    internal readonly int Find(UInt128 value, int summaryCount) =>
        FirstSummary + RangeSearch.LastNotAbove(WideFirst, value) * summaryCount;
}
