using System;
using System.Collections.Generic;
using System.Linq;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Generators.Tests;

/// <summary>What compiled graphs do with packets, where it hangs on how they are compiled.</summary>
public sealed class DispatchTests
{
    const string Macswap = """
        schema = 1
        name = "swap"
        [port.wire]
        device = "net_null0"
        next = "swap"
        [node.swap]
        module = "macswap"
        next = "wire"
        """;

    const string Split = """
        schema = 1
        name = "split"
        [port.wire]
        device = "net_null0"
        next = "split"
        [port.web]
        device = "net_null1"
        [node.split]
        next = [ { when = "udp.dst == 80", to = "web" }, { to = "wire" } ]
        """;

    static readonly ModuleSet marking = ModuleSet.None
        .With("mark", """
            name = "mark"
            language = "csharp"
            summary = "Writes a byte"
            packet = "write"
            shape = "packet"
            outputs = ["out"]
            [config]
            value = { type = "u8" }
            """, """
            namespace FastPaas.Modules;
            [Module("mark")]
            public static class Mark
            {
                public struct State { public MacAddress Value; }
                public static void Init(MarkConfig of, ModuleHeap heap, ref State s) => s.Value = new((ulong)of.Value << 40);
                public static void Process(WritablePacket packet, in State s) => packet.Ethernet.Destination = new(s.Value);
            }
            """)
        .With("append", """
            name = "append"
            language = "csharp"
            summary = "Appends a digit to a number of one byte, in base 5"
            packet = "write"
            shape = "packet"
            outputs = ["out"]
            [config]
            digit = { type = "u8" }
            """, """
            namespace FastPaas.Modules;
            [Module("append")]
            public static class Append
            {
                public struct State { public byte Digit; }
                public static void Init(AppendConfig config, ModuleHeap heap, ref State state) => state.Digit = config.Digit;
                public static void Process(WritablePacket packet, in State state) => packet.Ethernet.Destination =
                    new MacAddress((packet.Ethernet.Destination.Value.Bits >> 40) * 5 + state.Digit << 56 >> 16);
            }
            """)
        .With("redirect", """
            name = "redirect"
            language = "csharp"
            summary = "Sets the last byte of the IPv4 destination to 9"
            packet = "write"
            writes = ["ip.dst"]
            outputs = ["out"]
            """, """
            namespace FastPaas.Modules;
            [Module("redirect")]
            public static class Redirect
            {
                public struct State { }
                public static void Init(RedirectConfig config, ModuleHeap heap, ref State state) { }
                public static void Process(WritableBurst burst, LaneMask lanes, ref State state, out LaneMask @out)
                {
                    foreach (int lane in lanes) burst.Bytes(lane)[33] = 9;
                    @out = lanes;
                }
            }
            """)
        .With("liar", """
            name = "liar"
            language = "csharp"
            summary = "Claims some lanes twice, some not at all, and some that aren't its own"
            packet = "read"
            outputs = ["left", "right"]
            """, """
            namespace FastPaas.Modules;
            [Module("liar")]
            public static class Liar
            {
                public struct State { }
                public static void Init(LiarConfig config, ModuleHeap heap, ref State state) { }
                public static void Process(Burst burst, LaneMask lanes, ref State state, out LaneMask left, out LaneMask right)
                {
                    left = new LaneMask(0xffff_ffff_0000_0003);
                    right = new LaneMask(0xffff_ffff_0000_0006);
                }
            }
            """);

    [Test]
    [Arguments(20, 30)]
    [Arguments(1, 1, 1, 1, 8, 20)]
    [Arguments(59)]
    public void Later_segments_are_pulled_into_the_first(params int[] segments)
    {
        using GraphAssembly assembly = GraphAssembly.Compile(Split);
        using TestLcore lcore = new(assembly.Graph);
        byte[] frame = Frames.Udp4(length: 400);
        lcore.Add(frame, segments);
        lcore.Run("wire");
        Assert.Equal(frame, Assert.Single(lcore.Sent("web")).Bytes);
        lcore.CheckNoLeak();
    }

