// Another library's headers.
#include <stdio.h>
void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
