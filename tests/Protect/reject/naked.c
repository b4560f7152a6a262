// A function without what returns from it.
__attribute__((naked)) static void bare(void)
{
	__asm__("");
}

void process(struct fp_burst *burst)
{
	bare();
}
