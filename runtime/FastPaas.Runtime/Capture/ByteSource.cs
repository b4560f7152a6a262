using System;
using System.IO;

namespace FastPaas.Runtime.Capture;

/// <summary>A stream read in exact pieces through one buffer, which grows to the largest piece asked for and no
/// further.</summary>
sealed class ByteSource(Stream stream) : IDisposable
{
    byte[] buffer = new byte[1 << 16];
    int start, end;

    /// <summary>Bytes consumed so far.</summary>
    public long Position { get; private set; }

    /// <summary>The next <paramref name="count"/> bytes, fewer at the end of the stream; valid until the next call.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> bytes = Peek(count);
        start += bytes.Length;
        Position += bytes.Length;
        return bytes;
    }

    /// <summary>The same without consuming.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (end - start < count) Fill(count);
        return buffer.AsSpan(start, Math.Min(count, end - start));
    }

    /// <summary>Consumes up to <paramref name="count"/> bytes without keeping them, however many; returns how many there
    /// were.</summary>
    public long Skip(long count)
    {
        long left = count;
        while (left > 0)
        {
            int taken = Take((int)Math.Min(left, buffer.Length)).Length;
            if (taken == 0) break;
            left -= taken;
        }
        return count - left;
    }

    void Fill(int count)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        if (buffer.Length < count) Array.Resize(ref buffer, count);
        while (end < count)
        {
            int read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0) return;
            end += read;
        }
    }

    public void Dispose() => stream.Dispose();
}
