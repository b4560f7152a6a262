using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace FastPaas.Modules.Tests;

public class CacheTests
{
    const ulong Second = CacheNode.CyclesPerSecond;
    static readonly byte[] Address = [192, 0, 2, 7];

    static CacheConfig.NamesItem[] Names =>
        [new("www.example.com", new IpPrefix(0, 0xc0000207, 32, false), 300)];

    static UdpFrame ToServer(byte[] payload, ushort port = 53, uint client = 0x0a000001) =>
        new(false, client, 0x0a000035, 40_000, port, payload);

    static byte[] Text(string text, ushort id = 7) =>
        [(byte)(id >> 8), (byte)id, 0, 0, 0, 1, 0, 0, .. Encoding.ASCII.GetBytes(text)];

    [Test]
    public void A_configured_name_is_answered_with_the_case_that_the_client_wrote()
    {
        using CacheNode node = new(Names);
        UdpFrame query = ToServer(Dns.Query(0x4321, "wWw.eXample.Com"));
        byte[] reply = Dns.Reply(0x4321, "wWw.eXample.Com", Dns.A, 0x8580, [Dns.Record(Dns.A, 300, Address)]);
        Assert.Equal(query.Back(reply).Answer(), node.Send(query));
    }

    [Test]
    public void Over_IPv6_the_same_with_its_own_checksum()
    {
        using CacheNode node = new(Names);
        UdpFrame query = new(true, (UInt128)0x2001_0db8 << 96 | 1, (UInt128)0x2001_0db8 << 96 | 0x35, 40_000, 53,
            Dns.Query(1, "www.example.com", opt: Dns.Opt(4_096)));
        byte[] reply = Dns.Reply(1, "www.example.com", Dns.A, 0x8580, [Dns.Record(Dns.A, 300, Address)], Dns.Opt(1_232));
        Assert.Equal(query.Back(reply).Answer(), node.Send(query));
    }

    [Test]
    public void Options_of_EDNS_are_left_out_of_the_reply()
    {
        using CacheNode node = new(Names);
        UdpFrame query = ToServer(Dns.Query(1, "www.example.com", opt: Dns.Opt(1_232, 0, 0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8)));
        byte[] reply = Dns.Reply(1, "www.example.com", Dns.A, 0x8580, [Dns.Record(Dns.A, 300, Address)], Dns.Opt(1_232));
        Assert.Equal(query.Back(reply).Answer(), node.Send(query));
    }

    public static IEnumerable<(string, byte[])> Misses() =>
    [
        ("another name", Dns.Query(1, "ww.example.com")),
        ("another type", Dns.Query(1, "www.example.com", Dns.Aaaa)),
        ("MX", Dns.Query(1, "www.example.com", 15)),
        ("DNSSEC wanted", Dns.Query(1, "www.example.com", opt: Dns.Opt(1_232, 0x8000))),
        ("checking disabled", Dns.Query(1, "www.example.com", flags: 0x0110)),
        ("EDNS version 1", Dns.Query(1, "www.example.com", opt: Dns.Opt(1_232, 0x1_0000))),
        ("a reply", Dns.Query(1, "www.example.com", flags: 0x8180)),
        ("an update", Dns.Query(1, "www.example.com", flags: 0x2800)),
        ("a byte behind", [.. Dns.Query(1, "www.example.com"), 0]),
        ("a byte short", Dns.Query(1, "www.example.com")[..^1]),
        ("two questions", [0, 1, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, .. Dns.Query(1, "www.example.com")[12..]]),
        ("a pointer in the question", [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1]),
        ("class CHAOS", [.. Dns.Query(1, "www.example.com")[..^1], 3]),
        ("options that overrun", [.. Dns.Query(1, "www.example.com", opt: Dns.Opt(1_232))[..^1], 4]),
    ];

    [Test]
    [MethodDataSource(nameof(Misses))]
    public void What_is_not_a_plain_query_for_it_goes_on_unchanged(string what, byte[] query)
    {
        using CacheNode node = new(Names);
        Assert.True(node.Send(ToServer(query)) is null, what);
    }

    [Test]
    public void A_reply_larger_than_the_client_takes_is_the_servers_to_give()
    {
        CacheConfig.NamesItem[] names = [.. Enumerable.Range(1, 16).Select(i =>
            new CacheConfig.NamesItem("www.example.com", new IpPrefix(0x2001_0db8_0000_0000, (ulong)i, 128, true), 60))];
        using CacheNode node = new(names);
        // 12 + 21 + 16 * 28 = 481 bytes fit 512, with an OPT too; with a longer name they don't.
        Assert.NotNull(node.Send(ToServer(Dns.Query(1, "www.example.com", Dns.Aaaa))));
        string name = string.Join('.', Enumerable.Repeat("label-of-twenty-chars", 3));
        using CacheNode other = new([.. names.Select(item => item with { Name = name })]);
        Assert.Null(other.Send(ToServer(Dns.Query(1, name, Dns.Aaaa))));
        Assert.NotNull(other.Send(ToServer(Dns.Query(1, name, Dns.Aaaa, opt: Dns.Opt(1_232)))));
    }

