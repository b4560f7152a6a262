// The host would find nothing to call.
static void process(struct fp_burst *burst);

static void process(struct fp_burst *burst)
{
	burst->verdicts[0] = 0;
}
