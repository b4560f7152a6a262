using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastPaas.Build.CModules;
using FastPaas.Runtime.Arenas;
using FastPaas.TestHost;

namespace FastPaas.Attacks.Tests;

/// <summary>What came of an attack.</summary>
/// <param name="Outcome">In the words of attacks.def.</param>
/// <param name="Damage">What it changed or ran outside its arena; empty: nothing.</param>
/// <param name="IsLeak">A secret word lies where the attacker can read it.</param>
sealed record Finding(string Outcome, string Damage, bool IsLeak);

/// <param name="Aim">What attacks.def calls it.</param>
readonly record struct Prize(string Aim, nint At, int Bytes, string What)
{
    public unsafe Span<ulong> Words => new((void*)At, Bytes / sizeof(ulong));
}

/// <summary>An attacker, a neighbour of another tenant, and a host with something to lose. All memory that isn't the attacker's
/// holds one secret word over and over: what is there afterwards, and where else the word is, says what happened.</summary>
sealed unsafe class Field : IDisposable
{
    const int Packets = 4, FrameBytes = 64, BufferBytes = 256, HeadroomBytes = 128, SecretBytes = 64 << 10, Bursts = 2;
    const int PageBytes = 4096;
    const ulong Lanes = (1ul << Packets) - 1;

    static int hostFunctionCalls;

    [ThreadStatic]
    static ulong threadLocal;

    /// <summary>Whose attacker has another lcore beside it.</summary>
    static Field? interrupted;

    /// <summary>No byte of it is one that attacks write: each write shows.</summary>
    readonly ulong secret = BitConverter.ToUInt64(Guid.NewGuid().ToByteArray()) | 0x8080_8080_8080_8081;
    readonly SharedModuleMemory shared = new(2);
    readonly ArenaSpace arenas;
    readonly ModuleHeap heap;
    readonly LcoreContext* lcore;
    readonly Mbuf* mbufs;
    readonly Prize[] prizes;
    readonly CNode* attacker;
    /// <summary>Frames as the host had them after a burst, with their buffers.</summary>
    readonly List<(nint Buffer, byte[] Bytes)> takenBack = [];

    readonly CVariant variant;
    readonly CPacketAccess packet;
    readonly byte* signalStack;
    CNode* other;
    LcoreContext* otherLcore;
    delegate* managed<CInstance*, void*, ulong, ulong, ulong, CFault> enter;

    /// <param name="variant">How the attacker and its neighbour are confined.</param>
    /// <param name="packet">What their manifests would say.</param>
    /// <param name="allowsUnprotected">As <c>run --unprotected</c>.</param>
    public Field(
        Attack attack, CVariant variant, CPacketAccess packet = CPacketAccess.Write, bool allowsUnprotected = false)
    {
        arenas = ConfinedModules.Arenas(3, allowsUnprotected);
        this.variant = variant;
        this.packet = packet;
        heap = new ModuleHeap(shared: shared) { Arenas = arenas };
        lcore = NewLcore();
        mbufs = heap.Allocate<Mbuf>(Packets).Pointer;
        threadLocal = secret;
        prizes = Prizes(ConfinedOf(Create(0, "red", attack, 0))->Instance);
        foreach (Prize prize in prizes) prize.Words.Fill(secret);
        // The first arena has given this thread one, if it had none. Its lowest page may be a guard; signals begin at its end.
        signalStack = SignalStack() + PageBytes;
        *(ulong*)signalStack = secret;
        // The attacker's base is known once it is there: its neighbour's is a stride below.
        Given = Aim(attack.Aim);
        attacker = Create(1, "blue", attack, Given);
        for (int i = 0; i < Packets; i++) NewPacket(lcore, mbufs + i, i);
    }

    /// <summary>Of the last fault, from the arena's first byte.</summary>
    public long FaultAddress => Confined->LastAddress;

    /// <summary>As the user reads it.</summary>
    public string FaultText => arenas.Instances[^1].LastFault;

    /// <summary>What the attacker was told to aim at.</summary>
    public ulong Given { get; }

    ConfinedNode* Confined => ConfinedOf(attacker);

    byte* Base => Confined->Instance->Base;

    /// <summary>What the attacker would have to do, done by the host: the test that looks sees it.</summary>
    /// <param name="where">An aim; or "loot": a secret word in the attacker's heap.</param>
    public Finding Plant(string where)
    {
        if (where == "loot") *(ulong*)(Base + ArenaLayout.HeapOffset + 4099) = secret;
        else ((byte*)Aim(where))[17]++;
        return new Finding("", Damage(), HoldsSecret());
    }

