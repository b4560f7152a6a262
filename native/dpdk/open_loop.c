// The open-loop source: packets fall due by the TSC, whether or not the lcore looks. They wait in a queue of 1,024; what is
// due while it is full is lost, and counted. In-memory devices are pulled by the lcore and can't lose, so only this one can
// show a loss.
//
//   due   = (now - start) * packets_per_second / tsc_hz        (whole packets, no drift: computed from the start each time)
//   lost += max(0, waiting + newly due - 1024)
//
// Nothing leaves the queue between two polls, so what it holds is known when the lcore polls again: it is a ring of the times
// at which its packets fell due. Each packet carries its own, and one that is sent to such a source says how long it took, from
// due to sent, to that source's histogram. The first half second isn't counted there: code and memory are touched for the first
// time.
#include "fp_dpdk.h"
#include "latency.h"

#include <stdlib.h>
#include <string.h>

#include <rte_branch_prediction.h>
#include <rte_cycles.h>
#include <rte_mbuf.h>
#include <rte_mbuf_dyn.h>

enum { WAITING_MAX = 1024 };

// Of all sources: where an mbuf has the TSC of its packet's arrival, and the flag that says so.
static int due_offset = -1;
static uint64_t due_flag;

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
	uint32_t oldest; // of those that wait
	uint64_t packets_per_second;
	uint64_t tsc_hz;
	unsigned __int128 step; // from one arrival to the next, in 2^-32 cycles
	uint64_t start; // 0: not polled yet
	uint64_t last_poll;
	uint64_t due[WAITING_MAX];
	struct latency latency;
};

static int know_due(void)
{
	static const struct rte_mbuf_dynfield field = {
		.name = "fp_dynfield_due", .size = sizeof(uint64_t), .align = _Alignof(uint64_t),
	};
	static const struct rte_mbuf_dynflag flag = {.name = "fp_dynflag_due"};
	due_offset = rte_mbuf_dynfield_register(&field);
	const int bit = rte_mbuf_dynflag_register(&flag);
	if (due_offset < 0 || bit < 0)
		return -1;
	due_flag = UINT64_C(1) << bit;
	return 0;
}

struct fp_open_loop *fp_open_loop_create(struct rte_mempool *pool, uint64_t packets_per_second, uint32_t frames)
{
	struct fp_open_loop *source = know_due() ? NULL : calloc(1, sizeof(*source));
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
	source->step = ((unsigned __int128)source->tsc_hz << 32) / packets_per_second;
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

// `count` packets fell due, the first as `number`, counted from 0.
static void let_wait(struct fp_open_loop *source, uint64_t number, uint32_t count)
{
	const unsigned __int128 cycles = (unsigned __int128)(number + 1) * source->tsc_hz / source->packets_per_second;
	const uint64_t first = source->start + (uint64_t)cycles;
	for (uint32_t i = 0; i < count; i++)
		source->due[(source->oldest + source->waiting + i) % WAITING_MAX] = first + (uint64_t)(i * source->step >> 32);
	source->waiting += count;
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
	const uint64_t arrived = due - source->counters.due_packets, room = WAITING_MAX - source->waiting;
	const uint32_t taken = (uint32_t)(arrived < room ? arrived : room);
	source->counters.lost_packets += arrived - taken;
	if (taken)
		let_wait(source, source->counters.due_packets, taken);
	source->counters.due_packets = due;
}

static uint16_t receive(void *queue, struct rte_mbuf **packets, uint16_t count)
{
	struct fp_open_loop *source = queue;
	let_arrive(source);
	if (count > source->waiting)
		count = (uint16_t)source->waiting;
	if (count == 0)
		return 0;
	const uint32_t oldest = source->oldest;
	source->oldest = (oldest + count) % WAITING_MAX;
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
		packets[i]->ol_flags |= due_flag;
		*RTE_MBUF_DYNFIELD(packets[i], due_offset, uint64_t *) = source->due[(oldest + i) % WAITING_MAX];
		source->counters.received_bytes += frame->length;
	}
	source->counters.received_packets += count;
	return count;
}

static void note_latency(struct fp_open_loop *source, struct rte_mbuf **packets, uint16_t count)
{
	const uint64_t now = rte_rdtsc();
	if (now - source->start < source->tsc_hz / 2)
		return;
	for (uint16_t i = 0; i < count; i++) {
		if (packets[i]->ol_flags & due_flag)
			latency_add(&source->latency, now - *RTE_MBUF_DYNFIELD(packets[i], due_offset, const uint64_t *));
	}
}

// Whatever is sent to it is counted and gone.
static uint16_t send(void *queue, struct rte_mbuf **packets, uint16_t count)
{
	struct fp_open_loop *source = queue;
	note_latency(source, packets, count);
	for (uint16_t i = 0; i < count; i++)
		source->counters.sent_bytes += packets[i]->pkt_len;
	source->counters.sent_packets += count;
	rte_pktmbuf_free_bulk(packets, count);
	return count;
}

uint64_t fp_open_loop_latency_cycles(const struct fp_open_loop *source, uint32_t millionths)
{
	return latency_of(&source->latency, millionths);
}

void *fp_open_loop_receive_address(void)
{
	return (void *)receive;
}

void *fp_open_loop_send_address(void)
{
	return (void *)send;
}
