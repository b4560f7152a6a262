// Made from types/module.toml.
#pragma once

#include "fp_module.h"

enum types_output {
	TYPES_FIRST,
	TYPES_DEFAULT,
};

enum types_an_enum {
	TYPES_AN_ENUM_MIN,
	TYPES_AN_ENUM_MAX,
};

enum types_rules_action {
	TYPES_RULES_ACTION_PERMIT,
	TYPES_RULES_ACTION_DENY,
};

struct types_rules_item {
	uint8_t action;   // an enum's
	struct fp_list src;   // of struct fp_prefix: fp_items
};
_Static_assert(sizeof(struct types_rules_item) == 12, "types_rules_item");
_Static_assert(offsetof(struct types_rules_item, action) == 0, "action");
_Static_assert(offsetof(struct types_rules_item, src) == 4, "src");

struct types_config {
	bool a_bool;
	uint16_t a_u16;
	uint64_t a_u64;
	uint8_t a_u8;
	struct fp_list a_string;   // fp_text
	uint8_t an_enum;   // an enum's
	struct fp_mac a_mac;
	struct fp_prefix a_prefix;
	struct fp_range a_range;
	uint32_t default_;
	struct fp_list numbers;   // of uint16_t: fp_items
	struct fp_list nothing;   // of uint64_t: fp_items
	struct fp_list words;   // of struct fp_list: fp_items
	struct fp_list rules;   // of struct types_rules_item: fp_items
};
_Static_assert(sizeof(struct types_config) == 120, "types_config");
_Static_assert(offsetof(struct types_config, a_bool) == 0, "a_bool");
_Static_assert(offsetof(struct types_config, a_u16) == 2, "a_u16");
_Static_assert(offsetof(struct types_config, a_u64) == 8, "a_u64");
_Static_assert(offsetof(struct types_config, a_u8) == 16, "a_u8");
_Static_assert(offsetof(struct types_config, a_string) == 20, "a_string");
_Static_assert(offsetof(struct types_config, an_enum) == 28, "an_enum");
_Static_assert(offsetof(struct types_config, a_mac) == 29, "a_mac");
_Static_assert(offsetof(struct types_config, a_prefix) == 40, "a_prefix");
_Static_assert(offsetof(struct types_config, a_range) == 64, "a_range");
_Static_assert(offsetof(struct types_config, default_) == 80, "default_");
_Static_assert(offsetof(struct types_config, numbers) == 84, "numbers");
_Static_assert(offsetof(struct types_config, nothing) == 92, "nothing");
_Static_assert(offsetof(struct types_config, words) == 100, "words");
_Static_assert(offsetof(struct types_config, rules) == 108, "rules");

// The instance's state, which every burst carries; NULL: refused (fp_refuse). Optional.
void *init(struct fp_heap *heap, const struct types_config *config);
void process(struct fp_burst *burst);
// At a burst's boundary; false: refused, nothing changed. Optional.
bool reconfigure(void *state, struct fp_heap *heap, const struct types_config *config);
// From time to time, between bursts. Optional.
void expire(void *state, uint64_t now_cycles);
