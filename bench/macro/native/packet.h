/*
 * What a packet means (graphs/SCHEMA.md), in C: shared by the hand-fused loops and the rte_graph nodes. A packet that is plainly
 * "Ethernet, IPv4 without options, whole, not a fragment" is recognised by one masked compare; all others go out of line.
 */
#pragma once
#include "bench.h"
#include <immintrin.h>
#include <string.h>

enum { VISIBLE_BYTES_MAX = 256 };

struct headers { /* of the packets that are not plain; numbers in host order */
	int has_ip4, has_ip6, has_tcp, has_udp;
	uint32_t type, l3; /* behind VLAN tags */
	uint32_t ip_src, ip_dst, ip_proto;
	uint16_t l4_src, l4_dst;
};

static uint16_t be16(const uint8_t *at) { return (uint16_t)(at[0] << 8 | at[1]); }

static uint32_t be32(const uint8_t *at) { return (uint32_t)be16(at) << 16 | be16(at + 2); }

static uint32_t min_u32(uint32_t a, uint32_t b) { return a < b ? a : b; }

static void layer4(struct headers *h, const uint8_t *data, uint32_t protocol, uint32_t l4, uint32_t end)
{
	h->has_udp = protocol == 17 && l4 + 8 <= end;
	h->has_tcp = protocol == 6 && l4 + 20 <= end;
	if (h->has_udp || h->has_tcp) {
		h->l4_src = be16(data + l4);
		h->l4_dst = be16(data + l4 + 2);
	}
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
	h->ip_src = be32(data + l3 + 12);
	h->ip_dst = be32(data + l3 + 16);
	h->ip_proto = data[l3 + 9];
	if ((be16(data + l3 + 6) & 0x1fff) == 0)
		layer4(h, data, data[l3 + 9], l3 + header, min_u32(visible, l3 + total));
}

static void ip6(struct headers *h, const uint8_t *data, uint32_t l3, uint32_t visible)
{
	uint32_t payload, end, at = l3 + 40, next;

	if (at > visible || data[l3] >> 4 != 6)
		return;
	h->has_ip6 = 1;
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

__attribute__((noinline, cold, unused)) static struct headers parse(const uint8_t *data, uint32_t visible)
{
	struct headers h = { 0 };
	uint32_t type = be16(data + 12), l3 = 14;

	for (int tag = 0; tag < 2 && (type == 0x8100 || type == 0x88a8) && l3 + 4 <= visible; tag++, l3 += 4)
		type = be16(data + l3 + 2);
	h.type = type;
	h.l3 = l3;
	if (type == 0x0800)
		ip4(&h, data, l3, visible);
	else if (type == 0x86dd)
		ip6(&h, data, l3, visible);
	return h;
}

/* Makes the visible bytes contiguous. False: malformed. */
__attribute__((noinline, cold, unused)) static int admit_slow(struct rte_mbuf *m)
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

static inline void macswap(struct rte_mbuf *m)
{
	const __m128i swap = _mm_setr_epi8(6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 12, 13, 14, 15);
	__m128i *data = rte_pktmbuf_mtod(m, __m128i *);

	_mm_storeu_si128(data, _mm_shuffle_epi8(_mm_loadu_si128(data), swap));
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
	return h.has_udp && h.l4_dst == 80;
}

static inline uint32_t shard_of(const struct rte_mbuf *m)
{
	const uint8_t *data = rte_pktmbuf_mtod(m, const uint8_t *);

	if (__builtin_expect(is_plain(m, data), 1))
		return data[30] == 10 ? data[31] >> 5 : 7;
	struct headers h = parse(data, min_u32(m->pkt_len, VISIBLE_BYTES_MAX));
	return h.has_ip4 && h.ip_dst >> 24 == 10 ? h.ip_dst >> 21 & 7 : 7;
}

/* TTL one less, RFC 1624 equation 3; nothing where less is 0. */
static inline void lower_ttl(uint8_t *data, uint32_t less)
{
	uint32_t sum = (uint16_t)~(data[24] << 8 | data[25]) + (less ? 0xfeffu : 0u);

	sum = (uint16_t)~((sum & 0xffff) + (sum >> 16));
	data[22] -= less;
	data[24] = sum >> 8;
	data[25] = sum;
}

/* TTL or hop limit one less, wherever the header is. Returns 1 for a packet that expires. */
__attribute__((noinline, cold, unused)) static uint32_t lower_ttl_slow(struct rte_mbuf *m)
{
	uint8_t *data = rte_pktmbuf_mtod(m, uint8_t *);
	struct headers h = parse(data, min_u32(m->pkt_len, VISIBLE_BYTES_MAX));
	uint8_t *ttl = data + h.l3 + (h.has_ip4 ? 8 : 7);

	if (!h.has_ip4 && !h.has_ip6)
		return 0;
	if (*ttl < 2)
		return 1;
	if (h.has_ip4)
		lower_ttl(data + h.l3 - 14, 1);
	else
		--*ttl;
	return 0;
}

/* Of a plain packet: its ports are in a whole TCP or UDP header, or there are none to be seen. */
static inline int has_whole_layer4(const uint8_t *data)
{
	return data[23] != 6 || be16(data + 16) >= 40;
}