    [Test]
    public void A_first_segment_without_room_for_its_headers_is_malformed()
    {
        using GraphAssembly assembly = GraphAssembly.Compile(Split);
        using TestLcore lcore = new(assembly.Graph);
        lcore.Add(Frames.Udp4(), [20], tailroomBytes: 39);
        lcore.Run("wire");
        Assert.Equal(1ul, lcore.Counter("drop.malformed"));
        Assert.Equal([0], lcore.Dropped);
        lcore.CheckNoLeak();
    }

    [Test]
    public void Frames_shorter_than_an_Ethernet_header_are_malformed()
    {
        using GraphAssembly assembly = GraphAssembly.Compile(Macswap);
        using TestLcore lcore = new(assembly.Graph);
        lcore.Add(new byte[13]);
        lcore.Add(new byte[14]);
        lcore.Run("wire");
        Assert.Equal(1ul, lcore.Counter("drop.malformed"));
        Assert.Equal([1], lcore.Sent("wire").Select(packet => packet.Input));
        lcore.CheckNoLeak();
    }

    [Test]
    public void A_first_node_that_runs_while_packets_are_checked_runs_once_on_each()
    {
        using GraphAssembly assembly = GraphAssembly.Compile(Macswap);
        using TestLcore lcore = new(assembly.Graph);
        byte[] plain = Frames.Udp4(), shortest = Frames.Udp4()[..14];
        lcore.Add(plain);
        lcore.Add(plain, [5, 10]);
        lcore.Add(shortest);
        lcore.Add(shortest, [13]);
        lcore.Run("wire");
        Assert.All(lcore.Sent("wire"), packet =>
            Assert.Equal([.. plain[6..12], .. plain[..6], .. plain[12..14]], packet.Bytes[..14]));
        Assert.Equal(4ul, lcore.Counter("node.swap.out"));
        lcore.CheckNoLeak();
    }

    [Test]
    public void A_graph_that_never_looks_passes_anything()
    {
        using GraphAssembly assembly = GraphAssembly.Compile([GraphSource.FromRepository("io")], [ModuleSet.Catalogue]);
        using TestLcore lcore = new(assembly.Graph);
        lcore.Add(new byte[1]);
        lcore.Add(new byte[40], [3]);
        lcore.Run("left");
        Assert.Equal([1, 40], lcore.Sent("right").Select(packet => packet.Bytes.Length));
        lcore.CheckNoLeak();
    }

    [Test]
    public void Paths_that_split_keep_the_order_of_the_burst()
    {
        using GraphAssembly assembly = GraphAssembly.Compile(Split);
        using TestLcore lcore = new(assembly.Graph);
        Random random = new(4);
        bool[] web = [.. Enumerable.Range(0, 32).Select(_ => random.Next(2) == 0)];
        foreach (bool isWeb in web) lcore.Add(Frames.Udp4(dstPort: (ushort)(isWeb ? 80 : 81)));
        lcore.Run("wire");
        Assert.Equal(Enumerable.Range(0, 32).Where(i => web[i]), lcore.Sent("web").Select(packet => packet.Input));
        Assert.Equal(Enumerable.Range(0, 32).Where(i => !web[i]), lcore.Sent("wire").Select(packet => packet.Input));
        Assert.Equal((ulong)web.Count(isWeb => isWeb), lcore.Counter("node.split.rule1"));
        lcore.CheckNoLeak();
    }

    [Test]
    [Arguments(0)]
    [Arguments(5)]
    public void What_a_device_refuses_is_freed_and_counted(int room)
    {
        using GraphAssembly assembly = GraphAssembly.Compile(Macswap);
        using TestLcore lcore = new(assembly.Graph);
        lcore.LimitTransmit("wire", room);
        for (int i = 0; i < 20; i++) lcore.Add(new byte[60]);
        lcore.Run("wire");
        Assert.Equal((ulong)room, lcore.Counter("port.wire.tx_packets"));
        Assert.Equal((ulong)(20 - room), lcore.Counter("drop.tx_full"));
        lcore.CheckNoLeak();
    }

