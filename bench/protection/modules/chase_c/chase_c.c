// Counters of each source address, in a hash table with chains. A module that follows pointers which it has loaded is what
// bounds checks cost most: nothing is known of such a pointer before the load.
#include "chase_c.h"

enum {
	BUCKET_BITS = 8,   // chains of four, with the benchmark's thousand addresses
	ENTRIES = 4096,
	SOURCE_OFFSET = 26,   // of an untagged frame
};

struct entry {
	struct entry *next;
	uint32_t address;
	uint32_t packets;
	uint64_t bytes;
};

struct table {
	struct entry *buckets[1 << BUCKET_BITS];
	struct entry *entries;
	uint32_t taken;
};

void *init(struct fp_heap *heap, const struct chase_c_config *config)
{
	struct table *table = fp_alloc(heap, 1, sizeof(*table));
	struct entry *entries = fp_alloc(heap, ENTRIES, sizeof(*entries));
	if (!table || !entries)
		return fp_refuse(heap, "there is no memory for its table.");
	table->entries = entries;
	return table;
}

// Knuth, The Art of Computer Programming, section 6.4: by the golden ratio.
static struct entry **bucket_of(struct table *table, uint32_t address)
{
	return &table->buckets[address * 2654435769u >> (32 - BUCKET_BITS)];
}

// NULL: the table is full.
static struct entry *insert(struct table *table, struct entry **bucket, uint32_t address)
{
	if (table->taken == ENTRIES)
		return NULL;
	struct entry *entry = &table->entries[table->taken++];
	*entry = (struct entry){.next = *bucket, .address = address};
	return *bucket = entry;
}

void process(struct fp_burst *burst)
{
	struct table *table = burst->state;
	for (uint32_t i = 0; i < burst->count; i++) {
		uint32_t address = fp_load32(fp_packet(burst, i) + SOURCE_OFFSET);
		struct entry **bucket = bucket_of(table, address), *entry = *bucket;
		while (entry && entry->address != address)
			entry = entry->next;
		if (!entry)
			entry = insert(table, bucket, address);
		if (entry) {
			entry->packets++;
			entry->bytes += fp_frame_length(burst, i);
		}
		burst->verdicts[i] = entry ? CHASE_C_KNOWN : CHASE_C_FULL;
	}
}
