using System;
using System.Collections.Generic;
using FastPaas.Dpdk;
using FastPaas.Runtime.Faults;

namespace FastPaas.Runtime.Arenas;

/// <summary>All arenas of an instance of a graph: one for each node in C on each lcore, and what several of them map: memory that
/// a node's instances share, packets that are copied for an lcore's modules of one owner. Control plane.</summary>
/// <param name="capacity">Nodes in C times lcores.</param>
public sealed unsafe class ArenaSpace(int capacity) : CArenas, IDisposable
{
    const int CertificateBytes = 32;

    readonly Certificates certificates = new();
    readonly List<Arena> arenas = [];
    readonly List<ConfinedInstance> instances = [];
    /// <summary>A node in C# that can fail is watched.</summary>
    bool hasGuarded;
    /// <summary>Nodes by mpx that nothing confines here.</summary>
    readonly SortedSet<string> unprotected = new(StringComparer.Ordinal);
    readonly Dictionary<int, int> sharedOfNode = [];
    readonly Dictionary<(string? Tenant, int Lcore), PacketStaging> stagings = [];
    ArenaReservation? reservation;
    MemoryBudget? memory;

    /// <summary>With less memory than the machine has.</summary>
    internal ArenaSpace(int capacity, MemoryBudget memory)
        : this(capacity) => this.memory = memory;

    /// <summary>For a graph on so many lcores.</summary>
    public static ArenaSpace For(CompiledGraph graph, int lcores = 1, bool allowsUnprotected = false, bool isRaw = false) =>
        new(graph.Nodes.FindAll(node => node.IsInC).Count * lcores) { AllowsUnprotected = allowsUnprotected, IsRaw = isRaw };

    /// <summary>Nodes run on threads that the runtime of C# doesn't know: what fails there is caught by the gate.</summary>
    public bool IsRaw { get; init; }

    /// <summary>Nodes by mpx start also where nothing confines them (docs/adr/0034).</summary>
    public bool AllowsUnprotected { get; init; }

    public override bool HasWrgsbase => Gate.UsesWrgsbase;

    public override void Create(
        ConfinedNode* made, ModuleHeap heap, CNodeOptions options, CModule* module, ReadOnlySpan<ulong> config)
    {
        certificates.Require(module, options.Name);
        Gate.Start();
        reservation ??= new ArenaReservation(capacity);
        memory ??= new MemoryBudget(AvailableMemory.Read());
        if (arenas.Count == capacity) throw new InvalidOperationException($"There are more instances than {capacity}.");
        Arena arena = new(reservation.Arena(arenas.Count), reservation.MachineStack(arenas.Count), options, module, heap, config,
            SharedOf(options.Node), memory);
        arenas.Add(arena);
        if (arena.Protection == CProtection.Mpx && !Gate.HasBounds(arena.Instance)) TakeUnprotected(options.Name);
        if (options.Packet != CPacketAccess.None) ShowPackets(made, arena);
        made->Enter = Gate.Enter;
        made->Instance = arena.Instance;
        made->Process = module->Process;
        made->Burst = arena.Burst;
        arena.Begin();
        instances.Add(new ConfinedInstance(new WatchedArena(arena, made)));
    }

    public override void Guard(GuardedNode* made, CNodeOptions options, int lcore, Action begin)
    {
        if (IsRaw)
        {
            Gate.Start();
            made->Instance->TextStart = Gate.ImageStart;
            made->Enter = Gate.EnterManaged;
        }
        hasGuarded = true;
        instances.Add(new ConfinedInstance(new WatchedGuard(made, options, lcore, begin)));
    }

    /// <exception cref="EnvironmentException">It has one.</exception>
    public override void RequireNoCertificate(CModule* module, string node)
    {
        if (!new ReadOnlySpan<byte>(&module->Certificate, CertificateBytes).ContainsAnyExcept((byte)0)) return;
        throw new EnvironmentException(
            $"node {node}: its module says that it isn't confined, and has the certificate of one that is: this executable was "
            + "changed after it was built.", "./build.sh build <graph> -o <file>, and run that file");
    }

