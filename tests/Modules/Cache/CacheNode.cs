using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace FastPaas.Modules.Tests;

/// <summary>A node, and one packet at a time before it.</summary>
sealed unsafe class CacheNode : IDisposable
{
    public const ulong CyclesPerSecond = 1_000;
    const int Lane = 5, RoomBytes = 1_500;

    readonly ModuleHeap heap = new() { CyclesPerSecond = CyclesPerSecond };
    readonly PlainLcore lcore = new();
    Cache.State state;

    public CacheNode(
        IReadOnlyList<CacheConfig.NamesItem>? names = null, IReadOnlyList<CacheConfig.ValuesItem>? values = null,
        bool learn = true, uint entries = 4_096) =>
        Cache.Init(
            new CacheConfig(Entries: entries, Learn: learn, ValueSeconds: 10, Names: names ?? [], Values: values ?? []), heap,
            ref state);

    /// <summary>The frame that goes back; null: a miss, and the frame is as it was.</summary>
    public byte[]? Send(UdpFrame frame, ulong nowCycles = 0, int roomBytes = RoomBytes)
    {
        byte[] bytes = frame.Bytes();
        lcore.Set(Lane, [.. bytes, .. new byte[roomBytes]]);
        Mbuf* packet = lcore.Packet(Lane);
        packet->DataLength = (ushort)bytes.Length;
        packet->PacketLength = (uint)bytes.Length;
        HeaderLanes* headers = lcore.Headers;
        headers->Layers[Lane] = (byte)(HeaderLayers.Udp | (frame.IsIp6 ? HeaderLayers.Ip6 : HeaderLayers.Ip4));
        headers->IpOffset[Lane] = 14;
        headers->L4Offset[Lane] = (ushort)(frame.IsIp6 ? 54 : 34);
        headers->L4Src[Lane] = frame.SourcePort;
        headers->L4Dst[Lane] = frame.DestinationPort;
        headers->IpSrc[Lane] = headers->IpDst[Lane] = 0;
        headers->EthDst[Lane] = BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16;
        headers->IpSrc[Lane] = frame.IsIp6 ? 0 : (uint)frame.Source;
        headers->IpDst[Lane] = frame.IsIp6 ? 0 : (uint)frame.Destination;
        headers->Ip6SrcHigh[Lane] = (ulong)(frame.Source >> 64);
        headers->Ip6SrcLow[Lane] = (ulong)frame.Source;
        headers->Ip6DstHigh[Lane] = (ulong)(frame.Destination >> 64);
        headers->Ip6DstLow[Lane] = (ulong)frame.Destination;
        lcore.Context->NowCycles = nowCycles;
        LaneMask lane = LaneMask.Of(Lane);
        Cache.Process(lcore.WritableBurst(lane.Bits), lane, ref state, out LaneMask hit, out LaneMask miss);
        Xunit.Assert.Equal(lane, hit | miss);
        Xunit.Assert.True((hit & miss).IsEmpty);
        // As generated code does, by the manifest's `checksums`.
        Checksums.OfUdp(lcore.Context, hit.Bits, ports: 0);
        byte[] after = lcore.Frame(Lane).ToArray();
        if (!hit.IsEmpty) return after;
        Xunit.Assert.Equal(bytes, after);
        return null;
    }

    public void Dispose()
    {
        lcore.Dispose();
        heap.Dispose();
    }
}
