using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FastPaas;

/// <summary>A hash of 128 bits for tables whose keys a stranger chooses: three rounds of AES under a key that he doesn't know, so
/// he can't choose keys that collide. Not for anything else: it isn't a message authentication code.</summary>
public readonly struct KeyedHash
{
    readonly Vector128<byte> whitening;
    readonly Vector128<byte> round;

    /// <param name="seed"><see cref="ModuleHeap.HashSeed"/>.</param>
    public KeyedHash(ulong seed)
    {
        whitening = Vector128.Create(Mix(ref seed), Mix(ref seed)).AsByte();
        round = Vector128.Create(Mix(ref seed), Mix(ref seed)).AsByte();
    }

    /// <summary>64 bits, of which every one depends on all of <paramref name="key"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(Vector128<ulong> key)
    {
        Vector128<byte> state = key.AsByte() ^ whitening;
        if (!Aes.IsSupported) return OfProduct(state.AsUInt64(), round.AsUInt64());
        return Aes.Encrypt(Aes.Encrypt(Aes.Encrypt(state, round), whitening), round).AsUInt64().ToScalar();
    }

    /// <summary>The same of 384 bits. Two rounds lie between two parts: what differs in one can't be undone in the next.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(Vector128<ulong> first, Vector128<ulong> second, Vector128<ulong> third)
    {
        Vector128<byte> state = first.AsByte() ^ whitening;
        if (!Aes.IsSupported)
        {
            ulong low = OfProduct(state.AsUInt64(), round.AsUInt64());
            ulong high = OfProduct(second ^ Vector128.Create(low, ~low) ^ whitening.AsUInt64(), round.AsUInt64());
            return OfProduct(third ^ Vector128.Create(high, ~high) ^ whitening.AsUInt64(), round.AsUInt64());
        }
        state = Aes.Encrypt(Aes.Encrypt(state, round), whitening) ^ second.AsByte();
        state = Aes.Encrypt(Aes.Encrypt(state, round), whitening) ^ third.AsByte();
        return Aes.Encrypt(Aes.Encrypt(Aes.Encrypt(state, round), whitening), round).AsUInt64().ToScalar();
    }

    /// <summary>Where there is no AES: the step of wyhash.</summary>
    static ulong OfProduct(Vector128<ulong> state, Vector128<ulong> round)
    {
        Vector128<ulong> keyed = state ^ round;
        ulong high = Math.BigMul(keyed.GetElement(0), keyed.GetElement(1), out ulong low);
        return high ^ low;
    }

    /// <summary>SplitMix64.</summary>
    static ulong Mix(ref ulong seed)
    {
        ulong z = seed += 0x9e37_79b9_7f4a_7c15;
        z = (z ^ (z >> 30)) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ (z >> 27)) * 0x94d0_49bb_1331_11eb;
        return z ^ (z >> 31);
    }
}
