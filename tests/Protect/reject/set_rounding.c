// Floating point as it was left.
#include <xmmintrin.h>

void process(struct fp_burst *burst)
{
	_mm_setcsr(0);
}
