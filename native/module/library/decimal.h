// The decimal digits of a double, all of them: each double is a whole number of 10^-1074, so it has an end.
#pragma once

#include <stdint.h>

enum {
	LIMB_DIGITS = 9,
	WHOLE_LIMBS = 35,      // below 2^1024, 309 digits
	FRACTION_LIMBS = 120,  // 1,074 digits
	DECIMAL_DIGITS = (WHOLE_LIMBS + FRACTION_LIMBS) * LIMB_DIGITS,
};

// Digits '0' to '9'; `point` of them lie in front of the point. The first isn't 0, unless the number is.
struct decimal {
	char digits[DECIMAL_DIGITS + 1];
	int count;
	int point;
};

// Of a finite number, without its sign.
void fp_decimal_of(struct decimal *made, double number);

// To `count` digits in all, to the nearest, and of two to the even one (IEEE 754, 4.3.1). There may be zeros at the end; below 0
// leaves none.
void fp_decimal_round(struct decimal *number, int count);
