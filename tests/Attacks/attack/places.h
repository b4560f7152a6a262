// Where things are in an arena: native/module/arena.def, which a module's compilation can't see and an author can. A test
// compares.
#pragma once

enum place {
	ARENA_BYTES = 0x100000000,
	NULL_BYTES = 0x10000,
	IMAGE_OFFSET = 0x2000000,
	HEAP_OFFSET = 0x10000000,
	HEAP_BYTES_MAX = 0x40000000,
	SHARED_OFFSET = 0x51000000,
	STACK_OFFSET = 0x60000000,
	STACK_BYTES = 0x100000,
	BURST_OFFSET = 0x60200000,
	BURST_BYTES = 0x3000,
	STACK_POINTER_OFFSET = 0x60202000,
	CONFIG_OFFSET = 0x61000000,
	PACKETS_OFFSET = 0x80000000,
	PACKETS_BYTES_MAX = 0x7fff0000,
};