    void TakeUnprotected(string node)
    {
        if (!AllowsUnprotected)
        {
            throw new EnvironmentException(
                $"node {node}: mpx is to confine its module, and here a bndcl or bndcu that must trap doesn't: nothing would "
                + "confine it.", "./build.sh build <graph> --protect=mask; or run --unprotected");
        }

        unprotected.Add(node);
    }

    /// <summary>In the order of their making.</summary>
    internal IReadOnlyList<ConfinedInstance> Instances => instances;

    /// <summary>A line for the start of <c>run</c>: nodes by mpx that nothing confines here; null: there are none.</summary>
    public string? DescribeUnprotected() => unprotected.Count == 0 ? null
        : $"unprotected: {string.Join(", ", unprotected)}: this machine has no MPX; what they run reaches all of the process";

    /// <summary>A line for the start of <c>run</c>; null: nothing is confined.</summary>
    public string? Describe()
    {
        List<Arena> confined = arenas.FindAll(arena => !unprotected.Contains(arena.Options.Name));
        if (confined.Count == 0) return null;
        SortedSet<CProtection> used = [];
        foreach (Arena arena in confined) used.Add(arena.Protection);
        string by = used.Count == 1 && used.Contains(CProtection.Segment)
            ? "segment, gs set by " + (HasWrgsbase ? "wrgsbase" : "arch_prctl")
            : string.Join(" and ", used).ToLowerInvariant();
        string why = HasWrgsbase ? "" : ": this kernel keeps wrgsbase to itself";
        return $"confined: {confined.Count} instances of modules in C, {reservation!.Bytes >> 30} GiB of addresses, "
            + $"by {by}{why}";
    }

    void ShowPackets(ConfinedNode* made, Arena arena)
    {
        (string? Tenant, int Lcore) owner = (arena.Options.Tenant, arena.Lcore);
        if (!stagings.TryGetValue(owner, out PacketStaging? staging))
        {
            memory!.Take(PacketStaging.Bytes, arena.Options.Name);
            stagings.Add(owner, staging = new PacketStaging());
        }
        arena.Show(staging);
        made->StagingOffset = (uint)ArenaLayout.PacketsOffset;
        made->Staging = staging.Host;
    }

    int SharedOf(int node)
    {
        if (!sharedOfNode.TryGetValue(node, out int file))
            sharedOfNode.Add(node, file = Kernel.MemoryFile("fastpaas-shared"u8, CNode.SharedBytes));
        return file;
    }

    /// <summary>No lcore runs any more: before the heaps of nodes end.</summary>
    public void Forget()
    {
        if (arenas.Count > 0 || (hasGuarded && IsRaw)) Gate.Forget();
    }

    public void Dispose()
    {
        Forget();
        foreach (Arena arena in arenas) arena.Dispose();
        foreach (PacketStaging staging in stagings.Values) staging.Dispose();
        foreach (int file in sharedOfNode.Values) Kernel.Close(file);
        arenas.Clear();
        instances.Clear();
        unprotected.Clear();
        stagings.Clear();
        sharedOfNode.Clear();
        reservation?.Release();
        reservation = null;
    }
}

/// <summary>Copies of the packets that an lcore shows to the modules of one owner (a tenant, or the operator): the only packets
/// that these modules reach, and no other lcore's do.</summary>
sealed unsafe class PacketStaging : IDisposable
{
    public const ulong Bytes = ConfinedNode.StagingBytes + Kernel.PageBytes - 1 & ~(Kernel.PageBytes - 1);

    readonly int file = Kernel.MemoryFile("fastpaas-packets"u8, Bytes);

    public PacketStaging() => Host = Kernel.Map(Bytes, file);

    /// <summary>The host's view.</summary>
    public byte* Host { get; private set; }

    /// <summary>Into an arena, where nothing may be touched before <see cref="Protect"/>.</summary>
    public void Map(byte* at) => Kernel.Map(at, Bytes, file, 0);

    /// <summary>What a module may do there; null: nothing.</summary>
    public void Protect(byte* at, CPacketAccess? access) => Kernel.Protect(at, Bytes, access switch
    {
        CPacketAccess.Write => Kernel.ReadWrite,
        CPacketAccess.Read => Kernel.Read,
        _ => 0,
    });

    public void Dispose()
    {
        Kernel.Unmap(Host, Bytes);
        Host = null;
        Kernel.Close(file);
    }
}
