// The same for a variable.
__attribute__((section(".init_array"))) static void (*early)(void) = (void (*)(void))1;

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = early != 0;
}
