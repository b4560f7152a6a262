// Room for code of others.
__attribute__((patchable_function_entry(16, 8))) void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
