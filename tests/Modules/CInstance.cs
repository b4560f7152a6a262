using System;
using FastPaas.Runtime.Arenas;
using FastPaas.TestHost;

namespace FastPaas.Modules.Tests;

/// <summary>A node whose module is in C, on one lcore or several that share it, without a graph around it.</summary>
sealed unsafe class CInstance : IDisposable
{
    readonly SharedModuleMemory shared;
    readonly ArenaSpace arenas;
    readonly ModuleHeap[] heaps;
    readonly CNode*[] nodes;
    readonly int outputs;

    /// <param name="module">Of the catalogue.</param>
    /// <param name="config">The module's struct, lists behind it.</param>
    public CInstance(string module, ReadOnlySpan<ulong> config, ulong cyclesPerSecond = 1_000_000_000, int lcores = 1,
        bool isConfined = false)
    {
        if (isConfined) Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        CModule* descriptor = CLibraries.Descriptor(Repository.Path("modules", module), isConfined);
        arenas = ConfinedModules.Arenas(lcores);
        outputs = (int)descriptor->Outputs;
        shared = new SharedModuleMemory(lcores);
        heaps = new ModuleHeap[lcores];
        nodes = new CNode*[lcores];
        for (int i = 0; i < lcores; i++)
        {
            heaps[i] = new ModuleHeap(shared: shared, lcore: i) { CyclesPerSecond = cyclesPerSecond, Arenas = arenas };
            // These tests' threads share their CPUs with a whole machine's.
            CNodeOptions options = new(0, module, CPacketAccess.Write, Resizes: false) { BudgetUs = 1_000_000 };
            nodes[i] = CNode.Create(heaps[i], options, descriptor, config);
        }
    }

    /// <returns>The lanes of each output.</returns>
    public LaneMask[] Run(PlainLcore lcore, ulong lanes, int which = 0)
    {
        CNode.Run(lcore.Context, nodes[which], lanes);
        LaneMask[] masks = new LaneMask[outputs];
        for (int i = 0; i < outputs; i++) masks[i] = new LaneMask(CNode.Output(nodes[which], lanes, (byte)i));
        return masks;
    }

    public void Dispose()
    {
        foreach (ModuleHeap heap in heaps) heap.Dispose();
        shared.Dispose();
        arenas.Dispose();
    }
}
