using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary>Native memory for the state of module nodes, zeroed, 64-byte aligned, freed as a whole. Control plane only.</summary>
public sealed unsafe class ModuleHeap : IDisposable
{
    readonly System.Collections.Generic.List<nint> blocks = [];

    /// <summary>An array of <paramref name="length"/> zeroed elements that an lcore can use.</summary>
    public NativeArray<T> Allocate<T>(int length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        nuint bytes = checked((nuint)length * (nuint)sizeof(T));
        void* block = NativeMemory.AlignedAlloc(Math.Max(bytes, 64), 64);
        NativeMemory.Clear(block, bytes);
        blocks.Add((nint)block);
        return new NativeArray<T>((T*)block, length);
    }

    public void Dispose()
    {
        foreach (nint block in blocks) NativeMemory.AlignedFree((void*)block);
        blocks.Clear();
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

    public Span<T> Span => new(items, Length);

    /// <summary>For generated code, which keeps the state of a node behind a plain pointer.</summary>
    public T* Pointer => items;
}
