using System;
using System.Collections.Generic;
using System.IO;
using System.IO.MemoryMappedFiles;
using FastPaas.Runtime.Capture;

namespace FastPaas.Runtime.Telemetry;

/// <summary>The writer's side: one block a worker lcore and one for the control plane.</summary>
sealed unsafe class CounterFile : IDisposable
{
    readonly string path;
    readonly MemoryMappedFile file;
    readonly MemoryMappedViewAccessor view;
    readonly byte* start;

    /// <summary>Creates or replaces the file.</summary>
    /// <param name="slots">Of each name: less than there are names.</param>
    public CounterFile(string path, IReadOnlyList<string> names, IReadOnlyList<int> slots, int workers)
    {
        this.path = path;
        CounterFileHeader header = CounterLayout.Compose(names, slots, workers + 1, out byte[] nameBytes);
        Slots = names.Count;
        Blocks = workers + 1;
        try
        {
            file = MemoryMappedFile.CreateFromFile(Allocate(path, CounterLayout.FileBytes(header)), null, 0,
                MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
            view = file.CreateViewAccessor();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"the counters can't be written to {path}: {FileErrors.Describe(error, path)}.",
                "choose another folder with --state-dir");
        }
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        nameBytes.CopyTo(new Span<byte>(start + header.NamesOffset, nameBytes.Length));
        *Header = header;
    }

    public int Slots { get; }

    public int Blocks { get; }

    CounterFileHeader* Header => (CounterFileHeader*)start;

    /// <summary>The counters of a worker, by position; of the control plane: the last block.</summary>
    public ulong* Block(int block) => (ulong*)(start + Header->BlocksOffset + (ulong)block * Header->BlockStride);

    public void SetState(InstanceState state) => Header->State = (uint)state;

    public void SetTsc(ulong hz) => Header->TscHz = hz;

    /// <summary>Sums over blocks, by slot.</summary>
    public ulong[] Read()
    {
        ulong[] totals = new ulong[Slots];
        for (int block = 0; block < Blocks; block++)
        {
            ulong* counters = Block(block);
            for (int slot = 0; slot < totals.Length; slot++) totals[slot] += counters[slot];
        }
        return totals;
    }

    /// <summary>Of one block, by slot.</summary>
    public ulong[] Read(int block) => new ReadOnlySpan<ulong>(Block(block), Slots).ToArray();

    /// <summary>All of it, now: a store into a hole of a full file system would kill the lcore.</summary>
    static FileStream Allocate(string path, long bytes)
    {
        File.Delete(path);
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            PreallocationSize = bytes,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.SetLength(bytes);
        return file;
    }

    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
        File.Delete(path);
    }
}
