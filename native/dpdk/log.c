#define _GNU_SOURCE
#include "fp_dpdk.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#include <bpf/libbpf.h>
#include <xdp/libxdp.h>
#include <rte_log.h>

enum { CAPACITY = 16384 };

// The last CAPACITY bytes written, oldest first from `start`.
static struct {
	pthread_mutex_t lock;
	char text[CAPACITY];
	size_t start;
	size_t length;
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

static ssize_t keep(void *cookie, const char *text, size_t size)
{
	(void)cookie;
	pthread_mutex_lock(&kept.lock);
	for (size_t i = 0; i < size; i++) {
		kept.text[(kept.start + kept.length) % CAPACITY] = text[i];
		if (kept.length < CAPACITY)
			kept.length++;
		else
			kept.start = (kept.start + 1) % CAPACITY;
	}
	pthread_mutex_unlock(&kept.lock);
	return (ssize_t)size;
}

static int keep_bpf(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	char line[512];
	int length = vsnprintf(line, sizeof(line), format, arguments);
	if (length > 0)
		keep(NULL, line, (size_t)length < sizeof(line) ? (size_t)length : sizeof(line) - 1);
	return length;
}

int fp_log_capture(void)
{
	libbpf_set_print(keep_bpf);
	libxdp_set_print((libxdp_print_fn_t)keep_bpf);
	FILE *stream = fopencookie(NULL, "w", (cookie_io_functions_t){.write = keep});
	if (!stream)
		return -errno;
	setvbuf(stream, NULL, _IOLBF, 1024);
	return rte_openlog_stream(stream);
}

size_t fp_log_take(char *text, size_t capacity)
{
	pthread_mutex_lock(&kept.lock);
	size_t taken = kept.length < capacity ? kept.length : capacity;
	for (size_t i = 0; i < taken; i++)
		text[i] = kept.text[(kept.start + i) % CAPACITY];
	kept.start = (kept.start + taken) % CAPACITY;
	kept.length -= taken;
	pthread_mutex_unlock(&kept.lock);
	return taken;
}
