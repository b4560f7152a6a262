// A jump to wherever a number says.
void process(struct fp_burst *burst)
{
	static void *const labels[] = {&&zero, &&one};
	goto *labels[burst->count & 1];
zero:
	burst->verdicts[0] = 0;
	return;
one:
	burst->verdicts[0] = 1;
}
