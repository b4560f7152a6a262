using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace FastPaas.TestHost;

/// <summary>Who says what to whom over UDP.</summary>
public sealed record CacheDatagram(
    bool IsIp6, UInt128 Source, UInt128 Destination, ushort SourcePort, ushort DestinationPort, byte[] Payload)
{
    public string Client => $"{IsIp6} {Source} {SourcePort}";

    public string Server => $"{IsIp6} {Destination}";

    public CacheDatagram Back => new(IsIp6, Destination, Source, DestinationPort, SourcePort, Payload);
}

/// <summary>The contract of modules/cache/README.md in the plainest words, without bounds on memory or work: names are strings,
/// entries are kept in a dictionary, messages written from scratch.</summary>
public sealed partial class CacheOracle(ulong cyclesPerSecond, bool learns = true, ulong valueSeconds = 10)
{
    const string AnyServer = "any";
    const ushort A = 1, Cname = 5, Aaaa = 28;

    readonly Dictionary<string, (ulong? Since, ulong Until, byte[] Data, int Records)> entries = [];
    readonly Dictionary<string, ulong> pending = [];

    /// <param name="addresses">All of one kind.</param>
    public void Configure(string name, IReadOnlyList<(byte[] Address, uint TtlSeconds)> addresses)
    {
        int type = addresses[0].Address.Length == 4 ? A : Aaaa;
        byte[] records = [.. addresses.SelectMany(each => (byte[])
        [
            0xc0, 12, 0, (byte)type, 0, 1, .. Enumerable.Range(0, 4).Select(i => (byte)(each.TtlSeconds >> (24 - 8 * i))),
            0, (byte)each.Address.Length, .. each.Address,
        ])];
        string wire = string.Concat(name.Split('.').Append("").Select(label => (char)label.Length + label));
        entries[$"{AnyServer} {wire} {type}"] = (null, ulong.MaxValue, records, addresses.Count);
    }

    public void Configure(string key, string value, uint flags) => entries[$"{AnyServer} {key}"] =
        (null, ulong.MaxValue, Encoding.ASCII.GetBytes($" {flags} {value.Length}\r\n{value}\r\nEND\r\n"), 0);

