using System;
using System.Runtime.CompilerServices;

namespace FastPaas;

/// <summary>Bytes added to a packet and taken from it. Nothing is done by halves: what doesn't fit leaves the packet as it
/// was.</summary>
/// <remarks>
/// Whatever is done, a packet keeps what admission promised: at least an Ethernet header, and its first 256 bytes in its first
/// segment.
/// </remarks>
static unsafe class Resizing
{
    /// <summary>Into the headroom of the first segment. The new bytes are zero: what lay there may be another tenant's.</summary>
    /// <param name="kept">Bytes of the headroom that somebody else has been promised.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAddFront(Mbuf* packet, int bytes, uint kept)
    {
        if ((ulong)(uint)bytes + kept > packet->DataOffset) return false;
        packet->DataOffset -= (ushort)bytes;
        packet->DataLength += (ushort)bytes;
        packet->PacketLength += (uint)bytes;
        Clear(packet->Data, (uint)bytes);
        return true;
    }

    /// <summary>From the first segment; from later ones too where it ends first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRemoveFront(LcoreContext* lcore, Mbuf* packet, int bytes)
    {
        if (!LeavesHeader(packet, bytes)) return false;
        if (packet->Segments == 1)
        {
            packet->DataOffset += (ushort)bytes;
            packet->DataLength -= (ushort)bytes;
            packet->PacketLength -= (uint)bytes;
        }
        else
        {
            RemoveFrontOfSegments(lcore, packet, (uint)bytes);
        }

        return true;
    }

    /// <summary>Into the tailroom of the last segment, as zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAddEnd(LcoreContext* lcore, Mbuf* packet, int bytes)
    {
        Mbuf* last = packet->Segments == 1 ? packet : Last(lcore, packet);
        uint used = (uint)last->DataOffset + last->DataLength;
        if ((uint)bytes > last->BufferLength - used || last->BufferLength < used) return false;
        Clear(last->Data + last->DataLength, (uint)bytes);
        last->DataLength += (ushort)bytes;
        packet->PacketLength += (uint)bytes;
        return true;
    }

    /// <summary>Segments that this empties are freed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRemoveEnd(LcoreContext* lcore, Mbuf* packet, int bytes)
    {
        if (!LeavesHeader(packet, bytes)) return false;
        packet->PacketLength -= (uint)bytes;
        if (packet->Segments == 1) packet->DataLength -= (ushort)bytes;
        else CutSegments(lcore, packet);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool LeavesHeader(Mbuf* packet, int bytes) =>
        packet->PacketLength >= HeaderParser.EthernetBytes && (uint)bytes <= packet->PacketLength - HeaderParser.EthernetBytes;

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void RemoveFrontOfSegments(LcoreContext* lcore, Mbuf* packet, uint bytes)
    {
        lcore->Unbroken++;
        uint taken = Math.Min(bytes, packet->DataLength);
        packet->PacketLength -= bytes;
        packet->DataOffset += (ushort)taken;
        packet->DataLength -= (ushort)taken;
        for (uint rest = bytes - taken; rest > 0; rest -= taken)
        {
            Mbuf* segment = packet->Next;
            taken = Math.Min(rest, segment->DataLength);
            segment->DataOffset += (ushort)taken;
            segment->DataLength -= (ushort)taken;
            if (segment->DataLength == 0) Admission.FreeNext(lcore, packet);
        }

        uint visible = Math.Min(packet->PacketLength, HeaderParser.VisibleBytes);
        if (packet->DataLength < visible)
        {
            // It held as many bytes before, so its buffer is large enough: at worst they move towards its start.
            if (packet->DataOffset + visible > packet->BufferLength) SlideTo(packet, packet->BufferLength - visible);
            Admission.PullUp(lcore, packet, visible);
        }

        lcore->Unbroken--;
    }

    static void SlideTo(Mbuf* packet, uint offset)
    {
        byte* from = packet->Data;
        packet->DataOffset = (ushort)offset;
        Admission.Copy(packet->Data, from, packet->DataLength);
    }

    /// <summary>The segment that the packet's last byte lies in; empty ones behind the first would break the promise.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static Mbuf* Last(LcoreContext* lcore, Mbuf* packet)
    {
        CutSegments(lcore, packet);
        Mbuf* last = packet;
        while (last->Next != null) last = last->Next;
        return last;
    }

    /// <summary>Shortens the chain to the packet's length.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void CutSegments(LcoreContext* lcore, Mbuf* packet)
    {
        lcore->Unbroken++;
        Mbuf* last = packet;
        uint rest = packet->PacketLength;
        while (rest > last->DataLength)
        {
            rest -= last->DataLength;
            last = last->Next;
        }

        last->DataLength = (ushort)rest;
        while (last->Next != null)
        {
            packet->Segments--;
            Admission.FreeBehind(lcore, last);
        }

        lcore->Unbroken--;
    }

    /// <summary>By hand, as <see cref="Admission.Copy"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Clear(byte* at, nuint bytes)
    {
        for (nuint i = 0; i < bytes; i++) at[i] = 0;
    }
}
