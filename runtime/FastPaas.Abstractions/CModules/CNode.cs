using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace FastPaas;

/// <summary>A node whose module is in C, on one lcore. Generated code gives it lanes and takes lanes back: the packets are
/// gathered into a dense burst, the module is called once, verdicts and descriptors are checked. Whether it is confined to an
/// arena (<see cref="ConfinedNode"/>) or called by its address, generated code can't tell.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CNode
{
    /// <summary>Address space, not memory: a page exists once it is written to.</summary>
    public const int HeapBytes = 1 << 28, SharedBytes = 1 << 26;

    /// <summary>Null: the module reaches all of the process.</summary>
    ConfinedNode* confined;
    byte* verdicts;
    delegate* managed<CBurst*, void> process;
    CBurst* burst;

    /// <summary>Makes an instance and runs its <c>init</c>. Control plane.</summary>
    /// <param name="config">The node's configuration as the module's struct, lists behind it.</param>
    /// <exception cref="ModuleConfigurationException">The module refuses it, or the machine has no memory for it.</exception>
    public static CNode* Create(ModuleHeap heap, CNodeOptions options, CModule* module, ReadOnlySpan<ulong> config)
    {
        string node = options.Name;
        CModule* variant = CModule.Choose(module, options.Protection, heap.Arenas?.HasWrgsbase ?? true);
        if (variant == null) throw new InvalidOperationException($"Node {node}: its module was compiled for other nodes.");
        module = variant;
        if (module->ConfigBytes > (uint)config.Length * sizeof(ulong))
            throw new InvalidOperationException($"Node {node}: the module was compiled for another configuration.");
        CNode* made = heap.Allocate<CNode>(1).Pointer;
        if (module->Protection != CProtection.None) made->Confine(heap, options, module, config);
        else
        {
            heap.Arenas?.RequireNoCertificate(module, node);
            made->Initialise(heap, node, module, config);
        }
        return made;
    }

    void Confine(ModuleHeap heap, CNodeOptions options, CModule* module, ReadOnlySpan<ulong> config)
    {
        CArenas arenas = heap.Arenas
            ?? throw new InvalidOperationException($"Node {options.Name}: its module is confined, and there are no arenas.");
        confined = heap.Allocate<ConfinedNode>(1).Pointer;
        confined->Verdicts = verdicts = heap.Allocate<byte>(HeaderLanes.Lanes).Pointer;
        confined->Descriptors = heap.Allocate<ulong>(HeaderLanes.Lanes).Pointer;
        confined->Lowest = heap.Allocate<uint>(HeaderLanes.Lanes).Pointer;
        confined->Highest = heap.Allocate<uint>(HeaderLanes.Lanes).Pointer;
        confined->Faults = heap.Allocate<ulong>(ConfinedNode.FaultKinds).Pointer;
        confined->Outputs = module->Outputs;
        confined->Writes = options.Packet == CPacketAccess.Write;
        confined->QuarantineVerdict = options.Quarantine == CQuarantine.Bypass ? options.BypassOutput : CBurst.NoVerdict;
        arenas.Create(confined, heap, options, module, config);
    }

    void Initialise(ModuleHeap heap, string node, CModule* module, ReadOnlySpan<ulong> config)
    {
        // The runtime keeps a tag in this bit of a function's address.
        if (((nint)module->Process & 2) != 0) throw new InvalidOperationException($"Node {node}: process isn't aligned.");
        process = module->Process;
        burst = heap.Allocate<CBurst>(1).Pointer;
        verdicts = burst->Verdicts;
        NativeArray<ulong> block = heap.Allocate<ulong>(config.Length);
        config.CopyTo(block.Span);
        if (module->Init == null) return;
        CHeap* own = heap.Allocate<CHeap>(1).Pointer;
        own->Describe(heap);
        own->Next = heap.Reserve(HeapBytes);
        own->End = own->Next + HeapBytes;
        own->SharedNext = heap.ReserveShared(SharedBytes);
        own->SharedEnd = own->SharedNext + SharedBytes;
        burst->State = module->Init(own, block.Pointer);
        if (burst->State == null) throw own->Refused(node);
    }

    /// <summary>Calls the module once for all of its lanes, if it has any.</summary>
    /// <returns>The lanes that go on.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong Run(LcoreContext* lcore, CNode* node, ulong lanes)
    {
        if (lanes == 0) return 0;
        if (node->confined != null) return ConfinedNode.Run(lcore, node->confined, lanes);
        CBurst* burst = node->burst;
        nuint count = 0;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest), count++)
        {
            Mbuf* mbuf = lcore->Burst[LaneMasks.Lowest(rest)];
            burst->Packets[count] = Descriptor(mbuf);
            burst->Beyond[count] = mbuf->PacketLength - mbuf->DataLength;
            burst->Bases[count] = mbuf->Buffer;
        }

        Call(lcore, node, (uint)count);
        return lanes;
    }

    /// <summary><see cref="Run"/> for a module that sees no packet: lengths only.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong RunUnseen(LcoreContext* lcore, CNode* node, ulong lanes)
    {
        if (lanes == 0) return 0;
        if (node->confined != null) return ConfinedNode.RunUnseen(lcore, node->confined, lanes);
        CBurst* burst = node->burst;
        nuint count = 0;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest), count++)
        {
            Mbuf* mbuf = lcore->Burst[LaneMasks.Lowest(rest)];
            burst->Packets[count] = (ulong)mbuf->DataLength << 32;
            burst->Beyond[count] = mbuf->PacketLength - mbuf->DataLength;
        }

        Call(lcore, node, (uint)count);
        return lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Call(LcoreContext* lcore, CNode* node, uint count)
    {
        CBurst* burst = node->burst;
        burst->NowCycles = lcore->Now();
        burst->Count = count;
        new Span<byte>(burst->Verdicts, HeaderLanes.Lanes).Fill(CBurst.NoVerdict);
        node->process(burst);
    }

    /// <summary>The lanes that the module sent to an output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Output(CNode* node, ulong lanes, byte output) =>
        LaneMasks.Spread(LaneCompare.Equal(node->verdicts, output, HeaderLanes.Lanes), lanes);

    /// <summary><see cref="Run"/> for a module that pushes and pops headers (<c>resizes</c>): takes over what it did to the
    /// descriptors.</summary>
    /// <param name="bad">The lanes whose new offset or length isn't one: <c>bad_length</c>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong RunResizing(LcoreContext* lcore, CNode* node, ulong lanes, out ulong bad)
    {
        bad = 0;
        if (lanes == 0) return 0;
        if (node->confined != null) return ConfinedNode.RunResizing(lcore, node->confined, lanes, out bad);
        Run(lcore, node, lanes);
        ulong* descriptors = node->burst->Packets;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest), descriptors++)
        {
            nuint lane = LaneMasks.Lowest(rest);
            Mbuf* mbuf = lcore->Burst[lane];
            // One copy: what is checked is what is used, whoever else may still write there.
            ulong descriptor = Volatile.Read(ref *descriptors);
            if (descriptor == Descriptor(mbuf)) continue;
            if (!TryResize(lcore, mbuf, lane, (uint)descriptor, (uint)(descriptor >> 32))) bad |= 1ul << (int)lane;
        }

        return lanes;
    }

    /// <summary>The rest of the graph counts on what admission promised: 14 bytes, the first 256 in one piece.</summary>
    static bool TryResize(LcoreContext* lcore, Mbuf* mbuf, nuint lane, uint offset, uint length)
    {
        if (offset > mbuf->BufferLength || length > mbuf->BufferLength - offset) return false;
        mbuf->PacketLength = mbuf->PacketLength - mbuf->DataLength + length;
        mbuf->DataOffset = (ushort)offset;
        mbuf->DataLength = (ushort)length;
        return Admission.Check(lcore, 1ul << (int)lane) != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Descriptor(Mbuf* mbuf) => mbuf->DataOffset | (ulong)mbuf->DataLength << 32;
}
