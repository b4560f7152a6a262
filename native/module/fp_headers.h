// Headers on the wire, and numbers in network order. Structs have alignment 1: they lie anywhere in a packet.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Network order, most significant byte first; any alignment.
static inline uint16_t fp_load16(const void *from)
{
	uint16_t value;
	memcpy(&value, from, sizeof(value));
	return __builtin_bswap16(value);
}

static inline uint32_t fp_load32(const void *from)
{
	uint32_t value;
	memcpy(&value, from, sizeof(value));
	return __builtin_bswap32(value);
}

static inline uint64_t fp_load64(const void *from)
{
	uint64_t value;
	memcpy(&value, from, sizeof(value));
	return __builtin_bswap64(value);
}

static inline void fp_store16(void *to, uint16_t value)
{
	value = __builtin_bswap16(value);
	memcpy(to, &value, sizeof(value));
}

static inline void fp_store32(void *to, uint32_t value)
{
	value = __builtin_bswap32(value);
	memcpy(to, &value, sizeof(value));
}

static inline void fp_store64(void *to, uint64_t value)
{
	value = __builtin_bswap64(value);
	memcpy(to, &value, sizeof(value));
}

// A 16-bit field of a header, in network order: fp_get16, fp_set16.
struct fp_be16 {
	uint8_t bytes[2];
};

struct fp_be32 {
	uint8_t bytes[4];
};

static inline uint16_t fp_get16(struct fp_be16 field)
{
	return fp_load16(field.bytes);
}

static inline uint32_t fp_get32(struct fp_be32 field)
{
	return fp_load32(field.bytes);
}

static inline struct fp_be16 fp_be16(uint16_t value)
{
	struct fp_be16 field;
	fp_store16(field.bytes, value);
	return field;
}

static inline struct fp_be32 fp_be32(uint32_t value)
{
	struct fp_be32 field;
	fp_store32(field.bytes, value);
	return field;
}

// IEEE 802.3, clause 3.1.1.
struct fp_ethernet {
	uint8_t destination[6];
	uint8_t source[6];
	struct fp_be16 type;
};

// What follows a type of 0x8100 or 0x88a8: IEEE 802.1Q, clause 9.6.
struct fp_vlan_tag {
	struct fp_be16 control;   // priority 3 bits, drop eligible 1, id 12
	struct fp_be16 type;
};

// RFC 791, section 3.1; options follow it.
struct fp_ip4 {
	uint8_t version_and_length;
	uint8_t dscp_and_ecn;
	struct fp_be16 total_length;
	struct fp_be16 identification;
	struct fp_be16 fragment;   // flags 3 bits, offset 13
	uint8_t ttl;
	uint8_t protocol;
	struct fp_be16 checksum;
	struct fp_be32 source;
	struct fp_be32 destination;
};

// RFC 8200, section 3.
struct fp_ip6 {
	struct fp_be32 version_class_flow;
	struct fp_be16 payload_length;
	uint8_t next_header;
	uint8_t hop_limit;
	uint8_t source[16];
	uint8_t destination[16];
};

// RFC 9293, section 3.1; options follow it.
struct fp_tcp {
	struct fp_be16 source;
	struct fp_be16 destination;
	struct fp_be32 sequence;
	struct fp_be32 acknowledgment;
	uint8_t data_offset;
	uint8_t flags;
	struct fp_be16 window;
	struct fp_be16 checksum;
	struct fp_be16 urgent;
};

// RFC 768.
struct fp_udp {
	struct fp_be16 source;
	struct fp_be16 destination;
	struct fp_be16 length;
	struct fp_be16 checksum;
};

_Static_assert(sizeof(struct fp_ethernet) == 14 && _Alignof(struct fp_ethernet) == 1, "fp_ethernet");
_Static_assert(sizeof(struct fp_vlan_tag) == 4, "fp_vlan_tag");
_Static_assert(sizeof(struct fp_ip4) == 20 && offsetof(struct fp_ip4, source) == 12, "fp_ip4");
_Static_assert(sizeof(struct fp_ip6) == 40 && offsetof(struct fp_ip6, source) == 8, "fp_ip6");
_Static_assert(sizeof(struct fp_tcp) == 20, "fp_tcp");
_Static_assert(sizeof(struct fp_udp) == 8, "fp_udp");

// Where the network layer is.
struct fp_layer3 {
	uint32_t offset;   // of the header; behind the tags
	uint16_t type;     // the Ethernet type behind them
	uint8_t version;   // 4, 6, or 0: no IP header that is whole
};

// graphs/SCHEMA.md, "What a packet means": Ethernet, at most two tags, IPv4 or IPv6.
static inline struct fp_layer3 fp_layer3(const uint8_t *frame, uint32_t length)
{
	enum { VISIBLE_BYTES = 256, IP4_BYTES = 20, IP6_BYTES = 40 };
	uint32_t visible = length < VISIBLE_BYTES ? length : VISIBLE_BYTES;
	struct fp_layer3 at = { .offset = sizeof(struct fp_ethernet), .type = fp_load16(frame + 12) };
	for (int tags = 0; tags < 2 && (at.type == 0x8100 || at.type == 0x88a8); tags++) {
		if (at.offset + sizeof(struct fp_vlan_tag) > visible)
			return at;
		at.type = fp_load16(frame + at.offset + 2);
		at.offset += sizeof(struct fp_vlan_tag);
	}
	const uint8_t *header = frame + at.offset;
	if (at.type == 0x0800 && at.offset + IP4_BYTES <= visible) {
		uint32_t bytes = (header[0] & 15u) * 4;
		bool is_whole = header[0] >> 4 == 4 && bytes >= IP4_BYTES && at.offset + bytes <= visible;
		at.version = is_whole && fp_load16(header + 2) >= bytes ? 4 : 0;
	} else if (at.type == 0x86dd && at.offset + IP6_BYTES <= visible) {
		at.version = header[0] >> 4 == 6 ? 6 : 0;
	}
	return at;
}

// RFC 1624, equation 3: a checksum after one 16-bit word of what it covers has changed.
static inline uint16_t fp_checksum_updated(uint16_t checksum, uint16_t before, uint16_t after)
{
	uint32_t sum = (uint16_t)~checksum + (uint32_t)(uint16_t)~before + after;
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}
