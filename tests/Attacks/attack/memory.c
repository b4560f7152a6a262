// Addresses that aren't the module's: the host's, a neighbour's, none at all, and one byte too far.
#include "ways.h"

#include "places.h"

enum {
	PAGE_BYTES = 4096,
	// A burst's copies, in whole pages: PacketStaging.Bytes.
	PACKETS_SHOWN_BYTES = (64 * (65535 + 2 * 128 + 64) + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES,
};

static const volatile uint64_t constant[4] = {1, 2, 3, 4};

void write_host_word(struct attacker *me, struct fp_burst *burst) { poke(me->aim); }
void read_host_word(struct attacker *me, struct fp_burst *burst) { take(me, me->aim); }
void write_neighbour_heap(struct attacker *me, struct fp_burst *burst) { poke(me->aim); }
void read_neighbour_heap(struct attacker *me, struct fp_burst *burst) { take(me, me->aim); }
void write_by_distance(struct attacker *me, struct fp_burst *burst) { poke((uintptr_t)me->own + me->aim); }
void read_by_distance(struct attacker *me, struct fp_burst *burst) { take(me, (uintptr_t)me->own + me->aim); }
void write_neighbour_globals(struct attacker *me, struct fp_burst *burst) { poke(me->aim); }
void read_neighbour_globals(struct attacker *me, struct fp_burst *burst) { take(me, me->aim); }
void globals_by_distance(struct attacker *me, struct fp_burst *burst) { poke((uintptr_t)&nothing + me->aim); }
void write_below_arena(struct attacker *me, struct fp_burst *burst) { poke(-1000000ull); }

void write_far_below(struct attacker *me, struct fp_burst *burst)
{
	me->own[-(int64_t)(HEAP_OFFSET / 4) - (int64_t)nothing] = 1;
}

void read_far_below(struct attacker *me, struct fp_burst *burst)
{
	me->loot[0] = me->own[-(int64_t)(HEAP_OFFSET / 4) - (int64_t)nothing];
}

void write_above_arena(struct attacker *me, struct fp_burst *burst)
{
	((volatile uint8_t *)fp_packet(burst, 0))[PACKETS_BYTES_MAX + 0x1000 + nothing] = 1;
}

void read_above_arena(struct attacker *me, struct fp_burst *burst)
{
	me->loot[0] = ((volatile uint8_t *)fp_packet(burst, 0))[PACKETS_BYTES_MAX + 0x1000 + nothing];
}

void write_null(struct attacker *me, struct fp_burst *burst) { poke(0); }
void read_null(struct attacker *me, struct fp_burst *burst) { peek(me, 0); }

void write_null_and_index(struct attacker *me, struct fp_burst *burst)
{
	at(0)[me->aim] = 0x41;
}

void read_null_page_end(struct attacker *me, struct fp_burst *burst) { peek(me, NULL_BYTES - 1); }

void index_wraps_32(struct attacker *me, struct fp_burst *burst)
{
	uint32_t index = 0xf0000000u + (uint32_t)nothing;
	index += 0x08000000u;
	me->own[index] = 1;
}

void index_wraps_64(struct attacker *me, struct fp_burst *burst)
{
	uint64_t index = (1ull << 61) + nothing;
	me->own[index] = 1;
}

void index_is_negative(struct attacker *me, struct fp_burst *burst)
{
	int64_t index = (int64_t)(me->aim - (uintptr_t)me->own) / 8;
	me->own[index] = 1;
}

void index_by_shift(struct attacker *me, struct fp_burst *burst)
{
	uint64_t index = ((nothing + 0xff) & 0xff) << 24;
	me->own[index] = 1;
}

void straddles_heap_end(struct attacker *me, struct fp_burst *burst)
{
	*(volatile uint64_t *)at(me->heap_end - 7) = 1;
}

void straddles_stack_begin(struct attacker *me, struct fp_burst *burst)
{
	typedef uint64_t vector __attribute__((vector_size(32), aligned(1)));
	*(volatile vector *)at(STACK_OFFSET - 8) = (vector){1, 1, 1, 1};
}

void heap_off_by_one_below(struct attacker *me, struct fp_burst *burst) { poke(HEAP_OFFSET - 1); }
void heap_off_by_one_above(struct attacker *me, struct fp_burst *burst) { poke(me->heap_end); }
void heap_largest_end(struct attacker *me, struct fp_burst *burst) { poke(HEAP_OFFSET + HEAP_BYTES_MAX); }
void shared_off_by_one_below(struct attacker *me, struct fp_burst *burst) { poke(SHARED_OFFSET - 1); }
void image_off_by_one_below(struct attacker *me, struct fp_burst *burst) { poke(IMAGE_OFFSET - 1); }
void burst_off_by_one_below(struct attacker *me, struct fp_burst *burst) { poke(BURST_OFFSET - 1); }
void burst_page_behind(struct attacker *me, struct fp_burst *burst) { poke(BURST_OFFSET + BURST_BYTES); }
void config_off_by_one_below(struct attacker *me, struct fp_burst *burst) { peek(me, CONFIG_OFFSET - 1); }
void config_page_behind(struct attacker *me, struct fp_burst *burst) { peek(me, CONFIG_OFFSET + PAGE_BYTES); }
void packets_off_by_one_below(struct attacker *me, struct fp_burst *burst) { poke(PACKETS_OFFSET - 1); }
void packets_behind(struct attacker *me, struct fp_burst *burst) { poke(PACKETS_OFFSET + PACKETS_SHOWN_BYTES); }
void packets_end(struct attacker *me, struct fp_burst *burst) { poke(PACKETS_OFFSET + PACKETS_BYTES_MAX - 1); }
void write_config(struct attacker *me, struct fp_burst *burst) { poke(CONFIG_OFFSET); }
void write_constant(struct attacker *me, struct fp_burst *burst) { poke((uintptr_t)constant); }

void copy_huge(struct attacker *me, struct fp_burst *burst)
{
	memcpy((void *)me->own, at((uintptr_t)me->own), (1ull << 40) + nothing);
}

void copy_negative(struct attacker *me, struct fp_burst *burst)
{
	memcpy((void *)me->own, at((uintptr_t)me->own + 64), nothing - 1);
}

void copy_to_host(struct attacker *me, struct fp_burst *burst) { memcpy(at(me->aim), (void *)me->own, 16); }
void copy_from_neighbour(struct attacker *me, struct fp_burst *burst) { memcpy((void *)me->own, at(me->aim), 4096); }

void move_overlapping(struct attacker *me, struct fp_burst *burst)
{
	memmove(at(me->heap_end - 100), at(me->heap_end - 200), 4096 + nothing);
}

void set_host(struct attacker *me, struct fp_burst *burst) { memset(at(me->aim), 0x41, 64 + nothing); }

// A guess tells one byte: eight of them are a word.
static void guess(struct attacker *me, uint64_t address)
{
	uint64_t word = 0;
	for (unsigned int i = 0; i < 8 * 256; i++) {
		uint8_t byte = (uint8_t)i;
		if (!memcmp(&byte, at(address + i / 256), 1 + nothing))
			word |= (uint64_t)byte << i / 256 * 8;
	}
	me->loot[0] = word;
}

void compare_neighbour(struct attacker *me, struct fp_burst *burst) { guess(me, me->aim); }
void compare_by_distance(struct attacker *me, struct fp_burst *burst) { guess(me, (uintptr_t)me->own + me->aim); }

void length_unterminated(struct attacker *me, struct fp_burst *burst)
{
	uint8_t *text = at(STACK_OFFSET + STACK_BYTES - 64);
	memset(text, 'a', 64);
	me->loot[0] = strlen((const char *)text);
}

void add_atomically(struct attacker *me, struct fp_burst *burst)
{
	__atomic_fetch_add((uint64_t *)at(me->aim), 1, __ATOMIC_SEQ_CST);
}

void exchange_host(struct attacker *me, struct fp_burst *burst)
{
	uint64_t expected = 0;
	__atomic_compare_exchange_n((uint64_t *)at(me->aim), &expected, 1, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	me->loot[0] = expected;
}

void vector_to_neighbour(struct attacker *me, struct fp_burst *burst)
{
	typedef uint64_t vector __attribute__((vector_size(32), aligned(1)));
	*(volatile vector *)at(me->aim) = (vector){1, 2, 3, 4};
}

void uninitialised_heap(struct attacker *me, struct fp_burst *burst)
{
	for (unsigned int i = 0; i < LOOT_WORDS; i++)
		me->loot[i] = me->own[512 + i];
}

void uninitialised_variable(struct attacker *me, struct fp_burst *burst)
{
	volatile uint64_t words[LOOT_WORDS];
	for (unsigned int i = 0; i < LOOT_WORDS; i++)
		me->loot[i] = words[i + nothing];
}

void fetches_ahead(struct attacker *me, struct fp_burst *burst) { __builtin_prefetch(at(me->aim)); }
