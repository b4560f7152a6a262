using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>Clients, servers and an attacker at random, good messages and damaged ones: the module answers when its contract,
/// written plainly, does, and with the same bytes; what it doesn't answer it leaves as it was.</summary>
/// <remarks>The plain contract forgets nothing. A query whose place in the table of pending ones another takes, or a ninth key of
/// a set, is a miss that it doesn't expect: the tables are large, and in these runs there is none.</remarks>
public class CacheFuzzTests
{
    static readonly string[] Names = ["a.example", "A.Example", "www.long-name.example.org", "b"];

    [Test]
    [Arguments(1), Arguments(2), Arguments(3), Arguments(4)]
    public void It_answers_as_its_contract_says(int seed)
    {
        Random random = new(seed);
        using CacheNode node = new(entries: 65_536);
        CacheOracle oracle = new(CacheNode.CyclesPerSecond);
        List<UdpFrame> sent = [];
        int hits = 0;
        ulong now = 0;
        for (int step = 0; step < 10_000; step++)
        {
            now += (ulong)(random.Next(4) == 0 ? random.Next(3_000) : random.Next(3));
            bool isReply = sent.Count > 0 && random.Next(2) == 0;
            UdpFrame frame = isReply ? Reply(random, sent[^random.Next(1, Math.Min(4, sent.Count) + 1)]) : Request(random);
            if (random.Next(4) == 0) frame = frame with { Payload = Damage(random, frame.Payload) };
            if (frame.Payload.Length < 2) continue;
            if (frame.DestinationPort is 53 or 11_211) sent.Add(frame);
            byte[]? expected = oracle.Send(frame.Datagram, now), got = node.Send(frame, now);
            if (expected is not null) hits++;
            byte[]? answer = expected is null ? null : frame.Back(expected).Answer();
            if (!Same(answer, got))
                Assert.Fail($"step {step}: {Hex(frame.Payload)}\nexpected {Hex(answer)}\n     got {Hex(got)}");
        }
        Assert.InRange(hits, 300, 9_500);
    }

    static UdpFrame Request(Random random)
    {
        bool isDns = random.Next(3) != 0, isIp6 = random.Next(4) == 0;
        ushort id = (ushort)random.Next(3), type = random.Next(8) == 0 ? (ushort)16 : random.Next(2) == 0 ? Dns.A : Dns.Aaaa;
        byte[]? opt = random.Next(2) == 0 ? null
            : Dns.Opt((ushort)random.Next(2_000), random.Next(8) == 0 ? 0x8000u : 0, new byte[random.Next(3)]);
        byte[] payload = isDns
            ? Dns.Query(id, Pick(random, Names), type, random.Next(2) == 0 ? (ushort)0x0100 : (ushort)0x0020, opt)
            : Text(id, $"get {Pick(random, "k", "key", "other")}\r\n");
        UInt128 network = isIp6 ? (UInt128)0x2001_0db8 << 96 : 0x0a00_0000;
        return new UdpFrame(isIp6, network + (uint)random.Next(1, 3), network + (uint)random.Next(53, 55),
            (ushort)(40_000 + random.Next(2)), isDns ? (ushort)53 : (ushort)11_211, payload);
    }

    static UdpFrame Reply(Random random, UdpFrame request)
    {
        byte[] payload = request.Payload;
        if (request.DestinationPort == 11_211)
        {
            string[] words = Encoding.Latin1.GetString(payload[Math.Min(8, payload.Length)..]).Split(' ', '\r');
            string data = new('x', random.Next(16) == 0 ? 800 : random.Next(40));
            return request.Back(Text((ushort)(payload[0] << 8 | payload[1]),
                $"VALUE {(words.Length > 1 ? words[1] : "k")} {random.Next(3)} {data.Length}\r\n{data}\r\nEND\r\n"));
        }
        string name = Pick(random, Names);
        foreach (string each in Names)
        {
            if (payload.AsSpan().IndexOf(Dns.Name(each)) == 12) name = each;
        }
        ushort type = random.Next(2) == 0 ? Dns.A : Dns.Aaaa;
        List<byte[]> records = [];
        for (int i = random.Next(5) == 0 ? random.Next(20) : 1; i >= 0; i--)
        {
            uint ttl = random.Next(8) == 0 ? (uint)random.Next() * 2 : (uint)random.Next(60);
            bool isAlias = i > 0 && random.Next(2) == 0;
            byte[] data = isAlias ? [1, (byte)'c', 0xc0, 12] : new byte[type == Dns.A ? 4 : 16];
            records.Add(Dns.Record(isAlias ? Dns.Cname : type, ttl, data));
        }
        ushort flags = random.Next(8) == 0 ? (ushort)0x8183 : (ushort)0x8180;
        return request.Back(Dns.Reply((ushort)(payload[0] << 8 | payload[1]), name, type, flags, records));
    }

    static byte[] Damage(Random random, byte[] payload)
    {
        byte[] damaged = random.Next(4) switch
        {
            0 => payload[..random.Next(payload.Length)],
            1 => [.. payload, (byte)random.Next(256)],
            _ => [.. payload],
        };
        for (int i = random.Next(3); i > 0 && damaged.Length > 0; i--)
            damaged[random.Next(damaged.Length)] = (byte)Pick(random, 0, 1, 12, 0xc0, 0x20, random.Next(256));
        return damaged;
    }

    static byte[] Text(ushort id, string text) =>
        [(byte)(id >> 8), (byte)id, 0, 0, 0, 1, 0, 0, .. Encoding.Latin1.GetBytes(text)];

    static bool Same(byte[]? one, byte[]? other) =>
        one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);

    static string Hex(byte[]? bytes) => bytes is null ? "nothing" : Convert.ToHexStringLower(bytes);

    static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
