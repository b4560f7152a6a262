using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FastPaas;

/// <summary>The first 24 bytes of each entry of a <see cref="FlowTable"/>; fields of modules follow.</summary>
/// <remarks>
/// <code>
///   byte  0         1          2       4              8                12             16      20      24
///   IPv4  | layers  | protocol | 0     | source       | destination    | ports        | burst | hash  | fields ...
///   IPv6  | layers  | protocol | 0     | ports        | hash of addresses and all that | burst | hash  | fields ...
/// </code>
/// Addresses and ports as on the wire; an ICMP query's identifier stands for both ports. IPv6 addresses lie in an array beside
/// the entries: what has only IPv4 never touches it.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
public struct FlowEntry
{
    /// <summary>Where the fields of modules begin.</summary>
    public const int Bytes = 24;

    /// <summary>The longest entry: four lines.</summary>
    public const int BytesMax = 256;

    [FieldOffset(0)] public Vector128<byte> Key;
    /// <summary>The last burst in which the lcore may have written to the entry (<see cref="FlowReader"/>).</summary>
    [FieldOffset(16)] public uint Burst;
    /// <summary>The low half: where the flow's home is, at any size of the table.</summary>
    [FieldOffset(20)] public uint Hash;
}
