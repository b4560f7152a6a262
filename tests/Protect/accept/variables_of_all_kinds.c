struct list {
	struct list *next;
	const char *name;
	uint32_t number;
};

static struct list third = {NULL, "third", 3}, second = {&third, "second", 2};
static struct list first = {&second, "first", 1};
static struct list *const heads[] = {&first, &second, NULL};
static uint64_t counted;
static uint8_t table[5000];
static const uint8_t odd[] __attribute__((aligned(128))) = {1, 3, 5, 7};
static const uint64_t apart = 8;

void process(struct fp_burst *burst)
{
	static uint32_t calls;
	uint64_t sum = ++calls;
	for (uint32_t h = 0; heads[h]; h++)
		for (struct list *at = heads[h]; at; at = at->next)
			sum = sum * 31 + at->number++ + strlen(at->name);
	for (uint32_t i = 0; i < burst->count; i++)
		counted += table[fp_packet(burst, i)[14] * 19]++ + odd[i & 3];
	sum += counted + ((uintptr_t)odd & 127) + apart;
	memcpy(fp_packet(burst, 0), &sum, sizeof(sum));
}
