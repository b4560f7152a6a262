/*
 * The traffic source that all sides share: receive takes mbufs from the pool and copies 64 bytes of a trace into each, send frees
 * them. 65,536 flows, half of them UDP to port 80, a quarter UDP to other ports, a quarter TCP; every low bit of address and port
 * is spread, so that no branch on one can be predicted. The same functions, reached through the same pointers, serve all.
 */
#include "bench.h"
#include <rte_ip.h>
#include <rte_malloc.h>
#include <string.h>

enum { FLOWS = 65536, FRAME_BYTES = 64, PREFETCH_FRAMES = 16 };

struct source {
	struct rte_mempool *pool;
	uint8_t *traces[TRACES];
	const uint8_t *trace; /* of this run */
	uint32_t at;
	uint64_t bursts_left;
	volatile int *stop;
	uint64_t sent_hash; /* of all bytes sent, in order; computed when hashing */
	uint64_t sent_sum;  /* of the packets' hashes: the same in any order */
	uint64_t sent_packets;
	int hashing;
};

static uint64_t mix(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ull);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

static void fill_frame(uint8_t *frame, uint64_t *random, enum trace trace)
{
	struct rte_ipv4_hdr *ip = (void *)(frame + 14);
	uint64_t r = mix(random), kind = mix(random) & 3, dst = mix(random);
	uint16_t ports[2] = { rte_cpu_to_be_16(1024 + (r >> 24 & 0x7fff)),
			      rte_cpu_to_be_16(kind < 2 ? 80 : 1024 + (r >> 40 & 0x7fff)) };

	memcpy(frame, "\x02\0\0\0\0\x01\x02\0\0\0\0\x02\x08\0", 14);
	ip->version_ihl = 0x45;
	ip->total_length = rte_cpu_to_be_16(FRAME_BYTES - 14);
	ip->time_to_live = 64;
	ip->next_proto_id = kind == 3 ? 6 : 17;
	ip->src_addr = rte_cpu_to_be_32(0x0a000000u | (r & 0xffffff));
	ip->dst_addr = rte_cpu_to_be_32(
		trace == TRACE_FAR ? 0x01000000u + (uint32_t)dst % 0xdf000000u : 0x0a000000u | (dst & 0xffffff));
	ip->hdr_checksum = rte_ipv4_cksum(ip);
	memcpy(frame + 34, ports, sizeof ports);
	if (kind == 3)
		frame[46] = 0x50;
	else
		frame[39] = FRAME_BYTES - 34;
}

static void fill_ip6(uint8_t *frame, int is_fragment)
{
	uint8_t l4[8];

	memcpy(l4, frame + 34, sizeof l4);
	memmove(frame + 22, frame + 26, 8); /* the IPv4 addresses, as the first halves of these */
	memcpy(frame + 12, "\x86\xdd\x60\0\0\0\0\x0a", 8);
	frame[20] = is_fragment ? 44 : 17;
	frame[21] = 64;
	memcpy(frame + 54, l4, sizeof l4);
	if (is_fragment)
		memcpy(frame + 54, "\x11\0\0\x08", 4);
}

/* What isn't plain: a meaning of graphs/SCHEMA.md each. */
static void make_odd(uint8_t *frame, uint64_t kind)
{
	switch (kind) {
	case 0: /* a VLAN tag */
		memmove(frame + 16, frame + 12, FRAME_BYTES - 16);
		memcpy(frame + 12, "\x81\0\0\x64", 4);
		break;
	case 1: /* options: 4 bytes of no-operation */
		memmove(frame + 38, frame + 34, FRAME_BYTES - 38);
		memcpy(frame + 34, "\1\1\1\1", 4);
		frame[14] = 0x46;
		break;
	case 2: /* a later fragment */
		frame[21] = 8;
		break;
	case 3:
		fill_ip6(frame, 0);
		break;
	case 4:
		fill_ip6(frame, 1);
		break;
	case 5: /* no IP: ARP */
		frame[13] = 6;
		break;
	case 6: /* a header that claims more than there is */
		frame[14] = 0x4f;
		break;
	case 7: /* at the end of its life */
		frame[22] = 1;
		break;
	case 8: /* a total length that hides the ports */
		frame[17] = 24;
		break;
	case 9: /* another version */
		frame[14] = 0x55;
		break;
	}
	if (kind == 1 || kind == 2 || kind == 7 || kind == 8) {
		struct rte_ipv4_hdr *ip = (void *)(frame + 14);

		ip->hdr_checksum = 0;
		ip->hdr_checksum = rte_ipv4_cksum(ip);
	}
}

