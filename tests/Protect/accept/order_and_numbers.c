// qsort, bsearch, strtol and its kind, ctype.h, snprintf.
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <strings.h>

struct item {
	uint8_t key, rest[10];
};

static int by_key(const void *left, const void *right)
{
	return ((const struct item *)left)->key - ((const struct item *)right)->key;
}

static uint64_t hash_text(uint64_t sum, const char *text)
{
	while (*text)
		sum = sum * 31 + (uint8_t)*text++;
	return sum;
}

static uint64_t sorted(uint64_t sum, const uint8_t *frame, uint32_t length)
{
	static struct item items[40];
	uint32_t count = length / 2 < 40 ? length / 2 : 40;
	for (uint32_t i = 0; i < count; i++)
		items[i] = (struct item){frame[i], {0}};
	qsort(items, count, sizeof(*items), by_key);
	for (uint32_t i = 0; i < count; i++)
		sum = sum * 31 + items[i].key;
	struct item wanted = {frame[length - 1], {0}};
	const struct item *found = bsearch(&wanted, items, count, sizeof(*items), by_key);
	return sum * 31 + (found ? found->key : 256);
}

static uint64_t numbers(uint64_t sum, const uint8_t *frame, uint32_t length)
{
	static const char letters[] = " \t+-00xX17fFz9 ";
	char text[40], *end;
	uint32_t count = length < sizeof(text) ? length - 1 : sizeof(text) - 1;
	for (uint32_t i = 0; i < count; i++)
		text[i] = letters[frame[i] % (sizeof(letters) - 1)];
	text[count] = 0;
	int base = frame[0] % 38;
	errno = 0;
	sum = sum * 31 + (uint64_t)strtol(text, &end, base == 1 ? 0 : base);
	sum = sum * 31 + (uint64_t)(base == 37 ? 0 : end - text) + (uint64_t)errno;
	sum = sum * 31 + strtoul(text + 1, &end, 0) + (uint64_t)(end - text);
	sum = sum * 31 + (uint64_t)atoi(text + frame[1] % (count + 1)) % 1000;
	for (uint32_t i = 0; i < count; i++)
		sum = sum * 2 + (uint64_t)(!isalpha(text[i]) + !isspace(text[i]) + !isxdigit(frame[i] & 127)) + (uint64_t)toupper(text[i]);
	return sum + (strcasecmp(text, letters) > 0) + (strncasecmp("HeLLo", "hello!", 5) == 0);
}

static uint64_t texts(uint64_t sum, const uint8_t *frame)
{
	char text[200], copy[200], *rest;
	int length = snprintf(text, sizeof(text), "%d.%u.%03d-%#x %5s|%-6.3s|%+.3f %e %g %" PRIu64 " %c%%", frame[0], frame[1], frame[2],
		frame[3], "four", "fives", frame[4] / 16.0, frame[5] * 1e30, frame[6] / 1024.0, (uint64_t)frame[7] << 40, frame[8] % 26 + 97);
	sum = hash_text(sum * 31 + (uint64_t)length, text);
	char *copied = strdup(text);
	sum = sum * 31 + (copied ? strlen(copied) : 0);
	free(copied);
	strcpy(copy, text);
	strncat(copy, text + 3, frame[9] % 40);
	sum = hash_text(sum, copy) + strspn(copy, "0123456789.") + strcspn(copy, "|");
	const char *found = strstr(copy, "four");
	sum = sum * 31 + (found ? (uint64_t)(found - copy) : 999);
	for (char *part = strtok_r(copy, " |", &rest); part; part = strtok_r(NULL, " |", &rest))
		sum = hash_text(sum * 7, part);
	memset(text, 1, sizeof(text));
	strncpy(text, "short", 12);
	int whole = snprintf(text, frame[10] % 9, "%s", "longer than that");
	return hash_text(sum + (uint64_t)text[11] + (uint64_t)whole, frame[10] % 9 ? text : "");
}

void process(struct fp_burst *burst)
{
	uint64_t sum = 1;
	for (uint32_t i = 0; i < burst->count; i++) {
		const uint8_t *frame = fp_packet(burst, i);
		uint32_t length = burst->packets[i].length;
		sum = texts(numbers(sorted(sum, frame, length), frame, length), frame);
	}
	memcpy(fp_packet(burst, 0), &sum, sizeof(sum));
}
