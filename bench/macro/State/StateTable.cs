using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FastPaas.Macro.State;

/// <summary><c>struct table</c> of state.h: a <see cref="FlowTable"/> as its twin in C sees it.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct TableC
{
    public FlowGroup* Groups;
    public byte* Entries;
    public nuint HomeMask, Homes;
    public KeyedHash Hash;
    public Vector128<byte> Ticks;
    public ulong Burst;

    /// <summary>While the table doesn't grow.</summary>
    public static TableC Of(FlowTable* table) => new()
    {
        Groups = table->groups, Entries = table->entries, HomeMask = table->homeMask, Homes = table->homes, Hash = table->hash,
        Ticks = table->clock.Now, Burst = 1ul << 31,
    };
}

/// <summary><c>struct work</c> of state.h: what a side looks up; and, behind it, what the side in C# does it with.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct Work
{
    public Mbuf** Packets;
    public HeaderLanes* Headers;
    public ulong Lanes;
    public ulong NowCycles;
    public uint* Ids;
    public TableC* TableInC;
    public void* Hash;
    public void* Entries;
    public FlowTable* Table;
    public LcoreContext* Lcore;
    public FlowLanes* Notes;
}

/// <summary>What the benchmark counts in an entry, as <c>struct entry</c> of state.h.</summary>
[StructLayout(LayoutKind.Sequential)]
struct CountedEntry
{
    public Vector128<byte> Key;
    public uint Burst, Hash;
    public ulong Packets, Bytes, LastCycles, Unused, UnusedToo;
}

/// <summary>The sides of a lookup. Fill makes the frames that all look up; what it takes is subtracted.</summary>
enum StateSide
{
    Fill,
    C,
    RteHash,
    Floor,
    FastPaas,
}

static unsafe class NativeState
{
    const string Library = "bench";

    /// <param name="sides">Of <see cref="StateSide"/>, those in C.</param>
    [DllImport(Library, EntryPoint = "bench_state_sides")]
    public static extern void Sides(nint* sides);

    [DllImport(Library, EntryPoint = "bench_state_advise")]
    public static extern void Advise(void* memory, nuint bytes);

    /// <returns>Null: no memory.</returns>
    [DllImport(Library, EntryPoint = "bench_state_rte_create")]
    public static extern void* CreateRteHash(Work* work, uint slots, uint flows);

    [DllImport(Library, EntryPoint = "bench_state_rte_free")]
    public static extern void FreeRteHash(void* hash);

    [DllImport(Library, EntryPoint = "bench_state_floor_fill")]
    public static extern void FillFloor(Work* work, uint flows);

    /// <returns>Page faults of this thread, without those that read a disk.</returns>
    [DllImport(Library, EntryPoint = "bench_state_faults")]
    public static extern ulong Faults();
}
