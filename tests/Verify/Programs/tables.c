// Chains of pointers, tables, checksums, wide multiplication, division, atomics, strings, arrays of arrays.
struct node {
	struct node *next, *left, *right;
	uint64_t key;
	uint32_t weight[7];
};
static struct node *root;
static uint64_t counters[64][8];
static uint16_t crc_table[256];

static void build(void)
{
	for (int i = 0; i < 256; i++) {
		uint16_t c = i;
		for (int k = 0; k < 8; k++)
			c = c & 1 ? (c >> 1) ^ 0xa001 : c >> 1;
		crc_table[i] = c;
	}
}

static struct node *find(struct node *n, uint64_t key)
{
	while (n && n->key != key)
		n = key < n->key ? n->left : n->right;
	return n;
}

static uint32_t sum16(const uint8_t *p, uint32_t n)
{
	uint64_t s = 0;
	for (; n > 1; n -= 2, p += 2)
		s += (uint32_t)p[0] << 8 | p[1];
	if (n)
		s += p[0] << 8;
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return ~s & 0xffff;
}

void *init(struct fp_heap *heap, const struct tables_config *config)
{
	build();
	root = fp_alloc(heap, 100, sizeof(struct node));
	for (int i = 0; i < 100; i++)
		root[i].next = &root[(i * 7) % 100], root[i].key = i;
	return root;
}

static int compare(const char *a, const char *b)
{
	return strcmp(a, b) + strncmp(a, b, 5) + (int)strlen(a) + memcmp(a, b, 9);
}

void process(struct fp_burst *burst)
{
	int64_t matrix[8][8];
	uint8_t bits[128] = {0};
	for (uint32_t i = 0; i < burst->count; i++) {
		uint8_t *p = fp_packet(burst, i);
		uint32_t n = burst->packets[i].length;
		uint64_t v;
		memcpy(&v, p, 8);
		struct node *x = find(root, v % 100);
		for (int k = 0; x && k < 10; k++) {
			x->weight[k % 7] += k;
			x = x->next;
		}
		for (int r = 0; r < 8; r++)
			for (int c = 0; c < 8; c++)
				matrix[r][c] = (int64_t)p[r] * p[c] - r;
		for (int r = 0; r < 8; r++)
			counters[p[0] & 63][r] += matrix[r][(p[1] + r) & 7];
		bits[v >> 3 & 127] |= 1 << (v & 7);
		counters[1][0] += __builtin_popcountll(v) + __builtin_ctzll(v | 1) + __builtin_clz((uint32_t)v | 1);
		uint16_t crc = 0;
		for (uint32_t k = 0; k < n; k++)
			crc = crc >> 8 ^ crc_table[(crc ^ p[k]) & 255];
		counters[2][0] += crc + sum16(p, n) + compare((char *)p, (char *)p + 8);
		int64_t q = (int64_t)v / ((int32_t)n - 5000);
		counters[3][1] ^= q;
		__uint128_t w = (__uint128_t)v * counters[4][4];
		counters[4][5] = w >> 64;
		counters[4][6] += bits[n & 127];
		char *e = memchr(p, 10, n);
		if (e)
			*e = 13;
		__atomic_fetch_add(&counters[5][0], 1, __ATOMIC_RELAXED);
		__atomic_compare_exchange_n(&counters[5][1], &v, n, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
		memset(bits, n, sizeof(bits));
		burst->verdicts[i] = crc & 1;
	}
}
