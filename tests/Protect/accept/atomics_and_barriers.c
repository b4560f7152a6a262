#include <stdatomic.h>

static _Atomic uint64_t words[4];
static _Atomic uint8_t byte;
static volatile uint32_t watched;

void process(struct fp_burst *burst)
{
	for (uint32_t i = 0; i < burst->count; i++) {
		uint8_t *frame = fp_packet(burst, i);
		atomic_fetch_add(&words[frame[20] & 3], frame[21]);
		atomic_fetch_xor_explicit(&words[0], frame[22], memory_order_relaxed);
		uint64_t seen = atomic_load(&words[1]);
		atomic_compare_exchange_strong(&words[1], &seen, seen * 3 + 1);
		atomic_store(&byte, frame[23]);
		atomic_thread_fence(memory_order_seq_cst);
		__asm__ volatile("" ::: "memory");
		watched += atomic_exchange(&byte, 7);
	}
	uint64_t sum = words[0] + words[1] * 3 + words[2] * 5 + words[3] * 7 + watched;
	memcpy(fp_packet(burst, 0), &sum, sizeof(sum));
}
