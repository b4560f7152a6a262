// Exchanges the Ethernet addresses of every frame.
#include "macswap_c.h"

void process(struct fp_burst *burst)
{
	for (uint32_t i = 0; i < burst->count; i++) {
		struct fp_ethernet *frame = (struct fp_ethernet *)fp_packet(burst, i);
		uint8_t destination[sizeof(frame->destination)];
		memcpy(destination, frame->destination, sizeof(destination));
		memcpy(frame->destination, frame->source, sizeof(destination));
		memcpy(frame->source, destination, sizeof(destination));
	}
}
