typedef uint32_t (*step)(uint32_t, uint32_t);

static uint32_t add(uint32_t a, uint32_t b)
{
	return a + b;
}

static uint32_t mix(uint32_t a, uint32_t b)
{
	return a ^ b * 3;
}

static uint32_t shift(uint32_t a, uint32_t b)
{
	return a << (b & 7) | 1;
}

static void nothing(void)
{
}

static step const steps[] = {add, mix, shift};
static void (*hook)(void);
static step last;

void process(struct fp_burst *burst)
{
	uint32_t sum = 1;
	hook = nothing;
	for (uint32_t i = 0; i < burst->count; i++) {
		last = steps[fp_packet(burst, i)[20] % 3];
		sum = last(sum, i);
		hook();
	}
	memcpy(fp_packet(burst, 0), &sum, sizeof(sum));
	burst->verdicts[0] = last == mix;
}
