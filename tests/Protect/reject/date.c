// Other bytes each time it is built.
static const char built[] = __DATE__;

void process(struct fp_burst *burst)
{
	burst->verdicts[0] = (uint8_t)built[burst->count % sizeof(built)];
}
