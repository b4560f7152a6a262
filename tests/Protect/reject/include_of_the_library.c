// Another library's headers.
#include <unistd.h>
void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
