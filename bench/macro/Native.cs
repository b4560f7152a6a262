using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using FastPaas.Workload;

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

    [DllImport(Library, EntryPoint = "bench_pool")]
    internal static extern void* Pool();

    [DllImport(Library, EntryPoint = "bench_source")]
    internal static extern void* CreateSource();

    [DllImport(Library, EntryPoint = "bench_source_arm")]
    internal static extern void ArmSource(void* source, ulong bursts, int* stop, int trace, int hashing);

    /// <returns>65,536 frames of 64 bytes.</returns>
    [DllImport(Library, EntryPoint = "bench_source_frames")]
    internal static extern byte* SourceFrames(void* source);

    [DllImport(Library, EntryPoint = "bench_source_sent_hash")]
    internal static extern ulong SentHash(void* source);

    [DllImport(Library, EntryPoint = "bench_source_sent_sum")]
    internal static extern ulong SentSum(void* source);

    [DllImport(Library, EntryPoint = "bench_source_sent_packets")]
    internal static extern ulong SentPackets(void* source);

    [DllImport(Library, EntryPoint = "bench_ring_create")]
    internal static extern void* CreateRing(void* source);

    [DllImport(Library, EntryPoint = "bench_ring_arm")]
    internal static extern void ArmRing(void* ring, ulong bursts, int* stop);

    [DllImport(Library, EntryPoint = "bench_device_open")]
    internal static extern int OpenDevice(byte* device, void* pool);

    [DllImport(Library, EntryPoint = "bench_device_queues")]
    internal static extern void DeviceQueues(ushort port, BurstQueue* receive, BurstQueue* send);

    [DllImport(Library, EntryPoint = "bench_device_fill")]
    internal static extern int FillDevice(ushort port, void* pool, byte* frames, uint frameBytes, uint bursts);

    [DllImport(Library, EntryPoint = "bench_set_acl")]
    internal static extern int SetAcl(RunC* run, AclRule* rules, uint count);

    [DllImport(Library, EntryPoint = "bench_set_routes")]
    internal static extern int SetRoutes(RunC* run, Route* routes, uint count);

    [DllImport(Library, EntryPoint = "bench_set_flows")]
    internal static extern int SetFlows(RunC* run);

    [DllImport(Library, EntryPoint = "bench_run")]
    internal static extern RunC* CreateRun();

    [DllImport(Library, EntryPoint = "bench_graph_in_c")]
    static extern GraphInC* FindGraphInC(byte* graph);

    [DllImport(Library, EntryPoint = "bench_make_graph")]
    internal static extern void* MakeGraph(byte* graph, RunC* run);

    [DllImport(Library, EntryPoint = "bench_tsc_hz")]
    internal static extern ulong TscHz();

    [DllImport(Library, EntryPoint = "bench_mbufs_out")]
    internal static extern uint MbufsOut();

    [DllImport(Library, EntryPoint = "bench_measure")]
    internal static extern int Measure(nint loop, void* argument, int* stop, uint runMs, ulong* cycles, ulong* cpuNs);

    [DllImport("fp_gate", EntryPoint = "fp_gate_thread")]
    internal static extern int MakeThreadReady();

    [DllImport(Library, EntryPoint = "bench_count_steps")]
    internal static extern long CountSteps(Steps* steps);

    /// <returns>Null: C doesn't know the graph.</returns>
    internal static GraphInC* FindGraphInC(string graph)
    {
        fixed (byte* name = Encoding.ASCII.GetBytes(graph + '\0')) return FindGraphInC(name);
    }
}

/// <summary><c>struct addresses</c> of bench.c.</summary>
[StructLayout(LayoutKind.Sequential)]
struct Addresses
{
    public nint SourceReceive, SourceSend, RingReceive, RingSend, FreeBulk, Tsc, SteppedTsc, GraphLoop;
}

/// <summary><c>struct burst_queue</c>: a burst function and its first argument.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct BurstQueue
{
    public nint Call;
    public void* Queue;
}

/// <summary>Where a contender receives and sends.</summary>
struct Queues
{
    public BurstQueue Receive, Send;
}

/// <summary><c>struct graph_in_c</c> of bench.h.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct GraphInC
{
    public byte* Name;
    /// <summary>0: none worth comparing with.</summary>
    public nint Loop;
    public int Trace;
    public uint Routes;
}

/// <summary><c>struct run</c> of bench.h: what a native loop works on.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct RunC
{
    /// <summary>The graph's own counters follow from <see cref="Nodes"/> on.</summary>
    public const int Nodes = 4, CounterCount = 64;

    public int Stop;
    public BurstQueue Receive, Send;
    public fixed ulong Counters[CounterCount];
    public void* Tables;
    public void* Graph;
}

/// <summary><c>struct step</c> of steps.c.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct Steps
{
    public nint Loop;
    public void* Argument;
    public nint UncountedReceive, UncountedSend, UncountedOther;
}
