using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FastPaas;

/// <summary>Native memory for the state of module nodes on one lcore, zeroed, 64-byte aligned, freed as a whole. Control plane
/// only.</summary>
/// <param name="bytesMax">What all its arrays together may take.</param>
/// <param name="shared">The instance's shared memory; null: this lcore is its only one.</param>
/// <param name="lcore">Which of the instance's workers this is, from 0.</param>
public sealed unsafe class ModuleHeap(ulong bytesMax = ulong.MaxValue, SharedModuleMemory? shared = null, int lcore = 0)
    : IDisposable
{
    readonly NativeBlocks blocks = new();
    readonly SharedModuleMemory shared = shared ?? new SharedModuleMemory(1);
    readonly bool ownsShared = shared is null;
    readonly List<ModuleHeap> parts = [];
    int sharedTaken;
    ModuleHeap? whole;
    /// <summary>Of a part: its own among the arrays that lcores share.</summary>
    int sharedFirst, sharedEnd = int.MaxValue;

    /// <summary>Bytes allocated so far, without what lcores share and what its parts have.</summary>
    public ulong Bytes => blocks.Bytes;

    /// <summary>Which of the instance's workers this is, from 0.</summary>
    public int Lcore => lcore;

    /// <summary>How many workers run the graph, each with nodes of its own.</summary>
    public int Lcores => shared.Lcores;

    /// <summary>For modules in C that are confined; null: there can be none.</summary>
    public CArenas? Arenas { get; init; }

    /// <summary>Of the clock of <c>NowCycles</c>.</summary>
    public ulong CyclesPerSecond { get; init; } = 1_000_000_000;

    /// <summary>For hash tables whose keys a stranger chooses: another one in each instance.</summary>
    public ulong HashSeed { get; init; } = (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue);

    /// <summary>An array of <paramref name="length"/> zeroed elements that an lcore can use.</summary>
    /// <exception cref="ModuleConfigurationException">It doesn't fit into the node's limit, or the machine's memory.</exception>
    public NativeArray<T> Allocate<T>(int length)
        where T : unmanaged
    {
        if (length < 0) throw new ModuleConfigurationException($"a module asks for an array of {length} elements.");
        ulong bytes = NativeBlocks.BytesOf<T>(length);
        if (bytes > bytesMax - Bytes)
            throw new ModuleConfigurationException(
                $"the module needs {bytes} bytes beside {Bytes}, and its limit is {bytesMax}.");
        return new NativeArray<T>((T*)blocks.Add(bytes), length);
    }

    /// <summary>An array of one zeroed element a lane.</summary>
    /// <exception cref="ModuleConfigurationException">As <see cref="Allocate"/>.</exception>
    public LaneArray<T> AllocateLanes<T>()
        where T : unmanaged => new(Allocate<T>(HeaderLanes.Lanes).Pointer);

    /// <summary>An array that the same node sees on every lcore: the first lcore's is zeroed, the others get it as it is by then.
    /// After <c>Init</c> lcores write it by <c>Interlocked</c>; or each lcore its own words by <c>Volatile</c>, which the others
    /// only read; or not at all. Every lcore asks for the same arrays in the same order.</summary>
    /// <exception cref="ModuleConfigurationException">It doesn't fit into the machine's memory.</exception>
    public NativeArray<T> Shared<T>(int length)
        where T : unmanaged
    {
        if (length < 0) throw new ModuleConfigurationException($"a module asks for an array of {length} elements.");
        // Behind it lie those of other nodes.
        if (sharedTaken == sharedEnd) throw new ModuleConfigurationException("a module asks for more shared arrays than before.");
        return new NativeArray<T>((T*)shared.Take(sharedTaken++, NativeBlocks.BytesOf<T>(length)), length);
    }

    /// <summary>A heap for one node, which can begin again by itself: <see cref="Close"/> it before the next takes anything. It
    /// ends with this one.</summary>
    public ModuleHeap Part()
    {
        ModuleHeap part = new(bytesMax, shared, lcore)
        {
            Arenas = Arenas, CyclesPerSecond = CyclesPerSecond, HashSeed = HashSeed,
            whole = this, sharedTaken = sharedTaken, sharedFirst = sharedTaken,
        };
        parts.Add(part);
        return part;
    }

    /// <summary>Of a part: its node is initialised.</summary>
    public void Close() => whole!.sharedTaken = sharedEnd = sharedTaken;

    /// <summary>Of a part: all of it as at the start. What other lcores share stays: they go on with it.</summary>
    public void Clear()
    {
        blocks.Dispose();
        for (int index = sharedFirst; index < sharedEnd && shared.Lcores == 1; index++) shared.Clear(index);
        sharedTaken = sharedFirst;
    }

    /// <summary>Zeroed bytes of which a page takes memory once it is written to: for heaps that are mostly empty.</summary>
    /// <exception cref="ModuleConfigurationException">The machine can't promise them.</exception>
    public byte* Reserve(ulong bytes) => (byte*)blocks.Reserve(bytes);

    /// <summary><see cref="Reserve"/> for what is read at random: in pages of 2 MiB where the kernel has them, of which a touch
    /// takes one.</summary>
    internal byte* ReserveLarge(ulong bytes) => (byte*)blocks.Reserve(bytes, LargePages.Bytes);

    /// <summary><see cref="Reserve"/> for what the node shares between lcores, as <see cref="Shared"/>.</summary>
    public byte* ReserveShared(int bytes) => (byte*)shared.Take(sharedTaken++, (ulong)bytes, isReserved: true);

    public void Dispose()
    {
        foreach (ModuleHeap part in parts) part.Dispose();
        blocks.Dispose();
        if (ownsShared) shared.Dispose();
    }
}

