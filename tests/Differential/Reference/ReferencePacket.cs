using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.Differential.Random;

namespace FastPaas.Differential.Reference;

/// <summary>A packet on its way: its bytes, and how they lie in buffers, which decides what can be added to it (graphs/SCHEMA.md,
/// "Resizing").</summary>
sealed class ReferencePacket
{
    const int FrameBytesMin = 14;

    readonly List<Segment> segments;

    public ReferencePacket(Frame frame)
    {
        Bytes = (byte[])frame.Bytes.Clone();
        segments = frame.Segments.Select((length, i) => i == 0
            ? new Segment(frame.Headroom, length, frame.Headroom + length + frame.FirstRoom)
            : new Segment(Frame.HeadroomOfMbuf, length, Frame.HeadroomOfMbuf + Frame.RoomOfMbuf)).ToList();
    }

    public byte[] Bytes { get; private set; }

    /// <summary>Bytes of the first segment: all that modules see.</summary>
    public int Available => segments[0].Length;

    /// <summary>On entry of a graph that looks at packets; false: malformed.</summary>
    public bool Admit()
    {
        int visible = Visible;
        if (Bytes.Length < FrameBytesMin || segments[0].Offset + Math.Max(visible, Available) > segments[0].Room) return false;
        PullUp(visible);
        return true;
    }

    public bool AddFront(int bytes)
    {
        Segment first = segments[0];
        if (bytes > first.Offset) return false;
        segments[0] = first with { Offset = first.Offset - bytes, Length = first.Length + bytes };
        Bytes = [.. new byte[bytes], .. Bytes];
        return true;
    }

    public bool AddEnd(int bytes)
    {
        segments.RemoveAll(segment => segment.Length == 0);
        Segment last = segments[^1];
        if (last.Offset + last.Length + bytes > last.Room) return false;
        segments[^1] = last with { Length = last.Length + bytes };
        Bytes = [.. Bytes, .. new byte[bytes]];
        return true;
    }

    public bool RemoveFront(int bytes)
    {
        if (Bytes.Length - bytes < FrameBytesMin) return false;
        Bytes = Bytes[bytes..];
        for (int i = 0, rest = bytes; rest > 0; i++)
        {
            int taken = Math.Min(rest, segments[i].Length);
            segments[i] = segments[i] with { Offset = segments[i].Offset + taken, Length = segments[i].Length - taken };
            rest -= taken;
        }

        // Bytes that no longer fit behind the others move these towards the buffer's start.
        if (Available < Visible && segments[0].Offset + Visible > segments[0].Room)
            segments[0] = segments[0] with { Offset = segments[0].Room - Visible };
        PullUp(Visible);
        return true;
    }

    public bool RemoveEnd(int bytes)
    {
        if (Bytes.Length - bytes < FrameBytesMin) return false;
        Bytes = Bytes[..^bytes];
        int rest = Bytes.Length;
        for (int i = 0; i < segments.Count; i++)
        {
            segments[i] = segments[i] with { Length = Math.Min(segments[i].Length, rest) };
            rest -= segments[i].Length;
        }

        return true;
    }

    int Visible => Math.Min(Bytes.Length, ReferenceHeaders.VisibleBytesMax);

    void PullUp(int visible)
    {
        for (int i = 1; Available < visible; i++)
        {
            int moved = Math.Min(visible - Available, segments[i].Length);
            segments[0] = segments[0] with { Length = Available + moved };
            segments[i] = segments[i] with { Offset = segments[i].Offset + moved, Length = segments[i].Length - moved };
        }
    }

    /// <param name="Offset">Free bytes before the data.</param>
    /// <param name="Room">Of the whole buffer.</param>
    readonly record struct Segment(int Offset, int Length, int Room);
}
