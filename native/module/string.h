// The memory and string functions that a module in C may call: the standard's, C11 7.24, and POSIX' strnlen.
#pragma once

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int byte, size_t bytes);
int memcmp(const void *left, const void *right, size_t bytes);
void *memchr(const void *in, int byte, size_t bytes);
size_t strlen(const char *text);
size_t strnlen(const char *text, size_t bytes_max);
int strcmp(const char *left, const char *right);
int strncmp(const char *left, const char *right, size_t bytes_max);
char *strchr(const char *in, int letter);
char *strrchr(const char *in, int letter);
