// Compares the library's snprintf with this machine's, conversion by conversion.
//
//   formats <count>      each that differs, or `equal`
//
// The library is compiled beside it, its functions called fp_<name>.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int fp_snprintf(char *to, size_t bytes, const char *format, ...);

static uint64_t state = 88172645463325252;

// Marsaglia's xorshift: the same numbers in every run.
static uint64_t next(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % below;
}

static double next_double(void)
{
	static const double odd[] = {0.0, -0.0, 1.0 / 0.0, -1.0 / 0.0, 0.5, 1.5, 2.5, 9.5, 99.5, 0x1p-1074, 0x1.fffffffffffffp1023};
	uint64_t bits = next(UINT64_MAX);
	double number;
	switch (next(5)) {
	case 0:
		memcpy(&number, &bits, sizeof(number));
		return number;
	case 1:
		return (double)(int64_t)(bits >> next(64)) / (double)(1u << next(31));
	case 2:
		return (double)(bits % 100000) / 1000.0;
	case 3:
		return odd[next(sizeof(odd) / sizeof(*odd))];
	default:
		return (double)(bits % 1000) / 8;
	}
}

// Flags, width and precision, at `to`; what follows them.
static char *write_start(char *to, const char *flags)
{
	*to++ = '%';
	for (; *flags; flags++) {
		if (next(3) == 0)
			*to++ = *flags;
	}
	if (next(2))
		to += sprintf(to, "%d", (int)next(40));
	if (next(2))
		to += sprintf(to, ".%d", (int)next(next(8) ? 20 : 400));
	return to;
}

static int differs(const char *format, size_t room, int theirs, const char *text, int ours, const char *found)
{
	if (theirs == ours && (room == 0 || strcmp(text, found) == 0))
		return 0;
	printf("%s in %zu bytes: %d \"%s\", and here %d \"%s\"\n", format, room, theirs, text, ours, found);
	return 1;
}

static int compare(void)
{
	static const char *const sizes[] = {"", "l", "ll", "h", "hh", "j", "z", "t"};
	char format[64], text[3000] = "", found[3000] = "";
	size_t room = next(3) ? sizeof(text) : next(20);
	int theirs, ours;
	switch (next(8)) {
	case 0: {
		sprintf(write_start(format, "-"), "s");
		const char *word = &"interconnections"[next(17)];
		theirs = snprintf(text, room, format, word);
		ours = fp_snprintf(found, room, format, word);
		break;
	}
	case 1:
	case 2:
	case 3: {
		sprintf(write_start(format, "-+ #0"), "%s%c", sizes[next(8)], "diuoxX"[next(6)]);
		uint64_t number = next(UINT64_MAX) >> next(64);
		theirs = snprintf(text, room, format, number);
		ours = fp_snprintf(found, room, format, number);
		break;
	}
	default: {
		char letter = "eEfFgGaA"[next(8)];
		// glibc leaves a digit out of %#.2g of 99.9 (7.21.6.1, 8: precision P - 1).
		sprintf(write_start(format, letter == 'g' || letter == 'G' ? "-+ 0" : "-+ #0"), "%c", letter);
		double number = next_double();
		theirs = snprintf(text, room, format, number);
		ours = fp_snprintf(found, room, format, number);
	}
	}
	return differs(format, room, theirs, text, ours, found);
}

int main(int count, char **arguments)
{
	int wrong = 0;
	for (long left = count > 1 ? atol(arguments[1]) : 0; left > 0 && wrong < 20; left--)
		wrong += compare();
	if (!wrong)
		puts("equal");
	return wrong > 0;
}
