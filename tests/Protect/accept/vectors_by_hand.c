#include <immintrin.h>

void process(struct fp_burst *burst)
{
	__m256i sum = _mm256_setzero_si256();
	for (uint32_t i = 0; i < burst->count; i++) {
		__m256i frame = _mm256_loadu_si256((const void *)fp_packet(burst, i));
		sum = _mm256_add_epi32(_mm256_shuffle_epi8(sum, frame), _mm256_permute4x64_epi64(frame, 0x39));
		if (_mm256_movemask_epi8(frame) & 1 << (i & 31))
			sum = _mm256_xor_si256(sum, _mm256_slli_epi16(frame, 3));
	}
	_mm256_storeu_si256((void *)fp_packet(burst, 0), sum);
}
