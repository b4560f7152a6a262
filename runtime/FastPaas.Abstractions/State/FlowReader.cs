using System;
using System.Threading;

namespace FastPaas;

/// <summary>What the control plane reads of a <see cref="FlowTable"/> while its lcore works on it: entry by entry, each as it was
/// between two bursts, at no cost to the lcore but the lines that are read.</summary>
/// <remarks>
/// The lcore stores its burst's number into an entry before it writes to it, and the last ended burst's when all is written;
/// both in order (Intel SDM 3A, 9.2.2). So an entry can be copied if its number isn't that of the burst in work, and the copy is
/// good if the number is still the same behind it:
/// <code>
///   lcore    entry.burst = n | fields ...            | done = n
///   reader   n = entry.burst | d = done | copy | n == entry.burst, n != d + 1, the tag still there
/// </code>
/// Numbers have 32 bits: a reader would have to stop for exactly 2^32 bursts to be deceived.
/// </remarks>
public static unsafe class FlowReader
{
    /// <summary>Slots to read, from 0; more than before once the table has grown. A flow that growth moves meanwhile may be read
    /// twice or not at all.</summary>
    public static nuint Slots(FlowTable* table) => table->SlotsToRead;

    /// <summary>Copies the entry of a slot.</summary>
    /// <param name="entry">As many bytes as an entry has.</param>
    /// <param name="tries">So often, where the lcore writes to it all the time.</param>
    /// <returns>Whether there is a flow, and it held still.</returns>
    public static bool TryRead(FlowTable* table, nuint slot, Span<byte> entry, int tries = 8)
    {
        for (int tried = 0; tried < tries; tried++)
        {
            if (!table->HasFlow(slot)) return false;
            if (table->TryCopy(slot, entry)) return true;
            Thread.SpinWait(20);
        }
        return false;
    }
}

public unsafe partial struct FlowTable
{
    internal readonly FlowGroup* GroupOf(nuint slot) => groups + slot / FlowGroup.Slots;

    internal readonly nuint SlotsToRead => (Volatile.Read(in homes) + ProbeGroups - 1) * FlowGroup.Slots;

    internal readonly bool HasFlow(nuint slot) =>
        Volatile.Read(ref FlowGroup.Tags(GroupOf(slot))[slot % FlowGroup.Slots]) != 0;

    internal readonly bool TryCopy(nuint slot, Span<byte> entry)
    {
        var header = (FlowEntry*)EntryAt(slot);
        uint number = Volatile.Read(ref header->Burst);
        if (number == Volatile.Read(in burstDone) + 1) return false;
        new ReadOnlySpan<byte>(header, 1 << entryShift).CopyTo(entry);
        Volatile.ReadBarrier();
        return header->Burst == number && HasFlow(slot);
    }
}
