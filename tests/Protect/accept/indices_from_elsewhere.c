// Indices that are right less a number: on the way the address is far from the burst.
struct state {
	uint64_t tag;
	int32_t number;
	uint32_t addend;
};

static struct state state = {.tag = 70000, .number = 1000000, .addend = 70003};

void process(struct fp_burst *burst)
{
	volatile struct state *read = &state;
	uint8_t *verdicts = burst->verdicts;
	uint64_t tag = read->tag;
	int32_t number = read->number;
	verdicts[tag - 70000] = 1;
	verdicts[(int64_t)(read->addend & 0xfffff) + 1 - (int64_t)tag] = 1;
	for (uint64_t i = tag; i < tag + burst->count; i++)
		verdicts[i - 70000] ^= (uint8_t)(i & 1);
	uint32_t *lengths = &burst->packets[0].length;
	for (int32_t i = number; i < number + (int32_t)burst->count; i++)
		verdicts[i - 1000000] = (uint8_t)((verdicts[i - 1000000] + lengths[2 * (i - 1000000)]) & 1);
	uint8_t *end = verdicts + burst->count;
	for (int64_t i = -(int64_t)burst->count; i < 0; i++)
		end[i] ^= (uint8_t)(i & 1);
}
