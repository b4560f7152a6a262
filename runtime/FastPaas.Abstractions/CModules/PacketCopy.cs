using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FastPaas;

/// <summary>Copies bytes on an lcore: the library's own way leaves managed code when there are many.</summary>
static unsafe class PacketCopy
{
    /// <summary>The two don't overlap; not a byte beyond them is touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(byte* to, byte* from, nuint bytes)
    {
        // Floods are of the shortest frames, of 60 bytes or 64.
        if (bytes - 32 > 32)
        {
            CopyOther(to, from, bytes);
            return;
        }

        Vector256<byte> first = Vector256.Load(from), last = Vector256.Load(from + bytes - 32);
        first.Store(to);
        last.Store(to + bytes - 32);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void CopyOther(byte* to, byte* from, nuint bytes)
    {
        if (bytes < 32)
        {
            CopyShort(to, from, bytes);
            return;
        }

        nuint last = bytes - 32;
        for (nuint i = 0; i < last; i += 32) Vector256.Load(from + i).Store(to + i);
        Vector256.Load(from + last).Store(to + last);
    }

    /// <summary>Not a byte beyond them is touched.</summary>
    public static void Clear(byte* at, nuint bytes)
    {
        nuint i = 0;
        for (; bytes - i >= 32; i += 32) Vector256<byte>.Zero.Store(at + i);
        for (; i < bytes; i++) at[i] = 0;
    }

    /// <summary>From both ends to where they meet.</summary>
    static void CopyShort(byte* to, byte* from, nuint bytes)
    {
        if (bytes >= 16)
        {
            Vector128<byte> first = Vector128.Load(from), last = Vector128.Load(from + bytes - 16);
            first.Store(to);
            last.Store(to + bytes - 16);
        }
        else if (bytes >= 8)
        {
            ulong first = *(ulong*)from, last = *(ulong*)(from + bytes - 8);
            *(ulong*)to = first;
            *(ulong*)(to + bytes - 8) = last;
        }
        else
        {
            for (nuint i = 0; i < bytes; i++) to[i] = from[i];
        }
    }
}
