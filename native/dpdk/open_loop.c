// The open-loop source: packets fall due by the TSC, whether or not the lcore looks. They wait in a queue of 1,024; what is
// due while it is full is lost, and counted. In-memory devices are pulled by the lcore and can't lose, so only this one can
// show a loss.
//
//   due   = (now - start) * packets_per_second / tsc_hz        (whole packets, no drift: computed from the start each time)
//   lost += max(0, waiting + newly due - 1024)
//
// The queue needs no memory: nothing leaves it between two polls, so its length is known when the lcore polls again.
#include "fp_dpdk.h"

#include <stdlib.h>
#include <string.h>

#include <rte_branch_prediction.h>
#include <rte_cycles.h>
#include <rte_mbuf.h>

enum { WAITING_MAX = 1024, BURST_MAX = 64 };

struct frame {
	const uint8_t *bytes;
	uint32_t length;
};

struct fp_open_loop {
	struct fp_open_loop_counters counters;
	struct rte_mempool *pool;
	struct frame *frames;
	uint32_t frame_count;
	uint32_t frame_capacity;
	uint32_t next_frame;
	uint32_t waiting;
	uint64_t packets_per_second;
	uint64_t tsc_hz;
	uint64_t start; // 0: not polled yet
	uint64_t last_poll;
};

struct fp_open_loop *fp_open_loop_create(struct rte_mempool *pool, uint64_t packets_per_second, uint32_t frames)
{
	struct fp_open_loop *source = calloc(1, sizeof(*source));
	if (!source)
		return NULL;
	source->frames = calloc(frames, sizeof(*source->frames));
	if (!source->frames) {
		free(source);
		return NULL;
	}
	source->pool = pool;
	source->frame_capacity = frames;
	source->packets_per_second = packets_per_second;
	source->tsc_hz = rte_get_tsc_hz();
	return source;
}

int fp_open_loop_add_frame(struct fp_open_loop *source, const uint8_t *bytes, uint32_t length)
{
	if (source->frame_count == source->frame_capacity)
		return -ENOSPC;
	if (length > rte_pktmbuf_data_room_size(source->pool) - RTE_PKTMBUF_HEADROOM)
		return -EMSGSIZE;
	uint8_t *copy = malloc(length);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, bytes, length);
	source->frames[source->frame_count++] = (struct frame){.bytes = copy, .length = length};
	return 0;
}

void fp_open_loop_free(struct fp_open_loop *source)
{
	for (uint32_t i = 0; i < source->frame_count; i++)
		free((void *)source->frames[i].bytes);
	free(source->frames);
	free(source);
}

static void let_arrive(struct fp_open_loop *source)
{
	const uint64_t now = rte_rdtsc();
	if (unlikely(source->start == 0)) {
		source->start = now;
		source->last_poll = now;
	}
	if (now - source->last_poll > source->counters.poll_gap_cycles_max)
		source->counters.poll_gap_cycles_max = now - source->last_poll;
	source->last_poll = now;

	const unsigned __int128 elapsed = now - source->start;
	const uint64_t due = (uint64_t)(elapsed * source->packets_per_second / source->tsc_hz);
	const uint64_t waiting = source->waiting + (due - source->counters.due_packets);
	source->counters.due_packets = due;
	source->waiting = waiting > WAITING_MAX ? WAITING_MAX : (uint32_t)waiting;
	source->counters.lost_packets += waiting - source->waiting;
}

static uint16_t receive(void *queue, struct rte_mbuf **packets, uint16_t count)
{
	struct fp_open_loop *source = queue;
	let_arrive(source);
	if (count > source->waiting)
		count = (uint16_t)source->waiting;
	if (count == 0)
		return 0;
	source->waiting -= count;
	if (unlikely(rte_pktmbuf_alloc_bulk(source->pool, packets, count))) {
		source->counters.lost_packets += count;
		return 0;
	}
	for (uint16_t i = 0; i < count; i++) {
		const struct frame *frame = &source->frames[source->next_frame];
		source->next_frame = source->next_frame + 1 == source->frame_count ? 0 : source->next_frame + 1;
		memcpy(rte_pktmbuf_mtod(packets[i], void *), frame->bytes, frame->length);
		packets[i]->data_len = (uint16_t)frame->length;
		packets[i]->pkt_len = frame->length;
		source->counters.received_bytes += frame->length;
	}
	source->counters.received_packets += count;
	return count;
}

// Whatever is sent to it is counted and gone.
static uint16_t send(void *queue, struct rte_mbuf **packets, uint16_t count)
{
	struct fp_open_loop *source = queue;
	for (uint16_t i = 0; i < count; i++)
		source->counters.sent_bytes += packets[i]->pkt_len;
	source->counters.sent_packets += count;
	rte_pktmbuf_free_bulk(packets, count);
	return count;
}

void *fp_open_loop_receive_address(void)
{
	return (void *)receive;
}

void *fp_open_loop_send_address(void)
{
	return (void *)send;
}
