// C11 7.21.6.1 and 7.21.6.5 for modules.
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "format.h"

void fp_format_put(struct output *out, const char *text, uint64_t bytes)
{
	if (out->length < out->room) {
		uint64_t left = out->room - out->length;
		memcpy(out->to + out->length, text, left < bytes ? left : bytes);
	}
	out->length += bytes;
}

void fp_format_fill(struct output *out, char letter, int64_t count)
{
	if (count <= 0)
		return;
	if (out->length < out->room) {
		uint64_t left = out->room - out->length;
		memset(out->to + out->length, letter, left < (uint64_t)count ? left : (uint64_t)count);
	}
	out->length += (uint64_t)count;
}

void fp_format_field(struct output *out, const struct conversion *how, const struct parts *parts)
{
	uint64_t prefix = strlen(parts->prefix), suffix = strlen(parts->suffix);
	int64_t zeros = parts->zeros > 0 ? parts->zeros : 0;
	int64_t padding = how->width - (int64_t)(prefix + parts->bytes + suffix) - zeros - parts->zeros_behind;
	if (!how->is_left && !how->is_zeroed)
		fp_format_fill(out, ' ', padding);
	fp_format_put(out, parts->prefix, prefix);
	if (!how->is_left && how->is_zeroed)
		fp_format_fill(out, '0', padding);
	fp_format_fill(out, '0', zeros);
	fp_format_put(out, parts->text, parts->bytes);
	fp_format_fill(out, '0', parts->zeros_behind);
	fp_format_put(out, parts->suffix, suffix);
	if (how->is_left)
		fp_format_fill(out, ' ', padding);
}

static void put_number(struct output *out, struct conversion how, uint64_t number, const char *sign, unsigned base)
{
	char digits[24], *end = digits + sizeof(digits), *first = end;
	const char *letters = how.letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
	const char *prefix = sign;
	if (how.is_alternative && base == 16 && number)
		prefix = how.letter == 'X' ? "0X" : "0x";
	for (uint64_t rest = number; rest; rest /= base)
		*--first = letters[rest % base];
	int64_t zeros = (how.precision < 0 ? 1 : how.precision) - (end - first);
	if (how.is_alternative && base == 8 && zeros <= 0)
		zeros = 1;
	// With a precision the flag 0 is ignored (7.21.6.1, 6).
	how.is_zeroed = how.is_zeroed && how.precision < 0;
	struct parts parts = {.prefix = prefix, .zeros = zeros, .text = first, .bytes = (uint64_t)(end - first), .suffix = ""};
	fp_format_field(out, &how, &parts);
}

const char *fp_format_sign(const struct conversion *how, bool is_negative)
{
	return is_negative ? "-" : how->is_signed ? "+" : how->is_spaced ? " " : "";
}

static void put_signed(struct output *out, struct conversion how, int64_t number)
{
	uint64_t magnitude = number < 0 ? -(uint64_t)number : (uint64_t)number;
	put_number(out, how, magnitude, fp_format_sign(&how, number < 0), 10);
}

// `list` is a pointer: a va_list that is an argument can't be read on by the caller.
struct arguments {
	va_list list;
};

static int64_t next_signed(struct arguments *given, const struct conversion *how)
{
	switch (how->size) {
	case SIZE_CHAR:
		return (signed char)va_arg(given->list, int);
	case SIZE_SHORT:
		return (short)va_arg(given->list, int);
	case SIZE_INT:
		return va_arg(given->list, int);
	default:
		return va_arg(given->list, int64_t);
	}
}

static uint64_t next_unsigned(struct arguments *given, const struct conversion *how)
{
	switch (how->size) {
	case SIZE_CHAR:
		return (unsigned char)va_arg(given->list, unsigned);
	case SIZE_SHORT:
		return (unsigned short)va_arg(given->list, unsigned);
	case SIZE_INT:
		return va_arg(given->list, unsigned);
	default:
		return va_arg(given->list, uint64_t);
	}
}

void fp_format_text(struct output *out, struct conversion how, const char *prefix, const char *text, uint64_t bytes)
{
	struct parts parts = {.prefix = prefix, .text = text, .bytes = bytes, .suffix = ""};
	how.is_zeroed = false;
	fp_format_field(out, &how, &parts);
}

static void put_text(struct output *out, struct conversion how, const char *text)
{
	if (!text)
		text = "(null)";
	fp_format_text(out, how, "", text, how.precision < 0 ? strlen(text) : strnlen(text, (size_t)how.precision));
}