    [Test]
    public void Without_room_in_the_buffer_it_is_a_miss()
    {
        using CacheNode node = new(Names);
        Assert.Null(node.Send(ToServer(Dns.Query(1, "www.example.com")), roomBytes: 15));
        Assert.NotNull(node.Send(ToServer(Dns.Query(1, "www.example.com")), roomBytes: 16));
    }

    [Test]
    public void A_reply_to_a_query_that_missed_is_learned_and_its_time_runs()
    {
        using CacheNode node = new();
        UdpFrame query = ToServer(Dns.Query(5, "a.example"));
        byte[] alias = [3, .. "web"u8, 0xc0, 12];
        byte[][] Records(uint age) =>
            [Dns.Record(Dns.Cname, 60 - age, alias), Dns.Record(Dns.A, 30 - age, Address, owner: [0xc0, 39])];
        Assert.Null(node.Send(query));
        Assert.Null(node.Send(query.Back(Dns.Reply(5, "a.example", Dns.A, 0x8180, Records(0), Dns.Opt(1_232))), 1));
        UdpFrame later = ToServer(Dns.Query(6, "A.example"), client: 0x0a000002);
        Assert.Equal(later.Back(Dns.Reply(6, "A.example", Dns.A, 0x8180, Records(0))).Answer(), node.Send(later, Second));
        Assert.Equal(later.Back(Dns.Reply(6, "A.example", Dns.A, 0x8180, Records(29))).Answer(), node.Send(later, 30 * Second));
        Assert.Null(node.Send(later, 30 * Second + 1));
    }

    [Test]
    [Arguments("id"), Arguments("port"), Arguments("server"), Arguments("client"), Arguments("name"), Arguments("late")]
    [Arguments("twice"), Arguments("failed"), Arguments("cut"), Arguments("empty"), Arguments("no time")]
    [Arguments("a pointer forward")]
    public void A_reply_that_was_not_asked_for_or_is_no_plain_success_is_not_learned(string what)
    {
        using CacheNode node = new();
        UdpFrame query = ToServer(Dns.Query(5, "a.example"));
        byte[] Answer(ushort id = 5, string name = "a.example", ushort flags = 0x8180, uint ttl = 60, byte[]? owner = null) =>
            Dns.Reply(id, name, Dns.A, flags, flags == 0x8181 ? [] : [Dns.Record(Dns.A, ttl, Address, owner)]);
        UdpFrame good = query.Back(Answer());
        UdpFrame bad = what switch
        {
            "id" => query.Back(Answer(id: 6)),
            "port" => good with { DestinationPort = 40_001 },
            "server" => good with { Source = good.Source + 1 },
            "client" => good with { Destination = good.Destination + 1 },
            "name" => query.Back(Answer(name: "b.example")),
            "failed" => query.Back(Answer(flags: 0x8183)),
            "cut" => query.Back(Answer(flags: 0x8380)),
            "empty" => query.Back(Answer(flags: 0x8181)),
            "no time" => query.Back(Answer(ttl: 0)),
            "a pointer forward" => query.Back(Answer(owner: [0xc0, 27])),
            _ => good,
        };
        Assert.Null(node.Send(query));
        if (what == "twice") Assert.Null(node.Send(good with { Payload = Answer(ttl: 1) }, 1));
        ulong now = what switch { "late" => 5 * Second, "twice" => 2, _ => 1 };
        Assert.Null(node.Send(bad, now));
        Assert.Null(node.Send(query, what == "twice" ? 2 * Second : now + 1));
    }

    [Test]
    public void One_servers_answer_is_not_anothers_and_nothing_is_learned_where_it_is_switched_off()
    {
        foreach (bool learn in new[] { true, false })
        {
            using CacheNode node = new(learn: learn);
            UdpFrame query = ToServer(Dns.Query(5, "a.example"));
            node.Send(query);
            node.Send(query.Back(Dns.Reply(5, "a.example", Dns.A, 0x8180, [Dns.Record(Dns.A, 60, Address)])));
            Assert.Equal(learn, node.Send(query) is not null);
            Assert.Null(node.Send(query with { Destination = query.Destination + 1 }));
        }
    }

