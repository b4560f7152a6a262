using System.Collections.Generic;
using System.Text.Json;
using FastPaas.Modules;

namespace FastPaas.Macro;

/// <summary>What a device could do to packets, done here and left to it: the instructions of either, of a burst of 32 without
/// what is around it (docs/adr/0014).</summary>
sealed unsafe class Offloads
{
    const int Packets = 32, HeadroomBytes = 128, Ip = 14, Udp = 34, Payload = 42;
    const ulong Lanes = (1ul << Packets) - 1;
    /// <summary><c>RTE_MBUF_F_RX_VLAN_STRIPPED</c>, <c>RTE_MBUF_F_RX_IP_CKSUM_MASK</c>, <c>_GOOD</c>.</summary>
    const ulong Stripped = 1ul << 6, ChecksumIsKnown = 1ul << 4 | 1ul << 7, ChecksumIsGood = 1ul << 7;

    readonly ModuleHeap heap = new();
    readonly Work* work;
    readonly LcoreContext* lcore;

    struct Work
    {
        public LcoreContext Lcore;
        public Vlan.State Node;
        public ulong Done;
    }

    Offloads()
    {
        work = heap.Allocate<Work>(1).Pointer;
        lcore = &work->Lcore;
        lcore->Burst = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        lcore->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        for (int lane = 0; lane < Packets; lane++) lcore->Burst[lane] = heap.Allocate<Mbuf>(1).Pointer;
    }

