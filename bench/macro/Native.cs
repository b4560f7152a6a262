using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace FastPaas.Macro;

/// <summary>bench/macro/native, linked statically.</summary>
static unsafe class Native
{
    const string Library = "bench";

    [DllImport(Library, EntryPoint = "bench_open")]
    internal static extern int Open(int controlCpu, int lcoreCpu);

    [DllImport(Library, EntryPoint = "bench_addresses")]
    internal static extern void GetAddresses(Addresses* addresses);

    [DllImport(Library, EntryPoint = "bench_source")]
    internal static extern void* CreateSource();

    [DllImport(Library, EntryPoint = "bench_source_arm")]
    internal static extern void ArmSource(void* source, ulong bursts, int* stop, int hashing);

    [DllImport(Library, EntryPoint = "bench_source_sent_hash")]
    internal static extern ulong SentHash(void* source);

    [DllImport(Library, EntryPoint = "bench_source_sent_packets")]
    internal static extern ulong SentPackets(void* source);

    [DllImport(Library, EntryPoint = "bench_ring_create")]
    internal static extern void* CreateRing(void* source);

    [DllImport(Library, EntryPoint = "bench_ring_arm")]
    internal static extern void ArmRing(void* ring, ulong bursts, int* stop);

    [DllImport(Library, EntryPoint = "bench_run")]
    internal static extern RunC* CreateRun();

    [DllImport(Library, EntryPoint = "bench_c_loop")]
    internal static extern nint LoopInC(byte* graph);

    [DllImport(Library, EntryPoint = "bench_tsc_hz")]
    internal static extern ulong TscHz();

    [DllImport(Library, EntryPoint = "bench_mbufs_out")]
    internal static extern uint MbufsOut();

    [DllImport(Library, EntryPoint = "bench_measure")]
    internal static extern int Measure(nint loop, void* argument, ulong* cycles, ulong* cpuNs);

    [DllImport(Library, EntryPoint = "bench_count_steps")]
    internal static extern long CountSteps(Steps* steps);
}

/// <summary><c>struct addresses</c> of bench.c.</summary>
[StructLayout(LayoutKind.Sequential)]
struct Addresses
{
    public nint SourceReceive, SourceSend, RingReceive, RingSend, FreeBulk, Tsc;
}

/// <summary><c>struct run</c> of bench.h: what a C loop works on.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct RunC
{
    /// <summary>Indices of <see cref="Counters"/>; the graph's own follow from <see cref="Nodes"/> on.</summary>
    public const int ReceivedPackets = 0, SentPackets = 1, SentFull = 2, Malformed = 3, Nodes = 4;

    public int Stop;
    public nint Receive;
    public void* ReceiveQueue;
    public nint Send;
    public void* SendQueue;
    public fixed ulong Counters[64];
}

/// <summary><c>struct step</c> of steps.c.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct Steps
{
    public nint Loop;
    public void* Argument;
    public nint UncountedReceive, UncountedSend, UncountedOther;
}
