// Vectors of the author, loops that a compiler unrolls and vectorises, sorting, recursion with arrays.
typedef uint32_t v8 __attribute__((vector_size(32)));
typedef float f4 __attribute__((vector_size(16)));
static uint8_t sbox[256];
static double weights[32][32];
static char names[16][32];

static long depth(long n, long *a)
{
	long b[20];
	for (int i = 0; i < 20; i++)
		b[i] = a[i] + n;
	return n <= 0 ? b[3] : depth(n - 1, b) + b[n % 20];
}

static void sort(uint32_t *a, int n)
{
	for (int i = 1; i < n; i++) {
		uint32_t x = a[i];
		int j = i - 1;
		for (; j >= 0 && a[j] > x; j--)
			a[j + 1] = a[j];
		a[j + 1] = x;
	}
}

void *init(struct fp_heap *heap, const struct vectors_config *config)
{
	for (int i = 0; i < 256; i++)
		sbox[i] = i * 7 + 3;
	return fp_alloc(heap, 64, 64);
}

void process(struct fp_burst *burst)
{
	uint32_t keys[64];
	v8 acc = {0};
	f4 fa = {0};
	int16_t hist[300] = {0};
	for (uint32_t i = 0; i < burst->count; i++) {
		uint8_t *p = fp_packet(burst, i);
		memcpy(&keys[i], p + 26, 4);
		v8 t;
		memcpy(&t, p, 32);
		acc += t * 3;
		acc ^= acc >> 5;
		fa += (f4){p[0], p[1], p[2], p[3]};
	}
	sort(keys, burst->count);
	uint8_t *out = burst->state;
	for (uint32_t i = 0; i < burst->count; i++) {
		uint8_t *p = fp_packet(burst, i);
		uint32_t n = burst->packets[i].length & 255;
		for (uint32_t k = 0; k < n; k++)
			p[k] = sbox[p[k] ^ (uint8_t)keys[i]];
		for (uint32_t k = 0; k < n; k++)
			hist[p[k]]++;
		for (int a = 0; a < 32; a++)
			for (int b = 0; b < 32; b++)
				weights[a][b] += weights[b][a] * p[a] / (p[b] + 1);
		out[i] = (uint8_t)acc[i & 7] + (uint8_t)fa[i & 3] + hist[p[0]] + (uint8_t)depth(p[0] & 15, (long *)keys);
		int m = 0;
		for (int k = 0; k < 300; k++)
			if (hist[k] > m)
				m = hist[k];
		for (int k = 0; k < 16; k++)
			if (!strcmp(names[k], (char *)p))
				out[63] = k;
		int64_t s = 0;
		for (int k = -20; k < 20; k++)
			s += p[k + 20] * k;
		out[62] = s;
		burst->verdicts[i] = m & 1;
		if (m == 12345)
			abort();
	}
}
