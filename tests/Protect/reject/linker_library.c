// Orders to the linker.
#pragma comment(lib, "/tmp/evil.a")
void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
