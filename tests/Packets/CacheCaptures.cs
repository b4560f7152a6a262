using System.Collections.Generic;
using System.Linq;
using System.Text;
using static FastPaas.Packets.Tests.Frame;

namespace FastPaas.Packets.Tests;

/// <summary>The packets of the cases about the cache: messages of DNS (RFC 1035) and memcached in UDP, without
/// checksums.</summary>
static class CacheCaptures
{
    const string Client = "10.0.0.1", Server = "10.0.0.53", Client6 = "2001:db8::1", Server6 = "2001:db8::53";
    const ushort A = 1, Mx = 15, Aaaa = 28;

    static readonly byte[] opt = [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0];
    static readonly byte[] dnssecOpt = [0, 0, 41, 4, 208, 0, 0, 0x80, 0, 0, 0];
    static readonly byte[] query = Ask(Query("www.example"));

    public static IReadOnlyDictionary<string, byte[][]> ByCase { get; } = new Dictionary<string, byte[][]>
    {
        ["cache_answers_names_that_are_configured"] =
        [
            query, Ask(Query("wWw.Example", Aaaa)), Ask(Query("www.example", opt: opt)),
            Ethernet(Ip6(Client6, Server6, Udp17, Datagram(40_000, 53, Query("www.example")))),
            Ethernet(Ip4(Client, "192.0.2.99", Udp17, Datagram(40_000, 53, Query("www.example"))), 100, 200),
            [.. Ask(Query("www.example")), 0, 0, 0], Ask(Query("ww.example")),
        ],
        ["cache_answers_values_that_are_configured"] =
        [
            Ask(Text("get motd\r\n"), 11_211), Ask(Text("get motd\r\n", id: 8), 11_211),
            Ethernet(Ip6(Client6, Server6, Udp17, Datagram(40_000, 11_211, Text("get motd\r\n")))),
            Ask(Text("get mot\r\n"), 11_211),
        ],
        ["cache_learns_a_reply_that_was_asked_for"] =
        [
            Ask(Query("a.example")), Reply(Answer("a.example", 7)), Ask(Query("A.example", id: 9)),
            Ask(Text("get k\r\n"), 11_211), Reply(Text("VALUE k 3 4\r\na\r\nb\r\nEND\r\n"), 11_211),
            Ask(Text("get k\r\n", id: 8), 11_211),
            Ethernet(Ip4(Client, "10.0.0.54", Udp17, Datagram(40_000, 53, Query("a.example")))),
        ],
        ["cache_learns_nothing_that_was_not_asked_for"] =
        [
            Reply(Answer("a.example", 7)), Ask(Query("a.example")), Reply(Answer("a.example", 8)), Ask(Query("a.example")),
            Reply(Answer("b.example", 7)), Ask(Query("a.example")), Ask(Query("b.example")),
            Reply(Answer("a.example", 7, flags: 0x8183)), Ask(Query("a.example")),
            Ethernet(Ip4(Client, "0.0.0.0", Udp17, Datagram(40_000, 53, Query("c.example")))),
            Ethernet(Ip4("0.0.0.0", Client, Udp17, Datagram(53, 40_000, Answer("c.example", 7)))), Ask(Query("c.example")),
        ],
        ["cache_leaves_what_it_cannot_answer"] =
        [
            Ask(Query("www.example", Mx)), Ask(Query("www.example", flags: 0x0110)), Ask(Query("www.example", opt: dnssecOpt)),
            Ask(Query("www.example")[..^1]), Ask([.. Query("www.example"), 0]), query.With(39, 0x32), query.With(0, 1),
            Ethernet(Ip4(Client, Server, Udp17, Datagram(40_000, 53, Query("www.example")), optionBytes: 4)),
            Ethernet(Ip4(Client, Server, Udp17, Datagram(40_000, 53, Query("www.example")), fragment: 0x2000)),
            Ethernet(Ip6(Client6, Server6, 60, Options(1, Udp17, Datagram(40_000, 53, Query("www.example"))))),
            Ethernet(Ip4("127.0.0.1", Server, Udp17, Datagram(40_000, 53, Query("www.example")))),
            Ethernet(Ip6("ff02::1", Server6, Udp17, Datagram(40_000, 53, Query("www.example")))),
            Ask(Text("get motd other\r\n"), 11_211), Ask(Text("gets motd\r\n"), 11_211), Ask(Text("get motd\n"), 11_211),
            Ethernet(Ip4(Client, Server, Tcp6, Tcp(40_000, 53))), Ethernet(Arp(Client, Server)),
        ],
    };

    static byte[] Ask(byte[] message, ushort port = 53) =>
        Ethernet(Ip4(Client, Server, Udp17, Datagram(40_000, port, message)));

    static byte[] Reply(byte[] message, ushort port = 53) =>
        Ethernet(Ip4(Server, Client, Udp17, Datagram(port, 40_000, message)));

    static byte[] Datagram(ushort src, ushort dst, byte[] payload) =>
        [.. Words(src, dst, (ushort)(8 + payload.Length), 0), .. payload];

    static byte[] Query(string name, ushort type = A, ushort flags = 0x0100, ushort id = 7, byte[]? opt = null) =>
        [.. Words(id, flags, 1, 0, 0, (ushort)(opt is null ? 0 : 1)), .. Name(name), .. Words(type, 1), .. opt ?? []];

    /// <summary>One address for a minute.</summary>
    static byte[] Answer(string name, ushort id, ushort flags = 0x8180) =>
        [.. Words(id, flags, 1, 1, 0, 0), .. Name(name), .. Words(A, 1, 0xc00c, A, 1, 0, 60, 4), 198, 51, 100, 9];

    static byte[] Text(string text, ushort id = 7) => [.. Words(id, 0, 1, 0), .. Encoding.ASCII.GetBytes(text)];

    static byte[] Name(string name) =>
        [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    static byte[] Words(params ushort[] words) => [.. words.SelectMany(word => (byte[])[(byte)(word >> 8), (byte)word])];
}
