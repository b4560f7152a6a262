using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace FastPaas.Modules.Tests.State;

public sealed unsafe class FlowReaderTests
{
    const int Words = (FlowBox.EntryBytes - FlowEntry.Bytes) / sizeof(ulong);

    /// <summary>All words of an entry's fields are equal whenever a burst has ended. Flows come, go, move and are counted
    /// meanwhile.</summary>
    [Test]
    public void An_entry_is_read_as_it_was_between_two_bursts()
    {
        using FlowBox box = new(2_000);
        using CancellationTokenSource stop = new();
        long copies = 0;
        Task reader = Task.Run(() =>
        {
            byte[] entry = new byte[FlowBox.EntryBytes];
            while (!stop.IsCancellationRequested || copies == 0)
            {
                for (nuint slot = 0; slot < FlowReader.Slots(box.Table); slot++)
                {
                    if (!FlowReader.TryRead(box.Table, slot, entry)) continue;
                    ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(entry.AsSpan(FlowEntry.Bytes));
                    Assert.Equal(-1, words.IndexOfAnyExcept(words[0]));
                    copies++;
                }
                box.Table->TouchAhead();
            }
        });
        Random random = new(1);
        for (uint round = 0; round < 15_000 && !reader.IsFaulted; round++)
        {
            TestFlow[] burst = [.. Enumerable.Range(0, 64).Select(_ => Flow(round / 20 * 8 + (uint)random.Next(300)))];
            ulong found = box.Find(burst);
            for (int word = 0; word < Words; word++)
            {
                for (int lane = 0; lane < burst.Length; lane++)
                    if ((found >> lane & 1) != 0) FlowBox.Packets(box.Notes->Entries[lane])[word]++;
            }
            box.Table->End();
        }
        stop.Cancel();
        reader.GetAwaiter().GetResult();
        Assert.True(box.Table->Counts.Evicted > 0);
    }

    [Test]
    public void An_entry_that_the_burst_in_work_has_found_is_not_read()
    {
        using FlowBox box = new(100);
        box.Run(Flow(1));
        box.Find([Flow(1)]);
        nuint slot = 0;
        while (!box.Table->HasFlow(slot)) slot++;
        byte[] entry = new byte[FlowBox.EntryBytes];
        Assert.False(FlowReader.TryRead(box.Table, slot, entry));
        box.Table->End();
        Assert.True(FlowReader.TryRead(box.Table, slot, entry));
    }

    static TestFlow Flow(uint id) => new(id, id * 0x9e37_79b9_7f4a_7c15);
}
