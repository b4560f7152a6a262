using System.Collections.Generic;
using System.Linq;

namespace FastPaas.Control.Tests;

/// <summary>Graphs written by hand as the generator would: these tests are about what is around a graph.</summary>
static unsafe class HandGraph
{
    /// <summary>a -> b, without a node; frames of any length pass.</summary>
    public static CompiledGraph Wire { get; } = new(
        "wire", 32, [Port("a", "port b", 0), Port("b", null, 4)], [],
        [.. PortCounters("a"), .. PortCounters("b"), "drop.tx_full"], [new("tx_full", 8)], [],
        [(nint)(delegate*<LcoreContext*, nuint, void>)&RunWire, 0], (_, _) => { });

    /// <summary>in -> kind: packets of UDP are dropped, the rest goes on to mark, which clears the first byte, to port
    /// out.</summary>
    public static CompiledGraph Marker { get; } = new(
        "marker", 32, [Port("in", "kind", 0), Port("out", null, 4)],
        [
            new("kind", null, null, "graph.toml:11", 8, [new("rule1", "drop kind.rule1", 9), new("rule2", "mark", 10)])
            {
                MandatoryFor = ["in"],
            },
            new("mark", "clear", null, "graph.toml:17", 11, [new("done", "port out", 12)]),
        ],
        [
            .. PortCounters("in"), .. PortCounters("out"),
            "node.kind.in", "node.kind.rule1", "node.kind.rule2", "node.mark.in", "node.mark.done",
            "drop.malformed", "drop.tx_full", "drop.kind.rule1",
        ],
        [new("malformed", 13), new("tx_full", 14), new("kind.rule1", 15)], [],
        [(nint)(delegate*<LcoreContext*, nuint, void>)&RunMarker, 0], (_, _) => { })
    {
        Certificate = ["mandatory kind port in before"],
    };

    /// <summary>Forgets every packet that it gets.</summary>
    public static CompiledGraph Leak { get; } =
        Wire with { Name = "leak", Entries = [(nint)(delegate*<LcoreContext*, nuint, void>)&RunLeak, 0] };

    /// <summary>Frees every packet twice.</summary>
    public static CompiledGraph DoubleFree { get; } =
        Wire with { Name = "double_free", Entries = [(nint)(delegate*<LcoreContext*, nuint, void>)&RunDoubleFree, 0] };

    static PortDescription Port(string name, string? next, int slot) =>
        new(name, "net_null0", 1, next, slot, slot + 1, slot + 2, slot + 3);

    static IEnumerable<string> PortCounters(string port) =>
        new[] { "rx_packets", "rx_bytes", "tx_packets", "tx_bytes" }.Select(counter => $"port.{port}.{counter}");

    static void RunWire(LcoreContext* lcore, nuint count)
    {
        lcore->Counters[0] += count;
        Transmit.All(lcore, 1, count, 6, 8);
    }

    static void RunLeak(LcoreContext* lcore, nuint count) => lcore->Counters[0] += count;

    static void RunDoubleFree(LcoreContext* lcore, nuint count)
    {
        lcore->Counters[0] += count;
        lcore->Counters[8] += count;
        lcore->FreeBulk(lcore->Burst, (uint)count);
        lcore->FreeBulk(lcore->Burst, (uint)count);
    }

    static void RunMarker(LcoreContext* lcore, nuint count)
    {
        ulong* counters = lcore->Counters;
        ulong all = count == 64 ? ulong.MaxValue : (1ul << (int)count) - 1;
        ulong good = Admission.CheckAndParse(lcore, all);
        ulong udp = 0;
        foreach (int lane in new LaneMask(good))
        {
            if ((lcore->Headers->Layers[lane] & (byte)HeaderLayers.Udp) != 0) udp |= 1ul << lane;
        }
        ulong rest = good & ~udp;
        foreach (int lane in new LaneMask(rest)) lcore->Burst[lane]->Data[0] = 0;
        counters[0] += count;
        counters[8] += Count(good);
        counters[9] += Count(udp);
        counters[10] += Count(rest);
        counters[11] += Count(rest);
        counters[12] += Count(rest);
        counters[13] += Count(all & ~good);
        counters[15] += Count(udp);
        Transmit.Some(lcore, 1, rest, 6, 14);
        Transmit.Drop(lcore, all & ~rest);
    }

    static ulong Count(ulong lanes) => (ulong)new LaneMask(lanes).Count;
}
