#define _GNU_SOURCE
#include "chain.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <x86intrin.h>

enum {
	BURSTS_MAX = 1 << 16,
	BURSTS_UNTIMED = FRAMES / BURST,   // the first that touch each frame, in a process whose pages aren't there yet
	SECONDS_MAX = 20,   // of a run: whoever waits for somebody that is gone is ended by an alarm
};

// What the processes of a chain share.
struct shared {
	_Atomic uint32_t ready;
	struct signal finished;         // bursts that have left the chain
	uint64_t start_cycles, end_cycles;
	struct ring rings[NODES_MAX];   // behind node i
	uint64_t latencies[BURSTS_MAX];
};

static int compare(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
	return (a > b) - (a < b);
}

static void conclude(uint64_t *latencies, uint32_t bursts, uint64_t cycles, struct outcome *outcome)
{
	uint32_t timed = bursts - BURSTS_UNTIMED;
	qsort(latencies + BURSTS_UNTIMED, timed, sizeof(*latencies), compare);
	*outcome = (struct outcome){
		.cycles_per_packet = (double)cycles / ((double)timed * BURST),
		.latency_cycles = latencies[BURSTS_UNTIMED + timed / 2],
	};
}

static const struct fp_packet *packets_of(const struct pool *pool, uint32_t burst)
{
	return pool->packets + burst * BURST % FRAMES;
}

static int process(const struct node *node, const struct fp_packet *packets)
{
	node_fill(node, packets, BURST);
	return node_process(node);
}

bool chain_call(struct node *nodes, uint32_t count, const struct pool *pool, uint32_t bursts, struct outcome *outcome)
{
	static uint64_t latencies[BURSTS_MAX];
	int fault = 0;
	uint64_t start = 0, now = __rdtsc();
	for (uint32_t burst = 0; burst < bursts; burst++) {
		uint64_t entered = now;
		if (burst == BURSTS_UNTIMED)
			start = now;
		for (uint32_t i = 0; i < count; i++)
			fault |= process(&nodes[i], packets_of(pool, burst));
		now = __rdtsc();
		latencies[burst] = now - entered;
	}
	conclude(latencies, bursts, now - start, outcome);
	return !fault;
}

// ------------------------------------------------------------------------------------------------------------------- processes

struct stage {
	struct node *node;
	uint32_t number, count;
	const struct pool *pool;
	uint32_t bursts, window;
	enum waiting waiting;
	struct shared *shared;
};

// The first makes bursts, the last takes their time.
static int run_burst(const struct stage *stage, uint32_t burst)
{
	struct shared *shared = stage->shared;
	bool is_first = stage->number == 0, is_last = stage->number + 1 == stage->count;
	struct ring *before = is_first ? NULL : &shared->rings[stage->number - 1], *behind = &shared->rings[stage->number];
	const struct slot *in = is_first ? NULL : ring_read(before, stage->waiting);
	const struct fp_packet *packets = is_first ? packets_of(stage->pool, burst) : in->packets;
	uint64_t started = is_first ? __rdtsc() : in->started_cycles;
	int fault = process(stage->node, packets);
	if (is_last) {
		shared->latencies[burst] = __rdtsc() - started;
		signal_set(&shared->finished, burst + 1, stage->waiting);
	} else {
		struct slot *out = ring_room(behind, stage->waiting);
		out->started_cycles = started;
		memcpy(out->packets, packets, sizeof(out->packets));
		ring_write(behind, stage->waiting);
	}
	if (!is_first)
		ring_release(before, stage->waiting);
	return fault;
}

// Before a burst enters, as many as may be under way.
static void wait_for_window(const struct stage *stage, uint32_t burst)
{
	for (uint32_t finished; finished = signal_get(&stage->shared->finished), burst - finished >= stage->window;)
		signal_wait(&stage->shared->finished, finished, stage->waiting);
}

static int run_stage(const struct stage *stage)
{
	struct shared *shared = stage->shared;
	int fault = 0;
	alarm(SECONDS_MAX);
	// A processor each, or all of them the last.
	run_on(stage->waiting == WAIT_SPIN ? (int)stage->number : (int)sysconf(_SC_NPROCESSORS_ONLN) - 1);
	atomic_fetch_add(&shared->ready, 1);
	while (atomic_load(&shared->ready) < stage->count)
		sched_yield();
	for (uint32_t burst = 0; burst < stage->bursts; burst++) {
		if (stage->number == 0)
			wait_for_window(stage, burst);
		if (stage->number == 0 && burst == BURSTS_UNTIMED)
			shared->start_cycles = __rdtsc();
		fault |= run_burst(stage, burst);
	}
	if (stage->number + 1 == stage->count)
		shared->end_cycles = __rdtsc();
	return fault;
}

// Whether all ended well.
static bool wait_for_all(pid_t *children, uint32_t count)
{
	bool is_good = true;
	for (uint32_t i = 0; i < count; i++) {
		int status = 1;
		while (children[i] > 0 && waitpid(children[i], &status, 0) < 0 && errno == EINTR)
			;
		is_good &= children[i] > 0 && status == 0;
	}
	return is_good;
}

bool chain_fork(struct node *nodes, uint32_t count, const struct pool *pool, uint32_t bursts, enum waiting waiting,
	uint32_t window, struct outcome *outcome)
{
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t children[NODES_MAX];
	if (shared == MAP_FAILED)
		return false;
	fflush(stdout);
	for (uint32_t i = 0; i < count; i++) {
		children[i] = fork();
		if (children[i] == 0)
			_exit(run_stage(&(struct stage){
				.node = &nodes[i], .number = i, .count = count, .pool = pool, .bursts = bursts, .window = window,
				.waiting = waiting, .shared = shared,
			}) != 0);
	}
	bool is_good = wait_for_all(children, count);
	if (is_good)
		conclude(shared->latencies, bursts, shared->end_cycles - shared->start_cycles, outcome);
	munmap(shared, sizeof(*shared));
	return is_good;
}
