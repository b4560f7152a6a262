// Prints what DPDK's own software RSS makes of some inputs with the key that native/dpdk gives to devices: `input hash`, both
// hexadecimal, a line each. Inputs are of IPv4 and IPv6, with and without ports.
#include <stdint.h>
#include <stdio.h>

#include <rte_thash.h>

#include "symmetric_key.h"

int main(void)
{
	static const uint32_t words[] = {2, 3, 8, 9};
	uint8_t key[52];
	uint32_t tuple[9], state = 1;

	fp_symmetric_key(key, sizeof(key));
	for (int line = 0; line < 2000; line++) {
		const uint32_t length = words[line % 4];
		for (uint32_t i = 0; i < length; i++) {
			state = state * 1664525u + 1013904223u;
			// Mostly a few bits, now and then all of them.
			tuple[i] = line % 3 ? state : UINT32_C(1) << (state >> 27);
			printf("%08x", tuple[i]);
		}
		printf(" %08x\n", rte_softrss(tuple, length, key));
	}
	return 0;
}
