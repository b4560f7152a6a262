// POSIX' strings.h for modules: in the "C" locale.
#pragma once

#include <stddef.h>

int bcmp(const void *left, const void *right, size_t bytes);
int strcasecmp(const char *left, const char *right);
int strncasecmp(const char *left, const char *right, size_t bytes_max);
static inline int ffs(int number) { return __builtin_ffs(number); }
