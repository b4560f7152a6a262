using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using FastPaas.Dpdk;
using FastPaas.Runtime.Arenas;
using FastPaas.Runtime.Faults;
using FastPaas.TestHost;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace FastPaas.Modules.Tests;

/// <summary>Instances that begin again while others run (InC/slow: its second <c>init</c> never ends), and what they may take of
/// the machine's memory.</summary>
[NotInParallel]
public sealed unsafe class RestartTests : IDisposable
{
    const ulong Mebibyte = 1 << 20;

    static readonly ModuleSet modules = ModuleSet.FromFolder("CRestartModules", Repository.Path("tests", "Modules", "InC"));

    static readonly Lazy<GraphAssembly> graphs = new(() => GraphAssembly.Compile([Source()], [modules, ModuleSet.Catalogue],
        isConfined: true));

    readonly SharedModuleMemory shared = new(1);
    readonly List<string> told = [];
    FastPaas.CInstance* slowInstance;
    ArenaSpace arenas = null!;
    ModuleHeap heap = null!;

    public RestartTests()
    {
        Skip.Unless(ConfinedModules.CanBeMade, "needs llvm-19-dev");
        ConfinedModules.Arenas(0).Dispose();
    }

    [Test]
    public void A_restart_has_50_ms_at_least_and_then_stays_in_quarantine()
    {
        (Quarantine quarantine, ConfinedInstance slow, _) = Make(rounds: 0);
        quarantine.Look();
        Assert.True(slow.IsQuarantined);
        Assert.Contains(told, line => line.Contains("it can't begin again: node slow: its module fails in init: it doesn't end"));
        quarantine.Dispose();
    }

    [Test]
    public void While_an_init_runs_the_others_are_looked_at_and_released_and_a_stop_ends_it()
    {
        (Quarantine quarantine, ConfinedInstance slow, ConfinedInstance quick) = Make(rounds: 400_000_000);
        quarantine.Start();
        Await(() => quick.IsBeginning && Volatile.Read(ref slowInstance->Sequence) == 2);
        quarantine.Look();
        quarantine.Release("quick");
        Assert.True(slow.IsBeginning, "somebody has waited for it");
        Assert.Equal((false, 0), (slow.Refusal != null, slow.Restarts));
        quarantine.Stop();
        Assert.Equal((false, true, true), (slow.IsBeginning, slow.IsQuarantined, quick.IsQuarantined));
        Assert.Contains("it doesn't end within its budget", slow.Refusal);
        quarantine.Dispose();
    }

    [Test]
    public void Whoever_asked_next_begins_when_it_has_used_up_its_time()
    {
        (Quarantine quarantine, ConfinedInstance slow, ConfinedInstance quick) = Make(rounds: 0);
        quarantine.Start();
        Await(() => !quick.IsQuarantined);
        Assert.Equal((true, 1), (slow.IsQuarantined, quick.Restarts));
        quarantine.Dispose();
    }

    [Test]
    public void An_instance_that_does_not_fit_is_refused_before_it_is_there()
    {
        var refused = Assert.Throws<EnvironmentException>(() => Make(rounds: 0, memoryBytes: Mebibyte));
        Assert.Contains("has 1 MiB of memory for modules in C. Those before node slow take 0 MiB, and it wants 1 MiB or more.",
            refused.Message, StringComparison.Ordinal);
    }

