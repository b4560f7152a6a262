using System;
using System.Buffers.Binary;

namespace FastPaas.Modules;

/// <summary>Turns packets into the errors about them: the message in front, the packet behind it as far as the RFCs let it be
/// quoted. At a bounded rate (RFC 1812 section 4.3.2.8, RFC 4443 section 2.4 f): a token bucket in cycles.</summary>
struct Errors
{
    const byte Ttl = 64, Icmp4 = 1, Icmp6 = 58;
    /// <summary>RFC 1812 section 4.3.2.3: 576 bytes with headers; RFC 4443 section 2.4 c: the smallest MTU.</summary>
    const int Quoted4Max = 576 - 28, Quoted6Max = 1280 - 48;

    /// <summary>0: none is configured, and such packets aren't answered.</summary>
    UInt128 source4, source6;
    ushort typeAndCode4, typeAndCode6, identification;
    ulong credit, creditMax, costOfOne, updated;

    public static Errors Of(IcmpConfig config, ModuleHeap heap)
    {
        Errors errors = default;
        foreach (IpPrefix address in config.Addresses)
        {
            ref UInt128 source = ref errors.source4;
            if (address.IsIp6) source = ref errors.source6;
            if (source != default || address.First != address.Last)
                throw new ModuleConfigurationException(
                    "an error has one source; write one IPv4 address in `addresses`, one IPv6 address, or both.");
            source = address.First;
        }

        bool isTimeExceeded = config.Operation == IcmpConfig.OperationValue.TimeExceeded;
        errors.typeAndCode4 = isTimeExceeded ? (ushort)0x0b00 : (ushort)(0x0300 | Code4(config.Reason));
        errors.typeAndCode6 = isTimeExceeded ? (ushort)0x0300 : (ushort)(0x0100 | Code6(config.Reason));
        // The lcores share the rate, each a part of it: none has to know what the others sent.
        errors.costOfOne = Math.Max(1, heap.CyclesPerSecond * (ulong)heap.Lcores / config.MessagesPerSecond);
        errors.creditMax = errors.credit = errors.costOfOne * config.MessagesBurst;
        return errors;
    }

    /// <summary>RFC 792, RFC 1812 section 5.2.7.1.</summary>
    static int Code4(IcmpConfig.ReasonValue reason) => reason switch
    {
        IcmpConfig.ReasonValue.Prohibited => 13,
        IcmpConfig.ReasonValue.Address => 1,
        IcmpConfig.ReasonValue.Port => 3,
        _ => 0,
    };

    /// <summary>RFC 4443 section 3.1.</summary>
    static int Code6(IcmpConfig.ReasonValue reason) => reason switch
    {
        IcmpConfig.ReasonValue.Prohibited => 1,
        IcmpConfig.ReasonValue.Address => 3,
        IcmpConfig.ReasonValue.Port => 4,
        _ => 0,
    };

    /// <summary>The lanes that became errors; the others are unchanged.</summary>
    public LaneMask Send(WritableBurst burst, LaneMask lanes)
    {
        ParsedHeaders headers = burst.Headers;
        LaneMask answerable = lanes & headers.Ip & (headers.TcpOrUdp | headers.Icmp | (lanes - headers.Fragment));
        LaneMask sent = LaneMask.None;
        Earn(burst.NowCycles);
        foreach (int lane in answerable & headers.Ip4)
        {
            bool isIcmp = headers.IpProto(lane) == Icmp4;
            if (source4 == 0 || (isIcmp && !IsQuery4(headers, lane))) continue;
            sent |= LaneMask.Of(lane, TrySend4(burst, lane, headers.IpOffset(lane)));
        }

        foreach (int lane in answerable & headers.Ip6)
        {
            bool mayBeIcmp = headers.IpProto(lane) is Icmp6 or 0 or 43 or 44 or 51 or 60 or 135;
            if (source6 == 0 || (mayBeIcmp && !IsQuery6(headers, lane))) continue;
            sent |= LaneMask.Of(lane, TrySend6(burst, lane, headers.IpOffset(lane)));
        }

        return sent;
    }

    /// <summary>No error about an error: only what RFC 792 and RFC 950 call a request or its reply.</summary>
    static bool IsQuery4(ParsedHeaders headers, int lane) =>
        headers.Icmp.Contains(lane) && headers.IcmpType(lane) is 0 or 8 or 9 or 10 or (>= 13 and <= 18);

