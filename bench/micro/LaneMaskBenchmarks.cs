using System;
using BenchmarkDotNet.Attributes;
using FastPaas.Workload;

namespace FastPaas.Micro;

/// <summary>What generated code does with masks and fields of a whole burst.</summary>
public unsafe class LaneMaskBenchmarks : IDisposable
{
    const int Masks = 256;

    readonly ModuleHeap heap = new();
    readonly ulong[] masks = new ulong[Masks];
    readonly HeaderLanes* headers;
    readonly ulong* counters;

    public LaneMaskBenchmarks()
    {
        var random = new SplitMix(1);
        headers = heap.Allocate<HeaderLanes>(1).Pointer;
        counters = heap.Allocate<ulong>(8).Pointer;
        for (int i = 0; i < Masks; i++) masks[i] = random.Next();
        for (int lane = 0; lane < HeaderLanes.Lanes; lane++)
        {
            headers->L4Dst[lane] = (ushort)random.Next();
            headers->IpDst[lane] = (uint)random.Next();
        }
    }

    [Benchmark(OperationsPerInvoke = Masks)]
    public ulong Count()
    {
        foreach (ulong mask in masks) LaneMasks.Count(counters, 0, mask);
        return counters[0];
    }

    [Benchmark(OperationsPerInvoke = Masks)]
    public nuint WalkLanes()
    {
        nuint sum = 0;
        foreach (ulong mask in masks)
        {
            for (ulong rest = mask; rest != 0; rest = LaneMasks.WithoutLowest(rest)) sum += LaneMasks.Lowest(rest);
        }
        return sum;
    }

    [Benchmark]
    public ulong PortEqual() => LaneCompare.Equal(headers->L4Dst, 80, HeaderLanes.Lanes);

    [Benchmark]
    public ulong AddressInRange() => LaneCompare.InRange(headers->IpDst, 0x0a00_0000, 0x0aff_ffff, HeaderLanes.Lanes);

    public void Dispose()
    {
        heap.Dispose();
        GC.SuppressFinalize(this);
    }
}
