/* Counting instructions by single-stepping (steps.c). */
#pragma once
#include <stdint.h>

struct step {
	int (*loop)(void *);
	void *argument;
	const void *uncounted[3]; /* functions of the source; NULL: none */
};

/* Instructions of an armed loop, from its first to its return; -1: this machine forbids tracing. */
int64_t bench_count_steps(const struct step *step);
