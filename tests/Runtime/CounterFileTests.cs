using System;
using System.IO;
using System.Linq;
using System.Threading;
using FastPaas.Runtime.Telemetry;
using Xunit;

namespace FastPaas.Runtime.Tests;

public sealed unsafe class CounterFileTests : IDisposable
{
    readonly string path = Path.Combine(Directory.CreateTempSubdirectory("counters").FullName, "x.counters");

    [Test]
    public void A_reader_sums_each_counter_over_lcores()
    {
        using var file = new CounterFile(path, ["a", "b", "c"], [0, 1, 2], workers: 2);
        file.Block(0)[1] = 5;
        file.Block(1)[1] = 7;
        file.Block(2)[2] = 11;
        using CounterReader reader = CounterReader.Open(path);
        Assert.Equal(["a", "b", "c"], reader.Names);
        Assert.Equal([0ul, 12, 11], reader.Read());
        Assert.Equal(3, reader.Blocks);
    }

    [Test]
    public void Counters_that_share_a_slot_read_the_same()
    {
        using var file = new CounterFile(path, ["in", "out", "more"], [0, 0, 2], workers: 2);
        file.Block(0)[0] = 5;
        file.Block(1)[0] = 7;
        file.Block(1)[2] = 1;
        using CounterReader reader = CounterReader.Open(path);
        Assert.Equal(["in", "out", "more"], reader.Names);
        Assert.Equal([12ul, 12, 1], reader.Read());
    }

    [Test]
    public void A_reader_sees_what_is_written_after_it_opened()
    {
        using var file = new CounterFile(path, ["a"], [0], workers: 1);
        using CounterReader reader = CounterReader.Open(path);
        Assert.Equal(InstanceState.Starting, reader.State);
        file.SetState(InstanceState.Running);
        file.Block(0)[0] = 3;
        Assert.Equal(InstanceState.Running, reader.State);
        Assert.Equal(3ul, reader.Read()[0]);
    }

    [Test]
    public void A_reader_never_sees_a_counter_go_back_while_it_is_written()
    {
        using var file = new CounterFile(path, ["a"], [0], workers: 1);
        using CounterReader reader = CounterReader.Open(path);
        bool isDone = false;
        var writer = new Thread(() =>
        {
            for (ulong i = 0; i < 5_000_000; i++) file.Block(0)[0] = i;
            Volatile.Write(ref isDone, true);
        });
        writer.Start();
        ulong last = 0;
        while (!Volatile.Read(ref isDone))
        {
            ulong now = reader.Read()[0];
            Assert.True(now >= last);
            last = now;
        }
        writer.Join();
        Assert.Equal(4_999_999ul, reader.Read()[0]);
    }

    [Test]
    public void Two_lcores_never_share_a_cache_line()
    {
        using var file = new CounterFile(path, ["a"], [0], workers: 2);
        Assert.True((byte*)file.Block(1) - (byte*)file.Block(0) >= 128);
        Assert.Equal(0, (nint)file.Block(0) % 128);
    }

    [Test]
    public void The_head_is_as_docs_counters_md_says()
    {
        using var file = new CounterFile(path, ["ab", "c"], [0, 0], workers: 1);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal("FPCOUNT\0"u8.ToArray(), bytes[..8]);
        Assert.Equal(2u, BitConverter.ToUInt32(bytes, 8));
        Assert.Equal(4096u, BitConverter.ToUInt32(bytes, 12));
        Assert.Equal(2u, BitConverter.ToUInt32(bytes, 16));
        Assert.Equal(2u, BitConverter.ToUInt32(bytes, 20));
        Assert.Equal(128ul, BitConverter.ToUInt64(bytes, 24));
        Assert.Equal(Environment.ProcessId, BitConverter.ToInt32(bytes, 48));
        Assert.Equal(64u, BitConverter.ToUInt32(bytes, 56));
        Assert.Equal("0 ab\n0 c"u8.ToArray(), bytes[64..72]);
    }

    [Test]
    [Arguments(0)]
    [Arguments(63)]
    [Arguments(4096)]
    public void Anything_else_is_refused_in_a_sentence(int length)
    {
        File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)0x5a, length)]);
        var error = Assert.Throws<EnvironmentException>(() => CounterReader.Open(path));
        Assert.Contains("no counter file", error.Message, StringComparison.Ordinal);
    }

    [Test]
    public void A_head_that_lies_about_sizes_is_refused()
    {
        using (var file = new CounterFile(path, ["a"], [0], workers: 1))
        {
            byte[] bytes = File.ReadAllBytes(path);
            for (int field = 12; field < 64; field += 4)
            {
                byte[] lying = [.. bytes];
                BitConverter.TryWriteBytes(lying.AsSpan(field), 0x7fff_fff0);
                string other = path + field;
                File.WriteAllBytes(other, lying);
                try
                {
                    using CounterReader reader = CounterReader.Open(other);
                    _ = reader.Read();
                }
                catch (EnvironmentException)
                {
                    continue;
                }
            }
        }
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
}
