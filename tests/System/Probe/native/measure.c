// What the pause test needs in C: a receive function that notes how long ago it was last called (so a loop is measured from its
// device, and needs no change), and the lcore loop written in C.
#define _GNU_SOURCE
#include <sched.h>
#include <stdint.h>

#include <rte_cycles.h>

struct rte_mbuf;
typedef uint16_t (*burst_function)(void *queue, struct rte_mbuf **packets, uint16_t count);

struct measured_queue {
	burst_function receive;
	void *queue;
	uint64_t last;
	uint64_t gap_cycles_max;
	uint64_t calls;
};

static uint16_t measured_receive(void *queue, struct rte_mbuf **packets, uint16_t count)
{
	struct measured_queue *measured = queue;
	const uint64_t now = rte_rdtsc();
	if (measured->last && now - measured->last > measured->gap_cycles_max)
		measured->gap_cycles_max = now - measured->last;
	measured->last = now;
	measured->calls++;
	return measured->receive(measured->queue, packets, count);
}

void *measured_receive_address(void)
{
	return (void *)measured_receive;
}

struct c_loop {
	volatile int stop;
	struct measured_queue *queue;
	burst_function send;
	void *send_queue;
	struct rte_mbuf *burst[64];
};

static int c_loop(void *argument)
{
	struct c_loop *loop = argument;
	while (!loop->stop) {
		uint16_t count = measured_receive(loop->queue, loop->burst, 32);
		if (count)
			loop->send(loop->send_queue, loop->burst, count);
	}
	return 0;
}

void *c_loop_address(void)
{
	return (void *)c_loop;
}

int pin_thread(int cpu)
{
	cpu_set_t only;
	CPU_ZERO(&only);
	CPU_SET(cpu, &only);
	return sched_setaffinity(0, sizeof(only), &only);
}