    /// <summary>Rows of a table: what, and the instructions a packet of both ways.</summary>
    public static void Write(Utf8JsonWriter json)
    {
        var offloads = new Offloads();
        json.WriteStartArray("offloads");
        foreach ((string what, double here, double left) in offloads.Count())
        {
            json.WriteStartObject();
            json.WriteString("what", what);
            json.WriteNumber("here", here);
            json.WriteNumber("left", left);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        offloads.heap.Dispose();
    }

    IEnumerable<(string, double, double)> Count()
    {
        foreach (int bytes in new[] { 22, 100, 512, 1_400 })
        {
            Fill(bytes, isTagged: false);
            string what = $"UDP checksum, {Payload + bytes} bytes";
            yield return (what, Instructions(SumAddress, able: false), Instructions(SumAddress, able: true));
        }

        Fill(22, isTagged: false);
        Prepare(VlanConfig.OperationValue.Push);
        yield return ("VLAN push", Instructions(PushAddress, able: false), Instructions(PushAddress, able: true));
        yield return (
            "IPv4 header check", Instructions(CheckAddress, able: false), Instructions(CheckFlagAddress, able: false));
        Fill(22, isTagged: true);
        Prepare(VlanConfig.OperationValue.Pop);
        yield return ("VLAN pop", Instructions(PopAddress, able: false), Instructions(PopStrippedAddress, able: false));
    }

    void Prepare(VlanConfig.OperationValue operation) => Vlan.Init(
        new VlanConfig(operation, 100, 0, VlanConfig.TagTypeValue.Customer, []), heap, ref work->Node);

    static nint SumAddress => (nint)(delegate* managed<Work*, int>)&Sum;

    static nint PushAddress => (nint)(delegate* managed<Work*, int>)&Push;

    static nint PopAddress => (nint)(delegate* managed<Work*, int>)&Pop;

    static nint PopStrippedAddress => (nint)(delegate* managed<Work*, int>)&PopStripped;

    static nint CheckAddress => (nint)(delegate* managed<Work*, int>)&Check;

    static nint CheckFlagAddress => (nint)(delegate* managed<Work*, int>)&CheckFlag;

    static int Sum(Work* work)
    {
        Checksums.OfUdp(&work->Lcore, Lanes, 1);
        return 0;
    }

    /// <summary>The module and what the host does behind it.</summary>
    static int Push(Work* work)
    {
        work->Lcore.Tagged = 0;
        Vlan.Process(new WritableBurst(&work->Lcore, Lanes), new LaneMask(Lanes), ref work->Node, out LaneMask pushed, out _);
        Tags.Push(&work->Lcore, pushed.Bits, 1);
        return 0;
    }

    static int Pop(Work* work)
    {
        Vlan.Process(new WritableBurst(&work->Lcore, Lanes), new LaneMask(Lanes), ref work->Node, out LaneMask popped, out _);
        work->Done = popped.Bits;
        return 0;
    }

    /// <summary>As the module would be with a device that strips: its flag, and the bytes only of what it left.</summary>
    static int PopStripped(Work* work)
    {
        ulong stripped = 0;
        for (ulong rest = Lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            Mbuf* packet = work->Lcore.Burst[lane];
            if ((packet->Flags & Stripped) == 0) continue;
            packet->Flags &= ~Stripped;
            stripped |= 1ul << (int)lane;
        }

        work->Done = stripped;
        if (stripped != Lanes) Pop(work);
        return 0;
    }

    static int Check(Work* work)
    {
        work->Done = new Burst(&work->Lcore, Lanes).SoundIp4(new LaneMask(Lanes)).Bits;
        return 0;
    }

    /// <summary>The same with the device's word for the sum.</summary>
    static int CheckFlag(Work* work)
    {
        HeaderLanes* headers = work->Lcore.Headers;
        ulong asked = Lanes & LaneCompare.HasLayer(headers->Layers, HeaderLayers.Ip4, HeaderLanes.Lanes), unsound = 0;
        for (ulong rest = asked; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            nuint lane = LaneMasks.Lowest(rest);
            Mbuf* packet = work->Lcore.Burst[lane];
            uint offset = headers->IpOffset[lane];
            byte* ip = packet->Data + offset;
            if (offset + 20 <= packet->DataLength)
            {
                if ((packet->Flags & ChecksumIsKnown) == ChecksumIsGood && ip[0] == 0x45
                    && offset + PlainHeaders.Word16(ip + 2) <= packet->PacketLength) continue;
            }

            unsound |= 1ul << (int)lane;
        }

        work->Done = asked & ~unsound;
        return 0;
    }

    /// <summary>UDP in IPv4, sound.</summary>
    void Fill(int payloadBytes, bool isTagged)
    {
        int shift = isTagged ? 4 : 0, bytes = Payload + payloadBytes;
        for (int lane = 0; lane < Packets; lane++)
        {
            NativeArray<byte> buffer = heap.Allocate<byte>(HeadroomBytes + bytes + 4);
            byte* ip = buffer.Pointer + HeadroomBytes + shift + Ip;
            (ip[0], ip[2], ip[3], ip[8], ip[9], ip[19]) =
                (0x45, (byte)(bytes - Ip >> 8), (byte)(bytes - Ip), 64, 17, (byte)lane);
            (ip[24], ip[25]) = ((byte)(bytes - Udp >> 8), (byte)(bytes - Udp));
            ushort sum = InternetChecksum.Of(new System.ReadOnlySpan<byte>(ip, 20));
            (ip[10], ip[11]) = ((byte)(sum >> 8), (byte)sum);
            *lcore->Burst[lane] = new Mbuf
            {
                Buffer = buffer.Pointer, DataOffset = HeadroomBytes, References = 1, Segments = 1,
                DataLength = (ushort)(bytes + shift), PacketLength = (uint)(bytes + shift),
                BufferLength = (ushort)(HeadroomBytes + bytes + 4), Flags = ChecksumIsGood | (isTagged ? Stripped : 0),
            };
            HeaderLanes* headers = lcore->Headers;
            headers->Layers[lane] = (byte)(HeaderLayers.Ip4 | HeaderLayers.Udp | (isTagged ? HeaderLayers.Vlan : 0));
            headers->IpOffset[lane] = (ushort)(Ip + shift);
            headers->L4Offset[lane] = (ushort)(Udp + shift);
        }
    }

    /// <param name="able">Whether the port's device is one that can.</param>
    double Instructions(nint loop, bool able)
    {
        lcore->ChecksumPorts = lcore->TagPorts = able ? 1ul : 0;
        var steps = new Steps { Loop = loop, Argument = work };
        long counted = Native.CountSteps(&steps);
        if (counted < 0) throw new System.InvalidOperationException("this machine forbids single-stepping (ptrace)");
        return (double)counted / Packets;
    }
}
