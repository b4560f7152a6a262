#include "empty_c.h"

void process(struct fp_burst *burst)
{
}
