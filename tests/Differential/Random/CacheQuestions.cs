using System;
using System.Linq;
using System.Text;

namespace FastPaas.Differential.Random;

/// <summary>Queries and replies of DNS and memcached, from the Ethernet type on.</summary>
/// <remarks>Of few clients, servers and names: many replies have their query, and the table of pending ones never has to choose
/// between two.</remarks>
static class CacheQuestions
{
    const int Client = 4096;
    const byte Id = 7;
    static readonly uint[] Servers = [0x0a000035, 0xc0000235, 0];

    public static byte[] Next(Rng rng)
    {
        bool isDns = rng.Percent(60), isReply = rng.Percent(50), isIp6 = rng.Percent(30);
        ushort port = isDns ? (ushort)53 : (ushort)11_211;
        string name = rng.Pick(["a.b", "A.b", "set.example"]);
        byte[] payload = (isDns, isReply) switch
        {
            (true, false) => Query(rng, name),
            (true, true) => Reply(rng, name),
            (false, false) => Text($"get {rng.Pick(["k", "set"])}\r\n"),
            _ => Value(rng),
        };
        if (rng.Percent(5)) payload = payload[..rng.Below(payload.Length)];
        uint server = rng.Pick(Servers);
        uint client = rng.Percent(5) ? rng.Pick(Pools.Ip4) : 0x0a000001;
        (uint from, uint to) = isReply ? (server, client) : (client, server);
        byte[] udp =
        [
            .. Word(isReply ? port : Client), .. Word(isReply ? Client : port),
            .. Word(8 + payload.Length + (rng.Percent(3) ? 1 : 0)), 0, 0, .. payload,
        ];
        if (isIp6) return [0x86, 0xdd, 0x60, 0, 0, 0, .. Word(udp.Length), 17, 64, .. Ip6(from), .. Ip6(to), .. udp];
        return
        [
            8, 0, 0x45, (byte)rng.Below(256), .. Word(20 + udp.Length), .. rng.Bytes(2), (byte)(rng.Percent(95) ? 0x40 : 0x20), 0,
            64, 17, 0, 0, .. Address(from), .. Address(to), .. udp,
        ];
    }

    static byte[] Query(Rng rng, string name)
    {
        byte[] opt = rng.Percent(50) ? [] : [0, 0, 41, (byte)rng.Below(8), 0, 0, 0, (byte)(rng.Percent(10) ? 0x80 : 0), 0, 0, 0];
        return [0, Id, 1, 0, 0, 1, 0, 0, 0, 0, 0, (byte)(opt.Length > 0 ? 1 : 0), .. Question(name), .. opt];
    }

    static byte[] Reply(Rng rng, string name)
    {
        int records = rng.Percent(80) ? 1 : rng.Below(18);
        byte[] record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, (byte)rng.Below(60), 0, 4, 192, 0, 2, (byte)rng.Below(256)];
        return
        [
            0, Id, 0x81, (byte)(rng.Percent(90) ? 0x80 : 0x83), 0, 1, 0, (byte)records, 0, 0, 0, 0, .. Question(name),
            .. Enumerable.Repeat(record, records).SelectMany(each => each),
        ];
    }

    static byte[] Question(string name) =>
        [.. name.Split('.').Append("").SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]),
         0, 1, 0, 1];

    static byte[] Value(Rng rng)
    {
        string data = new('x', rng.Below(300));
        int said = data.Length + (rng.Percent(5) ? 1 : 0);
        return Text($"VALUE {rng.Pick(["k", "set"])} {rng.Below(3)} {said}\r\n{data}\r\nEND\r\n");
    }

    static byte[] Text(string text) => [0, Id, 0, 0, 0, 1, 0, 0, .. Encoding.ASCII.GetBytes(text)];

    static byte[] Word(int value) => [(byte)(value >> 8), (byte)value];

    static byte[] Address(uint value) => [.. Word((int)(value >> 16)), .. Word((int)(value & 0xffff))];

    /// <summary>The bits of an IPv4 address: the two families mustn't meet.</summary>
    static byte[] Ip6(uint value) => [.. new byte[12], .. Address(value)];
}
