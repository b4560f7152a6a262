// Writes where nothing is mapped, if the first byte behind a UDP header over plain IPv4 is 1.
#include "trap_c.h"

enum { PAYLOAD = 42 };

static volatile uint32_t zero;

void process(struct fp_burst *burst)
{
	for (uint32_t i = 0; i < burst->count; i++) {
		const uint8_t *frame = fp_packet(burst, i);
		if (burst->packets[i].length > PAYLOAD && frame[PAYLOAD] == 1)
			*(volatile uint32_t *)(uintptr_t)(zero + 8) = 1;
	}
}
