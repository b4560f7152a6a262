using System;
using System.Runtime.CompilerServices;

namespace FastPaas.Modules;

/// <summary>What a packet asks for: the server's family and 16 bytes of its address, then the question in bytes that are equal
/// where questions are. Two servers may answer one question differently; entries of the configuration have no server: a family of
/// its own, so that none who says to be 0.0.0.0 speaks for all.</summary>
/// <remarks>A DNS key ends with the zero of the root label and a type, a memcached key has no byte below 33: they never
/// meet.</remarks>
struct CacheKey(NativeArray<byte> bytes)
{
    /// <summary>FNV-1a, 64 bits.</summary>
    const ulong Basis = 0xcbf2_9ce4_8422_2325, Prime = 0x100_0000_01b3;
    public const int ServerBytes = 1 + 16;
    /// <summary>Of the server; else 4 or 6.</summary>
    public const byte NoFamily = 0;

    readonly NativeArray<byte> bytes = bytes;

    public int Length { get; private set; } = ServerBytes;

    public ulong Hash { get; private set; }

    public readonly ReadOnlySpan<byte> Bytes => bytes.Span[..Length];

    /// <summary>Without the server.</summary>
    public readonly ReadOnlySpan<byte> Question => bytes.Span[ServerBytes..Length];

    /// <summary>The room is enough for the longest question of either protocol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        bytes[Length] = value;
        Length++;
    }

    /// <summary>The last thing to do with a key: it is hashed.</summary>
    public void SetServer(byte family, UInt128 address)
    {
        bytes[0] = family;
        ulong high = (ulong)(address >> 64), low = (ulong)address;
        for (int i = 0; i < 8; i++)
        {
            bytes[1 + i] = (byte)(high >> (56 - 8 * i));
            bytes[9 + i] = (byte)(low >> (56 - 8 * i));
        }
        ulong hash = Basis;
        foreach (byte value in Bytes) hash = (hash ^ value) * Prime;
        // The low bits choose a set, and FNV's are the weakest.
        Hash = hash ^ hash >> 32;
    }
}
