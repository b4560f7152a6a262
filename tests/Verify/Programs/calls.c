// Functions of many arguments, structs by value, recursion, calls through pointers, floating point, backward loops.
static uint32_t hash(const uint8_t *p, uint32_t n)
{
	uint32_t h = 2166136261u;
	for (uint32_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 16777619u;
	return h;
}

static uint64_t many(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t g, uint64_t h,
					 uint32_t *o) __attribute__((noinline));

static uint64_t many(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f, uint64_t g, uint64_t h,
					 uint32_t *o)
{
	*o += (uint32_t)(a * b + c);
	return a / (b | 1) + c % (d | 1) + e * f + g - h;
}

struct s {
	uint32_t x[16];
};
static struct s make(uint32_t k) __attribute__((noinline));

static struct s make(uint32_t k)
{
	struct s r;
	for (int i = 0; i < 16; i++)
		r.x[i] = k * i;
	return r;
}

static int fib(int n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static uint32_t table[256] = {1, 2, 3};
static int (*ops[4])(int);

static int o0(int x)
{
	return x + 1;
}

static int o1(int x)
{
	return x * 3;
}

static int o2(int x)
{
	return x ^ 5;
}

static int o3(int x)
{
	return fib(x & 7);
}

void *init(struct fp_heap *heap, const struct calls_config *config)
{
	ops[0] = o0;
	ops[1] = o1;
	ops[2] = o2;
	ops[3] = o3;
	return fp_alloc(heap, 1, 4096);
}

void process(struct fp_burst *burst)
{
	uint32_t *state = burst->state;
	char text[64];
	float f = 0;
	double sum = 0;
	for (uint32_t i = 0; i < burst->count; i++) {
		uint8_t *p = fp_packet(burst, i);
		uint32_t n = burst->packets[i].length;
		uint32_t h = hash(p, n);
		state[h & 1023] += table[p[0]];
		struct s s = make(h);
		state[s.x[h & 15] & 1023]++;
		switch (p[1]) {
		case 1:
			state[0]++;
			break;
		case 2:
			state[1] += n;
			break;
		case 3:
			state[2] ^= h;
			break;
		case 4:
			state[3]--;
			break;
		case 5:
			state[9] = ops[h & 3](n);
			break;
		case 6:
			memcpy(text, p, 14);
			state[4] += text[h & 63];
			break;
		default:
			memmove(p + 1, p, n > 60 ? 32 : 8);
		}
		state[5] += (uint32_t)many(h, n, p[2], p[3], p[4], p[5], h * 2, n * 3, &state[7]);
		f += p[3] * 1.5f;
		sum += f / (n + 1.0);
		if (f > 1e6f)
			f = 0;
		for (uint32_t k = 0; k + 1 < n; k += 2) {
			uint8_t t = p[k];
			p[k] = p[k + 1];
			p[k + 1] = t;
		}
		for (int k = (int)n - 1; k >= 0; k--)
			state[8] = state[8] * 31 + p[k];
		burst->verdicts[i] = (h >> 7) & 1;
	}
	state[10] = (uint32_t)sum;
	state[11] = (uint32_t)(burst->now_cycles / (state[12] + 1)) + (int)f;
}
