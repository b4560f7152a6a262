using System;
using System.Buffers.Binary;

namespace FastPaas.Modules;

/// <summary>A query that may be answered: one question of class IN for A or AAAA, and at most an OPT record behind it (RFC 1035
/// section 4.1, RFC 6891). Anything unusual about it, DNSSEC too, is the server's to answer.</summary>
readonly struct DnsQuery
{
    /// <summary>QR, opcode, AA, TC, RA, Z, CD and RCODE, all zero in a query: RD and AD are left.</summary>
    const ushort NotPlain = 0xfedf;
    const ushort Reply = 0x8000, Authoritative = 0x0400, RecursionDesired = 0x0100, RecursionAvailable = 0x0080;
    const int OptBytes = 11, TypeOpt = 41;
    /// <summary>RFC 1035 section 2.3.4; what a reply may have that needs no fragments on any path of today.</summary>
    const int SizeMin = 512, SizeMax = 1_232;

    readonly int questionEnd;
    readonly int sizeMax;
    readonly bool hasOpt;

    DnsQuery(int questionEnd, int sizeMax, bool hasOpt) =>
        (this.questionEnd, this.sizeMax, this.hasOpt) = (questionEnd, sizeMax, hasOpt);

    public static bool TryRead(ReadOnlySpan<byte> message, ref CacheKey key, out DnsQuery query)
    {
        query = default;
        if (message.Length < DnsMessage.HeaderBytes || (DnsMessage.Word(message, 2) & NotPlain) != 0) return false;
        int additional = DnsMessage.Word(message, 10);
        if (DnsMessage.Word(message, 4) != 1 || DnsMessage.Word(message, 6) != 0 || DnsMessage.Word(message, 8) != 0
            || additional > 1 || !DnsMessage.TryReadQuestion(message, ref key, out int end)) return false;
        if (additional == 0)
        {
            query = new DnsQuery(end, SizeMin, hasOpt: false);
            return message.Length == end;
        }
        // Root name, type, size; then extended RCODE, version and flags, DO among them; then options, which are left out.
        if (message.Length < end + OptBytes || message[end] != 0 || DnsMessage.Word(message, end + 1) != TypeOpt) return false;
        int size = DnsMessage.Word(message, end + 3);
        query = new DnsQuery(end, Math.Min(Math.Max(size, SizeMin), SizeMax), hasOpt: true);
        return BinaryPrimitives.ReadUInt32BigEndian(message[(end + 5)..]) == 0
            && message.Length == end + OptBytes + DnsMessage.Word(message, end + 9);
    }

    /// <summary>The question as the client wrote it (its upper and lower case may be a secret of its own), the records with what
    /// is left of their time, an OPT where one was sent. False: too large, and nothing has changed.</summary>
    public bool TryAnswer(WritableBurst burst, int lane, in Datagram datagram, in CacheTable table, int slot, uint ageSeconds)
    {
        ReadOnlySpan<byte> records = table.Data(slot);
        int end = questionEnd + records.Length, size = end + (hasOpt ? OptBytes : 0);
        if (size > sizeMax || !datagram.TryResize(burst, lane, size, out Span<byte> message)) return false;
        int flags = DnsMessage.Word(message, 2) & RecursionDesired | Reply | RecursionAvailable;
        DnsMessage.SetWord(message, 2, (ushort)(table.IsConfigured(slot) ? flags | Authoritative : flags));
        DnsMessage.SetWord(message, 6, (ushort)table.Records(slot));
        DnsMessage.SetWord(message, 10, hasOpt ? (ushort)1 : (ushort)0);
        RawBytes.Copy(records, message[questionEnd..]);
        DnsMessage.Age(message[..end], questionEnd, table.Records(slot), ageSeconds);
        if (hasOpt)
        {
            RawBytes.Clear(message[end..]);
            DnsMessage.SetWord(message, end + 1, TypeOpt);
            DnsMessage.SetWord(message, end + 3, SizeMax);
        }
        datagram.TurnRound(burst, lane, size);
        return true;
    }
}
