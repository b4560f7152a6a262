using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Threading;

namespace FastPaas;

/// <summary>A node whose module is confined to an arena, on one lcore: its packets are shown to the module, the gate is passed
/// once, and of what the module wrote one copy is taken, checked and used. Raw code but for what the control plane reads and
/// writes.</summary>
/// <remarks>
/// The lcore that owns the node writes all but <see cref="IsQuarantined"/>, which it sets and the control plane clears.
/// Nothing here lies where a module can write, and no address comes from there: mbufs and their lengths are the host's, verdicts
/// and descriptors are numbers.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct ConfinedNode
{
    /// <summary>Of <see cref="Faults"/>: one counter a kind.</summary>
    public const int FaultKinds = (int)CFault.Index + 1;

    /// <summary>On both sides of a copy, for a module that resizes.</summary>
    public const uint RoomBytes = 128;

    const uint StagingAlignment = 64;

    /// <summary>A burst of the longest that a buffer can hold.</summary>
    public const uint StagingBytes = HeaderLanes.Lanes * (ushort.MaxValue + 2 * RoomBytes + StagingAlignment);

    /// <summary><c>fp_enter</c>.</summary>
    public delegate* managed<CInstance*, void*, ulong, ulong, ulong, CFault> Enter;
    public CInstance* Instance;
    public void* Process;
    /// <summary>In the arena: the module may write to it whenever it runs.</summary>
    public CBurst* Burst;
    /// <summary>The arena's view of <see cref="Staging"/>.</summary>
    public uint StagingOffset;
    /// <summary>Packets are copied here, and back if the module may write; no other lcore's modules reach it.</summary>
    public byte* Staging;
    /// <summary>How many there are; a verdict is less.</summary>
    public uint Outputs;
    public bool Writes;
    /// <summary>Of the last call: a verdict that no output has.</summary>
    public bool AnswersBadly;
    /// <summary>Where packets go during a quarantine: an output, or <see cref="CBurst.NoVerdict"/>.</summary>
    public byte QuarantineVerdict;
    public int IsQuarantined;
    /// <summary>By packet: the copy of the verdicts; for a module that resizes, the descriptors as they were shown and the
    /// buffers that they must stay inside, as offsets in the arena.</summary>
    public byte* Verdicts;
    public ulong* Descriptors;
    public uint* Lowest;
    public uint* Highest;
    /// <summary>By kind, since the start.</summary>
    public ulong* Faults;
    /// <summary>Of the last fault; written before its counter.</summary>
    public CFault LastFault;
    public long LastAddress;
    public ulong LastInstruction;

    /// <summary>Shows the packets to the module, calls it, and takes back what it wrote into copies.</summary>
    /// <returns>The lanes that go on: all; or none, where the module failed or is in quarantine without another way.</returns>
    public static ulong Run(LcoreContext* lcore, ConfinedNode* node, ulong lanes)
    {
        if (Volatile.Read(ref node->IsQuarantined) != 0) return PassBy(node, lanes);
        if (!Call(lcore, node, Show(lcore, node, lanes))) return 0;
        if (node->Writes) TakeBack(lcore, node, lanes);
        return Judge(node, lanes);
    }

    /// <summary><see cref="Run"/> for a module that pushes and pops headers: what it made of descriptors becomes the mbufs',
    /// after one look at each.</summary>
    /// <param name="bad">Lanes whose descriptor isn't inside the packet's buffer, or shows no packet.</param>
    public static ulong RunResizing(LcoreContext* lcore, ConfinedNode* node, ulong lanes, out ulong bad)
    {
        bad = 0;
        if (Volatile.Read(ref node->IsQuarantined) != 0) return PassBy(node, lanes);
        if (!Call(lcore, node, ShowWithRoom(lcore, node, lanes))) return 0;
        nuint i = 0;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest), i++)
        {
            nuint lane = LaneMasks.Lowest(rest);
            bool isGood = TryTakeBack(node, lcore->Burst[lane], i)
                // The rest of the graph counts on what admission promised: 14 bytes, the first 256 in one piece.
                && Admission.Check(lcore, 1ul << (int)lane) != 0;
            if (isGood) continue;
            // An honest module can't see how much room a buffer has: so this is no reason for a quarantine.
            Count(node, CFault.Length, (uint)node->Burst->Packets[i], 0);
            bad |= 1ul << (int)lane;
        }

        return Judge(node, lanes);
    }

    /// <summary><see cref="Run"/> for a module that sees no packet: lengths only.</summary>
    public static ulong RunUnseen(LcoreContext* lcore, ConfinedNode* node, ulong lanes)
    {
        if (Volatile.Read(ref node->IsQuarantined) != 0) return PassBy(node, lanes);
        CBurst* burst = node->Burst;
        nuint count = 0;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest), count++)
        {
            Mbuf* mbuf = lcore->Burst[LaneMasks.Lowest(rest)];
            burst->Packets[count] = (ulong)mbuf->DataLength << 32;
            burst->Beyond[count] = mbuf->PacketLength - mbuf->DataLength;
        }

        return Call(lcore, node, count) ? Judge(node, lanes) : 0;
    }

    /// <summary>Every packet as a copy that the module can see, one behind the other.</summary>
    static nuint Show(LcoreContext* lcore, ConfinedNode* node, ulong lanes)
    {
        CBurst* burst = node->Burst;
        byte* copy = node->Staging;
        nuint count = 0, offset = node->StagingOffset;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest), count++)
        {
            Mbuf* mbuf = lcore->Burst[LaneMasks.Lowest(rest)];
            nuint length = mbuf->DataLength, taken = Taken(length);
            burst->Packets[count] = offset | (ulong)length << 32;
            burst->Beyond[count] = mbuf->PacketLength - (uint)length;
            PacketCopy.Copy(copy, mbuf->Data, length);
            copy += taken;
            offset += taken;
        }

        return count;
    }

    /// <summary>The copies lie where <see cref="Show"/> put them, whatever the module made of the descriptors.</summary>
    static void TakeBack(LcoreContext* lcore, ConfinedNode* node, ulong lanes)
    {
        byte* copy = node->Staging;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest))
        {
            Mbuf* mbuf = lcore->Burst[LaneMasks.Lowest(rest)];
            nuint length = mbuf->DataLength;
            PacketCopy.Copy(mbuf->Data, copy, length);
            copy += Taken(length);
        }
    }

    /// <summary><see cref="Show"/> for a module that resizes.</summary>
    static nuint ShowWithRoom(LcoreContext* lcore, ConfinedNode* node, ulong lanes)
    {
        CBurst* burst = node->Burst;
        nuint count = 0;
        uint used = 0;
        for (ulong rest = lanes; rest != 0; rest = LaneMasks.WithoutLowest(rest), count++)
        {
            Mbuf* mbuf = lcore->Burst[LaneMasks.Lowest(rest)];
            ulong descriptor = Stage(node, mbuf, count, ref used) | (ulong)mbuf->DataLength << 32;
            node->Descriptors[count] = descriptor;
            burst->Packets[count] = descriptor;
            burst->Beyond[count] = mbuf->PacketLength - mbuf->DataLength;
        }

        return count;
    }

    /// <summary>With room beside the copy: zeros, or bytes of an earlier
    /// packet would leave with this one. What lies between two copies is of earlier packets of this owner, which its modules have
    /// seen, and never leaves.</summary>
    /// <param name="used">Bytes of <see cref="Staging"/> that this burst has taken.</param>
    static uint Stage(ConfinedNode* node, Mbuf* mbuf, nuint i, ref uint used)
    {
        uint length = mbuf->DataLength, before = RoomBytes, behind = RoomBytes;
        if (before > mbuf->DataOffset) before = mbuf->DataOffset;
        uint tail = mbuf->BufferLength - (uint)mbuf->DataOffset - length;
        if (behind > tail) behind = tail;
        uint lowest = node->StagingOffset + used, offset = lowest + before;
        node->Lowest[i] = lowest;
        node->Highest[i] = offset + length + behind;
        used += (uint)Taken(before + length + behind);
        byte* copy = StagedAt(node, offset);
        PacketCopy.Clear(copy - before, before);
        PacketCopy.Copy(copy, mbuf->Data, length);
        PacketCopy.Clear(copy + length, behind);
        return offset;
    }

    static bool TryTakeBack(ConfinedNode* node, Mbuf* mbuf, nuint i)
    {
        // One copy: what is checked is what is used, whoever else may still write there.
        ulong descriptor = Volatile.Read(ref node->Burst->Packets[i]);
        uint offset = (uint)descriptor, length = (uint)(descriptor >> 32);
        if (offset < node->Lowest[i] || offset > node->Highest[i] || length > node->Highest[i] - offset) return false;
        mbuf->PacketLength = mbuf->PacketLength - mbuf->DataLength + length;
        mbuf->DataOffset = (ushort)(mbuf->DataOffset + (offset - (uint)node->Descriptors[i]));
        mbuf->DataLength = (ushort)length;
        PacketCopy.Copy(mbuf->Data, StagedAt(node, offset), length);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static nuint Taken(nuint bytes) => bytes + (StagingAlignment - 1) & ~(nuint)(StagingAlignment - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* StagedAt(ConfinedNode* node, uint offset) => node->Staging + (offset - node->StagingOffset);

    /// <summary>Through the gate and back; verdicts are copied and checked.</summary>
    /// <returns>False: it failed, and is in quarantine.</returns>
    static bool Call(LcoreContext* lcore, ConfinedNode* node, nuint count)
    {
        CBurst* burst = node->Burst;
        burst->NowCycles = lcore->Now();
        burst->Count = (uint)count;
        Vector256<byte> none = Vector256<byte>.AllBitsSet;
        none.Store(burst->Verdicts);
        none.Store(burst->Verdicts + 32);
        CFault fault = node->Enter(node->Instance, node->Process, ArenaLayout.BurstOffset, 0, 0);
        if (fault != CFault.None)
        {
            Fail(node, fault);
            return false;
        }

        Vector256<byte> low = Vector256.Load(burst->Verdicts), high = Vector256.Load(burst->Verdicts + 32);
        low.Store(node->Verdicts);
        high.Store(node->Verdicts + 32);
        Vector256<byte> last = Vector256.Create((byte)(node->Outputs - 1));
        ulong good = Vector256.Equals(Vector256.Min(low, last), low).ExtractMostSignificantBits()
            | (ulong)Vector256.Equals(Vector256.Min(high, last), high).ExtractMostSignificantBits() << 32;
        // A module with one output needs not answer.
        node->AnswersBadly = node->Outputs > 1 && (LaneMasks.First(count) & ~good) != 0;
        return true;
    }

    /// <summary>Last, since an instance in quarantine is the control plane's to clear: the arena isn't looked at any more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Judge(ConfinedNode* node, ulong lanes)
    {
        if (node->AnswersBadly) Quarantine(node, CFault.Verdict, 0, 0);
        return lanes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Fail(ConfinedNode* node, CFault fault)
    {
        FillVerdicts(node, CBurst.NoVerdict);
        Quarantine(node, fault, node->Instance->FaultAddress, node->Instance->FaultInstruction);
    }

    static void Quarantine(ConfinedNode* node, CFault fault, long address, ulong instruction)
    {
        Count(node, fault, address, instruction);
        Volatile.Write(ref node->IsQuarantined, 1);
    }

    static void Count(ConfinedNode* node, CFault fault, long address, ulong instruction)
    {
        node->LastFault = fault;
        node->LastAddress = address;
        node->LastInstruction = instruction;
        ulong* counter = node->Faults + (uint)fault;
        Volatile.Write(ref *counter, *counter + 1);
    }

    /// <summary>The module isn't called.</summary>
    static ulong PassBy(ConfinedNode* node, ulong lanes)
    {
        FillVerdicts(node, node->QuarantineVerdict);
        return node->QuarantineVerdict == CBurst.NoVerdict ? 0 : lanes;
    }

    static void FillVerdicts(ConfinedNode* node, byte verdict)
    {
        Vector256<byte> all = Vector256.Create(verdict);
        all.Store(node->Verdicts);
        all.Store(node->Verdicts + 32);
    }
}
