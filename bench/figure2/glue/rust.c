// The twin in Rust: it reads what the module's own `init`, unprotected C, has made; its `process` is what is measured.
#include "glue.h"

// Keeps slices of what it may touch: the heap's blocks, and the frames.
void twin_begin(void *state, const uint8_t *heap_end, uint8_t *frames, size_t frames_bytes);

void twin_process(struct fp_burst *burst);

// Debian's core library is compiled to unwind, and names this. Nothing here unwinds: a panic is an illegal instruction.
void rust_eh_personality(void);

void rust_eh_personality(void)
{
	__builtin_trap();
}

static void *begin(struct fp_heap *heap, const void *config)
{
	void *state = glue_init(heap, config);
	if (state)
		twin_begin(state, heap->end, glue_frames(heap), GLUE_FRAMES_BYTES);
	return state;
}

const struct fp_module *GLUE_MODULE(void)
{
	static const struct fp_module module = {.init = begin, .process = twin_process};
	return &module;
}
