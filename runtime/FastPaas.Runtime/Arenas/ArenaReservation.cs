using System.IO;
using FastPaas.Dpdk;

namespace FastPaas.Runtime.Arenas;

/// <summary>Addresses for all arenas of a process, in one piece: a guard before the first, between two, and behind the last; and
/// their machine stacks, in another. Nothing is mapped there until an <see cref="Arena"/> does.</summary>
/// <remarks>
/// <code>
///   guard | arena 0 | guard | arena 1 | guard ...        ArenaBytes and GuardBytes each
///   guard | stack 0 | guard | stack 1 ...                MachineStackBytes and MachineGuardBytes each
/// </code>
/// </remarks>
sealed unsafe class ArenaReservation
{
    const ulong Stride = ArenaLayout.ArenaBytes + ArenaLayout.GuardBytes;
    const ulong StackStride = ArenaLayout.MachineStackBytes + ArenaLayout.MachineGuardBytes;

    /// <summary>Mappings of one arena: each region, and what is left between two of them.</summary>
    const int MappingsOfOne = 22;

    readonly byte* arenas;
    readonly byte* stacks;
    readonly int capacity;

    /// <exception cref="EnvironmentException">The address space or the kernel's number of mappings is too small.</exception>
    public ArenaReservation(int capacity)
    {
        this.capacity = capacity;
        RequireMappings(capacity);
        arenas = Kernel.Reserve(Bytes);
        stacks = arenas == null ? null : Kernel.Reserve(StackBytes);
        if (stacks != null) return;
        Kernel.Unmap(arenas, Bytes);
        throw new EnvironmentException(
            $"there are no {Bytes >> 30} GiB of addresses for {capacity} instances of modules in C that are confined.",
            "ulimit -v unlimited, or fewer workers, tenants or nodes in C");
    }

    public ulong Bytes => ArenaLayout.GuardBytes + (ulong)capacity * Stride;

    ulong StackBytes => (ulong)capacity * StackStride;

    /// <summary>The first byte of an arena.</summary>
    public byte* Arena(int index) => arenas + ArenaLayout.GuardBytes + (ulong)index * Stride;

    /// <summary>The lowest byte of its machine stack; the guard lies below.</summary>
    public byte* MachineStack(int index) => stacks + (ulong)index * StackStride + ArenaLayout.MachineGuardBytes;

    public void Release()
    {
        Kernel.Unmap(arenas, Bytes);
        Kernel.Unmap(stacks, StackBytes);
    }

    static void RequireMappings(int capacity)
    {
        const string Setting = "/proc/sys/vm/max_map_count";
        if (!File.Exists(Setting) || !int.TryParse(File.ReadAllText(Setting), out int most)) return;
        long wanted = File.ReadAllLines("/proc/self/maps").Length + (long)capacity * MappingsOfOne;
        if (wanted <= most) return;
        throw new EnvironmentException(
            $"{capacity} instances of modules in C that are confined want {wanted} mappings, and this kernel gives a process "
            + $"{most}.", $"sysctl -w vm.max_map_count={wanted + wanted / 4}");
    }
}
