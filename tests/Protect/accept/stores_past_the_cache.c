#include <immintrin.h>

void process(struct fp_burst *burst)
{
	static uint32_t numbers[64] __attribute__((aligned(32)));
	for (uint32_t i = 0; i < burst->count; i++) {
		__builtin_nontemporal_store(i * 7, &numbers[i & 63]);
		_mm_stream_si32((int *)fp_packet(burst, i), (int)(numbers[i / 2] + i));
		_mm256_stream_si256((__m256i *)(numbers + 8 * (i & 7)), _mm256_set1_epi32((int)i));
	}
	memcpy(fp_packet(burst, 0), numbers, 32);
}
