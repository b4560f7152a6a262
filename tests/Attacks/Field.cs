using System;
using System.Buffers.Binary;
using System.Collections.Generic;
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

/// <summary>An attacker, a neighbour of another tenant, and a host with something to lose. All memory that isn't the attacker's
/// holds one secret word over and over: what is there afterwards, and where else the word is, says what happened.</summary>
sealed unsafe class Field : IDisposable
{
    const int Packets = 4, FrameBytes = 64, BufferBytes = 256, HeadroomBytes = 128, SecretBytes = 64 << 10, Bursts = 2;

    static int hostFunctionCalls;

    readonly ulong secret = BitConverter.ToUInt64(Guid.NewGuid().ToByteArray()) | 0x8000_0000_0000_0001;
    readonly SharedModuleMemory shared = new(2);
    readonly ArenaSpace arenas = ConfinedModules.Arenas(3);
    readonly ModuleHeap heap;
    readonly LcoreContext* lcore;
    readonly Mbuf* mbufs;
    readonly byte* host;
    readonly CInstance* neighbour;
    readonly CNode* attacker;
    /// <summary>Frames as the host had them after a burst, with their buffers.</summary>
    readonly List<(nint Buffer, byte[] Bytes)> takenBack = [];

    readonly CVariant variant;

    /// <param name="variant">How the attacker and its neighbour are confined.</param>
    public Field(Attack attack, CVariant variant)
    {
        this.variant = variant;
        heap = new ModuleHeap(shared: shared) { Arenas = arenas };
        host = heap.Allocate<byte>(SecretBytes).Pointer;
        lcore = heap.Allocate<LcoreContext>(1).Pointer;
        lcore->Headers = heap.Allocate<HeaderLanes>(1).Pointer;
        lcore->Burst = (Mbuf**)heap.Allocate<nint>(HeaderLanes.Lanes).Pointer;
        mbufs = heap.Allocate<Mbuf>(Packets).Pointer;
        FillWithSecret(host);
        neighbour = ConfinedOf(Create(0, "red", attack, 0))->Instance;
        FillWithSecret(neighbour->Base + ArenaLayout.HeapOffset);
        FillWithSecret(neighbour->Base + ArenaLayout.PacketsOffset);
        // The attacker's base is known once it is there: its neighbour's is a stride below.
        attacker = Create(1, "blue", attack, Aim(attack.Aim));
        for (int i = 0; i < Packets; i++) NewPacket(i);
    }

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
        ulong lanes = (1ul << Packets) - 1, kept = 0, bad = 0;
        int callsBefore = hostFunctionCalls;
        for (int burst = 0; burst < Bursts; burst++)
        {
            for (int i = 0; burst > 0 && i < Packets; i++) NewPacket(i);
            kept = CNode.RunResizing(lcore, attacker, lanes, out bad);
            for (int i = 0; i < Packets; i++)
                takenBack.Add(((nint)mbufs[i].Buffer, new Span<byte>(mbufs[i].Buffer, BufferBytes).ToArray()));
            if (kept != lanes) break;
        }
        CFault fault = Confined->LastFault;
        string outcome = kept == lanes && bad == 0 && fault == CFault.None ? "nothing"
            : fault is CFault.Verdict or CFault.Length || bad != 0 ? "drop" : NameOf(fault);
        return new Finding(outcome, hostFunctionCalls != callsBefore ? "a function of the host ran" : Damage(), HoldsSecret());
    }

    /// <summary>The same tenant's instance on another lcore writes to all that it sees of packets, while the host decides on
    /// what the first has given back.</summary>
    public Finding RunThenAttackFromAnotherLcore()
    {
        Finding found = Run();
        using ModuleHeap second = new(shared: shared, lcore: 1) { Arenas = arenas };
        CNode* other = Create(1, "blue", Attack.All[0], 0, second);
        new Span<byte>(ConfinedOf(other)->Instance->Base + ArenaLayout.PacketsOffset, SecretBytes).Fill(0x41);
        return found with { Damage = Damage() };
    }

    /// <summary>Behind longer packets of the same owner, all of whose bytes were secret.</summary>
    /// <returns>A leak: the secret leaves with a packet.</returns>
    public Finding RunBehindLongerPackets()
    {
        FillWithSecret(Confined->Staging);
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
        CNodeOptions options = new(node, tenant, CPacketAccess.Write, Resizes: true)
        {
            Tenant = tenant,
            HeapBytes = 1 << 20,
            // Stacks and heap take their time to run off: a page each. What never ends doesn't need more.
            BudgetUs = attack.Outcome == "endless" ? 2_000u : 2_000_000,
        };
        CModule* module = CLibraries.Descriptor(Repository.Path("tests", "Attacks", "attack"), variant);
        return CNode.Create(own ?? heap, options, module, config);
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
            "host" => host,
            "text" => (byte*)(delegate* unmanaged<void>)&HostFunction,
            "stack" => &here,
            "heap" => neighbour->Base + ArenaLayout.HeapOffset,
            "packet" => neighbour->Base + ArenaLayout.PacketsOffset,
            "mbuf" => (byte*)mbufs,
            "distance" => (byte*)-(long)(ArenaLayout.ArenaBytes + ArenaLayout.GuardBytes),
            _ => throw new ArgumentException(at),
        });
    }

    [UnmanagedCallersOnly]
    static void HostFunction() => hostFunctionCalls++;

    void NewPacket(int i)
    {
        byte* buffer = heap.Allocate<byte>(BufferBytes).Pointer;
        new Span<ulong>(buffer, BufferBytes / sizeof(ulong)).Fill(secret);
        new Span<byte>(buffer + HeadroomBytes, FrameBytes).Clear();
        mbufs[i] = new Mbuf
        {
            Buffer = buffer, DataOffset = HeadroomBytes, BufferLength = BufferBytes, DataLength = FrameBytes,
            PacketLength = FrameBytes, Segments = 1,
        };
        lcore->Burst[i] = mbufs + i;
    }

    void FillWithSecret(byte* at) => new Span<ulong>(at, SecretBytes / sizeof(ulong)).Fill(secret);

    string Damage()
    {
        if (IsDamaged(host, SecretBytes)) return "the host's data";
        if (IsDamaged(neighbour->Base + ArenaLayout.HeapOffset, SecretBytes)) return "the neighbour's heap";
        if (IsDamaged(neighbour->Base + ArenaLayout.PacketsOffset, SecretBytes)) return "the neighbour's packets";
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

    /// <summary>Whether any eight bytes in a row of what the attacker can read are the secret; a byte of it at a time counts
    /// too, where the attack is told to collect them.</summary>
    bool HoldsSecret()
    {
        (ulong Offset, int Bytes)[] regions =
        [
            (ArenaLayout.ImageOffset, 8192), (ArenaLayout.HeapOffset, 1 << 20),
            (ArenaLayout.StackOffset, (int)ArenaLayout.StackBytes), (ArenaLayout.BurstOffset, (int)ArenaLayout.BurstBytes),
            (ArenaLayout.PacketsOffset, 1 << 20),
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

    public void Dispose()
    {
        heap.Dispose();
        shared.Dispose();
        arenas.Dispose();
    }
}
