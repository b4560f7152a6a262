using System;
using System.Buffers.Binary;

namespace FastPaas.Modules;

/// <summary>A reply that may be learned: a success, whole, with addresses for its question, perhaps through CNAMEs.</summary>
/// <remarks>The records are kept as they lie behind the question, so their compression pointers stay right: a reply from here has
/// its question at the same place, as long as before.</remarks>
readonly struct DnsReply
{
    /// <summary>QR, opcode, TC and RCODE.</summary>
    const ushort Outcome = 0xfa0f, Success = 0x8000;
    const int RecordsMax = 16, TypeCname = 5, RecordBytes = 10;
    /// <summary>Longer is cut: what is wrong shall not stay for weeks (RFC 8767 section 4).</summary>
    const uint TtlSecondsMax = 86_400;

    DnsReply(int start, int end, int records, uint ttlSeconds) =>
        (Start, End, Records, TtlSeconds) = (start, end, records, ttlSeconds);

    /// <summary>Of the answer section.</summary>
    public int Start { get; }

    public int End { get; }

    public int Records { get; }

    /// <summary>The shortest of its records, at least 1.</summary>
    public uint TtlSeconds { get; }

    public static bool TryRead(ReadOnlySpan<byte> message, ref CacheKey key, out DnsReply reply)
    {
        reply = default;
        if (message.Length < DnsMessage.HeaderBytes || (DnsMessage.Word(message, 2) & Outcome) != Success) return false;
        int records = DnsMessage.Word(message, 6);
        if (DnsMessage.Word(message, 4) != 1 || records is 0 or > RecordsMax
            || !DnsMessage.TryReadQuestion(message, ref key, out int start)) return false;
        int wanted = DnsMessage.Word(message, start - 4), at = start;
        // Whose address it is: the first record is the question's own, by a pointer to it.
        if (at + 2 > message.Length || DnsMessage.Word(message, at) != DnsMessage.PointerToQuestion) return false;
        uint ttl = TtlSecondsMax;
        bool hasAddress = false;
        for (int record = 0; record < records; record++)
        {
            if (!DnsMessage.TrySkipName(message, ref at) || at + RecordBytes > message.Length) return false;
            int type = DnsMessage.Word(message, at), length = DnsMessage.Word(message, at + 8);
            int dataEnd = at + RecordBytes + length;
            if (DnsMessage.Word(message, at + 2) != DnsMessage.ClassIn || dataEnd > message.Length) return false;
            ttl = Math.Min(ttl, Seconds(BinaryPrimitives.ReadUInt32BigEndian(message[(at + 4)..])));
            at += RecordBytes;
            if (type == wanted && length == DnsMessage.AddressBytes(wanted)) hasAddress = true;
            else if (type != TypeCname || !DnsMessage.TrySkipName(message[..dataEnd], ref at) || at != dataEnd) return false;
            at = dataEnd;
        }
        reply = new DnsReply(start, at, records, ttl);
        return hasAddress && ttl > 0 && at - start <= CacheTable.DataBytesMax;
    }

    /// <summary>RFC 2181 section 8: with the top bit set it is none.</summary>
    static uint Seconds(uint ttl) => ttl >> 31 != 0 ? 0 : ttl;
}