/* NULL: no memory. */
struct source *bench_source_create(struct rte_mempool *pool)
{
	struct source *source = rte_zmalloc("source", sizeof *source, 64);

	if (!source)
		return NULL;
	source->pool = pool;
	for (enum trace trace = 0; trace < TRACES; trace++) {
		uint64_t random = 12345;
		uint8_t *frames = source->traces[trace] = rte_zmalloc("trace", FLOWS * FRAME_BYTES, 64);

		if (!frames)
			return NULL;
		for (uint32_t i = 0; i < FLOWS; i++) {
			uint64_t odd = mix(&random);

			fill_frame(frames + i * FRAME_BYTES, &random, trace);
			if (trace == TRACE_ODD && (odd & 3) == 0)
				make_odd(frames + i * FRAME_BYTES, (odd >> 2) % 10);
		}
	}
	return source;
}

/* The next run: this many bursts from the trace's first flow on, then *stop. */
void bench_source_arm(struct source *source, uint64_t bursts, volatile int *stop, int trace, int hashing)
{
	source->trace = source->traces[trace];
	source->at = 0;
	source->bursts_left = bursts;
	source->stop = stop;
	source->hashing = hashing;
	source->sent_hash = 0;
	source->sent_sum = 0;
	source->sent_packets = 0;
}

/* FLOWS frames of 64 bytes. */
const uint8_t *bench_source_frames(const struct source *source) { return source->traces[TRACE_NEAR]; }

uint64_t bench_source_sent_hash(const struct source *source) { return source->sent_hash; }
uint64_t bench_source_sent_sum(const struct source *source) { return source->sent_sum; }
uint64_t bench_source_sent_packets(const struct source *source) { return source->sent_packets; }

uint16_t bench_source_receive(void *queue, struct rte_mbuf **burst, uint16_t count)
{
	typedef long v8 __attribute__((vector_size(64), aligned(1), may_alias));
	struct source *source = queue;
	uint32_t at = source->at;

	if (source->bursts_left-- == 0) {
		*source->stop = 1;
		return 0;
	}
	if (rte_pktmbuf_alloc_bulk(source->pool, burst, count))
		return 0;
	for (uint16_t i = 0; i < count; i++, at++) {
		const uint8_t *frame = source->trace + (at & (FLOWS - 1)) * FRAME_BYTES;

		__builtin_prefetch(source->trace + ((at + PREFETCH_FRAMES) & (FLOWS - 1)) * FRAME_BYTES);
		*(v8 *)rte_pktmbuf_mtod(burst[i], void *) = *(const v8 *)frame;
		burst[i]->data_len = FRAME_BYTES;
		burst[i]->pkt_len = FRAME_BYTES;
	}
	source->at = at;
	return count;
}

static void hash_burst(struct source *source, struct rte_mbuf **burst, uint16_t count)
{
	for (uint16_t i = 0; i < count; i++) {
		const uint8_t *data = rte_pktmbuf_mtod(burst[i], const uint8_t *);
		uint64_t hash = 0xcbf29ce484222325ull;

		for (uint32_t at = 0; at < burst[i]->data_len; at++)
			hash = (hash ^ data[at]) * 0x100000001b3ull;
		source->sent_hash = (source->sent_hash ^ hash) * 0x100000001b3ull;
		source->sent_sum += hash;
	}
}

uint16_t bench_source_send(void *queue, struct rte_mbuf **burst, uint16_t count)
{
	struct source *source = queue;

	if (__builtin_expect(source->hashing, 0))
		hash_burst(source, burst, count);
	source->sent_packets += count;
	rte_pktmbuf_free_bulk(burst, count);
	return count;
}
