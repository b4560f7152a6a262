// Command lines, files, and what a module answered.
#define _GNU_SOURCE
#include "kit.h"

#include <errno.h>
#include <stdarg.h>

void kit_stop(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

struct contract contract_read(char **arguments)
{
	return (struct contract){
		.sees_packets = strcmp(arguments[0], "none") != 0,
		.writes_packets = strcmp(arguments[0], "write") == 0,
		.resizes = strcmp(arguments[1], "resizes") == 0,
		.outputs = (uint32_t)strtoul(arguments[2], NULL, 10),
	};
}

void *kit_read_file(const char *path, size_t *bytes)
{
	FILE *file = fopen(path, "rb");
	long size = file && !fseek(file, 0, SEEK_END) ? ftell(file) : -1;
	uint8_t *read = size < 0 ? NULL : malloc((size_t)size + 1);
	if (!read || fseek(file, 0, SEEK_SET) || fread(read, 1, (size_t)size, file) != (size_t)size)
		kit_stop("%s can't be read: %s", path, strerror(errno));
	fclose(file);
	*bytes = (size_t)size;
	return read;
}

// FNV-1a.
static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		hash = (hash ^ ((const uint8_t *)bytes)[i]) * 0x100000001b3;
	return hash;
}

struct answer answer_of(struct answers *answers, const struct contract *contract, const struct fp_burst *burst, uint32_t i,
	const uint8_t *room, uint32_t offset, uint32_t length)
{
	struct fp_packet packet = {offset, length};
	uint8_t verdict = contract->outputs == 1 ? 0 : burst->verdicts[i];
	struct answer answer = {.verdict = verdict, .is_dropped = verdict >= contract->outputs};
	if (contract->resizes)
		packet = burst->packets[i];
	// Both wrap: what lies before the room is as far away as what lies behind it.
	uint32_t at = packet.offset - (offset - HEADROOM_BYTES), room_bytes = HEADROOM_BYTES + length + TAILROOM_BYTES;
	bool fits = at <= room_bytes && packet.length <= room_bytes - at && packet.length >= FRAME_BYTES_MIN;
	answers->bad_verdicts += answer.is_dropped;
	answers->bad_lengths += !answer.is_dropped && !fits;
	answers->hash = hash_bytes(answers->hash, &verdict, sizeof(verdict));
	answer.is_dropped |= !fits;
	if (answer.is_dropped)
		return answer;
	answers->verdicts[verdict]++;
	answer.bytes = room + at;
	answer.length = packet.length;
	answers->hash = hash_bytes(answers->hash, &answer.length, sizeof(answer.length));
	answers->hash = hash_bytes(answers->hash, answer.bytes, contract->sees_packets ? answer.length : 0);
	return answer;
}

void answers_print(const struct answers *answers, const struct contract *contract)
{
	printf("\"verdicts\":[");
	for (uint32_t i = 0; i < contract->outputs; i++)
		printf("%s%llu", i ? "," : "", (unsigned long long)answers->verdicts[i]);
	printf("],\"bad_verdicts\":%llu,\"bad_lengths\":%llu,\"hash\":\"%016llx\"", (unsigned long long)answers->bad_verdicts,
		(unsigned long long)answers->bad_lengths, (unsigned long long)answers->hash);
}
