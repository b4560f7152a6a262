using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Generators.Tests;

/// <summary>The generated parsing loops against the exact parser.</summary>
public sealed unsafe class ParseLoopTests
{
    const int Bursts = 300;

    /// <summary>Conditions whose fields decide which packets are plain. Two rules each: one would be matched without
    /// arrays.</summary>
    public static IEnumerable<string> Conditions =>
    [
        "eth.type == 0x806", "eth.src == 02:00:00:00:00:01 or eth.dst == 02:00:00:00:00:02", "packet.length > 100",
        "vlan.id == 100",
        "vlan.id == 100 and eth.type == 0x86dd", "ip.src == 10.0.0.1", "ip.dst == 10.0.0.1 and ip.ttl > 3",
        "ip.proto == 17 or ip.dscp == 46",
        "tcp.dst == 80", "udp.src == 53", "icmp.type == 8", "l4.src < 1024 and l4.dst == 80", "tcp.flags == 2", "flow.hash > 5",
        "ip6.src in 2001:db8::/32", "ip6.dst == ::1 and tcp.dst == 443 and ip.proto == 6", "ip6.src == ::1 and vlan.id == 100 " +
        "and flow.hash > 7",
        "ip6.src == ::1 and ip.ttl > 3 and ip.dscp < 9 and icmp.type == 128 and eth.type == 0x86dd",
        "vlan.id == 100 and udp.dst == 80",
    ];

    [Test]
    [MethodDataSource(nameof(Conditions))]
    public void What_a_loop_calls_plain_it_parses_as_the_exact_parser_does(string condition)
    {
        string[] names = [.. FastPaas.Graph.Match.HeaderFieldInfo.All.Select(field => field.Name).Where(condition.Contains)];
        using GraphAssembly assembly = GraphAssembly.Compile($$"""
            schema = 1
            name = "parse"
            [port.wire]
            device = "net_null0"
            next = "split"
            [node.split]
            next = [ { when = "{{condition}}", to = "drop" }, { when = "packet.length == 77", to = "wire" }, { to = "drop" } ]
            """);
        MethodInfo method = assembly.Assembly.GetType("FastPaas.Generated.GraphParse")!.GetMethod("ParseWire", BindingFlags.Static
            | BindingFlags.NonPublic)!;
        var parse = (delegate*<LcoreContext*, nuint, ulong>)method.MethodHandle.GetFunctionPointer();
        Random random = new(3);
        int plain = 0;
        HeaderLanes exact = default;
        for (int burst = 0; burst < Bursts; burst++)
        {
            using TestLcore lcore = new(assembly.Graph);
            for (int lane = 0; lane < 32; lane++) lcore.Add(Frames.Hostile(random));
            ulong odd = parse(lcore.Context, 32);
            for (nuint lane = 0; lane < 32; lane++)
            {
                if ((odd >> (int)lane & 1) != 0) continue;
                plain++;
                HeaderParser.Parse(lcore.Context->Burst[lane], &exact, lane);
                foreach (string name in names) AssertSame(name, &exact, lcore.Context->Headers, lane);
            }
        }

        Assert.True(plain > Bursts, "Almost nothing was plain: the test shows nothing.");
    }

    static void AssertSame(string name, HeaderLanes* exact, HeaderLanes* parsed, nuint lane)
    {
        FastPaas.Graph.Match.HeaderFieldInfo field = FastPaas.Graph.Match.HeaderFieldInfo.All.First(info => info.Name == name);
        byte layers = (byte)field.AnyOf;
        if (layers != 0)
        {
            // Untouched memory: the loop stores no layers, because all that it calls plain is IPv4.
            byte stored = parsed->Layers[lane] == TestLcore.Noise ? (byte)HeaderLayers.Ip4 : parsed->Layers[lane];
            Assert.Equal(exact->Layers[lane] & layers, stored & layers);
            if ((exact->Layers[lane] & layers) == 0) return;
        }

        Assert.Equal(Values(name, exact, lane), Values(name, parsed, lane));
    }

    static IEnumerable<ulong> Values(string name, HeaderLanes* headers, nuint lane) => name switch
    {
        "eth.type" => [headers->EthType[lane]],
        "eth.src" => [headers->EthSrc[lane]],
        "eth.dst" => [headers->EthDst[lane]],
        "vlan.id" => [headers->VlanId[lane]],
        "ip.src" => [headers->IpSrc[lane]],
        "ip.dst" => [headers->IpDst[lane]],
        "ip.proto" => [headers->IpProto[lane]],
        "ip.ttl" => [headers->IpTtl[lane]],
        "ip.dscp" => [headers->IpDscp[lane]],
        "ip6.src" => [headers->Ip6SrcHigh[lane], headers->Ip6SrcLow[lane]],
        "ip6.dst" => [headers->Ip6DstHigh[lane], headers->Ip6DstLow[lane]],
        "tcp.src" or "udp.src" or "l4.src" => [headers->L4Src[lane]],
        "tcp.dst" or "udp.dst" or "l4.dst" => [headers->L4Dst[lane]],
        "tcp.flags" => [headers->TcpFlags[lane]],
        "icmp.type" => [headers->IcmpType[lane]],
        "packet.length" => [headers->PacketLength[lane]],
        "flow.hash" => [headers->FlowHash[lane]],
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
