using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace FastPaas;

/// <summary>A node whose module is in C, on one lcore. Generated code gives it lanes and takes lanes back: the packets are
/// gathered into a dense burst, the module is called once through its address, verdicts and descriptors are checked.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct CNode
{
    /// <summary>Address space, not memory: a page exists once it is written to.</summary>
    public const int HeapBytes = 1 << 28, SharedBytes = 1 << 26;

    delegate* managed<CBurst*, void> process;
    CBurst* burst;

    /// <summary>Makes an instance and runs its <c>init</c>. Control plane.</summary>
    /// <param name="node">Its name, for messages.</param>
    /// <param name="config">The node's configuration as the module's struct, lists behind it.</param>
    /// <exception cref="ModuleConfigurationException">The module refuses it, or the machine has no memory for it.</exception>
    public static CNode* Create(ModuleHeap heap, string node, CModule* module, ReadOnlySpan<ulong> config)
    {
        if (module->ConfigBytes > (uint)config.Length * sizeof(ulong))
            throw new InvalidOperationException($"Node {node}: the module was compiled for another configuration.");
        // The runtime keeps a tag in this bit of a function's address.
        if (((nint)module->Process & 2) != 0) throw new InvalidOperationException($"Node {node}: process isn't aligned.");
        CNode* made = heap.Allocate<CNode>(1).Pointer;
        made->process = module->Process;
        made->burst = heap.Allocate<CBurst>(1).Pointer;
        NativeArray<ulong> block = heap.Allocate<ulong>(config.Length);
        config.CopyTo(block.Span);
        if (module->Init == null) return made;
        CHeap* own = heap.Allocate<CHeap>(1).Pointer;
        own->CyclesPerSecond = heap.CyclesPerSecond;
        own->Lcore = (uint)heap.Lcore;
        own->Lcores = (uint)heap.Lcores;
        own->Next = heap.Reserve(HeapBytes);
        own->End = own->Next + HeapBytes;
        own->SharedNext = heap.ReserveShared(SharedBytes);
        own->SharedEnd = own->SharedNext + SharedBytes;
        made->burst->State = module->Init(own, block.Pointer);
        if (made->burst->State != null) return made;
        string refusal = own->Refusal;
        throw new ModuleConfigurationException(refusal.Length > 0 ? $"node {node}: {refusal}"
            : $"node {node}: its module refuses the configuration without saying why");
    }

    /// <summary>Calls the module once for all of its lanes, if it has any.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run(LcoreContext* lcore, CNode* node, ulong lanes)
    {
        if (lanes == 0) return;
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
    }

    /// <summary><see cref="Run"/> for a module that sees no packet: lengths only.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void RunUnseen(LcoreContext* lcore, CNode* node, ulong lanes)
    {
        if (lanes == 0) return;
        CBurst* burst = node->burst;
        nuint count = 0;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest), count++)
        {
            Mbuf* mbuf = lcore->Burst[LaneMasks.Lowest(rest)];
            burst->Packets[count] = (ulong)mbuf->DataLength << 32;
            burst->Beyond[count] = mbuf->PacketLength - mbuf->DataLength;
        }

        Call(lcore, node, (uint)count);
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
        LaneMasks.Spread(LaneCompare.Equal(node->burst->Verdicts, output, HeaderLanes.Lanes), lanes);

    /// <summary><see cref="Run"/> for a module that pushes and pops headers (<c>resizes</c>): takes over what it did to the
    /// descriptors.</summary>
    /// <returns>The lanes whose new offset or length isn't one: <c>bad_length</c>.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong RunResizing(LcoreContext* lcore, CNode* node, ulong lanes)
    {
        Run(lcore, node, lanes);
        ulong bad = 0;
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

        return bad;
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
