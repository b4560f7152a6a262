// What a way stops: macswap, as it is timed, is given a packet that isn't there, in a process of its own.
#define _GNU_SOURCE
#include "figure2.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_REACHED = 10, EXIT_UNTOUCHED = 11 };

enum { MORE = 8, FAR_BYTES = NEIGHBOUR_BYTES / 2 };

struct probe {
	const char *name;
	// Makes a burst whose packets aren't all there; the first byte that mustn't change.
	uint8_t *(*fill)(struct fp_burst *burst, const struct pool *pool);
};

static uint8_t *point_to(struct fp_burst *burst, const struct pool *pool, uint32_t offset)
{
	burst->count = 1;
	burst->packets[0] = (struct fp_packet){(uint32_t)PACKETS_OFFSET + FRAMES * FRAME_BYTES + offset, FRAME_BYTES};
	return pool->neighbour + offset;
}

// Right behind the packets.
static uint8_t *fill_behind(struct fp_burst *burst, const struct pool *pool)
{
	return point_to(burst, pool, 0);
}

// Memory of the host's that lies between other memory of the host's.
static uint8_t *fill_far(struct fp_burst *burst, const struct pool *pool)
{
	return point_to(burst, pool, FAR_BYTES);
}

// More packets than a burst's arrays have: what is behind `packets` is `beyond`, and behind `bases` the host's page goes on. The
// packets are good ones, so nothing but the index is wrong.
static uint8_t *fill_index(struct fp_burst *burst, const struct pool *pool)
{
	memcpy(burst->packets, pool->packets, sizeof(burst->packets));
	memcpy(burst->beyond, pool->packets + FP_BURST_PACKETS_MAX, MORE * sizeof(struct fp_packet));
	uint8_t **behind = (uint8_t **)(burst + 1);
	for (uint32_t i = 0; i < MORE; i++)
		memcpy(behind + i, burst->bases, sizeof(*behind));
	burst->count = FP_BURST_PACKETS_MAX + MORE;
	return pool->frames + FP_BURST_PACKETS_MAX * FRAME_BYTES;
}

static const struct probe probes[] = {{"index", fill_index}, {"behind", fill_behind}, {"far", fill_far}};

static void run(const struct node *node, const struct probe *probe, const struct pool *pool)
{
	// What a sanitizer has to say would be in the way.
	int nowhere = open("/dev/null", O_WRONLY);
	dup2(nowhere, STDOUT_FILENO);
	dup2(nowhere, STDERR_FILENO);
	uint8_t before[FRAME_BYTES], *victim = probe->fill(node->burst, pool);
	memcpy(before, victim, sizeof(before));
	node_process(node);
	_exit(memcmp(before, victim, sizeof(before)) ? EXIT_REACHED : EXIT_UNTOUCHED);
}

// NULL: it can't be tried.
static const char *outcome_of(const struct node *node, const struct probe *probe, const struct pool *pool)
{
	int status;
	fflush(stdout);
	pid_t child = fork();
	if (child == 0)
		run(node, probe, pool);
	if (child < 0 || waitpid(child, &status, 0) != child)
		return NULL;
	return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_REACHED ? "goes on" : "stopped";
}

bool print_probes(const struct pool *pool)
{
	bool is_first = true;
	printf("\"probes\":[");
	for (uint32_t side = 0; side < side_count; side++) {
		const struct entrant *entrant = &sides[side].entrants[UNIT_MACSWAP];
		// Its host gives it no addresses, so there is no wrong one to give.
		bool has_addresses = entrant->packets == pool->packets;
		for (uint32_t i = 0; has_addresses && i < sizeof(probes) / sizeof(probes[0]); i++) {
			const char *outcome = outcome_of(&entrant->node, &probes[i], pool);
			if (!outcome) {
				perror("figure2: fork");
				return false;
			}
			printf("%s\n{\"side\":\"%s\",\"probe\":\"%s\",\"outcome\":\"%s\"}", is_first ? "" : ",", sides[side].name,
				probes[i].name, outcome);
			is_first = false;
		}
	}
	printf("]");
	return true;
}
