__attribute__((noinline)) static uint32_t sum(const uint32_t *values, uint32_t count)
{
	uint32_t made = 0;
	for (uint32_t i = 0; i < count; i++)
		made = made * 31 + values[i];
	return made;
}

__attribute__((noinline)) static uint32_t nested(uint32_t depth)
{
	uint32_t values[depth + 1];
	for (uint32_t i = 0; i <= depth; i++)
		values[i] = depth * i;
	uint32_t below = depth ? nested(depth - 1) : 1;
	return sum(values, depth + 1) ^ below;
}

void process(struct fp_burst *burst)
{
	uint32_t made = 0;
	for (uint32_t i = 0; i < burst->count; i++) {
		uint32_t values[i + 1];
		for (uint32_t j = 0; j <= i; j++)
			values[j] = burst->packets[j].length;
		uint32_t *more = __builtin_alloca(64);
		memset(more, (int)i, 64);
		made ^= sum(values, i + 1) + sum(more, 16) + nested(i % 7);
	}
	memcpy(fp_packet(burst, 0), &made, sizeof(made));
}
