// Made from types/module.toml.
#include "types.h"

static void *typed_init(struct fp_heap *heap, const void *config)
{
	return init(heap, (const struct types_config *)config);
}

const struct fp_module *fp_module_types(void);

__attribute__((visibility("default"))) const struct fp_module *fp_module_types(void)
{
	static const struct fp_module module = {
		.config_bytes = sizeof(struct types_config),
		.outputs = 2,
		.init = typed_init,
		.process = process,
		.expire = expire,
	};
	return &module;
}
