// Capture files, by libpcap: pcap and pcapng, of Ethernet.
#define _GNU_SOURCE
#include "kit.h"

#include <pcap/pcap.h>

enum { BURST_NS_MAX = 100000, NS_PER_SECOND = 1000000000, SNAP_BYTES = 262144 };

struct capture {
	pcap_t *file;
	const char *path;
	uint8_t *rooms;                // of the burst's frames, `room_bytes` each
	uint32_t room_bytes;
	uint64_t last_ns;              // time never goes back
	struct pcap_pkthdr *header;    // that is read and not yet given; NULL: none
	const uint8_t *bytes;
};

static pcap_t *open_file(const char *path)
{
	char error[PCAP_ERRBUF_SIZE];
	pcap_t *file = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, error);
	if (!file)
		kit_stop("%s can't be read: %s", path, error);
	int link = pcap_datalink(file);
	const char *name = pcap_datalink_val_to_name(link);
	if (link != DLT_EN10MB)
		kit_stop("%s: its link type is %s; modules take Ethernet", path, name ? name : "unknown");
	return file;
}

static bool read_next(struct capture *capture)
{
	if (capture->header)
		return true;
	int read = pcap_next_ex(capture->file, &capture->header, &capture->bytes);
	if (read == PCAP_ERROR)
		kit_stop("%s can't be read: %s", capture->path, pcap_geterr(capture->file));
	if (read != 1)
		capture->header = NULL;
	return capture->header;
}

struct capture *capture_open(const char *path, struct capture_facts *facts)
{
	struct capture *capture = calloc(1, sizeof(*capture));
	if (!capture)
		kit_stop("there is no memory");
	*facts = (struct capture_facts){.length_max = FRAME_BYTES_MIN};
	*capture = (struct capture){.file = open_file(path), .path = path};
	for (; read_next(capture); capture->header = NULL) {
		bool is_runt = capture->header->caplen < FRAME_BYTES_MIN;
		facts->runts += is_runt;
		facts->packets += !is_runt;
		facts->snapped += !is_runt && capture->header->caplen < capture->header->len;
		if (capture->header->caplen > facts->length_max)
			facts->length_max = capture->header->caplen;
	}
	pcap_close(capture->file);
	capture->file = open_file(path);
	capture->room_bytes = facts->length_max;
	capture->rooms = malloc((size_t)facts->length_max * FP_BURST_PACKETS_MAX);
	if (!capture->rooms)
		kit_stop("there is no memory for frames of %u bytes", facts->length_max);
	return capture;
}

static uint64_t ns_of(const struct pcap_pkthdr *header)
{
	return (uint64_t)header->ts.tv_sec * NS_PER_SECOND + (uint64_t)header->ts.tv_usec;
}

bool capture_next(struct capture *capture, struct frames *frames)
{
	frames->count = 0;
	for (; frames->count < FP_BURST_PACKETS_MAX && read_next(capture); capture->header = NULL) {
		const struct pcap_pkthdr *header = capture->header;
		if (header->caplen < FRAME_BYTES_MIN)
			continue;
		uint64_t now_ns = ns_of(header) > capture->last_ns ? ns_of(header) : capture->last_ns;
		if (frames->count && now_ns > frames->now_ns + BURST_NS_MAX)
			break;
		capture->last_ns = now_ns;
		if (!frames->count)
			frames->now_ns = now_ns;
		uint8_t *room = capture->rooms + (size_t)frames->count * capture->room_bytes;
		memcpy(room, capture->bytes, header->caplen);
		bool has_more = header->caplen >= WHOLE_BYTES_MIN && header->caplen < header->len;
		frames->frame[frames->count++] = (struct frame){room, header->caplen, has_more ? header->len - header->caplen : 0};
	}
	return frames->count;
}

void capture_close(struct capture *capture)
{
	pcap_close(capture->file);
	free(capture->rooms);
	free(capture);
}

struct capture_writer {
	pcap_dumper_t *file;
	const char *path;
};

struct capture_writer *capture_create(const char *path)
{
	struct capture_writer *writer = malloc(sizeof(*writer));
	pcap_t *kind = pcap_open_dead_with_tstamp_precision(DLT_EN10MB, SNAP_BYTES, PCAP_TSTAMP_PRECISION_NANO);
	if (!writer || !kind)
		kit_stop("there is no memory");
	*writer = (struct capture_writer){pcap_dump_open(kind, path), path};
	if (!writer->file)
		kit_stop("%s", pcap_geterr(kind));
	return writer;
}

void capture_write(struct capture_writer *writer, uint64_t now_ns, const uint8_t *bytes, uint32_t length, uint32_t beyond)
{
	struct pcap_pkthdr header = {
		.ts = {(time_t)(now_ns / NS_PER_SECOND), (suseconds_t)(now_ns % NS_PER_SECOND)},
		.caplen = length,
		.len = length + beyond,
	};
	pcap_dump((u_char *)writer->file, &header, bytes);
}

void capture_finish(struct capture_writer *writer)
{
	bool is_written = !pcap_dump_flush(writer->file) && !ferror(pcap_dump_file(writer->file));
	pcap_dump_close(writer->file);
	if (!is_written)
		kit_stop("%s can't be written whole; is the disk full?", writer->path);
	free(writer);
}
