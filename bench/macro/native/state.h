/* What the sides of bench state share: keys, hashes, and what is counted of a flow (bench/macro/State/StateTable.cs). */
#pragma once
#include "bench.h"
#include <immintrin.h>
#include <string.h>
#include <rte_hash.h>

/* x86-64-v3 has no AES; the C# side is compiled with it too. */
#pragma clang attribute push(__attribute__((target("aes"))), apply_to = function)

enum { GROUP_SLOTS = 16, PROBE_GROUPS = 16, LINE = 64, KIND_IP4 = 2, MACS = 14 };

/* In the frames: source, destination, ports. */
enum { IP_TTL = MACS + 8, IP_SRC = MACS + 12, PORTS = MACS + 20 };

struct group { /* FlowGroup */
	uint16_t tags[GROUP_SLOTS];
	uint8_t ages[GROUP_SLOTS];
	uint8_t sink, pad;
	uint16_t passed_over;
	uint32_t pad2;
	uint64_t classes;
};
_Static_assert(sizeof(struct group) == LINE, "a line");

struct entry { /* FlowEntry, and what the benchmark counts */
	__m128i key;
	uint32_t burst, hash;
	uint64_t packets, bytes, last, pad[2];
};
_Static_assert(sizeof(struct entry) == LINE, "a line");

struct table { /* bench/macro/State/StateTable.cs */
	struct group *groups;
	struct entry *entries;
	uint64_t home_mask, homes;
	__m128i whitening, round;
	uint8_t ticks[16];
	uint64_t burst;
};

/* HeaderLanes: where its arrays begin. */
enum { L4_OFFSETS = 5248, IP_OFFSETS = 5120, LAYERS = 5376, TCP_FLAGS = 5632 };

struct work { /* bench/macro/State/StateTable.cs */
	struct rte_mbuf **packets;
	const uint8_t *headers;
	uint64_t lanes;
	uint64_t now;
	const uint32_t *ids;
	struct table *table;
	struct rte_hash *hash;
	struct entry *entries; /* of rte_hash's positions, or of ids */
};

struct notes {
	struct entry *entries[BURST];
	struct group *homes[BURST];
	uint64_t hashes[BURST];
	__m128i keys[BURST];
	uint16_t matches[BURST], passed_over[BURST], equal[BURST];
	uint8_t classes[64], found[64], has_ports[64];
	struct entry nobody;
};

static inline uint64_t lowest(uint64_t lanes) { return (uint64_t)__builtin_ctzll(lanes); }

#define EACH_LANE(lane, lanes) \
	for (uint64_t rest_ = (lanes), lane; rest_ && (lane = lowest(rest_), 1); rest_ &= rest_ - 1)

static inline __m128i key_of(const struct work *work, const uint8_t *has_ports, uint64_t lane)
{
	const __m128i kept = _mm_setr_epi8(0, -1, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0);
	const uint8_t *data = rte_pktmbuf_mtod(work->packets[lane], const uint8_t *);
	uint64_t ports_mask = (uint64_t)(int64_t)(int8_t)has_ports[lane];
	uint16_t ip, l4;
	uint32_t ports;

	memcpy(&ip, work->headers + IP_OFFSETS + 2 * lane, 2);
	memcpy(&l4, work->headers + L4_OFFSETS + 2 * lane, 2);
	memcpy(&ports, data + (l4 & ports_mask), 4);
	return _mm_or_si128(_mm_and_si128(_mm_loadu_si128((const __m128i *)(data + ip + 8)), kept),
			    _mm_setr_epi32(work->headers[LAYERS + lane] & 0x46, 0, 0, (int)(ports & (uint32_t)ports_mask)));
}

static inline uint64_t hash_of(const struct table *t, __m128i key)
{
	__m128i x = _mm_xor_si128(key, t->whitening);

	x = _mm_aesenc_si128(_mm_aesenc_si128(_mm_aesenc_si128(x, t->round), t->whitening), t->round);
	return (uint64_t)_mm_cvtsi128_si64(x);
}

/* FlowClasses.Of. */
static inline void classify(const uint8_t *headers, struct notes *n)
{
	const __m128i by_transport = _mm_setr_epi8(0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	const __m128i by_flags = _mm_setr_epi8(4, 5, 3, 5, 5, 5, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0);

	for (int at = 0; at < BURST; at += 16) {
		__m128i layers = _mm_loadu_si128((const __m128i *)(headers + LAYERS + at));
		__m128i flags = _mm_loadu_si128((const __m128i *)(headers + TCP_FLAGS + at));
		__m128i whole = _mm_cmpeq_epi8(_mm_and_si128(layers, _mm_set1_epi8(64)), _mm_setzero_si128());
		__m128i transport = _mm_and_si128(_mm_srli_epi16(layers, 3), _mm_set1_epi8(7));
		__m128i tcp = _mm_cmpeq_epi8(transport, _mm_set1_epi8(1)), udp = _mm_cmpeq_epi8(transport, _mm_set1_epi8(2));
		__m128i of_tcp = _mm_shuffle_epi8(by_flags, _mm_and_si128(flags, _mm_set1_epi8(7)));

		_mm_storeu_si128((__m128i *)(n->classes + at),
				 _mm_and_si128(_mm_blendv_epi8(_mm_shuffle_epi8(by_transport, transport), of_tcp, tcp), whole));
		_mm_storeu_si128((__m128i *)(n->has_ports + at), _mm_and_si128(_mm_or_si128(tcp, udp), whole));
	}
}

/* The lanes of which the value is this. */
static inline uint64_t equal16(const uint16_t *values, uint16_t value)
{
	const __m256i wanted = _mm256_set1_epi16((short)value);
	__m256i low = _mm256_cmpeq_epi16(_mm256_loadu_si256((const __m256i *)values), wanted);
	__m256i high = _mm256_cmpeq_epi16(_mm256_loadu_si256((const __m256i *)(values + 16)), wanted);

	return (uint32_t)_mm256_movemask_epi8(_mm256_permute4x64_epi64(_mm256_packs_epi16(low, high), 0xd8));
}

static inline void count_in(struct entry *e, const struct rte_mbuf *packet, uint64_t now)
{
	e->packets++;
	e->bytes += packet->pkt_len;
	e->last = now;
}

/* FlowTable's look, by hand. */
uint64_t twin_look(struct work *work);

#pragma clang attribute pop