    /// <summary>The reply's payload; null: a miss.</summary>
    /// <param name="datagram">To or from a port of the two protocols, or nothing happens.</param>
    public byte[]? Send(CacheDatagram datagram, ulong nowCycles)
    {
        bool isRequest = datagram.DestinationPort is 53 or 11_211;
        if (!isRequest && (!learns || datagram.SourcePort is not (53 or 11_211))) return null;
        bool isDns = (isRequest ? datagram.DestinationPort : datagram.SourcePort) == 53;
        try
        {
            return isRequest ? Request(datagram, isDns, nowCycles) : Response(datagram, isDns, nowCycles);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    byte[]? Request(CacheDatagram query, bool isDns, ulong now)
    {
        byte[] message = query.Payload;
        int end = 0, sizeMax = 512;
        bool hasOpt = false;
        string question = isDns ? Query(message, out end, out sizeMax, out hasOpt) : Match(Get(), message).Groups[1].Value;
        if (!entries.TryGetValue($"{AnyServer} {question}", out var entry)
            && (!entries.TryGetValue($"{query.Server} {question}", out entry) || now >= entry.Until))
        {
            pending[$"{query.Client} {query.Server} {Word(message, 0)} {question}"] = now + 5 * cyclesPerSecond;
            return null;
        }
        if (!isDns) return [.. message[..8], .. Encoding.Latin1.GetBytes($"VALUE {question}"), .. entry.Data];
        byte[] reply =
        [
            message[0], message[1], (byte)((entry.Since is null ? 0x84 : 0x80) | message[2] & 1), 0x80, 0, 1,
            0, (byte)entry.Records, 0, 0, 0, (byte)(hasOpt ? 1 : 0), .. message[12..end], .. entry.Data,
            .. hasOpt ? (byte[])[0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0] : [],
        ];
        int at = end;
        for (int record = 0; record < entry.Records; record++)
        {
            Name(reply, ref at);
            // A clock that goes back makes nothing older.
            uint age = (uint)((now - Math.Min(now, entry.Since ?? now)) / cyclesPerSecond);
            uint left = (uint)(Word(reply, at + 4) << 16 | Word(reply, at + 6)) - age;
            for (int i = 0; i < 4; i++) reply[at + 4 + i] = (byte)(left >> (24 - 8 * i));
            at += 10 + Word(reply, at + 8);
        }
        return reply.Length <= sizeMax ? reply : null;
    }

    byte[]? Response(CacheDatagram reply, bool isDns, ulong now)
    {
        byte[] message = reply.Payload;
        int start = 0, end = message.Length, records = 0;
        ulong seconds = valueSeconds;
        string question;
        if (isDns)
        {
            question = Answers(message, out start, out end, out seconds);
            records = Word(message, 6);
        }
        else
        {
            Match value = Match(Value(), message);
            question = value.Groups[1].Value;
            start = value.Groups[2].Index;
            Demand(value.Groups[3].Value.Length <= 10 && ulong.Parse(value.Groups[3].Value) <= uint.MaxValue);
            Demand(value.Groups[4].Value.Length <= 10 && ulong.Parse(value.Groups[4].Value) == (ulong)value.Groups[5].Length);
        }
        Demand(end - start <= 744);
        string exchange = $"{reply.Back.Client} {reply.Back.Server} {Word(message, 0)} {question}";
        Demand(pending.Remove(exchange, out ulong until) && now < until);
        entries[$"{reply.Back.Server} {question}"] = (now, now + seconds * cyclesPerSecond, message[start..end], records);
        return null;
    }

    static string Query(byte[] message, out int end, out int sizeMax, out bool hasOpt)
    {
        string question = Question(message, out end);
        Demand((Word(message, 2) | 0x0120) == 0x0120 && Word(message, 6) == 0 && Word(message, 8) == 0);
        sizeMax = 512;
        hasOpt = Word(message, 10) == 1;
        if (hasOpt)
        {
            Demand(message.Length >= end + 11 && message[end] == 0 && Word(message, end + 1) == 41);
            sizeMax = Math.Clamp(Word(message, end + 3), (ushort)512, (ushort)1_232);
            Demand(Word(message, end + 5) == 0 && Word(message, end + 7) == 0);
        }
        Demand(Word(message, 10) <= 1 && message.Length == end + (hasOpt ? 11 + Word(message, end + 9) : 0));
        return question;
    }

    static string Question(byte[] message, out int end)
    {
        Demand(message.Length >= 12 && Word(message, 4) == 1);
        end = 12;
        // RFC 4343: only the letters of ASCII have two cases.
        string name = string.Concat(Name(message, ref end, isQuestion: true)
            .Select(letter => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter));
        Demand(end + 4 <= message.Length && Word(message, end) is A or Aaaa && Word(message, end + 2) == 1);
        end += 4;
        return $"{name} {Word(message, end - 4)}";
    }

    static string Answers(byte[] message, out int start, out int at, out ulong seconds)
    {
        string question = Question(message, out start);
        int records = Word(message, 6), type = Word(message, start - 4);
        Demand((Word(message, 2) & 0xfa0f) == 0x8000 && records is >= 1 and <= 16);
        at = start;
        seconds = 86_400;
        bool hasAddress = false;
        Demand(at + 2 <= message.Length && Word(message, at) == 0xc00c);
        for (int record = 0; record < records; record++)
        {
            Name(message, ref at);
            Demand(at + 10 <= message.Length && Word(message, at + 2) == 1);
            int data = at + 10, length = Word(message, at + 8);
            uint ttl = (uint)(Word(message, at + 4) << 16 | Word(message, at + 6));
            seconds = Math.Min(seconds, ttl > int.MaxValue ? 0 : ttl);
            Demand(data + length <= message.Length);
            if (Word(message, at) == type && length == (type == A ? 4 : 16)) hasAddress = true;
            else
            {
                Demand(Word(message, at) == Cname);
                int end = data;
                Name(message[..(data + length)], ref end);
                Demand(end == data + length);
            }
            at = data + length;
        }
        Demand(hasAddress && seconds > 0);
        return question;
    }

    /// <summary>As characters of one byte; a pointer stands for itself, since what it leads to was read before.</summary>
    static string Name(byte[] message, ref int at, bool isQuestion = false)
    {
        StringBuilder name = new();
        int start = at;
        while (true)
        {
            Demand(at < message.Length);
            byte label = message[at];
            if (label >= 0xc0)
            {
                Demand(!isQuestion && at + 2 <= message.Length);
                int target = Word(message, at) & 0x3fff;
                Demand(target >= 12 && target < start && at - start < 255);
                at += 2;
                return $"{name}@{target}";
            }
            Demand(label <= 63 && at + 1 + label <= message.Length && at + 1 + label - start <= 255);
            name.Append(Encoding.Latin1.GetString(message, at, label + 1));
            at += 1 + label;
            if (label == 0) return name.ToString();
        }
    }

    static Match Match(Regex pattern, byte[] payload)
    {
        Demand(payload.Length > 8 && payload[2..8].SequenceEqual((byte[])[0, 0, 0, 1, 0, 0]));
        Match match = pattern.Match(Encoding.Latin1.GetString(payload));
        Demand(match.Success);
        return match;
    }

    static ushort Word(byte[] message, int at) => (ushort)(message[at] << 8 | message[at + 1]);

    static void Demand(bool holds)
    {
        if (!holds) throw new InvalidDataException();
    }

    [GeneratedRegex(@"\A.{8}get ([^\x00-\x20\x7f]{1,250})\r\n\z", RegexOptions.Singleline)]
    private static partial Regex Get();

    [GeneratedRegex(
        @"\A.{8}VALUE ([^\x00-\x20\x7f]{1,250})( ([0-9]+) ([0-9]+)\r\n(.*)\r\nEND\r\n)\z", RegexOptions.Singleline)]
    private static partial Regex Value();
}
