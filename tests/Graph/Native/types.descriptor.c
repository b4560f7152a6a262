// Made from types/module.toml.
#include "types.h"

#define FP_NAMED(symbol) __asm__(symbol) __attribute__((visibility("hidden")))

void *types_init(struct fp_heap *heap, const void *config) FP_NAMED("types.init");
void types_process(struct fp_burst *burst) FP_NAMED("types.process");
void types_expire(void *state, uint64_t now_cycles) FP_NAMED("types.expire");
extern const uint8_t
	types_image[] FP_NAMED("types.image"),
	types_text_start[] FP_NAMED("__start_fp_text_types"),
	types_text_end[] FP_NAMED("__stop_fp_text_types");
// Not every module has constants of this kind.
extern const uint8_t __attribute__((weak))
	types_constants_start[] FP_NAMED("__start_fp_const_types"),
	types_constants_end[] FP_NAMED("__stop_fp_const_types");
static const char types_files[] =
	"modules/types/types.c\0"
	"native/module/fp_module.h\0";
static const struct fp_line types_lines[] = {
	{0, 3, 0, 0},
	{17, 50, 9, 1},
};

void types_MASK_WRITE_process(struct fp_burst *burst) FP_NAMED("types_MASK_WRITE.process");
bool types_MASK_WRITE_reconfigure(void *state, struct fp_heap *heap, const void *config) FP_NAMED("types_MASK_WRITE.reconfigure");
extern const uint8_t
	types_MASK_WRITE_text_start[] FP_NAMED("__start_fp_text_types_MASK_WRITE"),
	types_MASK_WRITE_text_end[] FP_NAMED("__stop_fp_text_types_MASK_WRITE");
// Not every module has constants of this kind.
extern const uint8_t __attribute__((weak))
	types_MASK_WRITE_constants_start[] FP_NAMED("__start_fp_const_types_MASK_WRITE"),
	types_MASK_WRITE_constants_end[] FP_NAMED("__stop_fp_const_types_MASK_WRITE");

void types_NONE_process(struct fp_burst *burst) FP_NAMED("types_NONE.process");

const struct fp_module *fp_module_types(void);

__attribute__((visibility("default"))) const struct fp_module *fp_module_types(void)
{
	static const struct fp_module variants[] = {{
		.config_bytes = sizeof(struct types_config),
		.outputs = 2,
		.init = types_init,
		.process = types_process,
		.expire = types_expire,
		.protection = FP_PROTECTION_SEGMENT,
		.serves = 1,
		.line_count = 2,
		.lines = types_lines,
		.files = types_files,
		.constant_bytes = 4096,
		.initialised_bytes = 5000,
		.globals_bytes = 6000,
		.image = types_image,
		.text_start = types_text_start,
		.text_end = types_text_end,
		.constants_start = types_constants_start,
		.constants_end = types_constants_end,
		.variants_behind = 2,
	}, {
		.config_bytes = sizeof(struct types_config),
		.outputs = 2,
		.process = types_MASK_WRITE_process,
		.reconfigure = types_MASK_WRITE_reconfigure,
		.protection = FP_PROTECTION_MASK,
		.serves = 2,
		.only_writes = 1,
		.constant_bytes = 0,
		.initialised_bytes = 0,
		.globals_bytes = 0,
		.text_start = types_MASK_WRITE_text_start,
		.text_end = types_MASK_WRITE_text_end,
		.constants_start = types_MASK_WRITE_constants_start,
		.constants_end = types_MASK_WRITE_constants_end,
		.variants_behind = 1,
	}, {
		.config_bytes = sizeof(struct types_config),
		.outputs = 2,
		.process = types_NONE_process,
		.protection = FP_PROTECTION_NONE,
		.serves = 4,
		.variants_behind = 0,
	}};
	return variants;
}
