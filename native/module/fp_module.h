// All that a module in C sees. With it comes a header made from the module's module.toml, `<name>.h`: the configuration's
// struct, the outputs, and the prototypes of what the module defines. modules/README.md explains both.
//
// Layouts are shared with runtime/FastPaas.Abstractions/CModules; tests compare them. Nothing here holds an address of the host
// that a module could not also be given as an offset into memory of its own: see `fp_packet`, `fp_items`, `fp_heap`.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <string.h>

#define FP_BURST_PACKETS_MAX 64

// ---------------------------------------------------------------------------------------------------------------- the burst

// Where a packet is. `offset` counts from a base that only `fp_packet` knows; `length` bytes can be read there: the frame from
// its first byte as far as it lies in one piece, at least min(frame, 256). A module whose manifest says `resizes = true` pushes
// and pops headers by changing both; the host takes one copy after `process` and checks that: at least 14 bytes, inside the
// buffer. A packet that fails is dropped as bad_length. What other modules write here changes nothing.
struct fp_packet {
	uint32_t offset;
	uint32_t length;
};

// One call of `process`: the packets of one node, densely, in the order of arrival.
struct fp_burst {
	uint64_t now_cycles;                          // the burst's clock; fp_heap has its rate
	void *state;                                  // what `init` returned
	uint32_t count;                               // 1 to FP_BURST_PACKETS_MAX
	uint32_t reserved;
	struct fp_packet packets[FP_BURST_PACKETS_MAX];
	uint32_t beyond[FP_BURST_PACKETS_MAX];        // bytes of the frame behind `length`, in other buffers; mostly 0
	// By packet: an output of the manifest, in its order from 0. Any other value, or none written, drops the packet as
	// module_fault. A module with one output needs not write it.
	uint8_t verdicts[FP_BURST_PACKETS_MAX];
	// For fp_packet alone: packets of a process without protection have no common base. With it nothing is here.
	uint8_t *bases[FP_BURST_PACKETS_MAX];
};

_Static_assert(sizeof(struct fp_packet) == 8, "fp_packet");
_Static_assert(offsetof(struct fp_burst, packets) == 24, "fp_burst.packets");
_Static_assert(offsetof(struct fp_burst, beyond) == 536, "fp_burst.beyond");
_Static_assert(offsetof(struct fp_burst, verdicts) == 792, "fp_burst.verdicts");
_Static_assert(offsetof(struct fp_burst, bases) == 856, "fp_burst.bases");
_Static_assert(sizeof(struct fp_burst) == 1368, "fp_burst");

// The first byte of a packet. Not for modules with packet = "none", which get lengths only.
static inline uint8_t *fp_packet(const struct fp_burst *burst, uint32_t i)
{
#ifdef FP_PROTECTED
	// Packets lie in the module's arena, whose pointers are offsets.
	return (uint8_t *)(uintptr_t)burst->packets[i].offset;
#else
	return burst->bases[i] + burst->packets[i].offset;
#endif
}

// Bytes of the frame on the wire, over all buffers.
static inline uint32_t fp_frame_length(const struct fp_burst *burst, uint32_t i)
{
	return burst->packets[i].length + burst->beyond[i];
}

// -------------------------------------------------------------------------------------------------------------- the heap

// An instance's memory: one for each node on each lcore. Zeroed; nothing else may be written but packets and verdicts.
struct fp_heap {
	uint64_t cycles_per_second;   // of now_cycles
	uint32_t lcore;               // which of the workers this instance is on, from 0
	uint32_t lcores;
	uint8_t *next, *end;          // for fp_alloc
	uint8_t *shared_next, *shared_end;
	char refusal[256];            // for fp_refuse
};

_Static_assert(offsetof(struct fp_heap, next) == 16, "fp_heap.next");
_Static_assert(offsetof(struct fp_heap, refusal) == 48, "fp_heap.refusal");
_Static_assert(sizeof(struct fp_heap) == 304, "fp_heap");

#ifdef FP_SANITIZED
// In the module kit's program (native/kit) heaps are poisoned, but for what is handed out.
void __asan_unpoison_memory_region(const volatile void *memory, size_t bytes);
#endif

static inline void *fp_take(uint8_t **next, const uint8_t *end, uint64_t count, uint64_t bytes)
{
	enum { ALIGNMENT = 64 };
	uint64_t size;
	uint64_t room = (uint64_t)(end - *next);
	if (__builtin_mul_overflow(count, bytes, &size) || size > room)
		return NULL;
	void *taken = *next;
	uint64_t padded = (size + ALIGNMENT - 1) & ~(uint64_t)(ALIGNMENT - 1);
#ifdef FP_SANITIZED
	padded += ALIGNMENT;
	__asan_unpoison_memory_region(taken, size);
#endif
	*next += padded < room ? padded : room;
	return taken;
}

// `count` zeroed elements of `bytes` each, on a cache line of their own, as long as the instance lives; NULL: the heap is full.
static inline void *fp_alloc(struct fp_heap *heap, uint64_t count, uint64_t bytes)
{
	return fp_take(&heap->next, heap->end, count, bytes);
}

