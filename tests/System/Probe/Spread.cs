using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using FastPaas.Dpdk;
using FastPaas.Runtime.Devices;
using FastPaas.Runtime.Lcores;

namespace FastPaas.Probe;

/// <summary>What a device was really told about flows, asked back from its driver. Prints buckets, receive queues, send queues
/// and whether it spreads flows; its key; its redirection table.</summary>
static unsafe class Spread
{
    const int KeyBytesMax = 64, EntriesMax = 2048;

    public static int Run(string device, int workers)
    {
        int[] cpus = Eal.AllowedCpus();
        var lcores = new LcoreChoice(cpus[0], [.. Enumerable.Repeat(cpus[^1], workers)]);
        var plan = new DevicePlan(Wire.Graph(device, "net_ring1"), new Dictionary<string, string>(), workers);
        Eal.Start("fastpaas-spread", lcores, hugepages: false, plan.MemoryBytes, []);
        using var pools = new PacketPools(plan.Pools);
        List<AttachedPort> ports = plan.Attach(pools, out FlowBuckets buckets);
        AttachedPort first = ports[0];
        Console.WriteLine($"{buckets.Count} {first.ReceiveQueues} {first.TransmitQueues} {first.SpreadsFlows}");
        byte* key = stackalloc byte[KeyBytesMax];
        Console.WriteLine(Convert.ToHexStringLower(new ReadOnlySpan<byte>(key, Math.Max(0, rss_key(0, key, KeyBytesMax)))));
        ushort* table = stackalloc ushort[EntriesMax];
        int entries = Math.Max(0, rss_table(0, table, EntriesMax));
        Console.WriteLine(string.Join(' ', new ReadOnlySpan<ushort>(table, entries).ToArray()));
        foreach (AttachedPort port in ports) port.Close(pools.Capacity);
        return 0;
    }

    [DllImport("dpdk")] static extern int rss_key(ushort port, byte* key, int capacity);
    [DllImport("dpdk")] static extern int rss_table(ushort port, ushort* queues, int capacity);
}
