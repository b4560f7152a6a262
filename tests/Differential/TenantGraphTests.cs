using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using FastPaas.Runtime.Lcores;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Differential;

/// <summary>A compiled graph of tenants in the loop of an lcore, on this machine's clock: in which order turns come is not known,
/// what comes of a tenant's packets is.</summary>
// Its functions for lcores share static state.
[NotInParallel(nameof(TenantGraphTests))]
public sealed unsafe class TenantGraphTests
{
    const int Packets = 20_000, FlowsOfEach = 7, Waiting = 900;

    const string Graph = """
        schema = 1
        name = "shared"
        [port.wire]
        device = "net_null0"
        next = "first"
        [port.lan]
        device = "net_null1"
        [node.first]
        next = [ { when = "vlan.id == 9", to = "lan" }, { to = "tenants" } ]
        [node.last]
        module = "ttl"
        next = { out = "lan", expired = "drop" }
        [tenant.a]
        weight = 5
        match = "vlan.id == 1"
        graph = "a.toml"
        next = "last"
        [tenant.b]
        match = "vlan.id == 2"
        graph = "b.toml"
        next = "last"
        [tenant.c]
        match = "vlan.id == 3"
        graph = "c.toml"
        next = "wire"
        """;

    static readonly Dictionary<string, string> chains = new()
    {
        ["a.toml"] = """
            entry = "web"
            [node.web]
            next = [ { when = "udp.dst == 80", to = "out" }, { to = "hop" } ]
            [node.hop]
            module = "ttl"
            next = { out = "out", expired = "drop" }
            """,
        ["b.toml"] = """
            entry = "swap"
            [node.swap]
            module = "macswap"
            next = "filter"
            [node.filter]
            next = [ { when = "udp.dst in 81..90", to = "drop" }, { to = "out" } ]
            """,
        ["c.toml"] = "entry = \"out\"\n",
    };

    static TestLcore lcore = null!;
    static LcoreWork* work;
    static byte[][] frames = [];
    static int next;

    [Test]
    public void Each_tenant_gets_what_its_chain_alone_would_give_in_the_order_of_its_packets()
    {
        using GraphAssembly assembly = GraphAssembly.Compile([new GraphSource("shared", Graph, chains)], [ModuleSet.Catalogue]);
        CompiledGraph graph = assembly.Graph;
        frames = Frames();
        using var shared = new TestLcore(graph);
        RunInLoop(graph, shared);
        shared.CheckNoLeak();
        Assert.Equal(0ul, shared.Counter("drop.tenant_backlog"));
        foreach (int vlan in (int[])[1, 2, 3, 9])
        {
            using var alone = new TestLcore(graph);
            foreach (byte[][] burst in frames.Where(frame => VlanOf(frame) == vlan).Chunk(graph.BurstSize))
            {
                foreach (byte[] frame in burst) alone.Add(frame);
                alone.Run("wire");
            }

            foreach (string port in (string[])["wire", "lan"]) Assert.Equal(Of(alone, port, vlan), Of(shared, port, vlan));
        }

        Assert.True(shared.Sent("lan").Count > Packets / 4 && shared.Sent("wire").Count > Packets / 16, "little comes through");
    }

    static string[] Of(TestLcore from, string port, int vlan) =>
        [.. from.Sent(port).Where(packet => VlanOf(packet.Bytes) == vlan).Select(packet => Convert.ToHexString(packet.Bytes))];

    static void RunInLoop(CompiledGraph graph, TestLcore with)
    {
        using var heap = new ModuleHeap { CyclesPerSecond = (ulong)Stopwatch.Frequency };
        (lcore, next) = (with, 0);
        work = heap.Allocate<LcoreWork>(1).Pointer;
        work->Context = *with.Context;
        work->Context.ReadCycles = &Clock;
        work->Queues = heap.Allocate<ReceiveQueue>(1).Pointer;
        *work->Queues = new ReceiveQueue
        {
            Receive = &Receive, FullBurst = (nuint)graph.BurstSize,
            Entry = (delegate*<LcoreContext*, nuint, void>)graph.Entries[with.PortId("wire")],
        };
        work->Rings = work->Queues + 1;
        work->QueueCount = 1;
        work->BurstSize = (nuint)graph.BurstSize;
        ulong* counters = heap.Allocate<ulong>(4).Pointer;
        work->Polls = counters;
        work->Bursts = counters + 1;
        TenantBill* bills = heap.Allocate<TenantBill>(graph.Tenants.Count).Pointer;
        work->Schedule = TenantSchedule.Create(heap, graph, bills, counters + 2, counters + 3);
        Assert.Equal(0, TenantLoop.Run(&work->Context));
        Assert.Equal(0, LcoreLoop.Drain(&work->Context));
        work->Schedule->Fair.Free();
        Assert.All(Enumerable.Range(0, graph.Tenants.Count), tenant => Assert.True(bills[tenant].Bursts > 0));
    }

    static ulong Clock() => (ulong)Stopwatch.GetTimestamp();

    /// <summary>Now and then a short burst, so that queues are long and short; nothing while one is nearly full.</summary>
    static ushort Receive(void* queue, Mbuf** burst, ushort most)
    {
        for (nuint tenant = 0; tenant < work->Context.Tenants.Count; tenant++)
            if (work->Context.Tenants.Queues[tenant].Count > Waiting) return 0;
        int count = Math.Min(next % 5 == 0 ? next % 31 + 1 : most, frames.Length - next);
        if (count == 0) work->Context.Stop = 1;
        foreach (byte[] frame in frames.AsSpan(next, count)) lcore.Add(frame);
        next += count;
        return (ushort)lcore.TakePending();
    }

    static int VlanOf(byte[] frame) => frame[15];

    /// <summary>UDP over IPv4 with a tag; some time to live is short, and the payload says which packet it is.</summary>
    static byte[][] Frames()
    {
        var random = new System.Random(1);
        int[] vlans = [1, 1, 1, 1, 2, 2, 3, 9, 8];
        return [.. Enumerable.Range(0, Packets).Select(packet =>
        {
            byte[] frame = Convert.FromHexString(
                "020000000001020000000002" + "81000000" + "0800" + "4500002e00000000401100000a0000010a000002"
                + "00000050001a0000" + new string('0', 36));
            frame[15] = (byte)vlans[random.Next(vlans.Length)];
            frame[26] = (byte)(random.Next(8) == 0 ? random.Next(3) : 64);
            frame[39] = (byte)random.Next(FlowsOfEach);
            frame[41] = (byte)(78 + random.Next(16));
            (frame[46], frame[47], frame[48]) = ((byte)(packet >> 16), (byte)(packet >> 8), (byte)packet);
            return frame;
        })];
    }
}
