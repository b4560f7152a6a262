#include "decimal.h"

#include <stdbool.h>
#include <string.h>

enum { LIMB = 1000000000, MANTISSA_BITS = 52, EXPONENT_BIAS = 1075 };

// Limbs of nine digits, the most significant first.
static void multiply(uint32_t *limbs, int count, uint32_t by)
{
	uint32_t carry = 0;
	for (int at = count - 1; at >= 0; at--) {
		uint64_t product = (uint64_t)limbs[at] * by + carry;
		limbs[at] = (uint32_t)(product % LIMB);
		carry = (uint32_t)(product / LIMB);
	}
}

static void halve(uint32_t *limbs, int count, int shift)
{
	uint64_t rest = 0;
	for (int at = 0; at < count; at++) {
		uint64_t part = rest * LIMB + limbs[at];
		limbs[at] = (uint32_t)(part >> shift);
		rest = part & (((uint64_t)1 << shift) - 1);
	}
}

void fp_decimal_of(struct decimal *made, double number)
{
	uint32_t limbs[WHOLE_LIMBS + FRACTION_LIMBS] = {0};
	uint64_t bits;
	memcpy(&bits, &number, sizeof(bits));
	uint64_t mantissa = bits & (((uint64_t)1 << MANTISSA_BITS) - 1);
	int exponent = (int)(bits >> MANTISSA_BITS & 0x7ff);
	if (exponent)
		mantissa |= (uint64_t)1 << MANTISSA_BITS;
	else
		exponent = 1;
	exponent -= EXPONENT_BIAS;
	limbs[WHOLE_LIMBS - 1] = (uint32_t)(mantissa % LIMB);
	limbs[WHOLE_LIMBS - 2] = (uint32_t)(mantissa / LIMB);
	// A limb's room lets 29 bits go at once.
	enum { STEP = 29 };
	for (int left = exponent; left > 0; left -= STEP)
		multiply(limbs, WHOLE_LIMBS, (uint32_t)1 << (left < STEP ? left : STEP));
	for (int left = -exponent; left > 0; left -= STEP)
		halve(limbs, WHOLE_LIMBS + FRACTION_LIMBS, left < STEP ? left : STEP);
	char all[DECIMAL_DIGITS];
	for (int at = 0; at < WHOLE_LIMBS + FRACTION_LIMBS; at++) {
		uint32_t limb = limbs[at];
		for (int digit = LIMB_DIGITS - 1; digit >= 0; digit--, limb /= 10)
			all[at * LIMB_DIGITS + digit] = (char)('0' + limb % 10);
	}
	int first = 0, end = DECIMAL_DIGITS;
	while (first < end && all[first] == '0')
		first++;
	while (end > first && all[end - 1] == '0')
		end--;
	made->count = end - first;
	made->point = made->count ? WHOLE_LIMBS * LIMB_DIGITS - first : 0;
	memcpy(made->digits, all + first, (size_t)made->count);
}

void fp_decimal_round(struct decimal *number, int count)
{
	if (count < 0 || (count == 0 && number->count == 0)) {
		number->count = number->point = 0;
		return;
	}
	if (count >= number->count) {
		return;
	}
	bool is_odd = count > 0 && (number->digits[count - 1] - '0') % 2;
	bool is_half = number->digits[count] == '5' && number->count == count + 1;
	bool is_up = is_half ? is_odd : number->digits[count] >= '5';
	number->count = count;
	if (!is_up)
		return;
	int at = count - 1;
	for (; at >= 0 && number->digits[at] == '9'; at--)
		number->digits[at] = '0';
	if (at >= 0) {
		number->digits[at]++;
		return;
	}
	// 9.99 became 10.0: one digit more in front of the point.
	memmove(number->digits + 1, number->digits, (size_t)count);
	number->digits[0] = '1';
	number->count++;
	number->point++;
}
