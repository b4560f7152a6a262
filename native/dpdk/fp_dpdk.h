// What C# can't call in DPDK: static inlines, macros, addresses, and structures whose layout changes with the build.
// One DPDK function each; FastPaas.Dpdk binds them by these names. Negative results are -errno, as in DPDK.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct rte_mbuf;
struct rte_mempool;
struct rte_eth_fp_ops;

// Addresses for `delegate* managed` calls on an lcore. Bit 1 must be clear: the runtime keeps a tag there.
void *fp_free_bulk_address(void);
void *fp_copy_address(void);
void *fp_tsc_address(void);
void *fp_yield_address(void);

// For Trap.Handler: takes a reason, never returns.
void *fp_trap_address(void);

// A raw thread: `function` is managed code that the runtime doesn't know to run there. Lives until the lcore has ended.
struct fp_raw_start {
	int (*function)(void *context);
	void *context;
};
int fp_raw_launch(const struct fp_raw_start *start, unsigned int lcore);

uint64_t fp_tsc_hz(void);
int fp_errno(void);
const struct rte_eth_fp_ops *fp_port_operations(uint16_t port);

// Pins every thread that exists (the runtime's finalizer and signal threads too) to one CPU; returns how many.
int fp_pin_threads(int cpu);
// CPUs this process may run on, ascending; returns how many there are, writes at most `capacity`.
int fp_allowed_cpus(int *cpus, int capacity);

// Makes the pages exist that the next allocations get, in one call: thousands of page faults take several times as long.
// Only a gain when EAL took ordinary memory; a failure changes nothing else.
int fp_memory_touch(size_t bytes);

// Of the caller's network namespace: -ENODEV, 0 down, 1 up.
int fp_interface_state(const char *name);
// The MTU, or -errno.
int fp_interface_mtu(const char *name);
// 0, or -errno of making an XDP socket: -EAFNOSUPPORT where the kernel has none.
int fp_xdp_sockets(void);

// DPDK's log goes to a buffer of the last 16 KiB instead of the terminal and syslog.
int fp_log_capture(void);
size_t fp_log_take(char *text, size_t capacity);

// The drivers that are linked, in no order; null behind the last. Needs no EAL.
const char *fp_driver_name(size_t index);

struct fp_port_ability {
	uint64_t receive_offloads; // RTE_ETH_RX_OFFLOAD_*
	uint64_t transmit_offloads;
	uint32_t frame_bytes_max;
	uint16_t mtu_bytes_max;    // 65,535: it doesn't say
	uint16_t receive_queues;  // that it can have at most
	uint16_t transmit_queues;
	uint16_t flow_entries;    // of its redirection table, a power of two; 0: it can't spread flows as flow.hash does
};

// What a device that exists could do. A bond can do what its members can, and so is configured once to take them in.
int fp_port_ability(uint16_t port, struct fp_port_ability *ability);

struct fp_port_settings {
	struct rte_mempool *pool;
	uint64_t receive_offloads;
	uint64_t transmit_offloads;
	uint16_t receive_queues;
	uint16_t transmit_queues;
	uint16_t descriptors;
	uint16_t mtu_bytes;    // 0: the device's own
	uint16_t flow_buckets; // packets of bucket b (flow.hash modulo this) go to queue b % receive_queues; 0: as the device likes
};

struct fp_port_state {
	uint16_t receive_queues;
	uint16_t transmit_queues;
	uint16_t receive_descriptors;
	uint16_t transmit_descriptors;
	uint16_t mtu_bytes;
	uint8_t spreads_flows; // key and table are in force: each queue has the buckets that were asked for
	uint8_t is_promiscuous;
	char driver[32];
};

// Configures the queues, spreads flows over them where that is asked for, and starts the port.
int fp_port_start(uint16_t port, const struct fp_port_settings *settings, struct fp_port_state *state);

struct fp_port_statistics {
	uint64_t received_packets;
	uint64_t sent_packets;
	uint64_t received_bytes;
	uint64_t sent_bytes;
	uint64_t missed_packets;   // the device had no room for them
	uint64_t receive_errors;
	uint64_t send_errors;
	uint64_t no_mbuf_packets;
};

int fp_port_statistics(uint16_t port, struct fp_port_statistics *statistics);

// What the kernel keeps beside a frame is put back into it as a started port of the af_packet driver is polled (af_packet.c).
// Null: no memory.
struct fp_af_packet;
struct fp_af_packet *fp_af_packet_wrap(uint16_t port, uint16_t queues);
uint64_t fp_af_packet_lost(const struct fp_af_packet *devices, uint16_t queues);

// Lcores that poll a started port of the memif driver are waited for before its memory goes (memif.c). Null: no memory.
struct fp_memif;
struct fp_memif *fp_memif_wrap(uint16_t port, uint16_t receive_queues, uint16_t transmit_queues);
int fp_memif_munmap(void *address, size_t bytes);
// The port is closed.
void fp_memif_free(struct fp_memif *device);

// What stands before a device's send function, as its queue. A packet that the device can't send is freed and counted; it must
// not hold up the packets behind it. Null: no memory.
struct fp_sender {
	uint64_t refused_packets;
};

// Of a device that sends one segment a packet (one_segment.c). Copies come from `pool`.
struct fp_sender *fp_one_segment_wrap(uint16_t port, uint16_t queue, struct rte_mempool *pool, uint32_t frame_bytes_max);
void *fp_one_segment_send_address(void);
// Of a device that finishes packets (finish.c).
struct fp_sender *fp_finish_wrap(uint16_t port, uint16_t queue);
void *fp_finish_send_address(void);

void fp_free(void *memory);

// An open-loop source (open_loop.c). Its counters come first, for readers on other threads; the polling lcore writes them.
struct fp_open_loop;
struct fp_open_loop_counters {
	uint64_t due_packets; // received + lost + waiting
	uint64_t received_packets;
	uint64_t received_bytes;
	uint64_t lost_packets;
	uint64_t sent_packets;
	uint64_t sent_bytes;
	uint64_t poll_gap_cycles_max;
};

struct fp_open_loop *fp_open_loop_create(struct rte_mempool *pool, uint64_t packets_per_second, uint32_t frames);
// Frames are sent in turn. -ENOSPC, -EMSGSIZE (longer than one mbuf), -ENOMEM.
int fp_open_loop_add_frame(struct fp_open_loop *source, const uint8_t *bytes, uint32_t length);
// From due to sent, of so many millionths of the packets that were sent to it and came from such a source; 0: there were none.
uint64_t fp_open_loop_latency_cycles(const struct fp_open_loop *source, uint32_t millionths);
void fp_open_loop_free(struct fp_open_loop *source);
// eth_rx_burst_t and eth_tx_burst_t, with the source as their queue.
void *fp_open_loop_receive_address(void);
void *fp_open_loop_send_address(void);
