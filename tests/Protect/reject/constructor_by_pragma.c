// The same, said by a pragma.
static int counted;

#pragma clang attribute push(__attribute__((constructor)), apply_to = function)
static void early(void)
{
	counted++;
}
#pragma clang attribute pop

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
