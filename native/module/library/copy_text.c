// C11 7.24.2.3 to 7.24.3.2 for modules, and POSIX' copies of strings.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

char *stpcpy(char *restrict to, const char *restrict from)
{
	size_t length = strlen(from);
	memcpy(to, from, length + 1);
	return to + length;
}

char *strcpy(char *restrict to, const char *restrict from)
{
	stpcpy(to, from);
	return to;
}

char *stpncpy(char *restrict to, const char *restrict from, size_t bytes)
{
	size_t length = strnlen(from, bytes);
	memcpy(to, from, length);
	memset(to + length, 0, bytes - length);
	return to + length;
}

char *strncpy(char *restrict to, const char *restrict from, size_t bytes)
{
	stpncpy(to, from, bytes);
	return to;
}

char *strcat(char *restrict to, const char *restrict from)
{
	strcpy(to + strlen(to), from);
	return to;
}

char *strncat(char *restrict to, const char *restrict from, size_t bytes_max)
{
	char *end = to + strlen(to);
	size_t length = strnlen(from, bytes_max);
	memcpy(end, from, length);
	end[length] = 0;
	return to;
}

char *strndup(const char *text, size_t bytes_max)
{
	size_t length = strnlen(text, bytes_max);
	char *made = malloc(length + 1);
	if (!made)
		return NULL;
	memcpy(made, text, length);
	made[length] = 0;
	return made;
}

char *strdup(const char *text)
{
	return strndup(text, strlen(text));
}
