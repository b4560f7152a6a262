// Bursts from one process to the next: one writes, one reads, in memory that both have. What is in a slot is descriptors: frames
// lie in memory of all.
#pragma once

#include "rounds.h"

#include <stdatomic.h>

enum { RING_BURSTS = 8, BURST = 64 };   // 512 packets, as DPDK's rings between processes mostly have

struct slot {
	uint64_t started_cycles;   // when the burst entered the chain
	struct fp_packet packets[BURST];
};

// How a process waits for another.
enum waiting {
	WAIT_YIELD,   // on one core: sched_yield
	WAIT_FUTEX,   // on one core: sleeps, and is woken
	WAIT_SPIN,    // on a core of its own
};

// Something that one process writes and another waits for.
struct signal {
	_Atomic uint32_t value;
	_Atomic uint32_t is_waited_for;
};

// While it is `seen`, for a while at least.
void signal_wait(struct signal *signal, uint32_t seen, enum waiting waiting);

void signal_set(struct signal *signal, uint32_t value, enum waiting waiting);

static inline uint32_t signal_get(struct signal *signal)
{
	return atomic_load_explicit(&signal->value, memory_order_acquire);
}

struct ring {
	_Alignas(64) struct signal written;   // bursts so far
	_Alignas(64) struct signal read;
	_Alignas(64) struct slot slots[RING_BURSTS];
};

// Until a burst is there.
const struct slot *ring_read(struct ring *ring, enum waiting waiting);

// What was read last is used up.
void ring_release(struct ring *ring, enum waiting waiting);

// Until there is room.
struct slot *ring_room(struct ring *ring, enum waiting waiting);

// What was written into the room can be read.
void ring_write(struct ring *ring, enum waiting waiting);
