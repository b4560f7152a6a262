// The single rate three colour marker of RFC 2697, one for the node on all lcores together.
#include "meter.h"
#include "policer_c.h"
#include "rate_clock.h"

struct policer {
	struct rate_clock clock;
	struct meter meter;
	bool is_aware;
};

void *init(struct fp_heap *heap, const struct policer_c_config *config)
{
	struct policer *policer = fp_alloc(heap, 1, sizeof(*policer));
	_Atomic uint64_t *words = fp_shared(heap, METER_WORDS, sizeof(*words));
	if (!policer || !words)
		return fp_refuse(heap, "there is no memory for a meter.");
	uint64_t both = (uint64_t)config->committed_burst_bytes + config->excess_burst_bytes;
	policer->clock = rate_clock(config->rate_bytes_per_second, heap->cycles_per_second, both);
	policer->meter = (struct meter){
		.empty_at = words,
		.committed_bytes_max = config->committed_burst_bytes,
		.both_bytes_max = both,
		.has_excess = config->excess_burst_bytes != 0,
	};
	policer->is_aware = config->mode == POLICER_C_MODE_AWARE;
	return policer;
}

// The drop precedence of assured forwarding, RFC 2597 section 6: AFx1 comes green, AFx2 yellow, AFx3 red. All else, frames
// without an IP header too, comes green.
static uint8_t colour_before(const uint8_t *frame, uint32_t length)
{
	struct fp_layer3 layer3 = fp_layer3(frame, length);
	const uint8_t *header = frame + layer3.offset;
	if (!layer3.version)
		return POLICER_C_GREEN;
	uint8_t dscp = layer3.version == 4 ? header[1] >> 2 : (uint8_t)((header[0] & 15) << 2 | header[1] >> 6);
	bool is_assured = dscp >= 8 && dscp < 40 && !(dscp & 1);
	if (is_assured && (dscp & 6) == 4)
		return POLICER_C_YELLOW;
	return is_assured && (dscp & 6) == 6 ? POLICER_C_RED : POLICER_C_GREEN;
}

// RFC 2697 section 4, packet by packet; `before` is what colour each comes with.
static bool mark(struct policer *policer, struct fp_burst *burst, const uint8_t *before, struct balance balance)
{
	const uint32_t count = burst->count;
	uint64_t green_bytes = 0, yellow_bytes = 0;
	for (uint32_t i = 0; i < count; i++) {
		uint64_t length = fp_frame_length(burst, i);
		uint8_t colour = POLICER_C_RED;
		if (before[i] == POLICER_C_GREEN && length <= balance.committed - green_bytes) {
			green_bytes += length;
			colour = POLICER_C_GREEN;
		} else if (before[i] != POLICER_C_RED && length <= balance.excess - yellow_bytes) {
			yellow_bytes += length;
			colour = POLICER_C_YELLOW;
		}
		burst->verdicts[i] = colour;
	}
	return meter_take(&policer->meter, balance, green_bytes, yellow_bytes);
}

void process(struct fp_burst *burst)
{
	struct policer *policer = burst->state;
	uint64_t given = rate_clock_advance(&policer->clock, burst->now_cycles);
	uint8_t before[FP_BURST_PACKETS_MAX] = {POLICER_C_GREEN};
	const uint32_t count = burst->count;
	uint64_t bytes = 0;
	uint8_t worst = POLICER_C_GREEN;
	for (uint32_t i = 0; i < count; i++)
		bytes += fp_frame_length(burst, i);
	for (uint32_t i = 0; policer->is_aware && i < count; i++) {
		before[i] = colour_before(fp_packet(burst, i), burst->packets[i].length);
		worst |= before[i];
	}
	for (;;) {
		struct balance balance = meter_look(&policer->meter, given);
		if (bytes <= balance.committed && worst == POLICER_C_GREEN) {
			memset(burst->verdicts, POLICER_C_GREEN, sizeof(burst->verdicts));
			if (meter_take(&policer->meter, balance, bytes, 0))
				return;
		} else if (mark(policer, burst, before, balance)) {
			return;
		}
	}
}
