// The memory and string functions that a module in C may call: C11 7.24 without locales, and of POSIX what C's compilers make of
// calls to them.
#pragma once

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int byte, size_t bytes);
int memcmp(const void *left, const void *right, size_t bytes);
void *memchr(const void *in, int byte, size_t bytes);
void *memrchr(const void *in, int byte, size_t bytes);
void *mempcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memccpy(void *restrict to, const void *restrict from, int last, size_t bytes);

size_t strlen(const char *text);
size_t strnlen(const char *text, size_t bytes_max);
int strcmp(const char *left, const char *right);
int strncmp(const char *left, const char *right, size_t bytes_max);
char *strchr(const char *in, int letter);
char *strrchr(const char *in, int letter);
char *strstr(const char *in, const char *text);
size_t strspn(const char *in, const char *letters);
size_t strcspn(const char *in, const char *letters);
char *strpbrk(const char *in, const char *letters);
char *strtok_r(char *restrict text, const char *restrict letters, char **restrict rest);
char *strtok(char *restrict text, const char *restrict letters);

char *strcpy(char *restrict to, const char *restrict from);
char *strncpy(char *restrict to, const char *restrict from, size_t bytes);
char *stpcpy(char *restrict to, const char *restrict from);
char *stpncpy(char *restrict to, const char *restrict from, size_t bytes);
char *strcat(char *restrict to, const char *restrict from);
char *strncat(char *restrict to, const char *restrict from, size_t bytes_max);
char *strdup(const char *text) __attribute__((malloc));
char *strndup(const char *text, size_t bytes_max) __attribute__((malloc));
