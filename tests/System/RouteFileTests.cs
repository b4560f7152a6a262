using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace FastPaas.SystemTests;

/// <summary>Routes in a file beside the graph, compiled into a deployment binary: 20,000; a million with FASTPAAS_ROUTES=1000000
/// (<c>./build.sh test --long</c>).</summary>
public sealed class RouteFileTests : IDisposable
{
    const int Frames = 20_000, Hops = 8, Miss = Hops;

    static readonly int routeCount =
        int.TryParse(Environment.GetEnvironmentVariable("FASTPAAS_ROUTES"), out int given) ? given : 20_000;

    readonly string folder = Directory.CreateTempSubdirectory("fastpaas-routes").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_binary_routes_as_the_file_beside_its_graph_says()
    {
        Random random = new(11);
        Dictionary<(uint First, int Length), int> routes = [];
        while (routes.Count < routeCount) routes[Prefix(random)] = random.Next(Hops);
        uint[] addresses = [.. Enumerable.Range(0, Frames).Select(i => i % 2 == 0
            ? (uint)random.NextInt64(1L << 32) : routes.Keys.ElementAt(random.Next(Math.Min(routeCount, 1_000))).First)];
        string graph = Path.Combine(folder, "routed"), capture = Path.Combine(folder, "in.pcap");
        Directory.CreateDirectory(graph);
        File.WriteAllLines(Path.Combine(graph, "routes.txt"), routes.Select(
            route => $"{Dotted(route.Key.First)}/{route.Key.Length} {route.Value}"));
        File.WriteAllText(Path.Combine(graph, "graph.toml"), Graph());
        TwoHosts.WriteCapture(capture, addresses.Select(Frame));

        string binary = Checkout.Publish("runtime/FastPaas.Host", "FastPaas.Host", [$"-p:FastPaasGraphFolder={graph}/"]);
        Finished replayed = Command.Run(binary, ["replay", capture, Path.Combine(folder, "out.pcap"), "--json"]);

        Assert.True(replayed.ExitCode == 0, replayed.Error);
        JsonElement node = JsonDocument.Parse(replayed.Output).RootElement.GetProperty("counters").GetProperty("nodes")[0];
        int[] expected = new int[Hops + 1];
        foreach (uint address in addresses) expected[Find(routes, address)]++;
        Assert.Equal(expected, node.GetProperty("outputs").EnumerateArray().Select(
            output => output.GetProperty("packets").GetInt32()));
    }

    static string Graph() => $"""
        schema = 1
        name = "routed"
        [port.wire]
        device = "net_null0"
        next = "route"
        [node.route]
        module = "lpm"
        config = {"{ routes = \"routes.txt\" }"}
        [node.route.next]
        miss = "drop"
        {string.Join('\n', Enumerable.Range(0, Hops).Select(hop => $"hop{hop} = \"wire\""))}
        """;

    /// <summary>The longest that covers it, by asking each length.</summary>
    static int Find(Dictionary<(uint, int), int> routes, uint address)
    {
        for (int length = 32; length > 0; length--)
            if (routes.TryGetValue((Cut(address, length), length), out int hop)) return hop;
        return Miss;
    }

    /// <summary>Most of 16 to 24 bits, as in the tables of the Internet, some longer.</summary>
    static (uint First, int Length) Prefix(Random random)
    {
        int length = random.Next(10) == 0 ? random.Next(25, 33) : random.Next(16, 25);
        return (Cut((uint)random.NextInt64(1L << 32), length), length);
    }

    static uint Cut(uint address, int length) => address & uint.MaxValue << (32 - length);

    static string Dotted(uint address) => $"{address >> 24}.{address >> 16 & 255}.{address >> 8 & 255}.{address & 255}";

    /// <summary>UDP over IPv4.</summary>
    static byte[] Frame(uint destination)
    {
        byte[] frame = Convert.FromHexString(
            "020000000001020000000002" + "0800" + "4500002e00000000401100000a0000010a000002" + "00350035001a0000"
            + new string('0', 36));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(30), destination);
        return frame;
    }
}
