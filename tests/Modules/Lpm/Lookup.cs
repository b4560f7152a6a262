using System;
using System.Collections.Generic;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>A table with its writer, as the lcores of an instance share it.</summary>
sealed unsafe class Lookup : IDisposable
{
    readonly SharedModuleMemory shared;
    readonly ModuleHeap[] heaps;
    readonly RouteTable[] tables;
    readonly PlainLcore[] lcores;
    readonly RouteLanes[] lanes;

    public Lookup(IReadOnlyList<(IpPrefix, int)> routes, int routesSpare, int lcores)
    {
        shared = new SharedModuleMemory(lcores);
        heaps = new ModuleHeap[lcores];
        tables = new RouteTable[lcores];
        lanes = new RouteLanes[lcores];
        this.lcores = new PlainLcore[lcores];
        for (int i = lcores - 1; i >= 0; i--) heaps[i] = new ModuleHeap(shared: shared, lcore: i);
        for (int i = 0; i < lcores; i++)
        {
            if (i == 0) Writer = new RouteWriter(heaps[i], routes, routesSpare);
            tables[i] = i == 0 ? Writer.Table : RouteTable.Of(heaps[i]);
            lanes[i] = new RouteLanes(heaps[i]);
            this.lcores[i] = new PlainLcore();
        }
    }

    public RouteWriter Writer { get; } = null!;

    /// <summary>The verdicts of at most 64 addresses, as the module reads them: the hop, and 8 for a hit.</summary>
    public byte[] Find(int lcore, ReadOnlySpan<UInt128> addresses, bool isIp6)
    {
        HeaderLanes* headers = lcores[lcore].Headers;
        for (int lane = 0; lane < addresses.Length; lane++)
        {
            headers->IpDst[lane] = (uint)addresses[lane];
            headers->Ip6DstHigh[lane] = (ulong)(addresses[lane] >> 64);
            headers->Ip6DstLow[lane] = (ulong)addresses[lane];
        }
        LaneMask all = new(addresses.Length == 64 ? ulong.MaxValue : (1ul << addresses.Length) - 1);
        tables[lcore].BeginRead();
        Burst burst = lcores[lcore].Burst(ulong.MaxValue);
        if (isIp6) tables[lcore].Find6(burst, all, lanes[lcore]);
        else tables[lcore].Find4(burst, all, lanes[lcore]);
        tables[lcore].EndRead();
        byte[] found = new byte[addresses.Length];
        for (int lane = 0; lane < found.Length; lane++) found[lane] = lanes[lcore].Found[lane];
        return found;
    }

    public void Check(ReadOnlySpan<UInt128> addresses, bool isIp6, RouteOracle oracle)
    {
        byte[] found = Find(0, addresses, isIp6);
        for (int i = 0; i < found.Length; i++)
        {
            int hop = (found[i] & 8) != 0 ? found[i] & 7 : LpmNode.Miss, expected = oracle.Find(addresses[i], isIp6);
            if (hop != expected) Assert.Fail($"IPv{(isIp6 ? 6 : 4)} {addresses[i]:x}: {hop} for {expected}");
        }
    }

    public void Dispose()
    {
        foreach (PlainLcore lcore in lcores) lcore.Dispose();
        foreach (ModuleHeap heap in heaps) heap.Dispose();
        shared.Dispose();
    }
}
