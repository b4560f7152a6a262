// Between format.c and fp_format_double.c.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct output {
	char *to;
	uint64_t room;     // without the 0 at the end
	uint64_t length;   // also of what had no room
};

enum size { SIZE_INT, SIZE_CHAR, SIZE_SHORT, SIZE_LONG };

struct conversion {
	bool is_left, is_signed, is_spaced, is_alternative, is_zeroed;
	char letter;
	enum size size;
	int precision;     // below 0: none
	int64_t width;
};

void fp_format_put(struct output *out, const char *text, uint64_t bytes);
void fp_format_fill(struct output *out, char letter, int64_t count);

// A field: in this order, and padded to its width on the side that the flags say.
struct parts {
	const char *prefix;   // sign or 0x
	int64_t zeros;        // below 0: none
	const char *text;
	uint64_t bytes;       // of `text`
	int64_t zeros_behind;
	const char *suffix;   // an exponent
};

void fp_format_field(struct output *out, const struct conversion *how, const struct parts *parts);
// Never padded with zeros.
void fp_format_text(struct output *out, struct conversion how, const char *prefix, const char *text, uint64_t bytes);
const char *fp_format_sign(const struct conversion *how, bool is_negative);
void fp_format_double(struct output *out, struct conversion how, double number);
