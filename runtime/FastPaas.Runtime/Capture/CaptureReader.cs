using System;
using System.Buffers.Binary;
using System.IO;

namespace FastPaas.Runtime.Capture;

/// <summary>Reads Ethernet frames from a pcap or pcapng file, one after the other, without holding the file in memory.
/// Whatever the bytes are, it ends in frames, the end, or a <see cref="RefusedException"/> of one sentence.</summary>
/// <remarks>draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng.</remarks>
public abstract class CaptureReader : IDisposable
{
    /// <summary>libpcap's MAXIMUM_SNAPLEN: a longer frame is damage, not data.</summary>
    public const int FrameLengthMax = 262_144;

    private protected CaptureReader(ByteSource source, string name)
    {
        Source = source;
        Name = name;
    }

    /// <summary>What messages call this file.</summary>
    public string Name { get; }

    /// <summary>Frames read so far.</summary>
    public long FrameCount { get; private protected set; }

    /// <summary>Of these, the ones whose end the capture cut off.</summary>
    public long SnappedCount { get; private set; }

    /// <summary>Timestamps may be finer than a microsecond.</summary>
    public abstract bool HasNanoseconds { get; }

    private protected ByteSource Source { get; }

    /// <summary>The number that messages give the frame being read.</summary>
    private protected long Current => FrameCount + 1;

    /// <summary>Opens a file; "-" is standard input.</summary>
    public static CaptureReader Open(string path)
    {
        if (path == "-") return Open(Console.OpenStandardInput(), "standard input");
        try
        {
            return Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException($"{path} can't be read: {FileErrors.Describe(error, path)}.");
        }
    }

    /// <param name="stream">Owned from here on; need not be seekable.</param>
    public static CaptureReader Open(Stream stream, string name)
    {
        var source = new ByteSource(stream);
        try
        {
            return Recognise(source, name);
        }
        catch (Exception error)
        {
            source.Dispose();
            if (error is IOException or UnauthorizedAccessException)
                throw new RefusedException($"{name} can't be read: {FileErrors.Describe(error, name)}.");
            throw;
        }
    }

    /// <summary>The next frame; false at the end.</summary>
    /// <exception cref="RefusedException">The file is cut short, damaged, or holds another link type.</exception>
    public bool Read(out CaptureFrame frame)
    {
        try
        {
            if (!TryRead(out frame)) return false;
        }
        catch (IOException error)
        {
            throw new RefusedException($"{Name} can't be read after packet {FrameCount}: {FileErrors.Describe(error, Name)}.");
        }
        FrameCount++;
        if (frame.IsSnapped) SnappedCount++;
        return true;
    }

    public void Dispose() => Source.Dispose();

    private protected abstract bool TryRead(out CaptureFrame frame);

    private protected RefusedException Refuse(string what) => new($"{Name}: {what}.");

    private protected RefusedException CutShort(string what, long wanted, long left) =>
        Refuse($"packet {Current} is cut short: {what} has {wanted} bytes, the file ends after {left} of them");

    private protected int CheckedLength(uint length) => length <= FrameLengthMax
        ? (int)length
        : throw Refuse($"packet {Current} claims {length} bytes, more than {FrameLengthMax}: the file is damaged");

    static CaptureReader Recognise(ByteSource source, string name)
    {
        ReadOnlySpan<byte> start = source.Peek(8);
        if (start.IsEmpty) throw new RefusedException($"{name} is empty: not a pcap or pcapng file.");
        uint magic = start.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(start);
        return magic switch
        {
            0xa1b2c3d4 => new PcapReader(source, name, isBigEndian: true, hasNanoseconds: false),
            0xd4c3b2a1 => new PcapReader(source, name, isBigEndian: false, hasNanoseconds: false),
            0xa1b23c4d => new PcapReader(source, name, isBigEndian: true, hasNanoseconds: true),
            0x4d3cb2a1 => new PcapReader(source, name, isBigEndian: false, hasNanoseconds: true),
            PcapngReader.SectionHeader => new PcapngReader(source, name),
            _ => throw new RefusedException($"{name} is not a pcap or pcapng file{Guess(start)}."),
        };
    }

    static string Guess(ReadOnlySpan<byte> start) => start switch
    {
        [0x1f, 0x8b, ..] => ": it is compressed by gzip, unpack it with gunzip first",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => ": it is compressed by zstd, unpack it with unzstd first",
        [0xfd, (byte)'7', (byte)'z', ..] => ": it is compressed by xz, unpack it with unxz first",
        [(byte)'B', (byte)'Z', (byte)'h', ..] => ": it is compressed by bzip2, unpack it with bunzip2 first",
        [(byte)'s', (byte)'n', (byte)'o', (byte)'o', (byte)'p', ..] => ": it is a snoop file, convert it with editcap first",
        [0xa1, 0xb2, 0xcd, 0x34, ..] or [0x34, 0xcd, 0xb2, 0xa1, ..] =>
            ": it is in Kuznetzov's variant of pcap, convert it with editcap first",
        _ => $" (it starts with {Convert.ToHexStringLower(start)})",
    };
}
