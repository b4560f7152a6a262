// C11 7.24.4.2, 7.24.5.2 to 7.24.6.3 and 7.22.4.1 for modules, and POSIX' strnlen and strtok_r.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

size_t strlen(const char *text)
{
	size_t length = 0;
	while (text[length])
		length++;
	return length;
}

size_t strnlen(const char *text, size_t bytes_max)
{
	size_t length = 0;
	while (length < bytes_max && text[length])
		length++;
	return length;
}

int strcmp(const char *left, const char *right)
{
	while (*left && *left == *right) {
		left++;
		right++;
	}
	return (unsigned char)*left - (unsigned char)*right;
}

int strncmp(const char *left, const char *right, size_t bytes_max)
{
	for (; bytes_max > 0; left++, right++, bytes_max--) {
		if (*left != *right)
			return (unsigned char)*left - (unsigned char)*right;
		if (!*left)
			return 0;
	}
	return 0;
}

char *strchr(const char *in, int letter)
{
	for (; *in != (char)letter; in++) {
		if (!*in)
			return NULL;
	}
	return (char *)(uintptr_t)in;
}

char *strrchr(const char *in, int letter)
{
	const char *last = NULL;
	do {
		if (*in == (char)letter)
			last = in;
	} while (*in++);
	return (char *)(uintptr_t)last;
}

size_t strspn(const char *in, const char *letters)
{
	size_t length = 0;
	while (in[length] && strchr(letters, in[length]))
		length++;
	return length;
}

size_t strcspn(const char *in, const char *letters)
{
	size_t length = 0;
	while (in[length] && !strchr(letters, in[length]))
		length++;
	return length;
}

char *strpbrk(const char *in, const char *letters)
{
	in += strcspn(in, letters);
	return *in ? (char *)(uintptr_t)in : NULL;
}

char *strstr(const char *in, const char *text)
{
	size_t length = strlen(text);
	for (; length && (in = strchr(in, *text)); in++) {
		if (strncmp(in, text, length) == 0)
			break;
	}
	return (char *)(uintptr_t)in;
}

char *strtok_r(char *restrict text, const char *restrict letters, char **restrict rest)
{
	char *start = text ? text : *rest;
	start += strspn(start, letters);
	char *end = start + strcspn(start, letters);
	*rest = end;
	if (*end) {
		*end = 0;
		*rest = end + 1;
	}
	return end == start ? NULL : start;
}

char *strtok(char *restrict text, const char *restrict letters)
{
	static char *rest;
	return strtok_r(text, letters, &rest);
}

void abort(void)
{
	__builtin_trap();
}
