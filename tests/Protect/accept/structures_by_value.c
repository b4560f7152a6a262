struct wide {
	uint64_t words[6];
};

__attribute__((noinline)) static struct wide turned(struct wide given, uint32_t by)
{
	struct wide made;
	for (uint32_t i = 0; i < 6; i++)
		made.words[i] = given.words[(i + by) % 6] * (i + 1);
	given.words[0] = 0;
	return made;
}

void process(struct fp_burst *burst)
{
	struct wide given;
	memcpy(&given, fp_packet(burst, 0), sizeof(given));
	struct wide made = turned(turned(given, burst->count), 2);
	for (uint32_t i = 0; i < 6; i++)
		made.words[i] ^= given.words[i];
	memcpy(fp_packet(burst, 0), &made, sizeof(made));
}
