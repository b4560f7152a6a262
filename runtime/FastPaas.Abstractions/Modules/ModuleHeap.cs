using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary>Native memory for the state of module nodes, zeroed, 64-byte aligned, freed as a whole. Control plane only.</summary>
/// <param name="bytesMax">What all its arrays together may take.</param>
public sealed unsafe class ModuleHeap(ulong bytesMax = ulong.MaxValue) : IDisposable
{
    const nuint Alignment = 64;
    readonly List<nint> blocks = [];

    /// <summary>Bytes allocated so far.</summary>
    public ulong Bytes { get; private set; }

    /// <summary>An array of <paramref name="length"/> zeroed elements that an lcore can use.</summary>
    /// <exception cref="ModuleConfigurationException">It doesn't fit into the node's limit, or the machine's memory.</exception>
    public NativeArray<T> Allocate<T>(int length)
        where T : unmanaged
    {
        if (length < 0) throw new ModuleConfigurationException($"a module asks for an array of {length} elements.");
        ulong bytes = Math.Max((ulong)length * (ulong)sizeof(T), Alignment);
        if (bytes > bytesMax - Bytes)
            throw new ModuleConfigurationException(
                $"the module needs {bytes} bytes beside {Bytes}, and its limit is {bytesMax}.");
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
        blocks.Add((nint)block);
        Bytes += bytes;
        return new NativeArray<T>((T*)block, length);
    }

    public void Dispose()
    {
        foreach (nint block in blocks) NativeMemory.AlignedFree((void*)block);
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

    /// <summary>All of it; the way to read several elements for one test of the index.</summary>
    public Span<T> Span => new(items, Length);

    /// <summary>For generated code, which keeps the state of a node behind a plain pointer.</summary>
    public T* Pointer => items;
}
