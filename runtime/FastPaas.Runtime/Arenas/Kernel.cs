using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastPaas.Dpdk;

[assembly: DisableRuntimeMarshalling]

namespace FastPaas.Runtime.Arenas;

/// <summary>Linux's mappings, as arenas use them. Control plane.</summary>
static unsafe class Kernel
{
    public const int None = 0, Read = 1, ReadWrite = 3;

    const int Shared = 1, Private = 2, Fixed = 16, Anonymous = 32, NoReserve = 0x4000;
    const int DontNeed = 4, NoHugePages = 15, DontDump = 16;
    const uint CloseOnExec = 1;
    const int NoMemory = 12;

    public const ulong PageBytes = 4096;

    /// <summary>Addresses that nothing is behind; no dump of the process has them.</summary>
    /// <returns>Null: there aren't as many.</returns>
    public static byte* Reserve(ulong bytes)
    {
        nint mapped = mmap(null, (nuint)bytes, None, Private | Anonymous | NoReserve, -1, 0);
        if (mapped == -1) return null;
        madvise((void*)mapped, (nuint)bytes, DontDump);
        return (byte*)mapped;
    }

    /// <summary>Zeroed memory at reserved addresses, a page of it once it is touched: a small one, since a burst that is the
    /// first at many places of a table would else use up its budget in zeroing.</summary>
    public static void Map(byte* at, ulong bytes)
    {
        if (mprotect(at, (nuint)bytes, ReadWrite) != 0) throw Refused("a module's memory");
        madvise(at, (nuint)bytes, NoHugePages);
    }

    /// <summary>A file's memory at reserved addresses.</summary>
    public static void Map(byte* at, ulong bytes, int file, int protection)
    {
        nint mapped = mmap(at, (nuint)bytes, protection, Shared | Fixed | NoReserve, file, 0);
        if (mapped == -1) throw Refused("packets of a module");
        madvise(at, (nuint)bytes, DontDump);
    }

    /// <summary>A file's memory wherever there is room.</summary>
    public static byte* Map(ulong bytes, int file)
    {
        nint mapped = mmap(null, (nuint)bytes, ReadWrite, Shared | NoReserve, file, 0);
        if (mapped == -1) throw Refused("packets of modules");
        madvise((void*)mapped, (nuint)bytes, DontDump);
        return (byte*)mapped;
    }

    /// <summary>Of memory that <see cref="Map(byte*, ulong)"/> gave.</summary>
    public static void MakeReadOnly(byte* at, ulong bytes)
    {
        if (mprotect(at, (nuint)bytes, Read) != 0) throw Refused("a module's constants");
    }

    /// <param name="protection"><see cref="Read"/>, <see cref="ReadWrite"/>, or 0: nothing may be touched.</param>
    public static void Protect(byte* at, ulong bytes, int protection)
    {
        if (mprotect(at, (nuint)bytes, protection) != 0) throw Refused("packets of a module");
    }

    /// <summary>Private memory is zero again. What is there of its first megabyte is written to: of a page that is given back
    /// the kernel tells each CPU on which the process runs, by an interrupt, and the lcore that wants it again waits for another.
    /// The rest is given back, but for pages that are locked in memory (mlockall), which the kernel doesn't take.</summary>
    public static void Clear(byte* at, ulong bytes)
    {
        const int Pages = 256;
        byte* isThere = stackalloc byte[Pages];
        ulong pages = Math.Min(bytes / PageBytes, Pages), next = 0;
        if (mincore(at, (nuint)(pages * PageBytes), isThere) != 0) pages = 0;
        for (ulong page = 0; page < pages; page++)
        {
            if ((isThere[page] & 1) == 0) continue;
            GiveBack(at + next * PageBytes, (page - next) * PageBytes);
            NativeMemory.Clear(at + page * PageBytes, (nuint)PageBytes);
            next = page + 1;
        }
        // A page that isn't there may have been swapped out.
        GiveBack(at + next * PageBytes, bytes - next * PageBytes);
    }

    static void GiveBack(byte* at, ulong bytes)
    {
        if (bytes > 0 && madvise(at, (nuint)bytes, DontNeed) != 0) NativeMemory.Clear(at, (nuint)bytes);
    }

    /// <summary>How much of memory that <see cref="Map(byte*, ulong)"/> gave is there because somebody touched it.</summary>
    public static ulong Resident(byte* at, ulong bytes)
    {
        byte[] pages = new byte[bytes / PageBytes];
        fixed (byte* flags = pages)
        {
            if (mincore(at, (nuint)bytes, flags) != 0) return 0;
        }
        ulong count = 0;
        foreach (byte flag in pages) count += flag & 1ul;
        return count * PageBytes;
    }

    public static void Unmap(byte* at, ulong bytes)
    {
        if (at != null) munmap(at, (nuint)bytes);
    }

    /// <summary>A file without a name, of zeros; to be closed.</summary>
    /// <param name="name">For who looks at the process's mappings; a literal, which ends in 0.</param>
    public static int MemoryFile(ReadOnlySpan<byte> name, ulong bytes)
    {
        int file;
        fixed (byte* text = name) file = memfd_create(text, CloseOnExec);
        if (file < 0) throw Refused("a module's memory");
        if (ftruncate(file, (long)bytes) == 0) return file;
        _ = close(file);
        throw Refused("a module's memory");
    }

    public static void Close(int file) => _ = close(file);

    static EnvironmentException Refused(string what)
    {
        int error = Marshal.GetLastSystemError();
        return error == NoMemory
            ? new EnvironmentException($"this machine has no memory or no mapping left for {what}.",
                "sysctl vm.max_map_count, vm.overcommit_memory and the container's memory limit say how much there may be")
            : new EnvironmentException($"the kernel gives no memory for {what}: error {error}.");
    }

    [DllImport("libc")] static extern nint mmap(void* address, nuint length, int protection, int flags, int file, long offset);
    [DllImport("libc")] static extern int munmap(void* address, nuint length);
    [DllImport("libc")] static extern int mprotect(void* address, nuint length, int protection);
    [DllImport("libc")] static extern int madvise(void* address, nuint length, int advice);
    [DllImport("libc")] static extern int mincore(void* address, nuint length, byte* pages);
    [DllImport("libc")] static extern int memfd_create(byte* name, uint flags);
    [DllImport("libc")] static extern int ftruncate(int file, long length);
    [DllImport("libc")] static extern int close(int file);
}
