// C11 7.24.2, 7.24.4.1, 7.24.5.1 and 7.24.6.1 for modules, and what POSIX has beside them: compiled with each
// of them, and confined with it. No byte beyond those named is read, since behind a region nothing is mapped.
#include <stdint.h>
#include <string.h>

enum { WIDE = 32 };

typedef uint64_t wide __attribute__((vector_size(WIDE), aligned(1)));
typedef uint64_t half __attribute__((vector_size(WIDE / 2), aligned(1)));
typedef uint64_t word8 __attribute__((aligned(1)));
typedef uint32_t word4 __attribute__((aligned(1)));
typedef uint16_t word2 __attribute__((aligned(1)));

// At most 32 bytes: two words that may overlap, both read before one is written.
static inline void move_short(uint8_t *to, const uint8_t *from, size_t bytes)
{
#define MOVE(type)                                                                 \
	do {                                                                       \
		type first = *(const type *)from;                                  \
		type last = *(const type *)(from + bytes - sizeof(type));          \
		*(type *)to = first;                                               \
		*(type *)(to + bytes - sizeof(type)) = last;                       \
	} while (0)
	if (bytes >= 16)
		MOVE(half);
	else if (bytes >= 8)
		MOVE(word8);
	else if (bytes >= 4)
		MOVE(word4);
	else if (bytes >= 2)
		MOVE(word2);
	else if (bytes)
		*to = *from;
#undef MOVE
}

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	uint8_t *out = to;
	const uint8_t *in = from;
	if (bytes <= WIDE) {
		move_short(out, in, bytes);
		return to;
	}
	wide last = *(const wide *)(in + bytes - WIDE);
	for (size_t at = 0; at < bytes - WIDE; at += WIDE)
		*(wide *)(out + at) = *(const wide *)(in + at);
	*(wide *)(out + bytes - WIDE) = last;
	return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
	uint8_t *out = to;
	const uint8_t *in = from;
	if (bytes <= WIDE) {
		move_short(out, in, bytes);
		return to;
	}
	// The end that the other one's writes would reach first is read before them.
	wide first = *(const wide *)in, last = *(const wide *)(in + bytes - WIDE);
	if ((uintptr_t)out - (uintptr_t)in >= bytes) {
		for (size_t at = 0; at < bytes - WIDE; at += WIDE)
			*(wide *)(out + at) = *(const wide *)(in + at);
		*(wide *)(out + bytes - WIDE) = last;
		return to;
	}
	for (size_t left = bytes; left > WIDE; left -= WIDE)
		*(wide *)(out + left - WIDE) = *(const wide *)(in + left - WIDE);
	*(wide *)out = first;
	return to;
}

void *memset(void *to, int byte, size_t bytes)
{
	uint8_t *out = to;
	uint64_t word = (uint8_t)byte * 0x0101010101010101u;
	if (bytes >= WIDE) {
		wide all = {word, word, word, word};
		for (size_t at = 0; at < bytes - WIDE; at += WIDE)
			*(wide *)(out + at) = all;
		*(wide *)(out + bytes - WIDE) = all;
	} else if (bytes >= 8) {
		for (size_t at = 0; at < bytes - 8; at += 8)
			*(word8 *)(out + at) = word;
		*(word8 *)(out + bytes - 8) = word;
	} else {
		for (size_t at = 0; at < bytes; at++)
			out[at] = (uint8_t)byte;
	}
	return to;
}

int memcmp(const void *left, const void *right, size_t bytes)
{
	const uint8_t *a = left, *b = right;
	size_t at = 0;
	for (; bytes - at >= 8; at += 8) {
		uint64_t x = *(const word8 *)(a + at), y = *(const word8 *)(b + at);
		if (x != y)
			return __builtin_bswap64(x) < __builtin_bswap64(y) ? -1 : 1;
	}
	for (; at < bytes; at++) {
		if (a[at] != b[at])
			return a[at] - b[at];
	}
	return 0;
}

// What the compiler makes of a memcmp that is compared with 0.
int bcmp(const void *left, const void *right, size_t bytes);

int bcmp(const void *left, const void *right, size_t bytes)
{
	return memcmp(left, right, bytes);
}

void *memchr(const void *in, int byte, size_t bytes)
{
	const uint8_t *at = in;
	for (; bytes > 0; at++, bytes--) {
		if (*at == (uint8_t)byte)
			return (void *)(uintptr_t)at;
	}
	return NULL;
}

void *memrchr(const void *in, int byte, size_t bytes)
{
	const uint8_t *first = in;
	while (bytes-- > 0) {
		if (first[bytes] == (uint8_t)byte)
			return (void *)(uintptr_t)(first + bytes);
	}
	return NULL;
}

void *mempcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	return (uint8_t *)memcpy(to, from, bytes) + bytes;
}

void *memccpy(void *restrict to, const void *restrict from, int last, size_t bytes)
{
	const uint8_t *found = memchr(from, last, bytes);
	size_t copied = found ? (size_t)(found - (const uint8_t *)from) + 1 : bytes;
	memcpy(to, from, copied);
	return found ? (uint8_t *)to + copied : NULL;
}