    [Test]
    public void An_init_that_touches_more_than_there_is_is_refused_and_one_that_fits_is_counted()
    {
        MemoryBudget memory = new(12 * Mebibyte);
        Begin(memory);
        CreateSlow(rounds: 0, touchedBytes: 4 * Mebibyte);
        Assert.InRange(memory.LeftBytes, 5 * Mebibyte, 8 * Mebibyte);
        var refused = Assert.Throws<EnvironmentException>(() => CreateSlow(rounds: 0, touchedBytes: 64 * Mebibyte));
        Assert.Contains("Those before node slow take ", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Among its packets lies a page of a file that was opened to be read: the kernel lets nobody write there.</summary>
    [Test]
    public void An_instance_that_the_kernel_gives_no_memory_to_stays_in_quarantine_and_the_others_go_on()
    {
        Begin(new MemoryBudget(ulong.MaxValue));
        CNode* poor = CNode.Create(heap, Options(0, "slow") with { Packet = CPacketAccess.Write }, Module("mover"), [0]);
        CNode* quick = CNode.Create(heap, Options(1, "quick"), Module("mover"), [0]);
        using (SafeFileHandle file = File.OpenHandle(typeof(RestartTests).Assembly.Location))
        {
            byte* packets = Confined(poor)->Instance->Base + ArenaLayout.PacketsOffset;
            Kernel.Map(packets, Kernel.PageBytes, (int)file.DangerousGetHandle(), Kernel.Read);
        }
        Fail(poor);
        Fail(quick);
        using Quarantine quarantine = new(graphs.Value.Graphs.Single(), arenas, told.Add);
        quarantine.Start();
        (ConfinedInstance left, ConfinedInstance other) = (arenas.Instances[0], arenas.Instances[1]);
        Await(() => !other.IsQuarantined && left.Refusal != null);
        Assert.Equal((true, 0), (left.IsQuarantined, left.Restarts));
        Assert.Equal("it can't begin again: the kernel gives no memory for packets of a module: error 13.", left.Refusal);
    }

    /// <summary>Both have failed.</summary>
    (Quarantine Quarantine, ConfinedInstance Slow, ConfinedInstance Quick) Make(ulong rounds, ulong memoryBytes = ulong.MaxValue)
    {
        Begin(new MemoryBudget(memoryBytes));
        CNode* slow = CreateSlow(rounds, touchedBytes: 0);
        slowInstance = Confined(slow)->Instance;
        CNode* quick = CNode.Create(heap, Options(1, "quick"), Module("mover"), [0]);
        Fail(slow);
        Fail(quick);
        return (new Quarantine(graphs.Value.Graphs.Single(), arenas, told.Add), arenas.Instances[0], arenas.Instances[1]);
    }

    static ConfinedNode* Confined(CNode* node) => *(ConfinedNode**)node;

    static void Fail(CNode* node)
    {
        ConfinedNode* confined = Confined(node);
        confined->LastFault = CFault.Abort;
        confined->Faults[(int)CFault.Abort]++;
        confined->IsQuarantined = 1;
    }

    void Begin(MemoryBudget memory)
    {
        arenas = new ArenaSpace(2, memory);
        heap = new ModuleHeap(shared: shared) { Arenas = arenas };
    }

    CNode* CreateSlow(ulong rounds, ulong touchedBytes) =>
        CNode.Create(heap, Options(0, "slow"), Module("slow"), [rounds, touchedBytes]);

    static CNodeOptions Options(int node, string name) => new(node, name, CPacketAccess.None, Resizes: false)
    {
        Quarantine = CQuarantine.Restart, RestartsPerMinuteMax = 1,
    };

    static CModule* Module(string name) =>
        CLibraries.Descriptor(Repository.Path("tests", "Modules", "InC", name), isConfined: true);

    static void Await(Func<bool> condition)
    {
        for (int i = 0; i < 10_000 && !condition(); i++) Thread.Sleep(1);
        Assert.True(condition(), "it doesn't come");
    }

    static GraphSource Source() => new("restarts", """
        schema = 1
        name = "restarts"
        [port.left]
        device = "net_null0"
        next = "slow"
        [node.slow]
        module = "slow"
        next = "quick"
        [node.quick]
        module = "mover"
        next = "left"
        """, new Dictionary<string, string>());

    public void Dispose()
    {
        heap?.Dispose();
        shared.Dispose();
        arenas?.Dispose();
    }
}
