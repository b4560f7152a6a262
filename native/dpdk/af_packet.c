// DPDK's af_packet driver joins its sockets to a fanout group that makes the kernel reassemble IP fragments: a graph would see
// datagrams that were never on the wire, larger than any MTU. A copy of the driver calls this in place of setsockopt.
#define _GNU_SOURCE
#include <linux/if_packet.h>
#include <string.h>
#include <sys/socket.h>

int fp_af_packet_setsockopt(int socket, int level, int name, const void *value, socklen_t length)
{
	int fanout;
	if (level == SOL_PACKET && name == PACKET_FANOUT && length == sizeof(fanout)) {
		memcpy(&fanout, value, sizeof(fanout));
		fanout &= ~(PACKET_FANOUT_FLAG_DEFRAG << 16);
		value = &fanout;
	}
	return setsockopt(socket, level, name, value, length);
}
