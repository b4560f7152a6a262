// C11 7.21 for modules: formatting into memory. There are no files.
#pragma once

#include <stdarg.h>
#include <stddef.h>

#define EOF (-1)

// C11 7.21.6.5; `long double`, wide characters and %n aren't there: such a conversion ends the instance as a fault. Exact for
// every double. Bytes that it takes without the 0 at its end, of which at most `bytes` are written; below 0: more than an int
// holds.
int snprintf(char *restrict to, size_t bytes, const char *restrict format, ...) __attribute__((format(printf, 3, 4)));
int vsnprintf(char *restrict to, size_t bytes, const char *restrict format, va_list list)
	__attribute__((format(printf, 3, 0)));
int sprintf(char *restrict to, const char *restrict format, ...) __attribute__((format(printf, 2, 3)));
int vsprintf(char *restrict to, const char *restrict format, va_list list) __attribute__((format(printf, 2, 0)));
