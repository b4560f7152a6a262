using System;

namespace FastPaas.Modules;

/// <summary>Answers echo requests (RFC 792; RFC 4443 section 4.2), or sends an error about every packet that comes (RFC 1812
/// section 4.3; RFC 4443 sections 2.4, 3.1 and 3.3), in the packet itself.</summary>
[Module("icmp")]
public static class Icmp
{
    public struct State
    {
        internal NativeArray<AddressRange> Addresses;
        internal Errors Errors;
        internal bool IsEcho;
    }

    /// <summary>IPv4's addresses as numbers of 32 bits.</summary>
    internal struct AddressRange
    {
        public UInt128 First;
        public UInt128 Last;
        public bool IsIp6;
    }

    public static void Init(IcmpConfig config, ModuleHeap heap, ref State state)
    {
        state.IsEcho = config.Operation == IcmpConfig.OperationValue.Echo;
        state.Addresses = heap.Allocate<AddressRange>(config.Addresses.Count);
        for (int i = 0; i < config.Addresses.Count; i++)
        {
            IpPrefix address = config.Addresses[i];
            if (!IsUnicast(address.First, address.IsIp6) || !IsUnicast(address.Last, address.IsIp6))
                throw new ModuleConfigurationException(
                    $"`addresses` {i + 1} has addresses that aren't one host's; write unicast ones.");
            state.Addresses[i] = new AddressRange { First = address.First, Last = address.Last, IsIp6 = address.IsIp6 };
        }

        if (!state.IsEcho) state.Errors = Errors.Of(config, heap);
    }

    public static void Process(WritableBurst burst, LaneMask lanes, ref State state, out LaneMask reply, out LaneMask other)
    {
        if (state.IsEcho) reply = Echo(burst, lanes, in state);
        else reply = state.Errors.Send(burst, lanes);
        other = lanes - reply;
    }

    static LaneMask Echo(WritableBurst burst, LaneMask lanes, in State state)
    {
        ParsedHeaders headers = burst.Headers;
        LaneMask asked = (lanes & headers.Icmp) - headers.Fragment, replied = LaneMask.None;
        foreach (int lane in asked & headers.Ip4)
        {
            if (headers.IcmpType(lane) != EchoReply.Request4) continue;
            replied |= LaneMask.Of(lane, EchoReply.TryAnswer4(burst, lane, headers.IpOffset(lane), in state));
        }

        foreach (int lane in asked & headers.Ip6)
        {
            if (headers.IcmpType(lane) != EchoReply.Request6) continue;
            replied |= LaneMask.Of(lane, EchoReply.TryAnswer6(burst, lane, headers.IpOffset(lane), in state));
        }

        return replied;
    }

    internal static bool IsOurs(UInt128 address, bool isIp6, in State state)
    {
        for (int i = 0; i < state.Addresses.Length; i++)
        {
            ref AddressRange range = ref state.Addresses[i];
            if (range.IsIp6 == isIp6 && range.First <= address && address <= range.Last) return true;
        }

        return false;
    }

    /// <summary>One host's: neither unspecified, loopback, multicast, reserved (IPv4's class E) nor broadcast. RFC 1122 section
    /// 3.2.1.3; RFC 4291 section 2.</summary>
    internal static bool IsUnicast(UInt128 address, bool isIp6)
    {
        if (isIp6) return address > 1 && (byte)(address >> 120) != 0xff;
        uint first = (uint)address >> 24;
        return first != 0 && first != 127 && first < 224;
    }
}