/// <summary>What nodes share between the lcores of one instance. Lives longer than their heaps.</summary>
/// <param name="lcores">Workers of the instance, at least 1.</param>
public sealed unsafe class SharedModuleMemory(int lcores) : IDisposable
{
    readonly NativeBlocks blocks = new();

    public int Lcores => lcores;

    /// <summary>The array that lcores ask for as number <paramref name="index"/>; the first to ask makes it.</summary>
    internal void* Take(int index, ulong bytes, bool isReserved = false)
    {
        if (index == blocks.Count) return isReserved ? blocks.Reserve(bytes) : blocks.Add(bytes);
        if (index > blocks.Count || blocks.BytesAt(index) != bytes)
            throw new InvalidOperationException("Two lcores initialised different nodes.");
        return blocks[index];
    }

    internal void Clear(int index) => NativeMemory.Clear(blocks[index], (nuint)blocks.BytesAt(index));

    public void Dispose() => blocks.Dispose();
}

/// <summary>Zeroed, aligned blocks, freed together.</summary>
sealed unsafe class NativeBlocks : IDisposable
{
    const nuint Alignment = 64;
    readonly List<(nint Address, ulong Bytes, nint Allocated)> blocks = [];

    public ulong Bytes { get; private set; }

    public int Count => blocks.Count;

    public void* this[int index] => (void*)blocks[index].Address;

    public ulong BytesAt(int index) => blocks[index].Bytes;

    public static ulong BytesOf<T>(int length)
        where T : unmanaged => Math.Max((ulong)length * (ulong)sizeof(T), Alignment);

    /// <exception cref="ModuleConfigurationException">The machine hasn't got them.</exception>
    public void* Add(ulong bytes)
    {
        void* block;
        try
        {
            block = NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        }
        catch (OutOfMemoryException)
        {
            throw new ModuleConfigurationException($"the module needs {bytes} bytes, and this machine can't give them.");
        }
        NativeMemory.Clear(block, (nuint)bytes);
        blocks.Add(((nint)block, bytes, (nint)block));
        Bytes += bytes;
        return block;
    }

    /// <summary>Fresh from the kernel, so zero, and not there before it is touched: at this size the allocator asks the kernel
    /// each time. <c>AlignedFree</c> is <c>free</c>.</summary>
    public void* Reserve(ulong bytes, nuint alignment = Alignment)
    {
        try
        {
            nint allocated = (nint)NativeMemory.AllocZeroed((nuint)bytes + alignment);
            nint address = (allocated + (nint)alignment - 1) & -(nint)alignment;
            if (alignment == LargePages.Bytes) LargePages.Advise((void*)address, (nuint)bytes);
            blocks.Add((address, bytes, allocated));
            return (void*)address;
        }
        catch (OutOfMemoryException)
        {
            throw new ModuleConfigurationException(
                $"a node needs {bytes} bytes of address space, and this machine can't promise them.");
        }
    }

    public void Dispose()
    {
        foreach ((_, _, nint allocated) in blocks) NativeMemory.AlignedFree((void*)allocated);
        blocks.Clear();
        Bytes = 0;
    }
}

/// <summary>A bounds-checked array in native memory: what a module keeps where other C# would keep an array.</summary>
public readonly unsafe struct NativeArray<T>
    where T : unmanaged
{
    readonly T* items;

    internal NativeArray(T* items, int length)
    {
        this.items = items;
        Length = length;
    }

    public int Length { get; }

    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Length) Trap.IndexOutOfRange();
            return ref items[(nuint)(uint)index];
        }
    }

    /// <summary>Asks for the cache line of an element that will be read soon. It never faults, whatever the index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int index)
    {
        if (Sse.IsSupported) Sse.Prefetch0(items + (nuint)(uint)index);
    }

    /// <summary>All of it; the way to read several elements for one test of the index.</summary>
    public Span<T> Span => new(items, Length);

    /// <summary>For generated code, which keeps the state of a node behind a plain pointer.</summary>
    public T* Pointer => items;
}
