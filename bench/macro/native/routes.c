/*
 * A router's way in C: headers checked (RFC 1812 section 5.2.2), the route by DPDK's rte_lpm (DIR-24-8), one meter (RFC 2697),
 * the addresses exchanged. Its tricks: the first pass asks for the line of the table that the third reads; a burst that the meter
 * has enough for is taken at once. Its meaning is that of modules/ip_check, lpm and policer.
 */
#include "routes.h"
#include <rte_cycles.h>

/* Of the graphs' configuration: more than any lcore forwards, so that what is measured is a meter that lets pass. */
#define RATE_BYTES_PER_SECOND 100000000000ull
#define COMMITTED_BURST_BYTES 1000000000ull

struct meter { /* tokens in bytes, cycles of the TSC */
	uint64_t committed, last_cycles;
	uint64_t bytes_per_cycle; /* 32 bits behind the point */
};

/* A table for these routes; NULL: no memory. */
struct rte_lpm *routes_build(const struct route *routes, uint32_t count, const char *name)
{
	const struct rte_lpm_config config = { .max_rules = count, .number_tbl8s = 8192 };
	struct rte_lpm *lpm = rte_lpm_create(name, SOCKET_ID_ANY, &config);

	for (uint32_t i = 0; lpm && i < count; i++)
		if (rte_lpm_add(lpm, routes[i].prefix, routes[i].length, routes[i].hop))
			return NULL;
	return lpm;
}

/* Ones' complement sum over a header of that many bytes, RFC 1071; 0xffff: right. */
static uint32_t header_sum(const uint8_t *ip, uint32_t bytes)
{
	uint64_t sum = 0;

	for (uint32_t at = 0; at < bytes; at += 4) {
		uint32_t word;

		memcpy(&word, ip + at, 4);
		sum += word;
	}
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint32_t)((sum & 0xffff) + (sum >> 16));
}

/* What isn't plain. Bad, or good with its destination; IPv6 has no route here. */
__attribute__((noinline, cold)) static enum way check_slow(const struct rte_mbuf *m, uint32_t *dst)
{
	const uint8_t *data = rte_pktmbuf_mtod(m, const uint8_t *);
	struct headers h = parse(data, min_u32(m->pkt_len, VISIBLE_BYTES_MAX));
	const uint8_t *ip = data + h.l3;

	*dst = h.ip_dst;
	if (h.has_ip4)
		return header_sum(ip, 4u * (ip[0] & 15)) == 0xffff && h.l3 + be16(ip + 2) <= m->pkt_len ? ROUTED : BAD;
	return h.has_ip6 && h.l3 + 40 + be16(ip + 4) <= m->pkt_len ? UNROUTED : BAD;
}

/* Where a packet goes by its header alone, and its destination in host order. */
enum way route_check(const struct rte_mbuf *m, uint32_t *dst)
{
	const uint8_t *data = rte_pktmbuf_mtod(m, const uint8_t *);

	if (__builtin_expect(!is_plain(m, data), 0))
		return check_slow(m, dst);
	memcpy(dst, data + 30, 4);
	*dst = __builtin_bswap32(*dst);
	return __builtin_expect(header_sum(data + 14, 20) == 0xffff && 14u + be16(data + 16) <= m->pkt_len, 1) ? ROUTED : BAD;
}

/* The meter of this lcore's only policer. */
static struct meter meter;

static void meter_fill(void)
{
	uint64_t now = rte_rdtsc();

	if (__builtin_expect(!meter.bytes_per_cycle, 0)) {
		meter.bytes_per_cycle = (uint64_t)(((unsigned __int128)RATE_BYTES_PER_SECOND << 32) / rte_get_tsc_hz());
		meter.committed = COMMITTED_BURST_BYTES;
		meter.last_cycles = now;
	}
	meter.committed += (uint64_t)((unsigned __int128)(now - meter.last_cycles) * meter.bytes_per_cycle >> 32);
	if (meter.committed > COMMITTED_BURST_BYTES)
		meter.committed = COMMITTED_BURST_BYTES;
	meter.last_cycles = now;
}

/* Lanes that are red. */
uint64_t meter_red(struct rte_mbuf **burst, uint16_t count, uint64_t dead)
{
	uint64_t bytes = 0, red = 0;

	meter_fill();
	for (uint16_t i = 0; i < count; i++)
		bytes += dead >> i & 1 ? 0 : burst[i]->pkt_len;
	if (__builtin_expect(bytes <= meter.committed, 1)) {
		meter.committed -= bytes;
		return 0;
	}
	for (uint16_t i = 0; i < count; i++) {
		if (dead >> i & 1)
			continue;
		if (burst[i]->pkt_len <= meter.committed)
			meter.committed -= burst[i]->pkt_len;
		else
			red |= 1ull << i;
	}
	return red;
}

static uint64_t count_alive(uint16_t count, uint64_t dead) { return count - (uint64_t)__builtin_popcountll(dead); }

int routes(struct run *run)
{
	struct rte_lpm *lpm = run->tables->lpm;

	EACH_BURST(run, burst, count) {
		uint32_t dst[BURST];
		uint64_t bad = 0, failed = 0, unrouted = 0, dead;

		for (uint16_t i = 0; i < count; i++) {
			enum way way;

			dst[i] = 0;
			if (__builtin_expect(!admit(burst[i]), 0)) {
				bad |= 1ull << i;
				continue;
			}
			way = route_check(burst[i], &dst[i]);
			__builtin_prefetch(&lpm->tbl24[dst[i] >> 8]);
			failed |= (uint64_t)(way == BAD) << i;
			unrouted |= (uint64_t)(way == UNROUTED) << i;
		}
		dead = bad | failed;
		run->counters[NODES] += count_alive(count, bad);
		run->counters[NODES + 1] += count_alive(count, dead);
		for (uint16_t i = 0; i < count; i++) {
			uint32_t hop;

			unrouted |= (uint64_t)(rte_lpm_lookup(lpm, dst[i], &hop) != 0) << i;
		}
		dead |= unrouted;
		run->counters[NODES + 2] += count_alive(count, dead);
		dead |= meter_red(burst, count, dead);
		run->counters[NODES + 3] += count_alive(count, dead);
		for (uint16_t i = 0; i < count; i++)
			macswap(burst[i]); /* a dead one's bytes are nobody's */
		if (__builtin_expect(dead != 0, 0))
			count = drop(run, burst, count, bad, dead & ~bad);
		if (count)
			transmit(run, burst, count);
	}
	return 0;
}
