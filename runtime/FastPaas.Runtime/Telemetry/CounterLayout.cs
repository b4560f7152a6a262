using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace FastPaas.Runtime.Telemetry;

/// <summary>The head of an instance's counter file, which lcores and readers map. docs/counters.md says the same to other
/// programs.</summary>
/// <remarks>
/// <code>
///  byte
///     0  magic "FPCOUNT\0"
///     8  version, 2           12  bytes before block 0, a multiple of 4,096
///    16  blocks               20  slots: 64-bit counters a block
///    24  bytes from one block to the next, a multiple of 128
///    32  started, nanoseconds since 1970
///    40  TSC cycles a second
///    48  process id           52  state: 0 starting, 1 running, 2 stopped
///    56  where the names are  60  their bytes: UTF-8, a line for each counter: its slot, a space, its name
///    64  names
///   ...  block 0: lcore 1 | block 1: lcore 2 | ... | last: control plane, lcore 0 (what devices count)
/// </code>
/// A counter is the sum of its slot over all blocks; counters that are always equal share a slot. A block has one writer and
/// aligned 64-bit stores, so a reader needs no lock and costs the writer nothing but the cache line; counters never go back.
/// Numbers are little-endian.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
struct CounterFileHeader
{
    public const ulong MagicNumber = 0x00_54_4e_55_4f_43_50_46;
    public const uint CurrentVersion = 2;

    public ulong Magic;
    public uint Version;
    public uint BlocksOffset;
    public uint Blocks;
    public uint Slots;
    public ulong BlockStride;
    public ulong StartedNs;
    public ulong TscHz;
    public int ProcessId;
    public uint State;
    public uint NamesOffset;
    public uint NamesBytes;
}

/// <summary>Whether an instance's lcores run.</summary>
public enum InstanceState : uint
{
    Starting = 0,
    Running = 1,
    Stopped = 2,
}

static class CounterLayout
{
    const int PageBytes = 4096, CacheLinesBytes = 128;

    /// <summary>The header for these names, and the names as bytes.</summary>
    /// <param name="slots">Of each name.</param>
    internal static unsafe CounterFileHeader Compose(
        IReadOnlyList<string> names, IReadOnlyList<int> slots, int blocks, out byte[] nameBytes)
    {
        var lines = new string[names.Count];
        for (int counter = 0; counter < lines.Length; counter++) lines[counter] = $"{slots[counter]} {names[counter]}";
        nameBytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        return new CounterFileHeader
        {
            Magic = CounterFileHeader.MagicNumber,
            Version = CounterFileHeader.CurrentVersion,
            BlocksOffset = (uint)RoundUp(sizeof(CounterFileHeader) + nameBytes.Length, PageBytes),
            Blocks = (uint)blocks,
            Slots = (uint)names.Count,
            BlockStride = (ulong)RoundUp(names.Count * sizeof(ulong), CacheLinesBytes),
            StartedNs = (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100,
            ProcessId = Environment.ProcessId,
            NamesOffset = (uint)sizeof(CounterFileHeader),
            NamesBytes = (uint)nameBytes.Length,
        };
    }

    internal static long FileBytes(in CounterFileHeader header) =>
        header.BlocksOffset + (long)(header.Blocks * header.BlockStride);

    static int RoundUp(int value, int to) => (value + to - 1) / to * to;
}
