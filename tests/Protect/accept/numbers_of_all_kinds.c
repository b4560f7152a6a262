void process(struct fp_burst *burst)
{
	double real = 1;
	float small = 0;
	unsigned __int128 wide = 1;
	__int128 sign = -7;
	uint64_t sum = 0;
	for (uint32_t i = 0; i < burst->count; i++) {
		uint64_t word;
		memcpy(&word, fp_packet(burst, i) + 16, sizeof(word));
		real = real / 3 + (double)(word >> 20);
		small += (float)(int32_t)word * 0.5f;
		wide = wide * word + i;
		sign = sign * 3 - (__int128)word;
		sum += (uint64_t)(wide / (word | 1)) + (uint64_t)(sign % (int64_t)(word >> 8 | 3));
		sum ^= (uint64_t)(int64_t)real + (uint64_t)(int64_t)small + __builtin_popcountll(word) + word % 1000;
	}
	memcpy(fp_packet(burst, 0), &sum, sizeof(sum));
}