    /// <summary>Errors are below 128; 137 is a redirect. What hides behind extension headers might be one.</summary>
    static bool IsQuery6(ParsedHeaders headers, int lane) =>
        headers.Icmp.Contains(lane) && headers.IcmpType(lane) is >= 128 and not 137;

    void Earn(ulong now)
    {
        // A clock that went back, in a replay of several captures, earns nothing.
        if (now > updated && updated != 0) credit = Math.Min(creditMax, credit + Math.Min(creditMax, now - updated));
        updated = now;
    }

    bool TryPay()
    {
        if (credit < costOfOne) return false;
        credit -= costOfOne;
        return true;
    }

    /// <summary>RFC 1812 section 4.3.2.7: to one host, from one host.</summary>
    bool TrySend4(WritableBurst burst, int lane, int at)
    {
        Ip4Header about = burst.Ip4(lane);
        if (!Icmp.IsUnicast((uint)about.Source, isIp6: false) || (uint)about.Destination >> 28 >= 14) return false;
        if (!TryMakeRoom(burst, lane, at, 28, Math.Min((int)about.TotalLength, Quoted4Max), out int quoted)) return false;
        Span<byte> ip = burst.Bytes(lane).Slice(at, 20), message = burst.Bytes(lane).Slice(at + 20, 8 + quoted);
        BinaryPrimitives.WriteUInt16BigEndian(ip, 0x45c0);
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(28 + quoted));
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], ++identification);
        BinaryPrimitives.WriteUInt16BigEndian(ip[8..], Ttl << 8 | Icmp4);
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], (uint)source4);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], about.Source);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], InternetChecksum.Of(ip));
        BinaryPrimitives.WriteUInt16BigEndian(message, typeAndCode4);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Of(message));
        return true;
    }

    /// <summary>RFC 4443 section 2.4 e.</summary>
    bool TrySend6(WritableBurst burst, int lane, int at)
    {
        Ip6Header about = burst.Ip6(lane);
        UInt128 source = new(about.Source.High, about.Source.Low);
        if (!Icmp.IsUnicast(source, isIp6: true) || about.Destination.High >> 56 == 0xff) return false;
        if (!TryMakeRoom(burst, lane, at, 48, Math.Min(40 + about.PayloadLength, Quoted6Max), out int quoted)) return false;
        Span<byte> ip = burst.Bytes(lane).Slice(at, 40), message = burst.Bytes(lane).Slice(at + 40, 8 + quoted);
        BinaryPrimitives.WriteUInt32BigEndian(ip, 0x6000_0000);
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)(8 + quoted));
        BinaryPrimitives.WriteUInt16BigEndian(ip[6..], Icmp6 << 8 | Ttl);
        BinaryPrimitives.WriteUInt128BigEndian(ip[8..], source6);
        BinaryPrimitives.WriteUInt128BigEndian(ip[24..], source);
        BinaryPrimitives.WriteUInt16BigEndian(message, typeAndCode6);
        uint sum = InternetChecksum.Add(InternetChecksum.Ip6Pseudo(ip[8..], message.Length, Icmp6), message);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], InternetChecksum.Of(sum));
        return true;
    }

    /// <summary>Makes room for the headers behind the Ethernet one and its tags, which move to the new front, and turns the frame
    /// round. The quote is cut to what lies in one piece.</summary>
    /// <param name="at">Where the packet that is quoted starts, and its error will.</param>
    bool TryMakeRoom(WritableBurst burst, int lane, int at, int headerBytes, int quotedMax, out int quoted)
    {
        Span<byte> before = burst.Bytes(lane);
        quoted = Math.Min(quotedMax, before.Length - at);
        // Group addresses of either side: bit 0 of the first byte. RFC 1812: not about a link-layer broadcast.
        if (((before[0] | before[6]) & 1) != 0 || !TryPay() || !burst.TryAddFront(lane, headerBytes)) return false;
        burst.TryRemoveEnd(lane, (int)burst.Length(lane) - at - headerBytes - quoted);
        Span<byte> frame = burst.Bytes(lane);
        for (int i = 0; i < at; i++) frame[i] = frame[headerBytes + i];
        for (int i = 0; i < headerBytes; i++) frame[at + i] = 0;
        burst.SwapEthernetAddresses(lane);
        return true;
    }
}