static void convert(struct output *out, struct conversion how, struct arguments *given)
{
	switch (how.letter) {
	case 'd':
	case 'i':
		put_signed(out, how, next_signed(given, &how));
		break;
	case 'u':
		put_number(out, how, next_unsigned(given, &how), "", 10);
		break;
	case 'o':
		put_number(out, how, next_unsigned(given, &how), "", 8);
		break;
	case 'x':
	case 'X':
		put_number(out, how, next_unsigned(given, &how), "", 16);
		break;
	case 'p':
		how.is_alternative = true;
		how.letter = 'x';
		put_number(out, how, (uint64_t)va_arg(given->list, void *), "", 16);
		break;
	case 'c': {
		char letter = (char)va_arg(given->list, int);
		fp_format_text(out, how, "", &letter, 1);
		break;
	}
	case 's':
		put_text(out, how, va_arg(given->list, const char *));
		break;
	case 'e':
	case 'E':
	case 'f':
	case 'F':
	case 'g':
	case 'G':
	case 'a':
	case 'A':
		fp_format_double(out, how, va_arg(given->list, double));
		break;
	case '%':
		fp_format_put(out, "%", 1);
		break;
	default:
		abort();
	}
}

// Decimal digits; INT_MAX beyond it.
static int read_count(const char **format)
{
	int64_t count = 0;
	for (; **format >= '0' && **format <= '9'; ++*format)
		count = count * 10 + (**format - '0') > INT_MAX ? INT_MAX : count * 10 + (**format - '0');
	return (int)count;
}

static void read_flags(const char **format, struct conversion *how)
{
	for (;; ++*format) {
		switch (**format) {
		case '-':
			how->is_left = true;
			break;
		case '+':
			how->is_signed = true;
			break;
		case ' ':
			how->is_spaced = true;
			break;
		case '#':
			how->is_alternative = true;
			break;
		case '0':
			how->is_zeroed = true;
			break;
		default:
			return;
		}
	}
}

static enum size read_size(const char **format)
{
	switch (*(*format)++) {
	case 'h':
		if (**format != 'h')
			return SIZE_SHORT;
		++*format;
		return SIZE_CHAR;
	case 'l':
		if (**format == 'l')
			++*format;
		return SIZE_LONG;
	case 'j':
	case 'z':
	case 't':
		return SIZE_LONG;
	default:
		--*format;
		return SIZE_INT;
	}
}

static struct conversion read_conversion(const char **format, struct arguments *given)
{
	struct conversion how = {.precision = -1};
	read_flags(format, &how);
	if (**format == '*') {
		++*format;
		int width = va_arg(given->list, int);
		how.is_left |= width < 0;
		how.width = width < 0 ? -(int64_t)width : width;
	} else {
		how.width = read_count(format);
	}
	if (**format == '.') {
		++*format;
		if (**format == '*') {
			++*format;
			how.precision = va_arg(given->list, int);
		} else {
			how.precision = read_count(format);
		}
	}
	how.size = read_size(format);
	how.letter = *(*format)++;
	return how;
}

int vsnprintf(char *restrict to, size_t bytes, const char *restrict format, va_list list)
{
	struct output out = {.to = to, .room = bytes ? bytes - 1 : 0};
	struct arguments given;
	va_copy(given.list, list);
	for (const char *at = format; *at;) {
		size_t plain = strcspn(at, "%");
		fp_format_put(&out, at, plain);
		at += plain;
		if (*at) {
			at++;
			convert(&out, read_conversion(&at, &given), &given);
		}
	}
	va_end(given.list);
	if (bytes)
		to[out.length < out.room ? out.length : out.room] = 0;
	return out.length > INT_MAX ? -1 : (int)out.length;
}

int snprintf(char *restrict to, size_t bytes, const char *restrict format, ...)
{
	va_list list;
	va_start(list, format);
	int length = vsnprintf(to, bytes, format, list);
	va_end(list);
	return length;
}

int vsprintf(char *restrict to, const char *restrict format, va_list list)
{
	return vsnprintf(to, (size_t)INT_MAX + 1, format, list);
}

int sprintf(char *restrict to, const char *restrict format, ...)
{
	va_list list;
	va_start(list, format);
	int length = vsnprintf(to, (size_t)INT_MAX + 1, format, list);
	va_end(list);
	return length;
}
