// Its manifest doesn't say that it resizes.
void process(struct fp_burst *burst)
{
	for (uint32_t i = 0; i < burst->count; i++) {
		burst->packets[i].offset += 4;
		burst->packets[i].length = 5;
	}
	burst->count = 64;
}
