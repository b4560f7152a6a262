using System.IO;
using System.Runtime.InteropServices;

namespace FastPaas.Runtime.Capture;

/// <summary>Which file a name leads to, through symbolic and hard links: device and inode.</summary>
readonly unsafe partial record struct FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode, bool IsRegular)
{
    const int CurrentDirectory = -100;
    const uint TypeAndInode = 0x1 | 0x100;
    const int TypeMask = 0xf000, RegularFile = 0x8000;

    /// <summary>Null: no such file, or not ours to look at.</summary>
    public static FileIdentity? Of(string path)
    {
        // struct statx of linux/stat.h: mode at 28, inode at 32, device major and minor at 136 and 140; 256 bytes.
        byte* statx = stackalloc byte[256];
        if (Statx(CurrentDirectory, Path.GetFullPath(path), 0, TypeAndInode, statx) != 0) return null;
        return new FileIdentity(
            *(uint*)(statx + 136), *(uint*)(statx + 140), *(ulong*)(statx + 32),
            (*(ushort*)(statx + 28) & TypeMask) == RegularFile);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, byte* result);
}
