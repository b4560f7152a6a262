#define _GNU_SOURCE
#include "ring.h"

#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <x86intrin.h>

void signal_wait(struct signal *signal, uint32_t seen, enum waiting waiting)
{
	if (waiting == WAIT_SPIN) {
		_mm_pause();
	} else if (waiting == WAIT_YIELD) {
		sched_yield();
	} else {
		// The kernel looks once more, behind what has been said.
		atomic_store(&signal->is_waited_for, 1);
		syscall(SYS_futex, &signal->value, FUTEX_WAIT, seen, NULL, NULL, 0);
	}
}

void signal_set(struct signal *signal, uint32_t value, enum waiting waiting)
{
	if (waiting != WAIT_FUTEX) {
		atomic_store_explicit(&signal->value, value, memory_order_release);
		return;
	}
	atomic_store(&signal->value, value);
	if (atomic_load(&signal->is_waited_for)) {
		atomic_store(&signal->is_waited_for, 0);
		syscall(SYS_futex, &signal->value, FUTEX_WAKE, 1, NULL, NULL, 0);
	}
}

const struct slot *ring_read(struct ring *ring, enum waiting waiting)
{
	uint32_t read = signal_get(&ring->read);
	while (signal_get(&ring->written) == read)
		signal_wait(&ring->written, read, waiting);
	return &ring->slots[read % RING_BURSTS];
}

void ring_release(struct ring *ring, enum waiting waiting)
{
	signal_set(&ring->read, signal_get(&ring->read) + 1, waiting);
}

struct slot *ring_room(struct ring *ring, enum waiting waiting)
{
	uint32_t written = signal_get(&ring->written);
	for (uint32_t read; read = signal_get(&ring->read), written - read == RING_BURSTS;)
		signal_wait(&ring->read, read, waiting);
	return &ring->slots[written % RING_BURSTS];
}

void ring_write(struct ring *ring, enum waiting waiting)
{
	signal_set(&ring->written, signal_get(&ring->written) + 1, waiting);
}
