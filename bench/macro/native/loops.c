/*
 * The graphs of bench/graphs as hand-fused C: one loop a graph, the same meaning (graphs/SCHEMA.md), the same counters, the same
 * burst, pool and source. Written first, and only ever made faster. Tricks: one pass over the burst; a packet that is plainly
 * "Ethernet, IPv4 without options, whole, not a fragment" is recognised by one masked compare, all others go out of line;
 * counters of a way are bytes of a register. Ports' bytes are the device's to count, on both sides.
 */
#include "bench.h"
#include <immintrin.h>
#include <string.h>

enum { VISIBLE_BYTES_MAX = 256 };

struct headers { /* of the packets that are not plain */
	int has_ip4, has_udp;
	uint32_t ip_dst;
	uint16_t udp_dst;
};

static uint16_t be16(const uint8_t *at) { return (uint16_t)(at[0] << 8 | at[1]); }

static uint32_t min_u32(uint32_t a, uint32_t b) { return a < b ? a : b; }

static void layer4(struct headers *h, const uint8_t *data, uint32_t protocol, uint32_t l4, uint32_t end)
{
	h->has_udp = protocol == 17 && l4 + 8 <= end;
	if (h->has_udp)
		h->udp_dst = be16(data + l4 + 2);
}

static void ip4(struct headers *h, const uint8_t *data, uint32_t l3, uint32_t visible)
{
	uint32_t header, total;

	if (l3 + 20 > visible || data[l3] >> 4 != 4)
		return;
	header = 4u * (data[l3] & 15);
	total = be16(data + l3 + 2);
	if (header < 20 || l3 + header > visible || total < header)
		return;
	h->has_ip4 = 1;
	memcpy(&h->ip_dst, data + l3 + 16, 4);
	h->ip_dst = __builtin_bswap32(h->ip_dst);
	if ((be16(data + l3 + 6) & 0x1fff) == 0)
		layer4(h, data, data[l3 + 9], l3 + header, min_u32(visible, l3 + total));
}

static void ip6(struct headers *h, const uint8_t *data, uint32_t l3, uint32_t visible)
{
	uint32_t payload, end, at = l3 + 40, next;

	if (at > visible || data[l3] >> 4 != 6)
		return;
	payload = be16(data + l3 + 4);
	end = payload ? min_u32(visible, at + payload) : visible;
	next = data[l3 + 6];
	for (int followed = 0; followed < 8 && at + 2 <= end; followed++) {
		uint32_t bytes = 8 * (1u + data[at + 1]), later = 0;

		if (next == 51)
			bytes = 4 * (data[at + 1] + 2u);
		else if (next == 44)
			bytes = 8;
		else if (next != 0 && next != 43 && next != 60 && next != 135)
			break;
		if (at + bytes > end)
			break;
		if (next == 44)
			later = be16(data + at + 2) >> 3;
		next = data[at];
		at += bytes;
		if (later)
			return;
	}
	layer4(h, data, next, at, end);
}

__attribute__((noinline, cold)) static struct headers parse(const uint8_t *data, uint32_t visible)
{
	struct headers h = { 0 };
	uint32_t type = be16(data + 12), l3 = 14;

	for (int tag = 0; tag < 2 && (type == 0x8100 || type == 0x88a8) && l3 + 4 <= visible; tag++, l3 += 4)
		type = be16(data + l3 + 2);
	if (type == 0x0800)
		ip4(&h, data, l3, visible);
	else if (type == 0x86dd)
		ip6(&h, data, l3, visible);
	return h;
}

/* Makes the visible bytes contiguous. False: malformed. */
__attribute__((noinline, cold)) static int admit_slow(struct rte_mbuf *m)
{
	uint32_t visible = min_u32(m->pkt_len, VISIBLE_BYTES_MAX);

	if (m->pkt_len < 14)
		return 0;
	while (m->data_len < visible) {
		struct rte_mbuf *next = m->next;
		uint32_t taken = min_u32(visible - m->data_len, next->data_len);

		if (rte_pktmbuf_tailroom(m) < visible - m->data_len)
			return 0;
		memcpy(rte_pktmbuf_mtod_offset(m, uint8_t *, m->data_len), rte_pktmbuf_mtod(next, uint8_t *), taken);
		m->data_len += taken;
		next->data_off += taken;
		next->data_len -= taken;
		if (next->data_len == 0) {
			m->next = next->next;
			m->nb_segs--;
			rte_pktmbuf_free_seg(next);
		}
	}
	return 1;
}

static inline int admit(struct rte_mbuf *m)
{
	if (__builtin_expect(m->data_len == m->pkt_len && m->data_len >= 14, 1))
		return 1;
	return admit_slow(m);
}

/* Something was dropped on entry: the rare way. */
__attribute__((noinline, cold))
static uint16_t drop_malformed(struct run *run, struct rte_mbuf **burst, uint16_t count, uint64_t bad)
{
	uint16_t kept = 0;

	for (uint16_t i = 0; i < count; i++) {
		if (bad >> i & 1)
			rte_pktmbuf_free(burst[i]);
		else
			burst[kept++] = burst[i];
	}
	run->counters[MALFORMED] += (uint64_t)(count - kept);
	return kept;
}

__attribute__((noinline, cold)) static void send_rest(struct run *run, struct rte_mbuf **rest, uint16_t count)
{
	run->counters[TX_FULL] += count;
	run->counters[TX_PACKETS] -= count;
	rte_pktmbuf_free_bulk(rest, count);
}

