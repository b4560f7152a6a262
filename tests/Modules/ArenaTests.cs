using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using FastPaas.Runtime.Arenas;
using FastPaas.TestHost;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>What an instance's memory is to the kernel: docs/protection.md, "What the machine must have".</summary>
public sealed unsafe class ArenaTests : IDisposable
{
    const int MappingsMax = 22;

    readonly ArenaReservation reservation = new(2);
    readonly ModuleHeap heap = new() { CyclesPerSecond = 1_000_000_000 };
    readonly int shared = Kernel.MemoryFile("fastpaas-shared"u8, CNode.SharedBytes);
    readonly PacketStaging staging = new();

    public void Dispose()
    {
        staging.Dispose();
        heap.Dispose();
        Kernel.Close(shared);
        reservation.Release();
    }

    /// <summary>macswap_c has neither variables nor configuration: what other modules have more is a region each.</summary>
    [Test]
    public void An_instance_has_the_mappings_that_are_reckoned_with_and_no_dump_of_the_process_has_them()
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        List<Mapping> before = Mappings();
        using Arena arena = Begun();
        List<Mapping> after = Mappings();
        Assert.InRange(after.Count, before.Count + 8, before.Count + MappingsMax);
        Assert.All(after, mapping => Assert.Contains("dd", mapping.Flags));
    }

    [Test]
    public void Twenty_thousand_instances_have_addresses()
    {
        const ulong Bytes = 20_000 * (ArenaLayout.ArenaBytes + ArenaLayout.GuardBytes);
        byte* room = Kernel.Reserve(Bytes);
        Assert.True(room != null);
        Kernel.Unmap(room, Bytes);
    }

    Arena Begun()
    {
        CNodeOptions options = new(0, "swap", CPacketAccess.Write, Resizes: false) { BudgetUs = 1_000_000 };
        Arena arena = new(reservation.Arena(0), reservation.MachineStack(0), options,
            CLibraries.Descriptor(Repository.Path("modules", "macswap_c"), isConfined: true), heap, default, shared,
            new MemoryBudget(1 << 30));
        arena.Show(staging);
        arena.Begin();
        return arena;
    }

    sealed record Mapping(ulong Start, string Flags);

    /// <summary>Of the reservation: the arenas' and the machine stacks'.</summary>
    List<Mapping> Mappings()
    {
        List<Mapping> found = [];
        ulong start = 0, end = 0;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string first = line.Split(' ')[0];
            if (first == "VmFlags:" && IsOurs(start, end)) found.Add(new Mapping(start, line));
            if (first.EndsWith(':')) continue;
            string[] bounds = first.Split('-');
            (start, end) = (Parse(bounds[0]), Parse(bounds[1]));
        }
        return found;
    }

    static ulong Parse(string text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    bool IsOurs(ulong start, ulong end)
    {
        ulong arenas = (ulong)reservation.Arena(0) - ArenaLayout.GuardBytes, stacks = (ulong)reservation.MachineStack(0);
        return (start >= arenas && start < arenas + reservation.Bytes)
            || (start < stacks + ArenaLayout.MachineStackBytes && end > stacks - ArenaLayout.MachineGuardBytes);
    }
}
