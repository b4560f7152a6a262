using System;
using System.Runtime.InteropServices;

namespace FastPaas.Modules.Tests;

/// <summary>A burst of 64 packets in plain memory, each in a buffer that ends with its last byte and has a guard on both
/// sides.</summary>
sealed unsafe class PlainLcore : IDisposable
{
    public const int Lanes = HeaderLanes.Lanes;
    const int GuardBytes = 64;
    const byte Guard = 0xa5;
    readonly ModuleHeap heap = new();
    readonly Mbuf* mbufs;
    readonly int[] capacities = new int[Lanes];

    public PlainLcore()
    {
        Context = heap.Allocate<LcoreContext>(1).Pointer;
        Context->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        Context->Burst = (Mbuf**)heap.Allocate<nint>(Lanes).Pointer;
        mbufs = heap.Allocate<Mbuf>(Lanes).Pointer;
        for (int lane = 0; lane < Lanes; lane++) Context->Burst[lane] = mbufs + lane;
    }

    public LcoreContext* Context { get; }

    public HeaderLanes* Headers => Context->Headers;

    public Mbuf* Packet(int lane) => mbufs + lane;

    public void Set(int lane, ReadOnlySpan<byte> frame)
    {
        NativeArray<byte> buffer = heap.Allocate<byte>(frame.Length + 2 * GuardBytes);
        buffer.Span.Fill(Guard);
        frame.CopyTo(buffer.Span[GuardBytes..]);
        Mbuf* mbuf = mbufs + lane;
        *mbuf = default;
        mbuf->Buffer = buffer.Pointer;
        mbuf->DataOffset = GuardBytes;
        mbuf->BufferLength = (ushort)(frame.Length + GuardBytes);
        mbuf->DataLength = (ushort)frame.Length;
        mbuf->PacketLength = (uint)frame.Length;
        mbuf->Segments = 1;
        capacities[lane] = frame.Length;
    }

    public ReadOnlySpan<byte> Frame(int lane) => new(mbufs[lane].Data, mbufs[lane].DataLength);

    public bool GuardsAreIntact(int lane)
    {
        byte* frame = mbufs[lane].Data;
        return new ReadOnlySpan<byte>(frame - GuardBytes, GuardBytes).IndexOfAnyExcept(Guard) < 0
            && new ReadOnlySpan<byte>(frame + capacities[lane], GuardBytes).IndexOfAnyExcept(Guard) < 0;
    }

    public Burst Burst(ulong lanes) => new(Context, lanes);

    public WritableBurst WritableBurst(ulong lanes) => new(Context, lanes);

    public WritablePacket WritablePacket(int lane) => new(Context, Packet(lane), (nuint)lane);

    public void Dispose() => heap.Dispose();
}
