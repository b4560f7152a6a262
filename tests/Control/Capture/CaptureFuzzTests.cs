using System;
using System.Collections.Generic;
using System.IO;
using FastPaas.Runtime;
using FastPaas.Runtime.Capture;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace FastPaas.Control.Tests.Capture;

public sealed class CaptureFuzzTests
{
    const int Files = 20_000;

    /// <summary>Files that are nearly right get furthest.</summary>
    [Test]
    public void No_damage_makes_the_reader_crash()
    {
        byte[][] seeds =
        [
            CaptureBytes.Pcap(CaptureBytes.Some(4)), CaptureBytes.Pcap(CaptureBytes.Some(4), isBigEndian: true, isNano: true),
            CaptureBytes.Pcapng(CaptureBytes.Some(4)), CaptureBytes.Pcapng(CaptureBytes.Some(4), isBigEndian: true),
            new CaptureBytes(false).Section().Interface(1, 9, 3, 40).Simple(60, new byte[40]).Obsolete(0, 1, new byte[9])
                .Block(5, []).ToArray(),
        ];
        var random = new Random(20_26);
        for (int i = 0; i < Files; i++)
        {
            byte[] file = Damage((byte[])seeds[random.Next(seeds.Length)].Clone(), random);
            try
            {
                foreach (Packet packet in CaptureBytes.Read(file))
                    Assert.InRange((uint)packet.Bytes.Length, 0u, packet.OriginalLength);
            }
            catch (RefusedException refusal)
            {
                Assert.StartsWith("test", refusal.Message);
                Assert.EndsWith(".", refusal.Message);
            }
        }
    }

    static byte[] Damage(byte[] file, Random random)
    {
        byte[] extremes = [0, 1, 0x7f, 0x80, 0xff];
        for (int hits = random.Next(1, 8); hits > 0; hits--)
        {
            int at = random.Next(file.Length);
            file[at] = random.Next(2) == 0 ? extremes[random.Next(extremes.Length)] : (byte)random.Next(256);
        }
        return random.Next(3) == 0 ? file[..random.Next(file.Length)] : file;
    }

    [Test]
    public void Noise_behind_any_magic_is_refused_or_read()
    {
        byte[][] magics = [[0xa1, 0xb2, 0xc3, 0xd4], [0xd4, 0xc3, 0xb2, 0xa1], [0x4d, 0x3c, 0xb2, 0xa1],
            [0x0a, 0x0d, 0x0d, 0x0a]];
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            foreach (byte[] magic in magics)
            {
                try
                {
                    CaptureBytes.Read([.. magic, .. bytes]);
                }
                catch (RefusedException)
                {
                    // One sentence is a fine answer to noise.
                }
            }
            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void What_the_writer_wrote_the_reader_reads()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(uint, uint, byte[], ushort)[]>(), parts =>
        {
            var packets = new List<Packet>();
            foreach ((uint seconds, uint fraction, byte[]? given, ushort missing) in parts)
            {
                byte[] bytes = given ?? [];
                packets.Add(new Packet(
                    seconds * 1_000_000_000ul + fraction % 1_000_000_000, (uint)bytes.Length + missing, bytes));
            }
            Assert.Equal(packets, CaptureBytes.Read(Write(packets)));
        }).QuickCheckThrowOnFailure();
    }

    static byte[] Write(List<Packet> packets)
    {
        using var stream = new MemoryStream();
        var writer = new CaptureWriter(stream, nanoseconds: true);
        foreach (Packet packet in packets)
        {
            writer.Begin(packet.TimestampNs, packet.Bytes.Length, packet.OriginalLength);
            writer.Append(packet.Bytes);
        }
        writer.Flush();
        return stream.ToArray();
    }
}
