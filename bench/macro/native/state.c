/*
 * Flows of bench state beside the table: rte_hash's bulk lookup with hashes made before, and an array that needs no search, the
 * floor. Each makes keys of 32 packets, hashes them alike, looks them up, and counts packets, bytes and the last time in each
 * flow's entry.
 */
#define _GNU_SOURCE
#include "state.h"
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>

#pragma clang attribute push(__attribute__((target("aes"))), apply_to = function)

static uint64_t rte_look(struct work *work)
{
	struct notes n;
	const void *keys[BURST];
	hash_sig_t hashes[BURST];
	int32_t positions[BURST];
	uint64_t found = 0;

	classify(work->headers, &n);
	for (int i = 0; i < BURST; i++) {
		n.keys[i] = key_of(work, n.has_ports, (uint64_t)i);
		hashes[i] = (hash_sig_t)hash_of(work->table, n.keys[i]);
		keys[i] = &n.keys[i];
	}
	rte_hash_lookup_with_hash_bulk(work->hash, keys, hashes, BURST, positions);
	for (int i = 0; i < BURST; i++)
		if (positions[i] >= 0)
			__builtin_prefetch(&work->entries[positions[i]], 1);
	for (int i = 0; i < BURST; i++) {
		if (positions[i] < 0)
			continue;
		found |= 1ull << i;
		count_in(&work->entries[positions[i]], work->packets[i], work->now);
	}
	return found;
}

/* What a perfect hash would leave: the key is compared where the flow is known to lie. */
static uint64_t floor_look(struct work *work)
{
	struct notes n;
	uint64_t found = 0;

	classify(work->headers, &n);
	for (int i = 0; i < BURST; i++) {
		n.keys[i] = key_of(work, n.has_ports, (uint64_t)i);
		n.hashes[i] = hash_of(work->table, n.keys[i]);
		__builtin_prefetch(&work->entries[work->ids[i]], 1);
	}
	for (int i = 0; i < BURST; i++)
		n.equal[i] = (uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(work->entries[work->ids[i]].key, n.keys[i]));
	found = equal16(n.equal, 0xffff);
	EACH_LANE(lane, found)
		count_in(&work->entries[work->ids[lane]], work->packets[lane], work->now);
	__asm__ volatile("" ::"r"(n.hashes) : "memory");
	return found;
}

/* The frames of these flows: what all sides pay for, and is subtracted. */
static uint64_t fill(struct work *work)
{
	for (int i = 0; i < BURST; i++) {
		uint8_t *data = rte_pktmbuf_mtod(work->packets[i], uint8_t *);
		uint32_t id = work->ids[i], parts[3] = { id, id * 0x9e3779b1u, id * 0x85ebca6bu };

		memcpy(data + IP_SRC, parts, sizeof parts);
	}
	/* Or who reads 16 bytes at once would wait for three stores. */
	_mm_mfence();
	return 0;
}

static int advise_list(const struct rte_memseg_list *list, void *unused)
{
	(void)unused;
	return madvise(list->base_va, list->len, MADV_HUGEPAGE) && 0;
}

/* All sides have large pages where the kernel gives them: this is for DPDK's memory, and for the floor's. */
void bench_state_advise(void *memory, uint64_t bytes)
{
	madvise(memory, bytes, MADV_HUGEPAGE);
	rte_memseg_list_walk(advise_list, NULL);
}

/* NULL: no memory. Its flows are those of ids, the first of them 0. */
struct rte_hash *bench_state_rte_create(struct work *work, uint32_t slots, uint32_t flows)
{
	static int made;
	char name[32];
	struct rte_hash_parameters parameters = { .name = name, .entries = slots, .key_len = 16, .socket_id = SOCKET_ID_ANY };
	struct notes n;
	struct rte_hash *hash;

	snprintf(name, sizeof name, "state%d", made++);
	hash = rte_hash_create(&parameters);
	classify(work->headers, &n);
	for (uint32_t id = 0; hash && id < flows; id += BURST) {
		uint32_t ids[BURST];

		for (uint32_t i = 0; i < BURST; i++)
			ids[i] = id + i;
		work->ids = ids;
		fill(work);
		for (uint32_t i = 0; i < BURST && id + i < flows; i++) {
			__m128i key = key_of(work, n.has_ports, i);

			if (rte_hash_add_key_with_hash(hash, &key, (hash_sig_t)hash_of(work->table, key)) < 0)
				return NULL;
		}
	}
	return hash;
}

void bench_state_rte_free(struct rte_hash *hash) { rte_hash_free(hash); }

/* Of the floor: the entries' keys. */
void bench_state_floor_fill(struct work *work, uint32_t flows)
{
	struct notes n;

	classify(work->headers, &n);
	for (uint32_t id = 0; id < flows; id += BURST) {
		uint32_t ids[BURST];

		for (uint32_t i = 0; i < BURST; i++)
			ids[i] = id + i;
		work->ids = ids;
		fill(work);
		for (uint32_t i = 0; i < BURST && id + i < flows; i++)
			work->entries[id + i].key = key_of(work, n.has_ports, i);
	}
}

/* Page faults of this thread that needed no disk. */
uint64_t bench_state_faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return (uint64_t)usage.ru_minflt;
}

/* In the order of bench/macro/State/StateSide.cs. */
void bench_state_sides(void **sides)
{
	sides[0] = fill;
	sides[1] = twin_look;
	sides[2] = rte_look;
	sides[3] = floor_look;
}

#pragma clang attribute pop