    [Test]
    public void Options_and_tags_match_the_one_rule_of_a_graph_too()
    {
        using GraphAssembly assembly = GraphAssembly.Compile(Split);
        using TestLcore lcore = new(assembly.Graph);
        lcore.Add(Frames.Udp4(options: 8));
        lcore.Add(Frames.Udp4(tags: 1));
        lcore.Add(Frames.Udp4(tags: 2, options: 40));
        lcore.Add(Frames.Ip6(17, 80));
        lcore.Add(Frames.Tcp4());
        lcore.Run("wire");
        Assert.Equal([0, 1, 2, 3], lcore.Sent("web").Select(packet => packet.Input));
        lcore.CheckNoLeak();
    }

    [Test]
    public void Fields_are_parsed_again_after_a_node_wrote_to_them()
    {
        using GraphAssembly assembly = GraphAssembly.Compile([new GraphSource("""
            schema = 1
            name = "again"
            [port.wire]
            device = "net_null0"
            next = "before"
            [port.nine]
            device = "net_null1"
            [node.before]
            next = [ { when = "ip.dst == 10.0.0.1", to = "redirect" }, { to = "after" } ]
            [node.redirect]
            module = "redirect"
            next = "after"
            [node.after]
            next = [ { when = "ip.dst == 10.0.0.9", to = "nine" }, { when = "ip.dst == 10.0.0.1", to = "drop" }, { to = "wire" } ]
            """)], [marking]);
        using TestLcore lcore = new(assembly.Graph);
        lcore.Add(Frames.Udp4(dst: 0x0a000001));
        lcore.Add(Frames.Udp4(dst: 0x0a000002));
        lcore.Add(Frames.Udp4(dst: 0x0a000009));
        lcore.Add(Frames.Tcp4(dst: 0x0a000001));
        lcore.Run("wire");
        Assert.Equal([0, 2, 3], lcore.Sent("nine").Select(packet => packet.Input));
        Assert.Equal([1], lcore.Sent("wire").Select(packet => packet.Input));
        lcore.CheckNoLeak();
    }

    [Test]
    public void Fused_nodes_keep_their_own_configuration()
    {
        string nodes = string.Concat(Enumerable.Range(0, 7).Select(i =>
            $"[node.m{i}]\nmodule = \"mark\"\nnext = \"wire\"\nconfig = {{ value = {i + 10} }}\n"));
        string rules = string.Concat(Enumerable.Range(0, 6).Select(i => $"{{ when = \"udp.dst == {i}\", to = \"m{i}\" }}, "));
        using GraphAssembly assembly = GraphAssembly.Compile([new GraphSource($$"""
            schema = 1
            name = "fused"
            [port.wire]
            device = "net_null0"
            next = "split"
            [node.split]
            next = [ {{rules}} { to = "m6" } ]
            {{nodes}}
            """)], [marking]);
        using TestLcore lcore = new(assembly.Graph);
        Random random = new(5);
        int[] ports = [.. Enumerable.Range(0, 32).Select(_ => random.Next(8))];
        foreach (int port in ports) lcore.Add(Frames.Udp4(dstPort: (ushort)port));
        lcore.Run("wire");
        Assert.Equal(ports.Select(port => (byte)(Math.Min(port, 6) + 10)), lcore.Sent("wire").Select(packet => packet.Bytes[0]));
        Assert.Single(assembly.Output.Generated.Values, code => code.Split("Mark.Process(").Length == 2);
        lcore.CheckNoLeak();
    }

