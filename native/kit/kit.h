// What the kit's two programs share: run.c, which counts and confines, and fuzz.c, which is compiled with a sanitizer.
#pragma once

#include "fp_module.h"

#include <stdio.h>

enum {
	FRAME_BYTES_MIN = 14,
	HEADROOM_BYTES = 128,   // RTE_PKTMBUF_HEADROOM: what every packet has in front of it
	TAILROOM_BYTES = 128,
	WHOLE_BYTES_MIN = 256,  // of a frame, in one piece (fp_module.h)
};

// Ends the program with a sentence; exit 1.
_Noreturn void kit_stop(const char *format, ...) __attribute__((format(printf, 1, 2)));

// ---------------------------------------------------------------------------------------------------------------- contract

// Of the module's manifest, as the command line has it: `none|read|write`, `resizes|keeps`, outputs.
struct contract {
	bool sees_packets, writes_packets, resizes;
	uint32_t outputs;
};

struct contract contract_read(char **arguments);

// The bytes of a file; the process keeps them.
void *kit_read_file(const char *path, size_t *bytes);

// ------------------------------------------------------------------------------------------------------------------ bursts

// `length` bytes, and `beyond` of the same frame that a module doesn't see.
struct frame {
	const uint8_t *bytes;
	uint32_t length, beyond;
};

struct frames {
	struct frame frame[FP_BURST_PACKETS_MAX];
	uint32_t count;
	uint64_t now_ns;
};

// ----------------------------------------------------------------------------------------------------------------- captures

struct capture;

// What a capture holds.
struct capture_facts {
	uint64_t packets;
	uint64_t snapped;       // shorter than they were on the wire: taken as long as they are
	uint64_t runts;         // of less than 14 bytes: left out
	uint32_t length_max;
};

// Reads it once for its facts; what can't be read ends the program.
struct capture *capture_open(const char *path, struct capture_facts *facts);

// The next packets that came within 100 us, at most a burst, as an lcore would find them; they hold until the next call. False:
// there are no more.
bool capture_next(struct capture *capture, struct frames *frames);

void capture_close(struct capture *capture);

// A capture that is written; time in nanoseconds.
struct capture_writer;

struct capture_writer *capture_create(const char *path);
void capture_write(struct capture_writer *writer, uint64_t now_ns, const uint8_t *bytes, uint32_t length, uint32_t beyond);

// Ends the program where the file can't be written whole.
void capture_finish(struct capture_writer *writer);

// ------------------------------------------------------------------------------------------------------------------ answers

// What a module answered so far.
struct answers {
	uint64_t verdicts[UINT8_MAX + 1];
	uint64_t bad_verdicts, bad_lengths;
	uint64_t hash;                       // of verdicts, lengths and bytes
};

// One packet's answer, copied once, as the host does it.
struct answer {
	uint8_t verdict;                 // an output; a bad one counts, and the packet is dropped
	bool is_dropped;
	const uint8_t *bytes;
	uint32_t length;
};

// `room`: the packet's buffer, HEADROOM_BYTES before the frame; `offset`: what the descriptor had.
struct answer answer_of(struct answers *answers, const struct contract *contract, const struct fp_burst *burst, uint32_t i,
	const uint8_t *room, uint32_t offset, uint32_t length);

// The members of an object: `"verdicts":[...],"bad_verdicts":...`
void answers_print(const struct answers *answers, const struct contract *contract);
