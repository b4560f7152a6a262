// A module that a sanitizer has compiled, called directly.
#include "glue.h"

#ifdef GLUE_POISONS
#include <sanitizer/asan_interface.h>
#endif

static void *begin(struct fp_heap *heap, const void *config)
{
	void *state = glue_init(heap, config);
#ifdef GLUE_POISONS
	// What the module hasn't taken. Between two blocks of fp_alloc nothing is free, and so nothing to poison.
	__asan_poison_memory_region(heap->next, (size_t)(heap->end - heap->next));
	__asan_poison_memory_region(heap->shared_next, (size_t)(heap->shared_end - heap->shared_next));
#endif
	return state;
}

const struct fp_module *GLUE_MODULE(void)
{
	static const struct fp_module module = {.init = begin, .process = process};
	return &module;
}
