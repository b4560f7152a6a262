#define _GNU_SOURCE
#include "fp_dpdk.h"

#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <stdlib.h>

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
