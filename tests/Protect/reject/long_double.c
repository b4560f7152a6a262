// x87, whose state nobody restores.
void process(struct fp_burst *burst)
{
	long double sum = burst->count;
	burst->verdicts[0] = (uint8_t)(sum / 3);
}
