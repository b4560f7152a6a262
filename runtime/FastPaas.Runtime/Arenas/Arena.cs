using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using FastPaas.Runtime.Faults;

namespace FastPaas.Runtime.Arenas;

/// <summary>The arena of one module instance: its regions mapped at the offsets that native/module/arena.def gives them, and the
/// module's memory as it is before its first call. Control plane.</summary>
sealed unsafe class Arena : IDisposable
{
    /// <summary>What <c>init</c> may take: tables of millions of entries are made there.</summary>
    const ulong InitBudgetNs = 20_000_000_000;

    /// <summary>What it may take again: four times what it took, but at least this. Others that begin again wait for
    /// it.</summary>
    const ulong RestartBudgetNs = 50_000_000;

    const ulong PageBytes = Kernel.PageBytes;

    readonly CModule* module;
    readonly ModuleHeap heap;
    readonly ulong heapBytes;
    readonly byte* machineStack;
    readonly CInstance* instance;
    PacketStaging? packets;
    readonly MemoryBudget memory;
    ulong initBudgetNs = InitBudgetNs;
    bool isEnding;

    /// <param name="at">Its first byte, of reserved addresses.</param>
    /// <param name="machineStack">The lowest byte, likewise.</param>
    /// <param name="shared">The file that the node's instances share; <see cref="CNode.SharedBytes"/> long.</param>
    /// <param name="memory">What it takes is taken from.</param>
    public Arena(
        byte* at, byte* machineStack, CNodeOptions options, CModule* module, ModuleHeap heap, ReadOnlySpan<ulong> config,
        int shared, MemoryBudget memory)
    {
        this.memory = memory;
        Options = options;
        this.module = module;
        this.heap = heap;
        this.machineStack = machineStack;
        heapBytes = RoundUp(options.HeapBytes);
        instance = (CInstance*)NativeMemory.AlignedAlloc((nuint)sizeof(CInstance), 64);
        NativeMemory.Clear(instance, (nuint)sizeof(CInstance));
        instance->Base = at;
        instance->ShownBase = module->Protection == CProtection.Segment ? null : at;
        instance->MachineStackLow = machineStack;
        instance->MachineStackTop = machineStack + ArenaLayout.MachineStackBytes;
        instance->TextStart = module->TextStart;
        instance->TextEnd = module->TextEnd;
        MapRegions(config, shared);
    }

    public CNodeOptions Options { get; }

    public CProtection Protection => module->Protection;

    public int Lcore => heap.Lcore;

    public CInstance* Instance => instance;

    /// <summary>In the arena, as the host sees it.</summary>
    public CBurst* Burst => (CBurst*)(instance->Base + ArenaLayout.BurstOffset);

    /// <summary>A fault of this instance, as a sentence's end.</summary>
    public string Describe(CFault fault, long address, ulong instruction) =>
        FaultText.Of(fault, address, instruction, SourcePlace.Of(module, instruction));

    CHeap* HeapBlock => (CHeap*)(instance->Base + ArenaLayout.HeapBlockOffset);

    /// <summary>Maps the packets of its owner's modules on its lcore; what init never sees.</summary>
    public void Show(PacketStaging staging)
    {
        packets = staging;
        staging.Map(instance->Base + ArenaLayout.PacketsOffset);
    }

    /// <summary>Globals as the image has them, everything else zero, then <c>init</c>; again after a fault. No lcore is
    /// inside.</summary>
    /// <exception cref="ModuleConfigurationException">The module refuses its configuration, or fails on it.</exception>
    public void Begin()
    {
        Clear();
        uint constant = module->ConstantBytes, rest = module->InitialisedBytes - constant;
        new ReadOnlySpan<byte>(module->Image + constant, (int)rest)
            .CopyTo(new Span<byte>(instance->Base + ArenaLayout.ImageOffset + constant, (int)rest));
        DescribeHeap();
        if (module->Init != null)
        {
            // During a restart the lcore goes on, and shows packets to other modules of this owner.
            packets?.Protect(instance->Base + ArenaLayout.PacketsOffset, null);
            Initialise();
        }
        packets?.Protect(instance->Base + ArenaLayout.PacketsOffset, Options.Packet);
        instance->BudgetNs = Options.BudgetUs * 1_000ul;
    }

    /// <summary>From another thread: <c>init</c> has no budget left, now and later.</summary>
    public void EndInit()
    {
        Volatile.Write(ref isEnding, true);
        Interlocked.MemoryBarrier();
        Volatile.Write(ref instance->BudgetNs, 0);
    }

    /// <summary>Also for a module without <c>init</c>, whose malloc takes from it.</summary>
    void DescribeHeap()
    {
        HeapBlock->Describe(heap);
        HeapBlock->Next = (byte*)ArenaLayout.HeapOffset;
        HeapBlock->End = (byte*)(ArenaLayout.HeapOffset + heapBytes);
        HeapBlock->SharedNext = (byte*)ArenaLayout.SharedOffset;
        HeapBlock->SharedEnd = (byte*)(ArenaLayout.SharedOffset + CNode.SharedBytes);
    }

