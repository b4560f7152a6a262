using System;
using System.Collections.Generic;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Text;

namespace FastPaas.Runtime.Telemetry;

/// <summary>Reads a running instance's counters from its file, at any rate, costing its lcores nothing.</summary>
public sealed unsafe class CounterReader : IDisposable
{
    readonly MemoryMappedFile file;
    readonly MemoryMappedViewAccessor view;
    readonly CounterFileHeader header;
    readonly byte* start;
    readonly int[] slots;

    CounterReader(MemoryMappedFile file, MemoryMappedViewAccessor view, byte* start, CounterFileHeader header)
    {
        (this.file, this.view, this.header) = (file, view, header);
        this.start = start;
        string[][] lines = Encoding.UTF8.GetString(start + header.NamesOffset, (int)header.NamesBytes).Split('\n')
            .ConvertAll(line => line.Split(' ', 2));
        Names = lines.ConvertAll(line => line[^1]);
        slots = lines.ConvertAll(line => int.TryParse(line[0], out int slot) && (uint)slot < header.Slots ? slot : 0);
    }

    public IReadOnlyList<string> Names { get; }

    public int Blocks => (int)header.Blocks;

    public DateTime Started => DateTime.UnixEpoch.AddTicks((long)(header.StartedNs / 100));

    public int ProcessId => header.ProcessId;

    public InstanceState State => (InstanceState)((CounterFileHeader*)start)->State;

    /// <param name="counter">Index of its name.</param>
    public ulong Read(int block, int counter) =>
        ((ulong*)(start + header.BlocksOffset + (ulong)block * header.BlockStride))[slots[counter]];

    /// <summary>Sums over blocks, by name.</summary>
    public ulong[] Read()
    {
        ulong[] totals = new ulong[Names.Count];
        for (int block = 0; block < Blocks; block++)
            for (int counter = 0; counter < totals.Length; counter++)
                totals[counter] += Read(block, counter);
        return totals;
    }

    /// <exception cref="EnvironmentException">It is no counter file of this version.</exception>
    public static CounterReader Open(string path)
    {
        MemoryMappedFile file;
        long bytes;
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            bytes = stream.Length;
            if (bytes < sizeof(CounterFileHeader))
            {
                stream.Dispose();
                throw NotOurs(path);
            }
            file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None,
                leaveOpen: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"the counters in {path} can't be read: {error.Message}.");
        }
        MemoryMappedViewAccessor view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        var header = *(CounterFileHeader*)start;
        if (IsSound(header, bytes)) return new CounterReader(file, view, start, header);
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
        throw NotOurs(path);
    }

    static bool IsSound(in CounterFileHeader header, long bytes) =>
        header.Magic == CounterFileHeader.MagicNumber
        && header.Version == CounterFileHeader.CurrentVersion
        && header.Blocks is > 0 and <= 1024
        && header.BlockStride >= header.Slots * (ulong)sizeof(ulong)
        && header.BlockStride <= (ulong)bytes
        && header.NamesOffset + (ulong)header.NamesBytes <= header.BlocksOffset
        && CounterLayout.FileBytes(header) <= bytes;

    static EnvironmentException NotOurs(string path) =>
        new($"{path} is no counter file of version {CounterFileHeader.CurrentVersion}");

    public void Dispose()
    {
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }
}
