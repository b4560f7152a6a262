// System calls.
void process(struct fp_burst *burst)
{
	__asm__ volatile("syscall");
	burst->verdicts[0] = 0;
}