    [Test]
    [Arguments(false, 0u), Arguments(false, 0x0a000035u), Arguments(true, 0u)]
    public void A_server_without_an_address_or_with_bits_of_anothers_speaks_for_itself_only(bool isIp6, uint server)
    {
        using CacheNode node = new();
        UInt128 network = isIp6 ? (UInt128)0x2001_0db8 << 96 : 0x0a000000;
        UdpFrame query = new(isIp6, network + 1, server, 40_000, 53, Dns.Query(5, "a.example"));
        node.Send(query);
        node.Send(query.Back(Dns.Reply(5, "a.example", Dns.A, 0x8180, [Dns.Record(Dns.A, 60, Address)])));
        Assert.NotNull(node.Send(query));
        Assert.Null(node.Send(query with { Destination = network + 2 }));
        Assert.Null(node.Send(query with { IsIp6 = !isIp6, Source = isIp6 ? 0x0a000001 : (UInt128)0x2001_0db8 << 96 | 1 }));
    }

    [Test]
    [Arguments(0xe0000001u), Arguments(0xffffffffu), Arguments(0u), Arguments(0x7f000001u)]
    public void Nobody_is_answered_who_cannot_have_asked(uint client)
    {
        using CacheNode node = new(Names);
        Assert.Null(node.Send(ToServer(Dns.Query(1, "www.example.com"), client: client)));
    }

    [Test]
    public void Memcached_gets_one_value_in_one_datagram()
    {
        using CacheNode node = new(values: [new("greeting", "hello", 9)]);
        UdpFrame get = ToServer(Text("get greeting\r\n"), 11_211);
        Assert.Equal(get.Back(Text("VALUE greeting 9 5\r\nhello\r\nEND\r\n")).Answer(), node.Send(get));
        string[] others =
        [
            "get greeting other\r\n", "gets greeting\r\n", "get greeting\n", "get \r\n", "get greetin\r\n", "get greeting\r\nx",
            "set greeting 0 0 1\r\nx\r\n", "get  greeting\r\n", $"get {new string('k', 251)}\r\n",
        ];
        Assert.All(others, other => Assert.Null(node.Send(ToServer(Text(other), 11_211))));
        byte[] second = Text("get greeting\r\n");
        second[3] = 1;
        Assert.Null(node.Send(ToServer(second, 11_211)));
    }

    [Test]
    public void Memcached_values_are_learned_for_as_long_as_is_configured()
    {
        using CacheNode node = new();
        UdpFrame get = ToServer(Text("get k\r\n"), 11_211);
        Assert.Null(node.Send(get));
        Assert.Null(node.Send(get.Back(Text("VALUE k 0 4\r\na\r\nb\r\nEND\r\n"))));
        UdpFrame later = ToServer(Text("get k\r\n", id: 8), 11_211);
        Assert.Equal(later.Back(Text("VALUE k 0 4\r\na\r\nb\r\nEND\r\n", id: 8)).Answer(), node.Send(later, 10 * Second - 1));
        Assert.Null(node.Send(later, 10 * Second));
    }

    [Test]
    [Arguments("END\r\n"), Arguments("VALUE k 0 2\r\nabc\r\nEND\r\n"), Arguments("VALUE k 0 9\r\nabc\r\nEND\r\n")]
    [Arguments("VALUE k 0 4294967295\r\nabc\r\nEND\r\n"), Arguments("VALUE k 0 99999999999\r\nabc\r\nEND\r\n")]
    [Arguments("VALUE k 0 3\r\nabc\r\nVALUE l 0 1\r\nx\r\nEND\r\n"), Arguments("VALUE k 0 3 17\r\nabc\r\nEND\r\n")]
    public void Memcached_replies_that_are_not_one_value_are_not_learned(string reply)
    {
        using CacheNode node = new();
        UdpFrame get = ToServer(Text("get k\r\n"), 11_211);
        node.Send(get);
        node.Send(get.Back(Text(reply)));
        Assert.Null(node.Send(get));
    }

    [Test]
    public void A_full_set_loses_what_was_not_read_and_keeps_the_configuration()
    {
        using CacheNode node = new(Names, entries: 64);
        for (ushort i = 0; i < 500; i++)
        {
            UdpFrame query = ToServer(Dns.Query(i, $"n{i}.example"));
            Assert.Null(node.Send(query));
            node.Send(query.Back(Dns.Reply(i, $"n{i}.example", Dns.A, 0x8180, [Dns.Record(Dns.A, 60, Address)])));
            Assert.NotNull(node.Send(query));
        }
        int held = Enumerable.Range(0, 500).Count(i => node.Send(ToServer(Dns.Query(1, $"n{i}.example"))) is not null);
        Assert.InRange(held, 48, 63);
        Assert.NotNull(node.Send(ToServer(Dns.Query(1, "www.example.com"))));
    }

    [Test]
    [Arguments("", "is no name"), Arguments("a..b", "is no name"), Arguments("a b", "is no name")]
    public void A_name_that_is_none_is_refused(string name, string message) =>
        Assert.Contains(message, Assert.Throws<ModuleConfigurationException>(
            () => new CacheNode([new(name, new IpPrefix(0, 1, 32, false), 1)])).Message, StringComparison.Ordinal);
}
