// Exchanges the Ethernet addresses of every frame.
#include "macswap_c.h"

_Static_assert(offsetof(struct fp_ethernet, source) == 6 && offsetof(struct fp_ethernet, type) == 12, "12 bytes, by halves");

// The twelve bytes of both turned by six, as one word of eight and one of four: half the accesses that two addresses by
// themselves take, whose six bytes are words of four and two.
void process(struct fp_burst *burst)
{
	// Once: bytes of a frame might be those of `count`, for all that C knows.
	const uint32_t count = burst->count;
	for (uint32_t i = 0; i < count; i++) {
		uint8_t *frame = fp_packet(burst, i);
		uint64_t first;
		uint32_t last;
		memcpy(&first, frame, sizeof(first));
		memcpy(&last, frame + sizeof(first), sizeof(last));
		uint64_t turned = first >> 48 | (uint64_t)last << 16 | first << 48;
		uint32_t rest = (uint32_t)(first >> 16);
		memcpy(frame, &turned, sizeof(turned));
		memcpy(frame + sizeof(turned), &rest, sizeof(rest));
	}
}
