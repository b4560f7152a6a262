// Eight addresses in one instruction.
#include <immintrin.h>

void process(struct fp_burst *burst)
{
	__m256i at = _mm256_loadu_si256((void *)burst->packets);
	_mm256_storeu_si256((void *)burst->beyond, _mm256_i32gather_epi32((const int *)burst, at, 4));
}
