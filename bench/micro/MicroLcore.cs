using System;
using System.Runtime.InteropServices;
using FastPaas.TestHost;
using FastPaas.Workload;

namespace FastPaas.Micro;

/// <summary>A graph under the JIT with one burst of 32 packets that goes through it over and over: no device, no copy.</summary>
sealed unsafe class MicroLcore : IDisposable
{
    public const int Packets = 32;

    const int FrameBytes = 64, HeadroomBytes = 128;

    readonly GraphAssembly assembly;
    readonly ModuleHeap heap = new();
    readonly LcoreContext* context;
    readonly delegate*<LcoreContext*, nuint, void> entry;
    readonly Mbuf** packets;

    /// <param name="graph">Text of a graph whose first port receives, and whose nodes change nothing that a second pass would
    /// see.</param>
    public MicroLcore(string graph)
    {
        assembly = GraphAssembly.Compile(graph);
        CompiledGraph compiled = assembly.Graph;
        context = heap.Allocate<LcoreContext>(1).Pointer;
        context->Burst = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        context->Scratch = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        context->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        context->Counters = heap.Allocate<ulong>(compiled.CounterNames.Count).Pointer;
        context->Nodes = (void**)heap.Allocate<nint>(compiled.Nodes.Count + 1).Pointer;
        context->Transmit = heap.Allocate<TransmitQueue>(compiled.Ports.Count).Pointer;
        for (int port = 0; port < compiled.Ports.Count; port++) context->Transmit[port].Send = &Take;
        context->FreeBulk = &Forget;
        context->Tenants = TenantQueues.Create(heap, compiled);
        compiled.InitializeNodes(heap, context->Nodes);
        entry = (delegate*<LcoreContext*, nuint, void>)compiled.Entries[0];
        packets = (Mbuf**)heap.Allocate<nint>(Packets).Pointer;
        var random = new SplitMix(1);
        for (int lane = 0; lane < Packets; lane++) packets[lane] = Packet(random);
    }

    /// <summary>One burst; the sum of all counters keeps it from being optimised away.</summary>
    public ulong Run()
    {
        for (int lane = 0; lane < Packets; lane++) context->Burst[lane] = packets[lane];
        context->NowCycles += 1_000;
        entry(context, Packets);
        TenantQueues.RunAll(context);
        return context->Counters[0];
    }

    public void Dispose()
    {
        heap.Dispose();
        assembly.Dispose();
    }

    /// <summary>UDP in IPv4 from and to 10.0.0.0/8, half to port 80.</summary>
    Mbuf* Packet(SplitMix random)
    {
        byte* buffer = heap.Allocate<byte>(HeadroomBytes + FrameBytes).Pointer;
        var frame = new Span<byte>(buffer + HeadroomBytes, FrameBytes);
        ReadOnlySpan<byte> start =
        [
            2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0,
            0x45, 0, 0, FrameBytes - 14, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 0, 10, 0, 0, 0,
            4, 0, 0, 80, 0, FrameBytes - 34, 0, 0,
        ];
        start.CopyTo(frame);
        ulong bits = random.Next();
        MemoryMarshal.Write(frame[27..], (ushort)bits);
        MemoryMarshal.Write(frame[31..], (ushort)(bits >> 16));
        if ((bits & 1) != 0) MemoryMarshal.Write(frame[36..], (ushort)(bits >> 32));
        Mbuf* mbuf = heap.Allocate<Mbuf>(1).Pointer;
        *mbuf = new Mbuf
        {
            Buffer = buffer, DataOffset = HeadroomBytes, References = 1, Segments = 1, DataLength = FrameBytes,
            PacketLength = FrameBytes, BufferLength = HeadroomBytes + FrameBytes,
        };
        return mbuf;
    }

    static ushort Take(void* queue, Mbuf** packets, ushort count) => count;

    static void Forget(Mbuf** packets, uint count)
    {
    }
}
