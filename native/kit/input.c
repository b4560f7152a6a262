// Inputs and bursts, there and back.
#include "input.h"

enum {
	BEGINS_BURST = 0x80, HAS_BEYOND = 0x40, STEP_BITS = 15,
	BEYOND_BYTES = 64,
	NS_PER_MS = 1000000,
};

// A capture's time of zero would be no time at all for some readers.
static const uint64_t START_NS = 1000000000;

void input_begin(struct input *input, const uint8_t *bytes, size_t size)
{
	input->bytes = bytes;
	input->size = size;
	input->now_ns = START_NS;
}

static struct frame next_frame(struct input *input, uint8_t *room)
{
	uint32_t length = (input->bytes[1] | (uint32_t)input->bytes[2] << 8) & INPUT_LENGTH_MAX;
	bool has_beyond = input->bytes[0] & HAS_BEYOND;
	if (length < FRAME_BYTES_MIN)
		length = FRAME_BYTES_MIN;
	input->bytes += INPUT_HEAD_BYTES;
	input->size -= INPUT_HEAD_BYTES;
	size_t taken = input->size < length ? input->size : length;
	memcpy(room, input->bytes, taken);
	memset(room + taken, 0, length - taken);
	input->bytes += taken;
	input->size -= taken;
	return (struct frame){room, length, has_beyond && length >= WHOLE_BYTES_MIN ? BEYOND_BYTES : 0};
}

bool input_next(struct input *input, struct frames *frames)
{
	frames->count = 0;
	while (input->size > INPUT_HEAD_BYTES && frames->count < FP_BURST_PACKETS_MAX) {
		bool begins = input->bytes[0] & BEGINS_BURST;
		if (begins && frames->count)
			break;
		// Also a burst that is full ends: else the capture that it becomes would be read as other bursts.
		if (!frames->count)
			input->now_ns += (uint64_t)NS_PER_MS << (begins ? input->bytes[0] & STEP_BITS : 0);
		frames->frame[frames->count] = next_frame(input, input->rooms[frames->count]);
		frames->count++;
	}
	frames->now_ns = input->now_ns;
	return frames->count;
}

bool input_write(const struct frames *frames, uint8_t *bytes, size_t *size, size_t size_max)
{
	for (uint32_t i = 0; i < frames->count; i++) {
		const struct frame *frame = &frames->frame[i];
		uint32_t length = frame->length < INPUT_LENGTH_MAX ? frame->length : INPUT_LENGTH_MAX;
		if (size_max - *size < INPUT_HEAD_BYTES + length)
			return false;
		uint8_t *at = bytes + *size;
		at[0] = (uint8_t)((i ? 0 : BEGINS_BURST) | (frame->beyond ? HAS_BEYOND : 0));
		at[1] = (uint8_t)length;
		at[2] = (uint8_t)(length >> 8);
		memcpy(at + INPUT_HEAD_BYTES, frame->bytes, length);
		*size += INPUT_HEAD_BYTES + length;
	}
	return true;
}
