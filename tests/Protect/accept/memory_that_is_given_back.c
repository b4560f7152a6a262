// malloc and its kind: what is in a block stays there until it is given back, wherever it is moved to; blocks don't overlap, and
// all that came back can be had again.
enum { BLOCKS = 64 };

struct held {
	uint8_t *block;
	uint32_t bytes;
	uint8_t first;
};

static struct held held[BLOCKS];

static void fill(struct held *each, uint8_t first)
{
	each->first = first;
	for (uint32_t at = 0; at < each->bytes; at++)
		each->block[at] = (uint8_t)(first + at);
}

static uint64_t wrong_bytes(const struct held *each, uint32_t bytes)
{
	uint64_t wrong = 0;
	for (uint32_t at = 0; at < bytes; at++)
		wrong += each->block[at] != (uint8_t)(each->first + at);
	return wrong;
}

// What each step finds wrong: nothing, in any library.
static uint64_t step(struct held *each, const uint8_t *frame)
{
	uint32_t bytes = frame[1] & 1 ? frame[2] : frame[2] * 97u + frame[3];
	uint64_t wrong = 0;
	switch (each->block ? frame[4] & 3 : 4 + (frame[4] & 3)) {
	case 0: {
		uint8_t *moved = realloc(each->block, bytes + 1);
		each->block = moved;
		wrong += !moved || wrong_bytes(each, each->bytes < bytes ? each->bytes : bytes);
		each->bytes = bytes;
		fill(each, frame[5]);
		break;
	}
	case 1:
	case 2:
	case 3:
		wrong += wrong_bytes(each, each->bytes);
		free(each->block);
		each->block = NULL;
		break;
	case 4:
		each->block = aligned_alloc((size_t)64 << (frame[6] & 3), bytes);
		wrong += !each->block || (uintptr_t)each->block % ((size_t)64 << (frame[6] & 3));
		each->bytes = bytes;
		fill(each, frame[5]);
		break;
	case 5:
		each->block = calloc(bytes / 4 + 1, 4);
		each->bytes = bytes;
		for (uint32_t at = 0; each->block && at < bytes; at++)
			wrong += each->block[at] != 0;
		fill(each, frame[5]);
		break;
	default:
		each->block = malloc(bytes);
		wrong += !each->block || (uintptr_t)each->block % 16;
		each->bytes = bytes;
		fill(each, frame[5]);
	}
	return wrong;
}

void process(struct fp_burst *burst)
{
	uint64_t wrong = 0;
	for (uint32_t i = 0; i < burst->count; i++) {
		uint8_t *frame = fp_packet(burst, i);
		for (uint32_t at = 0; at + 8 <= burst->packets[i].length; at += 8)
			wrong += step(&held[frame[at] % BLOCKS], frame + at);
	}
	// What a compiler sees to be for nothing it leaves out.
	size_t volatile huge = (size_t)1 << 60;
	void *volatile got;
	got = malloc(huge);
	wrong += got != NULL;
	got = calloc(huge, 32);
	wrong += got != NULL;
	// All of it together has room in the smallest heap only if what came back is joined.
	for (uint32_t round = 0; round < 200; round++) {
		got = malloc((size_t)(40 + round % 50) << 20);
		wrong += !got;
		free(got);
	}
	memcpy(fp_packet(burst, 0), &wrong, sizeof(wrong));
	burst->verdicts[0] = wrong > 0;
}
