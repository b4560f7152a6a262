using System;
using System.Buffers.Binary;

namespace FastPaas.Modules;

/// <summary>The parts of a DNS message that query and reply share, RFC 1035 section 4.1. Every step goes forward, so no message
/// takes more steps than it has bytes.</summary>
static class DnsMessage
{
    public const int HeaderBytes = 12;
    public const ushort PointerToQuestion = 0xc000 | HeaderBytes;
    public const ushort TypeA = 1, TypeAaaa = 28, ClassIn = 1;
    const int LabelBytesMax = 63, NameBytesMax = 255;
    const byte Pointer = 0xc0;

    public static ushort Word(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message[at..]);

    public static void SetWord(Span<byte> message, int at, ushort value) =>
        BinaryPrimitives.WriteUInt16BigEndian(message[at..], value);

    public static int AddressBytes(int type) => type == TypeA ? 4 : 16;

    /// <summary>The name in lower case and the type, as a key; false: not a question for addresses of class IN.</summary>
    /// <param name="end">Behind the question.</param>
    public static bool TryReadQuestion(ReadOnlySpan<byte> message, ref CacheKey key, out int end)
    {
        int at = HeaderBytes, label;
        end = 0;
        do
        {
            if (at >= message.Length) return false;
            label = message[at];
            // There is no name before the first that it could point at.
            int next = at + 1 + label;
            if (label > LabelBytesMax || next - HeaderBytes > NameBytesMax || next > message.Length) return false;
            key.Append((byte)label);
            for (at++; at < next; at++) key.Append(Lower(message[at]));
        }
        while (label != 0);
        if (at + 4 > message.Length) return false;
        ushort type = Word(message, at);
        key.Append((byte)(type >> 8));
        key.Append((byte)type);
        end = at + 4;
        return type is TypeA or TypeAaaa && Word(message, at + 2) == ClassIn;
    }

    /// <summary>Moves behind a name. A pointer ends it, and must lead back: to what is kept when the rest is cut off.</summary>
    public static bool TrySkipName(ReadOnlySpan<byte> message, ref int at)
    {
        for (int start = at; at < message.Length && at - start < NameBytesMax;)
        {
            byte label = message[at];
            if (label >= Pointer)
            {
                if (at + 2 > message.Length) return false;
                int target = Word(message, at) & 0x3fff;
                at += 2;
                return target >= HeaderBytes && target < start;
            }
            if (label > LabelBytesMax) return false;
            at += 1 + label;
            if (label == 0) return at <= message.Length;
        }
        return false;
    }

    /// <summary>Takes a time off the TTLs of records that were kept: their shortest is still running.</summary>
    public static void Age(Span<byte> message, int at, int records, uint ageSeconds)
    {
        for (int record = 0; record < records; record++)
        {
            if (!TrySkipName(message, ref at) || at + 10 > message.Length) return;
            Span<byte> ttl = message.Slice(at + 4, 4);
            uint left = BinaryPrimitives.ReadUInt32BigEndian(ttl);
            BinaryPrimitives.WriteUInt32BigEndian(ttl, left - Math.Min(left, ageSeconds));
            at += 10 + Word(message, at + 8);
        }
    }

    static byte Lower(byte letter) => letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;
}
