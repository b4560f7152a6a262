// A variable of the thread.
static _Thread_local uint32_t mine;

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = (uint8_t)mine++;
}
