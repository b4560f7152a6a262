// run <config> none|read|write resizes|keeps <outputs> <capture> <output or ->: a module's variants, each in an arena of its own,
// on a capture. Prints what each answered, and what a packet costs, as JSON. The module is linked in;
// --defsym=module_under_test=fp_module_<name> says which.
#define _GNU_SOURCE
#include "kit.h"
#include "node.h"

#include <sys/mman.h>
#include <unistd.h>

const struct fp_module *module_under_test(void);

enum {
	HEAP_BYTES = 256 << 20,
	SHARED_BYTES = 64 << 20,
	BUDGET_NS = 1000000,
	STEPPED_BURSTS_MAX = 2,
};

struct run {
	struct config config;
	struct contract contract;
	const char *capture, *output;
	uint32_t room_bytes;
	uint8_t *rooms;
	struct surroundings around;
};

static void make_rooms(struct run *run, uint32_t length_max)
{
	enum { ALIGNMENT = 64 };
	run->room_bytes = (HEADROOM_BYTES + length_max + TAILROOM_BYTES + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	size_t bytes = (size_t)run->room_bytes * FP_BURST_PACKETS_MAX;
	int file = memfd_create("packets", MFD_CLOEXEC);
	run->rooms = file < 0 || ftruncate(file, (off_t)bytes) ? MAP_FAILED
		: mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (run->rooms == MAP_FAILED)
		kit_stop("there is no memory for packets of %u bytes", length_max);
	run->around = (struct surroundings){
		.heap_bytes = HEAP_BYTES,
		.shared_bytes = SHARED_BYTES,
		.packets_bytes = run->contract.sees_packets ? bytes : 0,
		.packets_file = file,
		.are_packets_writable = run->contract.writes_packets,
		.packets_base = (uint8_t *)((uintptr_t)run->rooms - PACKETS_OFFSET),
	};
}

static uint32_t offset_of(const struct run *run, uint32_t i)
{
	return (uint32_t)PACKETS_OFFSET + i * run->room_bytes + HEADROOM_BYTES;
}

static void fill(const struct run *run, const struct node *node, const struct frames *frames)
{
	struct fp_burst *burst = node->burst;
	burst->now_cycles = frames->now_ns;
	burst->count = frames->count;
	memset(burst->verdicts, UINT8_MAX, sizeof(burst->verdicts));
	for (uint32_t i = 0; i < frames->count; i++) {
		const struct frame *frame = &frames->frame[i];
		uint8_t *room = run->rooms + (size_t)i * run->room_bytes;
		memset(room, 0, run->room_bytes);
		memcpy(room + HEADROOM_BYTES, frame->bytes, frame->length);
		burst->packets[i] = (struct fp_packet){offset_of(run, i), frame->length};
		burst->beyond[i] = frame->beyond;
	}
}

static void take(const struct run *run, const struct node *node, const struct frames *frames, struct answers *answers,
	struct capture_writer *writer)
{
	for (uint32_t i = 0; i < frames->count; i++) {
		const struct frame *frame = &frames->frame[i];
		const uint8_t *room = run->rooms + (size_t)i * run->room_bytes;
		struct answer answer = answer_of(
			answers, &run->contract, node->burst, i, room, offset_of(run, i), frame->length);
		if (writer && !answer.is_dropped)
			capture_write(writer, frames->now_ns, answer.bytes, answer.length, frame->beyond);
	}
}

// Where its source is: the last line that begins at the instruction or before.
static void print_place(const struct fp_module *module, uint64_t instruction)
{
	const struct fp_line *found = NULL;
	for (uint32_t i = 0; i < module->line_count && module->lines[i].code <= instruction; i++)
		found = &module->lines[i];
	if (!found)
		return;
	const char *file = module->files;
	for (uint32_t i = 0; i < found->file; i++)
		file += strlen(file) + 1;
	printf(",\"file\":\"%s\",\"line\":%u,\"column\":%u", file, found->line, found->column);
}

static void print_fault(const struct node *node, uint64_t first, uint32_t count)
{
	const struct fp_instance *instance = node->instance;
	printf(",\"fault\":{\"kind\":%u,\"address\":%lld,\"code\":%llu,\"first_packet\":%llu,\"packets\":%u", instance->fault,
		(long long)instance->fault_address, (unsigned long long)instance->fault_instruction, (unsigned long long)first, count);
	print_place(node->module, instance->fault_instruction);
	printf("}");
}

// The whole capture by one variant. False: it faults.
static bool replay(const struct run *run, const struct node *node, struct capture_writer *writer)
{
	struct answers answers = {0};
	struct capture_facts facts;
	struct frames frames;
	struct capture *capture = capture_open(run->capture, &facts);
	uint64_t packets = 0;
	bool is_good = true;
	while (is_good && capture_next(capture, &frames)) {
		fill(run, node, &frames);
		is_good = node_process(node) == FP_FAULT_NONE;
		if (is_good)
			take(run, node, &frames, &answers, writer);
		else
			print_fault(node, packets + 1, frames.count);
		packets += frames.count;
	}
	printf(",");
	answers_print(&answers, &run->contract);
	capture_close(capture);
	return is_good;
}

// Bursts of 64 of the capture's packets, whenever they came.
static bool next_full(struct capture **capture, const struct run *run, struct frames *full, uint8_t *bytes)
{
	struct capture_facts facts;
	struct frames frames;
	full->count = 0;
	for (uint32_t starts = 0; full->count < FP_BURST_PACKETS_MAX;) {
		if (!capture_next(*capture, &frames)) {
			capture_close(*capture);
			*capture = capture_open(run->capture, &facts);
			if (facts.packets == 0 || starts++ == FP_BURST_PACKETS_MAX)
				return false;
			continue;
		}
		full->now_ns = frames.now_ns > full->now_ns ? frames.now_ns : full->now_ns;
		for (uint32_t i = 0; i < frames.count && full->count < FP_BURST_PACKETS_MAX; i++) {
			struct frame frame = frames.frame[i];
			uint8_t *copy = bytes + (size_t)full->count * run->room_bytes;
			memcpy(copy, frame.bytes, frame.length);
			frame.bytes = copy;
			full->frame[full->count++] = frame;
		}
	}
	return true;
}

// Prints instructions a packet, in full bursts. False: it failed on one.
static bool steps(const struct run *run, const struct node *node)
{
	struct capture_facts facts;
	struct capture *capture = capture_open(run->capture, &facts);
	uint8_t *bytes = malloc((size_t)run->room_bytes * FP_BURST_PACKETS_MAX);
	static struct frames frames;
	int64_t counted = 0, bursts = 0;
	while (bursts < STEPPED_BURSTS_MAX && next_full(&capture, run, &frames, bytes)) {
		fill(run, node, &frames);
		if (node_process(node)) {
			print_fault(node, 1, (uint32_t)facts.packets);
			bursts = -1;
			break;
		}
		fill(run, node, &frames);
		int64_t burst = node_steps(node);
		if (burst < 0)
			break;
		counted += burst;
		bursts++;
	}
	free(bytes);
	capture_close(capture);
	if (bursts > 0)
		printf(",\"instructions\":%.4f", (double)counted / (double)(bursts * FP_BURST_PACKETS_MAX));
	return bursts >= 0;
}

static void print_refusal(const char *refusal)
{
	printf(",\"refusal\":\"");
	for (; *refusal; refusal++) {
		if ((uint8_t)*refusal < ' ' || *refusal == '"' || *refusal == '\\')
			printf("\\u%04x", (uint8_t)*refusal);
		else
			putchar(*refusal);
	}
	printf("\"");
}

static const char *begin(const struct run *run, struct node *node, const struct fp_module *module)
{
	const char *refusal = node_make(node, module, run->config, &run->around);
	if (!refusal && node->instance)
		node->instance->budget_ns = BUDGET_NS;
	return refusal;
}

// An unprotected module could do anything: it isn't entered where a confined one has failed, and is counted alone.
static bool variant(const struct run *run, const struct fp_module *module, bool is_counted, struct capture_writer *writer)
{
	struct node node;
	printf("\"protection\":%u", module->protection);
	if (module->protection == FP_PROTECTION_NONE && !is_counted)
		return false;
	const char *refusal = begin(run, &node, module);
	bool is_good = !refusal;
	if (refusal) {
		if (node.instance && node.instance->fault)
			print_fault(&node, 0, 0);
		else
			print_refusal(refusal);
	} else if (node.instance) {
		is_good = replay(run, &node, writer);
	}
	return is_good && (!is_counted || begin(run, &node, module) || steps(run, &node));
}

int main(int count, char **arguments)
{
	if (count != 7)
		kit_stop("run <config> none|read|write resizes|keeps <outputs> <capture> <output or ->");
	struct run run = {.contract = contract_read(arguments + 2), .capture = arguments[5], .output = arguments[6]};
	run.config.bytes = kit_read_file(arguments[1], &run.config.size);
	struct capture_facts facts;
	capture_close(capture_open(run.capture, &facts));
	make_rooms(&run, facts.length_max);
	if (fp_gate_start())
		kit_stop("the gate doesn't start");
	printf("{\"packets\":%llu,\"snapped\":%llu,\"runts\":%llu,\"variants\":[", (unsigned long long)facts.packets,
		(unsigned long long)facts.snapped, (unsigned long long)facts.runts);
	const struct fp_module *module = module_under_test();
	bool is_good = true;
	for (uint32_t i = 0, variants = module->variants_behind + 1; i < variants; i++) {
		bool is_written = i == 0 && strcmp(run.output, "-") != 0;
		struct capture_writer *writer = is_written ? capture_create(run.output) : NULL;
		printf("%s{", i ? "," : "");
		is_good &= variant(&run, &module[i], is_good, writer);
		printf("}");
		fflush(stdout);
		if (writer)
			capture_finish(writer);
	}
	printf("]}\n");
	return 0;
}
