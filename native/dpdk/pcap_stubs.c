// Debian's libpcap.a can also capture from D-Bus and from InfiniBand, and so wants libdbus, libsystemd and the verbs library.
// No graph can name such a device, so these answer "none" in their place. Link this object before libpcap.a.
#include <stddef.h>

struct pcap_if_list;
struct pcap;

int dbus_findalldevs(struct pcap_if_list *devices, char *error)
{
	(void)devices;
	(void)error;
	return 0;
}

struct pcap *dbus_create(const char *device, char *error, int *is_ours)
{
	(void)device;
	(void)error;
	*is_ours = 0;
	return NULL;
}

int rdmasniff_findalldevs(struct pcap_if_list *devices, char *error)
{
	(void)devices;
	(void)error;
	return 0;
}

struct pcap *rdmasniff_create(const char *device, char *error, int *is_ours)
{
	(void)device;
	(void)error;
	*is_ours = 0;
	return NULL;
}
