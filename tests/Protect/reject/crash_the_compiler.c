// A pragma that ends the compiler.
#pragma clang __debug crash
void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
