using System;
using System.Buffers.Binary;

namespace FastPaas.Modules;

/// <summary>Answers ARP requests (RFC 826) and neighbour solicitations (RFC 4861 section 7.2.4) for configured addresses, in the
/// packet that asks.</summary>
[Module("arp")]
public static class Arp
{
    public struct State
    {
        internal NativeArray<Owner> Owners;
    }

    /// <summary>A range of addresses, IPv4's as numbers of 32 bits, and the station that they are reached at.</summary>
    internal struct Owner
    {
        public UInt128 First;
        public UInt128 Last;
        public ulong Mac;
        public bool IsIp6;
    }

    public static void Init(ArpConfig config, ModuleHeap heap, ref State state)
    {
        state.Owners = heap.Allocate<Owner>(config.Addresses.Count);
        for (int i = 0; i < config.Addresses.Count; i++)
        {
            ArpConfig.AddressesItem item = config.Addresses[i];
            if (Stations.IsGroup(item.Mac.Bits) || item.Mac.Bits == 0)
                throw new ModuleConfigurationException($"`mac` {i + 1} is no station's; write a unicast address.");
            state.Owners[i] = new Owner
            {
                First = item.Address.First, Last = item.Address.Last, Mac = item.Mac.Bits, IsIp6 = item.Address.IsIp6,
            };
        }
    }

    public static void Process(WritableBurst burst, LaneMask lanes, ref State state, out LaneMask reply, out LaneMask other)
    {
        ParsedHeaders headers = burst.Headers;
        reply = LaneMask.None;
        foreach (int lane in lanes & headers.EthTypeIs(EtherType.Arp))
            reply |= LaneMask.Of(lane, TryAnswer(burst.Bytes(lane), in state));
        foreach (int lane in lanes & headers.Ip6 & headers.Icmp)
        {
            if (headers.IcmpType(lane) != NeighbourSolicitation.Type) continue;
            reply |= LaneMask.Of(lane, NeighbourSolicitation.TryAnswer(burst, lane, headers.IpOffset(lane), in state));
        }

        other = lanes - reply;
    }

    /// <summary>The station of an address; 0: none of ours.</summary>
    internal static ulong MacOf(UInt128 address, bool isIp6, in State state)
    {
        for (int i = 0; i < state.Owners.Length; i++)
        {
            ref Owner owner = ref state.Owners[i];
            if (owner.IsIp6 == isIp6 && owner.First <= address && address <= owner.Last) return owner.Mac;
        }

        return 0;
    }

    /// <summary>RFC 826, "Packet Reception", without a table of our own: nothing is learnt.</summary>
    static bool TryAnswer(Span<byte> frame, in State state)
    {
        int at = Stations.PayloadOffset(frame);
        if (frame.Length < at + 28) return false;
        Span<byte> arp = frame.Slice(at, 28);
        // Ethernet, IPv4, lengths 6 and 4, a request.
        if (BinaryPrimitives.ReadUInt64BigEndian(arp) != 0x0001_0800_0604_0001) return false;
        uint sender = BinaryPrimitives.ReadUInt32BigEndian(arp[14..]), target = BinaryPrimitives.ReadUInt32BigEndian(arp[24..]);
        ulong asker = Stations.Read(arp[8..]);
        // An announcement (RFC 5227 section 3) is no question; a multicast or limited broadcast sender is nobody to answer.
        if (sender == target || sender >= 0xe000_0000 || Stations.IsGroup(asker) || asker == 0) return false;
        ulong mac = MacOf(target, isIp6: false, in state);
        ulong receiver = Stations.Read(frame);
        if (mac == 0 || (receiver != mac && !Stations.IsGroup(receiver))) return false;

        arp[7] = 2;
        BinaryPrimitives.WriteUInt32BigEndian(arp[14..], target);
        BinaryPrimitives.WriteUInt32BigEndian(arp[24..], sender);
        Stations.Write(arp[8..], mac);
        Stations.Write(arp[18..], asker);
        Stations.Write(frame, asker);
        Stations.Write(frame[6..], mac);
        return true;
    }
}
