// The compiler makes a call of it, to a library that modules don't have.
#include "fp_module.h"

void process(struct fp_burst *burst)
{
	double rate = burst->count * 1.5;
	burst->verdicts[0] = (uint16_t)((unsigned __int128)rate >> 64);
}