// The same memory for this node on every lcore: zeroed for the first, for the others as it is by then. Lcores write it by
// atomics only. Every lcore asks for the same in the same order. In `init` only.
static inline void *fp_shared(struct fp_heap *heap, uint64_t count, uint64_t bytes)
{
	return fp_take(&heap->shared_next, heap->shared_end, count, bytes);
}

// How `init` refuses: `return fp_refuse(heap, "routes: 10.0.0.0/8 is there twice");` The sentence is what the user reads.
static inline void *fp_refuse(struct fp_heap *heap, const char *sentence)
{
	size_t length = strnlen(sentence, sizeof(heap->refusal) - 1);
	memcpy(heap->refusal, sentence, length);
	heap->refusal[length] = 0;
	return NULL;
}

// ---------------------------------------------------------------------------------------------------- the configuration

// A list in a configuration: `count` elements, `offset` bytes behind the configuration's first one.
struct fp_list {
	uint32_t offset;
	uint32_t count;
};

// The elements of a list; the header made from the manifest says of what type.
static inline const void *fp_items(const void *config, struct fp_list list)
{
	return (const uint8_t *)config + list.offset;
}

// A text: a list of `count` bytes of UTF-8, with a 0 behind them.
static inline const char *fp_text(const void *config, struct fp_list text)
{
	return (const char *)fp_items(config, text);
}

// Host order, bits beyond the length are 0. IPv4: the address is `low`.
struct fp_prefix {
	uint64_t high;
	uint64_t low;
	uint8_t length;
	bool is_ip6;
};

struct fp_range {
	uint64_t first;
	uint64_t last;   // included
};

struct fp_mac {
	uint8_t bytes[6];   // as on the wire
};

_Static_assert(sizeof(struct fp_list) == 8, "fp_list");
_Static_assert(sizeof(struct fp_prefix) == 24 && offsetof(struct fp_prefix, is_ip6) == 17, "fp_prefix");
_Static_assert(sizeof(struct fp_range) == 16, "fp_range");
_Static_assert(sizeof(struct fp_mac) == 6, "fp_mac");

// ------------------------------------------------------------------------------------------------------------- the module

enum fp_protection {
	FP_PROTECTION_NONE,      // reaches all of the process
	FP_PROTECTION_SEGMENT,   // every access is an offset into its arena; only `fp_enter` calls it (native/module/gate.S)
	FP_PROTECTION_MASK,      // the same, but from the arena's base, which `fp_enter` gives it
	FP_PROTECTION_COMPARE,   // as by mask, and its code compares addresses first
	FP_PROTECTION_MPX,       // the same with bnd0, which `fp_enter` gives it: confined only where `fp_gate_has_bounds`
};

// Where code of a module comes from: from this instruction on, up to the next of these.
struct fp_line {
	uint32_t code;     // bytes from `text_start`
	uint32_t line;
	uint16_t column;   // 0: none
	uint16_t file;     // which of `files`
};

_Static_assert(sizeof(struct fp_line) == 12, "fp_line");

// How a module was compiled, once or for several kinds of nodes and machines; 0: not defined, and of a module without protection.
// fp_module_<name>, the one symbol that the host sees, gives the first.
struct fp_module {
	uint32_t config_bytes;
	uint32_t outputs;
	void *(*init)(struct fp_heap *heap, const void *config);
	void (*process)(struct fp_burst *burst);
	bool (*reconfigure)(void *state, struct fp_heap *heap, const void *config);
	void (*expire)(void *state, uint64_t now_cycles);
	uint32_t protection;           // enum fp_protection
	// The image of its globals, for IMAGE_OFFSET of its arena: constants, whole pages of them; what has a first value; zeros,
	// which `image` doesn't hold.
	uint32_t constant_bytes;       // to be mapped read-only
	uint32_t initialised_bytes;    // that `image` holds, the constants too
	uint32_t globals_bytes;        // all of them
	const uint8_t *image;
	const uint8_t *text_start, *text_end;             // its code: fp_text_<name>
	const uint8_t *constants_start, *constants_end;   // what its code reads relative to rip: fp_const_<name>
	// Behind the linker, by whoever verified it: SHA-256 of code, constants, image, and where the host enters
	// (native/verify/README.md, "Certificate"). Zeros: nobody did.
	uint8_t certificate[32];
	uint32_t only_writes;          // are confined: it may read all of the process
	uint32_t serves;               // bits of nodes, by their `protection`: full, write, none, compare, compare-write, mpx, mpx-write
	uint32_t variants_behind;      // more of the same module follow in memory: for other nodes, or for other machines
	uint32_t line_count;
	const struct fp_line *lines;   // of a confined module, by their code; so that a fault has a place in its source
	const char *files;             // their names, each with a 0 behind it
};

_Static_assert(offsetof(struct fp_module, protection) == 40, "fp_module.protection");
_Static_assert(offsetof(struct fp_module, image) == 56, "fp_module.image");
_Static_assert(offsetof(struct fp_module, constants_end) == 88, "fp_module.constants_end");
_Static_assert(offsetof(struct fp_module, certificate) == 96, "fp_module.certificate");
_Static_assert(offsetof(struct fp_module, serves) == 132, "fp_module.serves");
_Static_assert(offsetof(struct fp_module, files) == 152, "fp_module.files");
_Static_assert(sizeof(struct fp_module) == 160, "fp_module");

#include "fp_headers.h"
