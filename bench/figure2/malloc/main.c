// malloc <library> <bursts>: runs churn_c, 64 operations a burst, in a process of its own: what a way adds to memory is then
// the process's. Prints an object.
#define _GNU_SOURCE
#include "rounds.h"

#include <dlfcn.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { BURST = 64, HEAP_BYTES = 64 << 20, WARM_UP_BURSTS = 2000 };

const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "handle_segv=0:handle_sigbus=0:use_sigaltstack=0:detect_leaks=0";
}

static uint64_t now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

// Of what the module found; a fault is in it.
static uint64_t run(const struct node *node, uint32_t bursts)
{
	uint64_t hash = 0;
	node->burst->count = BURST;
	for (uint32_t burst = 0; burst < bursts; burst++) {
		hash = hash * 31 + (uint64_t)node_process(node);
		for (uint32_t i = 0; i < BURST; i += sizeof(uint64_t)) {
			uint64_t verdicts;
			memcpy(&verdicts, node->burst->verdicts + i, sizeof(verdicts));
			hash = (hash ^ verdicts) * 0x9e3779b97f4a7c15;
		}
	}
	return hash;
}

static bool make(struct node *node, const char *path)
{
	static const struct surroundings around = {.heap_bytes = HEAP_BYTES, .shared_bytes = 4096};
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	const struct fp_module *(*descriptor)(void) =
		library ? (const struct fp_module *(*)(void))dlsym(library, "fp_module_churn_c") : NULL;
	const char *refusal = descriptor ? node_make(node, descriptor(), (struct config){"", 1}, &around) : dlerror();
	if (refusal)
		fprintf(stderr, "malloc: %s\n", refusal);
	return !refusal;
}

int main(int count, char **arguments)
{
	static struct node node;
	if (count != 3)
		return 2;
	run_on(0);
	int result = fp_gate_start();
	run_on((int)sysconf(_SC_NPROCESSORS_ONLN) - 1);
	struct memory before = memory_now();
	if (result || !make(&node, arguments[1]))
		return 1;
	uint32_t bursts = (uint32_t)atoi(arguments[2]);
	uint64_t hash = run(&node, WARM_UP_BURSTS), start = now_ns();
	hash ^= run(&node, bursts);
	double ns = (double)(now_ns() - start) / ((double)bursts * BURST);
	printf("{\"ns\":%.3f,\"resident_bytes\":%lu,\"hash\":\"%016lx\"}\n", ns,
		memory_now().resident_bytes - before.resident_bytes, hash);
	return 0;
}
