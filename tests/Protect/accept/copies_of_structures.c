// Structures that are copied whole, in part and in two ways, of all lengths near the limits.
#define COPIES(bytes) \
	struct s##bytes { \
		uint8_t head[16], b[bytes]; \
	}; \
	__attribute__((noinline)) static void swap##bytes(struct s##bytes *p, struct s##bytes *q, uint8_t *to) \
	{ \
		struct s##bytes a = *p, z; \
		if (p->b[3] & 1) \
			z = *q; \
		else \
			memset(&z, 0, sizeof(z)); \
		memcpy(z.head, p->b, bytes < 16 ? bytes : 16); \
		*p = *q; \
		memcpy(to, a.head, 16); \
		*q = a; \
		p->b[bytes - 1] ^= z.b[bytes - 1] + z.head[2]; \
	}
COPIES(5)
COPIES(16)
COPIES(17)
COPIES(33)
COPIES(100)
COPIES(200)
COPIES(241)
COPIES(300)

static uint8_t room[2048];

void process(struct fp_burst *burst)
{
	for (uint32_t i = 0; i < sizeof(room); i++)
		room[i] += (uint8_t)(i * 7 + burst->count);
#define SWAP(bytes) swap##bytes((void *)(room + bytes), (void *)(room + 1024 + bytes), room + 700);
	SWAP(5) SWAP(16) SWAP(17) SWAP(33) SWAP(100) SWAP(200) SWAP(241) SWAP(300)
	uint64_t made = 0;
	for (uint32_t i = 0; i < sizeof(room); i++)
		made = made * 31 + room[i];
	memcpy(fp_packet(burst, 0), &made, sizeof(made));
}
