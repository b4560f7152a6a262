static char text[400], other[400];

// What the standard says of a comparison is its sign.
static uint64_t sign(int order)
{
	return order > 0 ? 2 : order < 0;
}

void process(struct fp_burst *burst)
{
	uint64_t sum = 1;
	for (uint32_t i = 0; i < burst->count; i++) {
		const uint8_t *frame = fp_packet(burst, i);
		uint32_t length = burst->packets[i].length, at = frame[20] % 40;
		memset(text, 0, sizeof(text));
		for (uint32_t k = 0; k < length; k++)
			text[k] = (char)(frame[k] % 26 + 97);
		memcpy(other, text, length);
		memmove(other + at, other, length);
		memmove(text, text + at % 9, length - at % 9);
		memset(other + length + at, 0, at + 1);
		sum = sum * 31 + sign(memcmp(text, other, length)) + strlen(text) * 3 + strnlen(other, at);
		sum += sign(strcmp(text, other)) * 5 + sign(strncmp(text, other, at));
		const char *found = strchr(text, 101), *last = strrchr(other, 102), *byte = memchr(frame, 7, length);
		sum += found ? (uint64_t)(found - text) : 1000;
		sum += last ? (uint64_t)(last - other) : 2000;
		sum += byte ? (uint64_t)((const uint8_t *)byte - frame) : 3000;
		sum = sum * 7 + (uint8_t)text[at] + (uint8_t)other[length];
	}
	memcpy(fp_packet(burst, 0), &sum, sizeof(sum));
}