    public Finding Run()
    {
        ulong kept = 0, bad = 0;
        int callsBefore = hostFunctionCalls;
        for (int burst = 0; burst < Bursts; burst++)
        {
            for (int i = 0; burst > 0 && i < Packets; i++) NewPacket(lcore, mbufs + i, i);
            kept = Call(lcore, attacker, out bad);
            for (int i = 0; i < Packets; i++)
                takenBack.Add(((nint)mbufs[i].Buffer, new Span<byte>(mbufs[i].Buffer, BufferBytes).ToArray()));
            if (kept != Lanes) break;
        }
        CFault fault = Confined->LastFault;
        string outcome = kept == Lanes && bad == 0 && fault == CFault.None ? "nothing"
            : fault is CFault.Verdict or CFault.Length || bad != 0 ? "drop" : NameOf(fault);
        return new Finding(outcome, hostFunctionCalls != callsBefore ? "a function of the host ran" : Damage(), HoldsSecret());
    }

    /// <summary>The same tenant's module on another lcore writes to all that it sees of packets, each time between the attacker's
    /// return and the host's taking back of its packets, which it leaves as they were: zeros.</summary>
    public Finding RunWhileAnotherLcoreWrites()
    {
        using ModuleHeap second = new(shared: shared, lcore: 1) { Arenas = arenas };
        other = Create(1, "blue", Attack.Called("fills_pool"), 0, second);
        otherLcore = NewLcore();
        Mbuf* its = heap.Allocate<Mbuf>(Packets).Pointer;
        for (int i = 0; i < Packets; i++) NewPacket(otherLcore, its + i, i);
        interrupted = this;
        enter = Confined->Enter;
        Confined->Enter = &EnterThenLetTheOtherWrite;
        Finding found = Run();
        interrupted = null;
        foreach ((_, byte[] bytes) in takenBack)
        {
            if (bytes.AsSpan(HeadroomBytes, FrameBytes).ContainsAnyExcept((byte)0))
                found = found with { Damage = "a packet of this lcore" };
        }
        bool hasWritten = !new ReadOnlySpan<byte>(its->Data, FrameBytes).ContainsAnyExcept((byte)0x41);
        return hasWritten ? found : found with { Damage = "nobody has written" };
    }

    static CFault EnterThenLetTheOtherWrite(CInstance* instance, void* entry, ulong first, ulong second, ulong third)
    {
        CFault fault = interrupted!.enter(instance, entry, first, second, third);
        interrupted.Call(interrupted.otherLcore, interrupted.other, out _);
        return fault;
    }

    ulong Call(LcoreContext* on, CNode* node, out ulong bad)
    {
        bad = 0;
        return packet switch
        {
            CPacketAccess.Write => CNode.RunResizing(on, node, Lanes, out bad),
            CPacketAccess.Read => CNode.Run(on, node, Lanes),
            _ => CNode.RunUnseen(on, node, Lanes),
        };
    }

    /// <summary>Behind longer packets of the same owner, all of whose bytes were secret.</summary>
    /// <returns>A leak: the secret leaves with a packet.</returns>
    public Finding RunBehindLongerPackets()
    {
        new Span<ulong>(Confined->Staging, SecretBytes / sizeof(ulong)).Fill(secret);
        Finding found = Run();
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(word, secret);
        bool leaves = false;
        for (int i = 0; i < Packets; i++) leaves |= new ReadOnlySpan<byte>(mbufs[i].Data, mbufs[i].DataLength).IndexOf(word) >= 0;
        bool isLonger = mbufs[0].DataLength > FrameBytes;
        return found with { IsLeak = leaves || !isLonger };
    }

    CNode* Create(int node, string tenant, Attack attack, ulong aim, ModuleHeap? own = null)
    {
        // struct attack_config: attack, padding, aim.
        ulong[] config = [(uint)attack.Number, aim];
        CNodeOptions options = new(node, tenant, packet, Resizes: packet == CPacketAccess.Write)
        {
            Tenant = tenant,
            HeapBytes = 1 << 20,
            // Stacks and heap take their time to run off: a page each. What never ends doesn't need more.
            BudgetUs = attack.Outcome == "endless" ? 2_000u : 2_000_000,
        };
        return CNode.Create(own ?? heap, options, Module(), config);
    }

    /// <summary>The first word of a <see cref="CNode"/>; nobody but a test looks.</summary>
    static ConfinedNode* ConfinedOf(CNode* node) => *(ConfinedNode**)node;

    ulong Aim(string at)
    {
        // Of this thread's stack: calls that come later lie around it.
        byte here = 0;
        return (ulong)(at switch
        {
            "nothing" => null,
            "text" => (byte*)(delegate* unmanaged<void>)&HostFunction,
            "stack" => &here,
            "mbuf" => (byte*)mbufs,
            "signal_stack" => signalStack,
            "thread_local" => (byte*)Unsafe.AsPointer(ref threadLocal),
            "distance" => (byte*)-(long)(ArenaLayout.ArenaBytes + ArenaLayout.GuardBytes),
            _ => (byte*)prizes.Single(prize => prize.Aim == at).At,
        });
    }

