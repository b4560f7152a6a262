using System;

namespace FastPaas.Modules;

/// <summary>memcached's UDP frame (protocol.txt, "UDP protocol"): request id, number of this datagram, how many there are, and a
/// reserved word, each of 16 bits.</summary>
static class MemcachedFrame
{
    public const int HeaderBytes = 8;
    public const int KeyBytesMax = 250;

    /// <summary>The only datagram of its message.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> payload) =>
        payload.Length > HeaderBytes && (payload[2] | payload[3] | payload[4] | payload[6] | payload[7]) == 0 && payload[5] == 1;

    /// <summary>A key up to a byte that isn't one of it; its length is in the key. False: empty, or too long.</summary>
    public static bool TryReadKey(ReadOnlySpan<byte> payload, ref int at, ref CacheKey key)
    {
        int start = at;
        for (; at < payload.Length && payload[at] is > 0x20 and not 0x7f; at++)
        {
            if (at - start == KeyBytesMax) return false;
            key.Append(payload[at]);
        }
        return at > start;
    }
}

/// <summary><c>get key</c>: one key. Several, and all other commands, are the server's.</summary>
static class MemcachedGet
{
    public static bool TryRead(ReadOnlySpan<byte> payload, ref CacheKey key)
    {
        int at = MemcachedFrame.HeaderBytes + 4;
        return MemcachedFrame.IsWhole(payload) && payload[MemcachedFrame.HeaderBytes..].StartsWith("get "u8)
            && MemcachedFrame.TryReadKey(payload, ref at, ref key) && payload[at..].SequenceEqual("\r\n"u8);
    }

    /// <param name="value">What follows the key in the reply, to its end.</param>
    public static bool TryAnswer(WritableBurst burst, int lane, in Datagram datagram, in CacheKey key, ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> question = key.Question, word = "VALUE "u8;
        int at = MemcachedFrame.HeaderBytes, size = at + word.Length + question.Length + value.Length;
        if (!datagram.TryResize(burst, lane, size, out Span<byte> payload)) return false;
        RawBytes.Copy(word, payload[at..]);
        RawBytes.Copy(question, payload[(at + word.Length)..]);
        RawBytes.Copy(value, payload[(at + word.Length + question.Length)..]);
        datagram.TurnRound(burst, lane, size);
        return true;
    }
}

/// <summary><c>VALUE key flags bytes</c>, the data, <c>END</c>: one value in one datagram.</summary>
static class MemcachedValue
{
    /// <param name="start">Behind the key.</param>
    public static bool TryRead(ReadOnlySpan<byte> payload, ref CacheKey key, out int start)
    {
        int at = MemcachedFrame.HeaderBytes + 6;
        start = 0;
        if (!MemcachedFrame.IsWhole(payload) || !payload[MemcachedFrame.HeaderBytes..].StartsWith("VALUE "u8)
            || !MemcachedFrame.TryReadKey(payload, ref at, ref key)) return false;
        start = at;
        if (payload.Length - start > CacheTable.DataBytesMax || !TryReadNumber(payload, ref at, out _)
            || !TryReadNumber(payload, ref at, out uint bytes) || !payload[at..].StartsWith("\r\n"u8)) return false;
        at += 2;
        return bytes <= (uint)(payload.Length - at) && payload[(at + (int)bytes)..].SequenceEqual("\r\nEND\r\n"u8);
    }

    /// <summary>A blank and up to ten digits that fit 32 bits.</summary>
    static bool TryReadNumber(ReadOnlySpan<byte> payload, ref int at, out uint number)
    {
        ulong value = 0;
        int digits = 0;
        number = 0;
        if (at >= payload.Length || payload[at] != (byte)' ') return false;
        for (at++; at < payload.Length && payload[at] is >= (byte)'0' and <= (byte)'9' && digits < 10; at++, digits++)
            value = value * 10 + payload[at] - (byte)'0';
        number = (uint)value;
        return digits > 0 && value <= uint.MaxValue;
    }
}