static inline void transmit(struct run *run, struct rte_mbuf **burst, uint16_t count)
{
	uint16_t sent = run->send(run->send_queue, burst, count);

	run->counters[TX_PACKETS] += count;
	if (__builtin_expect(sent < count, 0))
		send_rest(run, burst + sent, count - sent);
}

static inline uint16_t receive(struct run *run, struct rte_mbuf **burst)
{
	uint16_t count = run->receive(run->receive_queue, burst, BURST);

	run->counters[RX_PACKETS] += count;
	return count;
}

#define EACH_BURST(run, burst, count) \
	struct rte_mbuf *burst[BURST]; \
	while (!(run)->stop) \
		for (uint16_t count = receive(run, burst); count; count = 0)

static int io(struct run *run)
{
	EACH_BURST(run, burst, count) {
		transmit(run, burst, count);
	}
	return 0;
}

static inline void macswap(struct rte_mbuf *m)
{
	const __m128i swap = _mm_setr_epi8(6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 12, 13, 14, 15);
	__m128i *data = rte_pktmbuf_mtod(m, __m128i *);

	_mm_storeu_si128(data, _mm_shuffle_epi8(_mm_loadu_si128(data), swap));
}

static int swap(struct run *run)
{
	EACH_BURST(run, burst, count) {
		uint64_t bad = 0;

		for (uint16_t i = 0; i < count; i++) {
			if (__builtin_expect(!admit(burst[i]), 0))
				bad |= 1ull << i;
			else
				macswap(burst[i]); /* 16 bytes: an mbuf has that room behind 14 */
		}
		if (__builtin_expect(bad != 0, 0))
			count = drop_malformed(run, burst, count, bad);
		run->counters[NODES] += count;
		if (count)
			transmit(run, burst, count);
	}
	return 0;
}

/* IPv4 without options, not a fragment: bytes 12..21 decide, and the lengths. */
static inline int is_plain(const struct rte_mbuf *m, const uint8_t *data)
{
	uint64_t head, lengths;

	memcpy(&head, data + 12, 8);    /* type, version and IHL, TOS, total length, id */
	memcpy(&lengths, data + 16, 8); /* total length, id, fragment, TTL, protocol */
	return ((head ^ 0x00450008) & 0xffffff) == 0 && (lengths & 0x0000ff3f00000000) == 0 &&
	       __builtin_bswap16((uint16_t)lengths) >= 28 && m->data_len >= 42;
}

static inline uint64_t to_udp_80(const struct rte_mbuf *m)
{
	const uint8_t *data = rte_pktmbuf_mtod(m, const uint8_t *);
	uint16_t port;

	if (__builtin_expect(is_plain(m, data), 1)) {
		memcpy(&port, data + 36, 2);
		return ((data[23] ^ 17u) | (port ^ 0x5000u)) == 0;
	}
	struct headers h = parse(data, min_u32(m->pkt_len, VISIBLE_BYTES_MAX));
	return h.has_udp && h.udp_dst == 80;
}

static int branch_merge(struct run *run)
{
	EACH_BURST(run, burst, count) {
		uint64_t bad = 0, matched = 0;
		uint16_t received = count;

		for (uint16_t i = 0; i < received; i++) {
			if (__builtin_expect(!admit(burst[i]), 0))
				bad |= 1ull << i;
			else
				matched += to_udp_80(burst[i]);
		}
		if (__builtin_expect(bad != 0, 0))
			count = drop_malformed(run, burst, received, bad);
		run->counters[NODES] += matched;
		run->counters[NODES + 1] += count - matched;
		run->counters[NODES + 2] += count;
		if (count)
			transmit(run, burst, count);
	}
	return 0;
}

static inline uint32_t shard_of(const struct rte_mbuf *m)
{
	const uint8_t *data = rte_pktmbuf_mtod(m, const uint8_t *);

	if (__builtin_expect(is_plain(m, data), 1))
		return data[30] == 10 ? data[31] >> 5 : 7;
	struct headers h = parse(data, min_u32(m->pkt_len, VISIBLE_BYTES_MAX));
	return h.has_ip4 && h.ip_dst >> 24 == 10 ? h.ip_dst >> 21 & 7 : 7;
}

static int eight_way(struct run *run)
{
	EACH_BURST(run, burst, count) {
		uint64_t bad = 0, ways = 0; /* ways: eight counters of a byte, a burst fits */
		uint16_t received = count;

		for (uint16_t i = 0; i < received; i++) {
			if (__builtin_expect(!admit(burst[i]), 0))
				bad |= 1ull << i;
			else
				ways += 1ull << 8 * shard_of(burst[i]);
		}
		if (__builtin_expect(bad != 0, 0))
			count = drop_malformed(run, burst, received, bad);
		for (int way = 0; way < 8; way++)
			run->counters[NODES + way] += ways >> 8 * way & 255;
		if (count)
			transmit(run, burst, count);
	}
	return 0;
}

static int chain8(struct run *run)
{
	EACH_BURST(run, burst, count) {
		for (int node = 0; node < 8; node++)
			run->counters[NODES + node] += count;
		transmit(run, burst, count);
	}
	return 0;
}

/* NULL: no such graph in C. */
void *bench_c_loop(const char *graph)
{
	static const struct {
		const char *name;
		int (*loop)(struct run *);
	} loops[] = {
		{ "io", io }, { "macswap", swap }, { "branch_merge", branch_merge },
		{ "eight_way", eight_way }, { "chain8", chain8 },
	};

	for (size_t i = 0; i < sizeof loops / sizeof *loops; i++)
		if (!strcmp(loops[i].name, graph))
			return (void *)loops[i].loop;
	return NULL;
}
