using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary>The way in for the packets that a generated loop calls odd: checked, their first 256 bytes made contiguous, parsed
/// exactly.
/// Cold and out of line, after the loop, so that the loop makes no call.</summary>
public static unsafe class Admission
{
    /// <summary>For a graph that looks at packets but has nothing parsed: the lanes to <see cref="Check"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong FindOdd(Mbuf** burst, nuint count)
    {
        ulong odd = 0;
        for (nuint lane = 0; lane < count; lane++)
        {
            Mbuf* mbuf = burst[lane];
            if (mbuf->DataLength >= HeaderParser.EthernetBytes && mbuf->Segments == 1) continue;
            odd |= 1ul << (int)lane;
        }

        return odd;
    }

    /// <summary>Checks <paramref name="lanes"/> and parses those that pass.</summary>
    /// <returns>Those that pass; the rest are <c>malformed</c>.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong CheckAndParse(LcoreContext* lcore, ulong lanes)
    {
        ulong admitted = Check(lcore, lanes);
        Parse(lcore, admitted);
        return admitted;
    }

    /// <summary>A frame shorter than an Ethernet header, or one whose headers can't be made contiguous, is
    /// <c>malformed</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong Check(LcoreContext* lcore, ulong lanes)
    {
        ulong admitted = 0;
        for (ulong rest = lanes; rest != 0; rest &= rest - 1)
        {
            int lane = BitOperations.TrailingZeroCount(rest);
            if (IsAdmissible(lcore, lcore->Burst[(nuint)lane])) admitted |= 1ul << lane;
        }

        return admitted;
    }

    /// <summary>Parses packets that were admitted before, again after a node wrote to them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Parse(LcoreContext* lcore, ulong lanes)
    {
        for (ulong rest = lanes; rest != 0; rest &= rest - 1)
        {
            nuint lane = (nuint)BitOperations.TrailingZeroCount(rest);
            HeaderParser.Parse(lcore->Burst[lane], lcore->Headers, lane);
        }
    }

    static bool IsAdmissible(LcoreContext* lcore, Mbuf* mbuf)
    {
        uint visible = Math.Min(mbuf->PacketLength, HeaderParser.VisibleBytes);
        return visible >= HeaderParser.EthernetBytes && (mbuf->DataLength >= visible || PullUp(lcore, mbuf, visible));
    }

    /// <summary>Moves bytes of later segments into the first until it holds <paramref name="visible"/>. A segment that this
    /// empties leaves the chain and is freed: devices may refuse empty ones.</summary>
    internal static bool PullUp(LcoreContext* lcore, Mbuf* mbuf, uint visible)
    {
        if (mbuf->DataOffset + visible > mbuf->BufferLength) return false;
        while (mbuf->DataLength < visible)
        {
            Mbuf* segment = mbuf->Next;
            if (segment == null) return false;
            uint moved = Math.Min(visible - mbuf->DataLength, segment->DataLength);
            Copy(mbuf->Data + mbuf->DataLength, segment->Data, moved);
            mbuf->DataLength += (ushort)moved;
            segment->DataOffset += (ushort)moved;
            segment->DataLength -= (ushort)moved;
            if (segment->DataLength == 0) FreeNext(lcore, mbuf);
        }

        return true;
    }

    /// <summary>Takes the second segment out of a packet.</summary>
    internal static void FreeNext(LcoreContext* lcore, Mbuf* packet)
    {
        packet->Segments--;
        FreeBehind(lcore, packet);
    }

    /// <summary>Takes the segment behind <paramref name="segment"/> out of the chain; the first one's count is the
    /// caller's.</summary>
    internal static void FreeBehind(LcoreContext* lcore, Mbuf* segment)
    {
        Mbuf* gone = segment->Next;
        segment->Next = gone->Next;
        gone->Next = null;
        gone->Segments = 1;
        lcore->FreeBulk(&gone, 1);
    }

    /// <summary>By hand: a block copy of unknown length goes through the runtime, and this runs on an lcore.</summary>
    internal static void Copy(byte* to, byte* from, nuint bytes)
    {
        for (nuint i = 0; i < bytes; i++) to[i] = from[i];
    }
}
