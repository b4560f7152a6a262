using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace FastPaas.Dpdk;

/// <summary>DPDK 22.11 and the shims of native/dpdk, linked statically. For the control plane only: a call from here polls for
/// the collector. What an lcore calls, it calls through an address.</summary>
static unsafe class Native
{
    const string Library = "dpdk";

    [DllImport(Library)] internal static extern int rte_eal_init(int count, byte** arguments);
    [DllImport(Library)] internal static extern int rte_eal_cleanup();
    [DllImport(Library)] internal static extern byte* rte_version();
    [DllImport(Library)] internal static extern int fp_raw_launch(RawStart* start, uint lcore);
    [DllImport(Library)] internal static extern nint fp_trap_address();
    [DllImport(Library)] internal static extern int rte_eal_wait_lcore(uint lcore);

    [DllImport(Library)] internal static extern int rte_dev_probe(byte* arguments);
    [DllImport(Library)] internal static extern int rte_eth_dev_get_port_by_name(byte* name, ushort* port);
    [DllImport(Library)] internal static extern int rte_eth_dev_stop(ushort port);
    [DllImport(Library)] internal static extern int rte_eth_dev_close(ushort port);

    [DllImport(Library)]
    internal static extern void* rte_pktmbuf_pool_create(byte* name, uint count, uint cache, ushort privateBytes,
        ushort roomBytes, int socket);
    [DllImport(Library)] internal static extern uint rte_mempool_in_use_count(void* pool);
    [DllImport(Library)] internal static extern void rte_mempool_free(void* pool);
    [DllImport(Library)] internal static extern void rte_pktmbuf_free_bulk(Mbuf** packets, uint count);

    [DllImport(Library)] internal static extern nint fp_free_bulk_address();
    [DllImport(Library)] internal static extern nint fp_copy_address();
    [DllImport(Library)] internal static extern nint fp_tsc_address();
    [DllImport(Library)] internal static extern nint fp_yield_address();
    [DllImport(Library)] internal static extern ulong fp_tsc_hz();
    [DllImport(Library)] internal static extern int fp_errno();
    [DllImport(Library)] internal static extern PortOperations* fp_port_operations(ushort port);
    [DllImport(Library)] internal static extern int fp_pin_threads(int cpu);
    [DllImport(Library)] internal static extern int fp_allowed_cpus(int* cpus, int capacity);
    [DllImport(Library)] internal static extern int fp_memory_touch(nuint bytes);
    [DllImport(Library)] internal static extern int fp_interface_state(byte* name);
    [DllImport(Library)] internal static extern int fp_interface_mtu(byte* name);
    [DllImport(Library)] internal static extern int fp_xdp_sockets();
    [DllImport(Library)] internal static extern int fp_log_capture();
    [DllImport(Library)] internal static extern nuint fp_log_take(byte* text, nuint capacity);
    [DllImport(Library)] internal static extern byte* fp_driver_name(nuint index);
    [DllImport(Library)] internal static extern int fp_port_ability(ushort port, PortAbility* ability);
    [DllImport(Library)] internal static extern int fp_port_start(ushort port, PortSettings* settings, PortState* state);
    [DllImport(Library)] internal static extern int fp_port_statistics(ushort port, PortStatistics* statistics);

    [DllImport(Library)] internal static extern void* fp_af_packet_wrap(ushort port, ushort queues);
    [DllImport(Library)] internal static extern ulong fp_af_packet_lost(void* devices, ushort queues);
    [DllImport(Library)] internal static extern void* fp_memif_wrap(ushort port, ushort receiveQueues, ushort transmitQueues);
    [DllImport(Library)] internal static extern void fp_memif_free(void* device);
    [DllImport(Library)] internal static extern Sender* fp_one_segment_wrap(ushort port, ushort queue, void* pool,
        uint frameBytesMax);
    [DllImport(Library)] internal static extern nint fp_one_segment_send_address();
    [DllImport(Library)] internal static extern Sender* fp_finish_wrap(ushort port, ushort queue);
    [DllImport(Library)] internal static extern nint fp_finish_send_address();
    [DllImport(Library)] internal static extern void fp_free(void* memory);

    [DllImport(Library)] internal static extern OpenLoopSource* fp_open_loop_create(void* pool, ulong packetsPerSecond,
        uint frames);
    [DllImport(Library)] internal static extern int fp_open_loop_add_frame(OpenLoopSource* source, byte* bytes, uint length);
    [DllImport(Library)] internal static extern ulong fp_open_loop_latency_cycles(OpenLoopSource* source, uint millionths);
    [DllImport(Library)] internal static extern void fp_open_loop_free(OpenLoopSource* source);
    [DllImport(Library)] internal static extern nint fp_open_loop_receive_address();
    [DllImport(Library)] internal static extern nint fp_open_loop_send_address();
}
