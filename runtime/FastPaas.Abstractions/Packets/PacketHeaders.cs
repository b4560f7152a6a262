using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary>14 bytes. <see cref="Type"/> is the tag type where the frame carries VLAN tags.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct EthernetHeader
{
    public NetMac Destination;
    public NetMac Source;
    public NetU16 Type;
}

/// <summary>An Ethernet header with one IEEE 802.1Q tag, 18 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct TaggedHeader
{
    public NetMac Destination;
    public NetMac Source;
    /// <summary>0x8100 (customer) or 0x88a8 (service).</summary>
    public NetU16 TagType;
    /// <summary>3 bits of priority, 1 of drop eligibility, 12 of VLAN id.</summary>
    public NetU16 Control;
    public NetU16 Type;
}

/// <summary>RFC 791, the 20 bytes before the options.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Ip4Header
{
    /// <summary>4, then the header's length in units of 4 bytes.</summary>
    public byte VersionAndLength;
    /// <summary>6 bits of DSCP (RFC 2474), 2 of ECN (RFC 3168).</summary>
    public byte DscpAndEcn;
    public NetU16 TotalLength;
    public NetU16 Identification;
    /// <summary>3 flags, 13 bits of offset in units of 8 bytes.</summary>
    public NetU16 FlagsAndOffset;
    public byte TimeToLive;
    public byte Protocol;
    public NetU16 Checksum;
    public NetU32 Source;
    public NetU32 Destination;

    /// <summary>Of these 20 bytes, the checksum among them, in ones' complement (RFC 1071), host order; 0xffff in a header
    /// without options whose checksum is right.</summary>
    public readonly ushort Sum
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ref byte bytes = ref Unsafe.As<Ip4Header, byte>(ref Unsafe.AsRef(in this));
            ulong first = Unsafe.ReadUnaligned<ulong>(ref bytes);
            ulong second = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, 8));
            // Carries out of 16 bits come back in at the end (RFC 1071 section 2), so sums of 32 bits do as well.
            ulong sum = (uint)first + (first >> 32) + (uint)second + (second >> 32)
                + Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, 16));
            sum = (sum & 0xffff) + (sum >> 16 & 0xffff) + (sum >> 32);
            sum = (sum & 0xffff) + (sum >> 16);
            return BinaryPrimitives.ReverseEndianness((ushort)((sum & 0xffff) + (sum >> 16)));
        }
    }
}

/// <summary>RFC 8200, 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Ip6Header
{
    /// <summary>4 bits of version, 8 of traffic class, 20 of flow label.</summary>
    public NetU32 VersionClassFlow;
    public NetU16 PayloadLength;
    public byte NextHeader;
    public byte HopLimit;
    public NetU128 Source;
    public NetU128 Destination;
}

/// <summary>RFC 9293, the 20 bytes before the options.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct TcpHeader
{
    public NetU16 Source;
    public NetU16 Destination;
    public NetU32 Sequence;
    public NetU32 Acknowledgment;
    /// <summary>The upper 4 bits: the header's length in units of 4 bytes.</summary>
    public byte DataOffset;
    public byte Flags;
    public NetU16 Window;
    public NetU16 Checksum;
    public NetU16 UrgentPointer;
}

/// <summary>RFC 768, 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct UdpHeader
{
    public NetU16 Source;
    public NetU16 Destination;
    public NetU16 Length;
    public NetU16 Checksum;
}
