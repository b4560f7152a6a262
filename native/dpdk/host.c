#define _GNU_SOURCE
#include "fp_dpdk.h"

#include <dirent.h>
#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <rte_malloc.h>

int fp_pin_threads(int cpu)
{
	cpu_set_t only;
	CPU_ZERO(&only);
	CPU_SET(cpu, &only);

	DIR *tasks = opendir("/proc/self/task");
	if (!tasks)
		return sched_setaffinity(0, sizeof(only), &only) ? -errno : 1;
	int pinned = 0;
	for (struct dirent *task; (task = readdir(tasks));) {
		if (task->d_name[0] != '.' && !sched_setaffinity(atoi(task->d_name), sizeof(only), &only))
			pinned++;
	}
	closedir(tasks);
	return pinned;
}

int fp_allowed_cpus(int *cpus, int capacity)
{
	cpu_set_t allowed;
	if (sched_getaffinity(0, sizeof(allowed), &allowed))
		return -errno;
	int count = 0;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &allowed))
			continue;
		if (count < capacity)
			cpus[count] = cpu;
		count++;
	}
	return count;
}

// One ioctl on an interface; what it answers is in `request`.
static int ask_interface(const char *name, unsigned long what, struct ifreq *request)
{
	if (strlen(name) >= sizeof(request->ifr_name))
		return -ENODEV;
	strcpy(request->ifr_name, name);
	int probe = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (probe < 0)
		return -errno;
	int result = ioctl(probe, what, request) ? -errno : 0;
	close(probe);
	return result;
}

int fp_interface_state(const char *name)
{
	struct ifreq request = {0};
	int result = ask_interface(name, SIOCGIFFLAGS, &request);
	return result ? result : (request.ifr_flags & IFF_UP) != 0;
}

int fp_interface_mtu(const char *name)
{
	struct ifreq request = {0};
	int result = ask_interface(name, SIOCGIFMTU, &request);
	return result ? result : request.ifr_mtu;
}

int fp_xdp_sockets(void)
{
	int probe = socket(AF_XDP, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (probe < 0)
		return -errno;
	close(probe);
	return 0;
}

int fp_memory_touch(size_t bytes)
{
	enum { PAGE = 4096 };
	void *memory = rte_malloc("touch", bytes, PAGE);
	if (!memory)
		return -ENOMEM;
	int result = madvise(memory, bytes & ~(size_t)(PAGE - 1), MADV_POPULATE_WRITE) ? -errno : 0;
	rte_free(memory);
	return result;
}
