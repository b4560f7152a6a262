__attribute__((noinline)) static uint32_t choose(uint32_t what, uint32_t x)
{
	switch (what) {
	case 0: return x + 1;
	case 1: return x * 3;
	case 2: return x ^ 0x55;
	case 3: return x >> 3;
	case 4: return x << 5;
	case 5: return ~x;
	case 6: return x % 77;
	case 7: return x * x;
	case 8: return x - 9;
	case 9: return x | 8;
	case 100: return x & 100;
	default: return 0;
	}
}

void process(struct fp_burst *burst)
{
	uint32_t sum = 0;
	for (uint32_t i = 0; i < burst->count; i++)
		sum = sum * 7 + choose(fp_packet(burst, i)[20] % 12, sum);
	memcpy(fp_packet(burst, 0), &sum, sizeof(sum));
}
