// Two meanings of one name.
void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	return (void *)from;
}

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
