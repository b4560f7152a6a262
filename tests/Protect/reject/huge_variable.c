// More than an image may have.
uint8_t huge[1ull << 30];

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = huge[burst->now_cycles]++;
}