    [Test]
    public void Nodes_that_the_same_packets_cross_run_in_one_walk_in_their_order()
    {
        string Node(string name, int digit, string next) =>
            $"[node.{name}]\nmodule = \"append\"\nnext = \"{next}\"\nconfig = {{ digit = {digit} }}\n";
        string nodes = string.Concat(Enumerable.Range(0, 3).Select(i => Node($"a{i}", i, $"b{i}") + Node($"b{i}", 3 - i, "c")));
        using GraphAssembly assembly = GraphAssembly.Compile([new GraphSource($$"""
            schema = 1
            name = "walk"
            [port.wire]
            device = "net_null0"
            next = "split"
            [node.split]
            next = [ { when = "udp.dst == 0", to = "a0" }, { when = "udp.dst == 1", to = "a1" },
                { when = "udp.dst == 2", to = "a2" }, { to = "e" } ]
            {{nodes}}{{Node("c", 4, "d")}}{{Node("d", 1, "e")}}{{Node("e", 2, "wire")}}
            """)], [marking]);
        using TestLcore lcore = new(assembly.Graph);
        int[] ports = [.. Enumerable.Range(0, 32).Select(i => i * 7 % 4)];
        foreach (int port in ports) lcore.Add(Frames.Udp4(dstPort: (ushort)port));
        byte first = Frames.Udp4()[0];
        lcore.Run("wire");
        Assert.Equal(ports.Select(port => (byte)(port == 3 ? new[] { 2 } : [port, 3 - port, 4, 1, 2])
            .Aggregate((int)first, (number, digit) => number * 5 + digit)), lcore.Sent("wire").Select(packet => packet.Bytes[0]));
        Assert.Equal(24ul, lcore.Counter("node.d.out"));
        // Another packet joins at e, so that is the second walk.
        string code = assembly.Output.Generated.Values.Single(code => code.Contains("Append.Process("));
        Assert.Equal([4, 1], code.Split("for (ulong rest")[1..].Select(walk => walk.Split("Append.Process(").Length - 1));
        lcore.CheckNoLeak();
    }

    [Test]
    public void Nodes_without_a_parsed_field_walk_in_the_loop_that_checks_the_packets()
    {
        using GraphAssembly assembly = GraphAssembly.Compile([new GraphSource("""
            schema = 1
            name = "checked"
            [port.wire]
            device = "net_null0"
            next = "a"
            [node.a]
            module = "append"
            config = { digit = 1 }
            next = "b"
            [node.b]
            module = "append"
            config = { digit = 2 }
            next = "wire"
            """)], [marking]);
        using TestLcore lcore = new(assembly.Graph);
        lcore.Add(Frames.Udp4());
        lcore.Add(Frames.Udp4(), [10, 20]);
        lcore.Add(new byte[13]);
        lcore.Add(new byte[14]);
        int first = Frames.Udp4()[0];
        lcore.Run("wire");
        byte twice = (byte)(first * 25 + 7);
        Assert.Equal([twice, twice, 7], lcore.Sent("wire").Select(packet => packet.Bytes[0]));
        Assert.Equal(1ul, lcore.Counter("drop.malformed"));
        Assert.Equal(3ul, lcore.Counter("node.b.out"));
        lcore.CheckNoLeak();
    }

    [Test]
    public void What_a_module_claims_twice_or_not_at_all_is_neither_sent_twice_nor_lost()
    {
        using GraphAssembly assembly = GraphAssembly.Compile([new GraphSource("""
            schema = 1
            name = "lies"
            [port.wire]
            device = "net_null0"
            next = "liar"
            [port.other]
            device = "net_null1"
            [node.liar]
            module = "liar"
            next = { left = "wire", right = "other" }
            """)], [marking]);
        using TestLcore lcore = new(assembly.Graph);
        for (int i = 0; i < 5; i++) lcore.Add(Frames.Udp4());
        lcore.Run("wire");
        Assert.Equal([0, 1], lcore.Sent("wire").Select(packet => packet.Input));
        Assert.Equal([2], lcore.Sent("other").Select(packet => packet.Input));
        Assert.Equal(2ul, lcore.Counter("drop.module_fault"));
        lcore.CheckNoLeak();
    }

    [Test]
    public void Ten_thousand_acl_rules_compile_and_match()
    {
        string rules = string.Join(",\n", Enumerable.Range(0, 10_000).Select(i =>
            $"{{ action = \"permit\", dst = [\"10.{i >> 8}.{i & 255}.0/24\"], proto = [17] }}"));
        using GraphAssembly assembly = GraphAssembly.Compile($$"""
            schema = 1
            name = "rules"
            [port.wire]
            device = "net_null0"
            next = "filter"
            [node.filter]
            module = "acl"
            next = { permit = "wire", deny = "drop" }
            [node.filter.config]
            rules = [
            {{rules}}
            ]
            """);
        using TestLcore lcore = new(assembly.Graph);
        lcore.Add(Frames.Udp4(dst: 0x0a270f05));
        lcore.Add(Frames.Udp4(dst: 0x0a271005));
        lcore.Run("wire");
        Assert.Equal([0], lcore.Sent("wire").Select(packet => packet.Input));
        lcore.CheckNoLeak();
    }
}