    /// <summary>The host's, and all that a neighbour has.</summary>
    Prize[] Prizes(CInstance* neighbour)
    {
        CModule* module = Module();
        byte* at = neighbour->Base, globals = at + ArenaLayout.ImageOffset;
        List<Prize> found =
        [
            new("host", (nint)heap.Allocate<byte>(SecretBytes).Pointer, SecretBytes, "the host's data"),
            new("heap", (nint)(at + ArenaLayout.HeapOffset), SecretBytes, "the neighbour's heap"),
            new("globals", (nint)(globals + module->ConstantBytes), (int)(module->GlobalsBytes - module->ConstantBytes) & ~7,
                "the neighbour's variables"),
            new("arena_stack", (nint)(at + ArenaLayout.StackOffset + ArenaLayout.StackBytes) - SecretBytes, SecretBytes,
                "the neighbour's stack"),
            new("machine_stack", (nint)neighbour->MachineStackTop - SecretBytes, SecretBytes, "the neighbour's return addresses"),
        ];
        if (packet == CPacketAccess.Write)
            found.Add(new("packet", (nint)(at + ArenaLayout.PacketsOffset), SecretBytes, "the neighbour's packets"));
        return [.. found];
    }

    CModule* Module() => CLibraries.Descriptor(Repository.Path("tests", "Attacks", "attack"), variant);

    [UnmanagedCallersOnly]
    static void HostFunction() => hostFunctionCalls++;

    LcoreContext* NewLcore()
    {
        LcoreContext* made = heap.Allocate<LcoreContext>(1).Pointer;
        made->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        made->Burst = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        return made;
    }

    void NewPacket(LcoreContext* on, Mbuf* mbuf, int i)
    {
        byte* buffer = heap.Allocate<byte>(BufferBytes).Pointer;
        new Span<ulong>(buffer, BufferBytes / sizeof(ulong)).Fill(secret);
        new Span<byte>(buffer + HeadroomBytes, FrameBytes).Clear();
        *mbuf = new Mbuf
        {
            Buffer = buffer, DataOffset = HeadroomBytes, BufferLength = BufferBytes, DataLength = FrameBytes,
            PacketLength = FrameBytes, Segments = 1,
        };
        on->Burst[i] = mbuf;
    }

    string Damage()
    {
        foreach (Prize prize in prizes)
        {
            if (IsDamaged((byte*)prize.At, prize.Bytes)) return prize.What;
        }
        if (threadLocal != secret) return "a variable of the thread";
        if (*(ulong*)signalStack != secret) return "the signal stack";
        for (int i = 0; i < Packets; i++)
        {
            Mbuf* mbuf = mbufs + i;
            bool isSame = mbuf->Buffer != null && mbuf->BufferLength == BufferBytes && mbuf->Segments == 1
                && mbuf->DataOffset + mbuf->DataLength <= BufferBytes && mbuf->PacketLength == mbuf->DataLength;
            if (!isSame) return "an mbuf";
            // What lies beside the frame in its buffer isn't shown: only copies are.
            int start = Math.Min((int)mbuf->DataOffset, HeadroomBytes);
            int end = Math.Max(mbuf->DataOffset + mbuf->DataLength, HeadroomBytes + FrameBytes);
            if (IsDamaged(mbuf->Buffer, start) || IsDamaged(mbuf->Buffer + end, BufferBytes - end))
                return "a packet's buffer beside its frame";
        }
        foreach ((nint buffer, byte[] bytes) in takenBack)
        {
            if (!new ReadOnlySpan<byte>((byte*)buffer, BufferBytes).SequenceEqual(bytes)) return "a packet that had left";
        }
        return "";
    }

    bool IsDamaged(byte* at, int bytes) => new ReadOnlySpan<ulong>(at, bytes / sizeof(ulong)).IndexOfAnyExcept(secret) >= 0;

    /// <summary>Whether any eight bytes in a row of what the attacker can read are the secret: who gets at one at a time puts
    /// them together.</summary>
    bool HoldsSecret()
    {
        (ulong Offset, int Bytes)[] regions =
        [
            (ArenaLayout.ImageOffset, 8192), (ArenaLayout.HeapOffset, 1 << 20),
            (ArenaLayout.StackOffset, (int)ArenaLayout.StackBytes), (ArenaLayout.BurstOffset, (int)ArenaLayout.BurstBytes),
            (ArenaLayout.PacketsOffset, packet == CPacketAccess.None ? 0 : 1 << 20),
        ];
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(word, secret);
        foreach ((ulong offset, int bytes) in regions)
        {
            if (new ReadOnlySpan<byte>(Base + offset, bytes).IndexOf(word) >= 0) return true;
        }
        return false;
    }

    static string NameOf(CFault fault) => fault switch
    {
        CFault.WildCall => "wild_call",
        _ => fault.ToString().ToLowerInvariant(),
    };

    static byte* SignalStack()
    {
        SignalStackOfThread now;
        return sigaltstack(null, &now) == 0 && now.Stack != null ? now.Stack : throw new InvalidOperationException("no stack");
    }

    /// <summary>stack_t of signal.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct SignalStackOfThread
    {
        public byte* Stack;
        public int Flags;
        public nuint Bytes;
    }

    [DllImport("libc", ExactSpelling = true)]
    static extern int sigaltstack(void* given, SignalStackOfThread* now);

    public void Dispose()
    {
        heap.Dispose();
        shared.Dispose();
        arenas.Dispose();
    }
}
