// C11 7.21.6.1, 8: a, e, f and g, exactly.
#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "format.h"

enum { PRECISION = 6 };

static bool is_upper(const struct conversion *how)
{
	return how->letter < 'a';
}

// Zeros of a precision beyond all digits are counted, not stored: a precision may be 2^31 - 1.
struct written {
	char text[DECIMAL_DIGITS + 32];
	uint64_t length;
	int64_t zeros;       // behind `text`, in front of `exponent`
	char exponent[8];
};

static void digits_to(struct written *made, const struct decimal *number, int from, int64_t count)
{
	for (; count > 0 && from < 0; from++, count--)
		made->text[made->length++] = '0';
	for (; count > 0 && from < number->count; from++, count--)
		made->text[made->length++] = number->digits[from];
	made->zeros = count > 0 ? count : 0;
}

static void write_exponent(struct written *made, char letter, int exponent)
{
	char digits[4], *first = digits + sizeof(digits);
	size_t digits_min = letter == 'e' || letter == 'E' ? 2 : 1;
	for (unsigned rest = (unsigned)abs(exponent); rest || (size_t)(digits + sizeof(digits) - first) < digits_min; rest /= 10)
		*--first = (char)('0' + rest % 10);
	made->exponent[0] = letter;
	made->exponent[1] = exponent < 0 ? '-' : '+';
	memcpy(made->exponent + 2, first, (size_t)(digits + sizeof(digits) - first));
}

static void write_fixed(struct written *made, const struct decimal *number, int64_t precision, bool has_point)
{
	int64_t whole = number->point > 0 ? number->point : 1;
	int first = number->point > 0 ? 0 : number->point - 1;
	for (int64_t at = 0; at < whole; at++, first++)
		made->text[made->length++] = first >= 0 && first < number->count ? number->digits[first] : '0';
	if (precision > 0 || has_point)
		made->text[made->length++] = '.';
	digits_to(made, number, first, precision);
}

static void write_scientific(struct written *made, const struct decimal *number, int64_t precision, bool has_point, char letter)
{
	made->text[made->length++] = number->count ? number->digits[0] : '0';
	if (precision > 0 || has_point)
		made->text[made->length++] = '.';
	digits_to(made, number, number->count ? 1 : 0, precision);
	write_exponent(made, letter, number->count ? number->point - 1 : 0);
}

static int rounding(int64_t count)
{
	return count > DECIMAL_DIGITS ? DECIMAL_DIGITS : (int)count;
}

// 7.21.6.1, 8, g: the exponent decides, of the number as it is rounded; zeros at the end go unless '#' says otherwise.
static void write_general(struct written *made, struct decimal *number, const struct conversion *how, int64_t precision)
{
	if (precision == 0)
		precision = 1;
	fp_decimal_round(number, rounding(precision));
	while (number->count > 0 && number->digits[number->count - 1] == '0')
		number->count--;
	int exponent = number->count ? number->point - 1 : 0;
	bool is_fixed = exponent >= -4 && exponent < precision;
	int64_t decimals = is_fixed ? precision - 1 - exponent : precision - 1;
	int64_t needed = is_fixed ? (int64_t)number->count - 1 - exponent : number->count - 1;
	if (!how->is_alternative && decimals > needed)
		decimals = needed > 0 ? needed : 0;
	if (is_fixed)
		write_fixed(made, number, decimals, how->is_alternative);
	else
		write_scientific(made, number, decimals, how->is_alternative, is_upper(how) ? 'E' : 'e');
}

static void write_decimal(struct written *made, const struct conversion *how, double number)
{
	struct decimal digits;
	fp_decimal_of(&digits, number);
	int64_t precision = how->precision < 0 ? PRECISION : how->precision;
	if (how->letter == 'g' || how->letter == 'G') {
		write_general(made, &digits, how, precision);
	} else if (how->letter == 'f' || how->letter == 'F') {
		fp_decimal_round(&digits, rounding(digits.point + precision));
		write_fixed(made, &digits, precision, how->is_alternative);
	} else {
		fp_decimal_round(&digits, rounding(precision + 1));
		write_scientific(made, &digits, precision, how->is_alternative, is_upper(how) ? 'E' : 'e');
	}
}

// One digit in front of the point, 1 unless the number is 0 or subnormal, as glibc does.
static void write_hexadecimal(struct written *made, const struct conversion *how, uint64_t bits)
{
	enum { MANTISSA_BITS = 52, DIGITS = 13, BIAS = 1023 };
	const char *letters = is_upper(how) ? "0123456789ABCDEF" : "0123456789abcdef";
	uint64_t mantissa = bits & (((uint64_t)1 << MANTISSA_BITS) - 1);
	int exponent = (int)(bits >> MANTISSA_BITS & 0x7ff);
	uint64_t whole = exponent != 0;
	exponent = exponent ? exponent - BIAS : mantissa ? 1 - BIAS : 0;
	int64_t precision = how->precision;
	if (precision >= 0 && precision < DIGITS) {
		int dropped = (int)(DIGITS - precision) * 4;
		uint64_t all = whole << MANTISSA_BITS | mantissa, rest = all & (((uint64_t)1 << dropped) - 1);
		uint64_t half = (uint64_t)1 << (dropped - 1), kept = all >> dropped;
		kept += rest > half || (rest == half && kept & 1);
		whole = kept << dropped >> MANTISSA_BITS;
		mantissa = (kept << dropped) & (((uint64_t)1 << MANTISSA_BITS) - 1);
	}
	made->text[made->length++] = letters[whole];
	int count = 0;
	for (uint64_t rest = mantissa; rest; rest = (rest << 4) & (((uint64_t)1 << MANTISSA_BITS) - 1))
		count++;
	if (precision >= 0)
		count = precision < DIGITS ? (int)precision : DIGITS;
	if (count > 0 || how->is_alternative || precision > 0)
		made->text[made->length++] = '.';
	for (int at = 0; at < count; at++)
		made->text[made->length++] = letters[mantissa >> (MANTISSA_BITS - 4 * (at + 1)) & 15];
	made->zeros = precision > count ? precision - count : 0;
	write_exponent(made, is_upper(how) ? 'P' : 'p', exponent);
}

void fp_format_double(struct output *out, struct conversion how, double number)
{
	uint64_t bits;
	memcpy(&bits, &number, sizeof(bits));
	bool is_hexadecimal = how.letter == 'a' || how.letter == 'A';
	char prefix[4] = {0};
	strcpy(prefix, fp_format_sign(&how, bits >> 63));
	bits &= INT64_MAX;
	enum { INFINITE = 0x7ff };
	if (bits >> 52 == INFINITE) {
		const char *name = bits << 12 ? (is_upper(&how) ? "NAN" : "nan") : (is_upper(&how) ? "INF" : "inf");
		fp_format_text(out, how, prefix, name, strlen(name));
		return;
	}
	struct written made = {0};
	if (is_hexadecimal) {
		strcat(prefix, is_upper(&how) ? "0X" : "0x");
		write_hexadecimal(&made, &how, bits);
	} else {
		memcpy(&number, &bits, sizeof(bits));
		write_decimal(&made, &how, number);
	}
	struct parts parts = {
		.prefix = prefix, .text = made.text, .bytes = made.length, .zeros_behind = made.zeros, .suffix = made.exponent,
	};
	fp_format_field(out, &how, &parts);
}
