// C11 7.22.1.4 and 7.22.2 for modules, and errno.
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

static int error;

int *fp_errno(void)
{
	return &error;
}

static unsigned digit_of(char letter)
{
	if (letter >= '0' && letter <= '9')
		return (unsigned)(letter - '0');
	int lower = tolower((unsigned char)letter);
	return lower >= 'a' && lower <= 'z' ? (unsigned)(lower - 'a') + 10 : 36;
}

// The magnitude, ULLONG_MAX and `is_over` beyond it. `end`: behind the last digit, or where the text began if it has none.
static unsigned long long parse(const char *text, char **end, int base, bool *is_negative, bool *is_over)
{
	const char *at = text;
	while (isspace((unsigned char)*at))
		at++;
	*is_negative = *at == '-';
	if (*at == '-' || *at == '+')
		at++;
	bool is_hex = at[0] == '0' && (at[1] == 'x' || at[1] == 'X') && digit_of(at[2]) < 16;
	if ((base == 0 || base == 16) && is_hex) {
		at += 2;
		base = 16;
	} else if (base == 0) {
		base = *at == '0' ? 8 : 10;
	}
	unsigned long long number = 0;
	const char *first = at;
	*is_over = false;
	for (unsigned digit; (digit = digit_of(*at)) < (unsigned)base; at++) {
		if (__builtin_mul_overflow(number, (unsigned)base, &number) || __builtin_add_overflow(number, digit, &number))
			*is_over = true;
	}
	if (end)
		*end = (char *)(uintptr_t)(at == first ? text : at);
	return *is_over ? ULLONG_MAX : number;
}

static bool is_base(int base, const char *text, char **end)
{
	if (base == 0 || (base >= 2 && base <= 36))
		return true;
	errno = EINVAL;
	if (end)
		*end = (char *)(uintptr_t)text;
	return false;
}

long long strtoll(const char *restrict text, char **restrict end, int base)
{
	bool is_negative, is_over;
	if (!is_base(base, text, end))
		return 0;
	unsigned long long number = parse(text, end, base, &is_negative, &is_over);
	unsigned long long most = (unsigned long long)LLONG_MAX + is_negative;
	if (number > most) {
		errno = ERANGE;
		number = most;
	}
	return (long long)(is_negative ? -number : number);
}

unsigned long long strtoull(const char *restrict text, char **restrict end, int base)
{
	bool is_negative, is_over;
	if (!is_base(base, text, end))
		return 0;
	unsigned long long number = parse(text, end, base, &is_negative, &is_over);
	if (is_over) {
		errno = ERANGE;
		return ULLONG_MAX;
	}
	return is_negative ? -number : number;
}

long strtol(const char *restrict text, char **restrict end, int base)
{
	return strtoll(text, end, base);
}

unsigned long strtoul(const char *restrict text, char **restrict end, int base)
{
	return strtoull(text, end, base);
}

int atoi(const char *text)
{
	return (int)strtoll(text, NULL, 10);
}

long atol(const char *text)
{
	return strtoll(text, NULL, 10);
}

long long atoll(const char *text)
{
	return strtoll(text, NULL, 10);
}

// Vigna's splitmix64.
static uint64_t seeded;

void srand(unsigned seed)
{
	seeded = seed;
}

int rand(void)
{
	uint64_t mixed = seeded += 0x9e3779b97f4a7c15;
	mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
	mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
	return (int)((mixed ^ (mixed >> 31)) & RAND_MAX);
}
