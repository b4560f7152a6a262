using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastPaas;

/// <summary>A 16-bit number as it lies on the wire, big-endian, at any alignment.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct NetU16
{
    readonly ushort wire;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NetU16(ushort value) => wire = BinaryPrimitives.ReverseEndianness(value);

    public ushort Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => BinaryPrimitives.ReverseEndianness(wire); }

    public static implicit operator ushort(NetU16 number) => number.Value;

    public static implicit operator NetU16(ushort value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>A 32-bit number as it lies on the wire.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct NetU32
{
    readonly uint wire;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NetU32(uint value) => wire = BinaryPrimitives.ReverseEndianness(value);

    public uint Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => BinaryPrimitives.ReverseEndianness(wire); }

    public static implicit operator uint(NetU32 number) => number.Value;

    public static implicit operator NetU32(uint value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>An Ethernet address as it lies on the wire.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct NetMac
{
    readonly NetU16 high;
    readonly NetU32 low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NetMac(MacAddress address)
    {
        high = (ushort)(address.Bits >> 32);
        low = (uint)address.Bits;
    }

    public MacAddress Value { [MethodImpl(MethodImplOptions.AggressiveInlining)] get =>
        new((ulong)high.Value << 32 | low.Value); }

    public static implicit operator MacAddress(NetMac address) => address.Value;

    public static implicit operator NetMac(MacAddress address) => new(address);
}

/// <summary>A number of 128 bits as it lies on the wire: an IPv6 address.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct NetU128
{
    readonly ulong high;
    readonly ulong low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NetU128(ulong high, ulong low)
    {
        this.high = BinaryPrimitives.ReverseEndianness(high);
        this.low = BinaryPrimitives.ReverseEndianness(low);
    }

    public ulong High { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => BinaryPrimitives.ReverseEndianness(high); }

    public ulong Low { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => BinaryPrimitives.ReverseEndianness(low); }
}
