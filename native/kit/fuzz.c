// fuzz <config> none|read|write resizes|keeps <outputs> then
//   fuzz ...                   libFuzzer's arguments: bursts that it makes, until one of them breaks something
//   capture <file>             the bursts of a capture; prints what was answered as JSON
//   seeds <capture> <folder>   its bursts as inputs, a file each
//   save <input> <capture>     an input as a capture
//
// The module is compiled with AddressSanitizer and joined with begin.c and end.c; each packet is a block of its own. Nothing
// confines it: a module that means harm can do it here.
#define _GNU_SOURCE
#include "fuzz_memory.h"
#include "input.h"

#include <sanitizer/asan_interface.h>

__attribute__((weak)) void *init(struct fp_heap *heap, const void *config);
void process(struct fp_burst *burst);

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
const char *__asan_default_options(void);

enum { SEEDS_MAX = 64, SEED_FRAME_BYTES_MAX = 256, SEED_BYTES_MAX = 65536 };

static struct contract contract;
static const void *config;
static struct answers answers;

const char *__asan_default_options(void)
{
	return "detect_leaks=0:handle_abort=1:allocator_may_return_null=1:detect_stack_use_after_return=1:"
		"external_symbolizer_path=/usr/bin/llvm-symbolizer-19";
}

// A packet's buffer: of what the module mustn't reach nothing is there.
static uint8_t *make_room(const struct frame *frame)
{
	uint32_t around = contract.resizes ? HEADROOM_BYTES + TAILROOM_BYTES : 0;
	uint8_t *room = malloc(around + frame->length);
	if (!room)
		kit_stop("there is no memory for a packet");
	memset(room, 0, around + frame->length);
	memcpy(room + around / 2, frame->bytes, frame->length);
	return contract.resizes ? room : room - HEADROOM_BYTES;
}

static void check_packet(const struct frame *frame, const uint8_t *room, const struct fp_burst *burst, uint32_t i)
{
	bool is_written = !contract.writes_packets && memcmp(room + HEADROOM_BYTES, frame->bytes, frame->length) != 0;
	uint64_t bad_verdicts = answers.bad_verdicts;
	answer_of(&answers, &contract, burst, i, room, HEADROOM_BYTES, frame->length);
	if (is_written)
		fprintf(stderr, "KIT: packet %u of a burst is changed, and the manifest's packet isn't \"write\"\n", i);
	if (answers.bad_verdicts > bad_verdicts)
		fprintf(stderr, "KIT: packet %u of a burst has the verdict %u, which is no output's\n", i, burst->verdicts[i]);
	if (is_written || answers.bad_verdicts > bad_verdicts)
		abort();
}

static void run(const struct frames *frames, void *state)
{
	uint8_t *rooms[FP_BURST_PACKETS_MAX];
	struct fp_burst *burst = calloc(1, sizeof(*burst));
	if (!burst)
		kit_stop("there is no memory for a burst");
	burst->now_cycles = frames->now_ns;
	burst->state = state;
	burst->count = frames->count;
	memset(burst->verdicts, UINT8_MAX, sizeof(burst->verdicts));
	for (uint32_t i = 0; i < frames->count; i++) {
		const struct frame *frame = &frames->frame[i];
		rooms[i] = make_room(frame);
		burst->packets[i] = (struct fp_packet){HEADROOM_BYTES, frame->length};
		burst->beyond[i] = frame->beyond;
		burst->bases[i] = contract.sees_packets ? rooms[i] : NULL;
	}
	process(burst);
	for (uint32_t i = 0; i < frames->count; i++) {
		check_packet(&frames->frame[i], rooms[i], burst, i);
		free(contract.resizes ? rooms[i] : rooms[i] + HEADROOM_BYTES);
	}
	free(burst);
}

static void *begin(void)
{
	struct fp_heap *heap = fuzz_memory_begin();
	void *state = init ? init(heap, config) : NULL;
	if (init && !state)
		kit_stop("init refuses: %s", heap->refusal);
	return state;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct input input;
	static struct frames frames;
	void *state = begin();
	input_begin(&input, bytes, size);
	while (input_next(&input, &frames))
		run(&frames, state);
	return 0;
}

static void run_capture(const char *path)
{
	static struct frames frames;
	struct capture_facts facts;
	struct capture *capture = capture_open(path, &facts);
	void *state = begin();
	while (capture_next(capture, &frames))
		run(&frames, state);
	printf("{");
	answers_print(&answers, &contract);
	printf("}\n");
}

static void write_seed(const char *folder, uint32_t number, const struct frames *frames)
{
	static uint8_t bytes[SEED_BYTES_MAX];
	char name[4096];
	size_t size = 0;
	input_write(frames, bytes, &size, sizeof(bytes));
	snprintf(name, sizeof(name), "%s/seed-%u", folder, number);
	FILE *file = fopen(name, "wb");
	bool is_written = file && fwrite(bytes, 1, size, file) == size;
	if (!file || fclose(file) || !is_written)
		kit_stop("%s can't be written; is the disk full?", name);
}

// Each of the first packets by itself and cut short: what is small is mutated where it matters.
static void write_seeds(const char *path, const char *folder)
{
	static struct frames frames;
	struct capture_facts facts;
	struct capture *capture = capture_open(path, &facts);
	for (uint32_t seeds = 0; seeds < SEEDS_MAX && capture_next(capture, &frames);) {
		for (uint32_t i = 0; i < frames.count && seeds < SEEDS_MAX; i++) {
			struct frames one = {.frame = {frames.frame[i]}, .count = 1};
			if (one.frame[0].length > SEED_FRAME_BYTES_MAX)
				one.frame[0].length = SEED_FRAME_BYTES_MAX;
			write_seed(folder, seeds++, &one);
		}
	}
	capture_close(capture);
}

static void save(const char *path, const char *output)
{
	static struct input input;
	static struct frames frames;
	size_t size;
	const uint8_t *bytes = kit_read_file(path, &size);
	struct capture_writer *writer = capture_create(output);
	input_begin(&input, bytes, size);
	while (input_next(&input, &frames)) {
		for (uint32_t i = 0; i < frames.count; i++)
			capture_write(writer, frames.now_ns, frames.frame[i].bytes, frames.frame[i].length, frames.frame[i].beyond);
	}
	capture_finish(writer);
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
	char **given = *arguments;
	if (*count < 6)
		kit_stop("fuzz <config> none|read|write resizes|keeps <outputs> fuzz|capture|seeds|save ...");
	// Behind it what a module reads of a list that is longer than it says is found.
	size_t bytes;
	config = kit_read_file(given[1], &bytes);
	__asan_poison_memory_region((const uint8_t *)config + bytes, 1);
	contract = contract_read(given + 2);
	const char *verb = given[5];
	if (!strcmp(verb, "fuzz")) {
		given[5] = given[0];
		*arguments = given + 5;
		*count -= 5;
		return 0;
	}
	if (!strcmp(verb, "capture") && *count == 7)
		run_capture(given[6]);
	else if (!strcmp(verb, "seeds") && *count == 8)
		write_seeds(given[6], given[7]);
	else if (!strcmp(verb, "save") && *count == 8)
		save(given[6], given[7]);
	else
		kit_stop("fuzz: no such verb: %s", verb);
	fflush(stdout);
	_Exit(ferror(stdout) ? 1 : 0);
}