    void Initialise()
    {
        bool isFirst = initBudgetNs == InitBudgetNs;
        // Whoever wants more than there is would be ended by the kernel, and all others with it.
        ulong there = isFirst ? Math.Min(heapBytes, memory.LeftBytes & ~(PageBytes - 1)) : heapBytes;
        byte* heapStart = instance->Base + ArenaLayout.HeapOffset;
        if (there < heapBytes) Kernel.Protect(heapStart + there, heapBytes - there, Kernel.None);
        Volatile.Write(ref instance->BudgetNs, initBudgetNs);
        Interlocked.MemoryBarrier();
        // It ends here, or EndInit comes later and finds the budget written.
        if (Volatile.Read(ref isEnding)) Volatile.Write(ref instance->BudgetNs, 0);
        long start = Stopwatch.GetTimestamp();
        CFault fault = Gate.Call(instance, module->Init, ArenaLayout.HeapBlockOffset, ArenaLayout.ConfigOffset, 0);
        if (isFirst)
            initBudgetNs = Math.Clamp((ulong)Stopwatch.GetElapsedTime(start).Ticks * 400, RestartBudgetNs, InitBudgetNs - 1);
        if (there < heapBytes)
        {
            if (fault == CFault.Memory && instance->FaultAddress - (long)(ArenaLayout.HeapOffset + there) is >= 0 and var beyond
                && (ulong)beyond < heapBytes - there) throw memory.TooLittle(Options.Name, there + (ulong)beyond);
            Kernel.Protect(heapStart + there, heapBytes - there, Kernel.ReadWrite);
        }
        if (isFirst) memory.Take(Kernel.Resident(heapStart, there), Options.Name);
        if (fault != CFault.None)
        {
            throw new ModuleConfigurationException($"node {Options.Name}: its module fails in init: "
                + Describe(fault, instance->FaultAddress, instance->FaultInstruction));
        }
        if (instance->Result == 0) throw HeapBlock->Refused(Options.Name);
        Burst->State = (void*)instance->Result;
    }

    void MapRegions(ReadOnlySpan<ulong> config, int shared)
    {
        byte* at = instance->Base;
        ulong globals = RoundUp(module->GlobalsBytes), configBytes = RoundUp((ulong)config.Length * sizeof(ulong));
        if (globals > ArenaLayout.ImageBytesMax || configBytes > ArenaLayout.ConfigBytesMax
            || heapBytes > ArenaLayout.HeapBytesMax)
        {
            throw new ModuleConfigurationException($"node {Options.Name}: {globals} bytes of variables, {configBytes} of "
                + $"configuration and {heapBytes} of heap don't fit into an arena, which has room for "
                + $"{ArenaLayout.ImageBytesMax}, {ArenaLayout.ConfigBytesMax} and {ArenaLayout.HeapBytesMax}");
        }
        memory.Take(globals + Math.Max(configBytes, PageBytes) + ArenaLayout.StackBytes + ArenaLayout.BurstBytes
            + ArenaLayout.MachineStackBytes, Options.Name);
        if (globals > 0) Kernel.Map(at + ArenaLayout.ImageOffset, globals);
        Kernel.Map(at + ArenaLayout.HeapOffset, heapBytes);
        Kernel.Map(at + ArenaLayout.SharedOffset, CNode.SharedBytes, shared, Kernel.ReadWrite);
        Kernel.Map(at + ArenaLayout.StackOffset, ArenaLayout.StackBytes);
        Kernel.Map(at + ArenaLayout.BurstOffset, ArenaLayout.BurstBytes);
        Kernel.Map(at + ArenaLayout.ConfigOffset, Math.Max(configBytes, PageBytes));
        Kernel.Map(machineStack, ArenaLayout.MachineStackBytes);
        config.CopyTo(new Span<ulong>(at + ArenaLayout.ConfigOffset, config.Length));
        Kernel.MakeReadOnly(at + ArenaLayout.ConfigOffset, Math.Max(configBytes, PageBytes));
        if (module->ConstantBytes == 0) return;
        new ReadOnlySpan<byte>(module->Image, (int)module->ConstantBytes)
            .CopyTo(new Span<byte>(at + ArenaLayout.ImageOffset, (int)module->ConstantBytes));
        Kernel.MakeReadOnly(at + ArenaLayout.ImageOffset, module->ConstantBytes);
    }

    /// <summary>What is shared with other lcores stays: they go on with it.</summary>
    void Clear()
    {
        byte* at = instance->Base;
        ulong constant = module->ConstantBytes, globals = RoundUp(module->GlobalsBytes);
        if (globals > constant) Kernel.Clear(at + ArenaLayout.ImageOffset + constant, globals - constant);
        Kernel.Clear(at + ArenaLayout.HeapOffset, heapBytes);
        Kernel.Clear(at + ArenaLayout.StackOffset, ArenaLayout.StackBytes);
        Kernel.Clear(at + ArenaLayout.BurstOffset, ArenaLayout.BurstBytes);
        Kernel.Clear(machineStack, ArenaLayout.MachineStackBytes);
    }

    static ulong RoundUp(ulong bytes) => bytes + PageBytes - 1 & ~(PageBytes - 1);

    /// <summary>The addresses are the reservation's.</summary>
    public void Dispose() => NativeMemory.AlignedFree(instance);
}
