// Which drivers this binary has. Each says its name in a constructor to a bus whose list isn't for others to read, so the linker
// sends those calls through here (--wrap).
#include "fp_dpdk.h"

#include <stddef.h>

// How both struct rte_pci_driver and struct rte_vdev_driver begin in DPDK 22.11: their own list, then struct rte_driver.
struct driver {
	void *bus_list[2];
	void *list[2];
	const char *name;
};

enum { DRIVERS_MAX = 128 };

static const char *names[DRIVERS_MAX];
static size_t count;

void __real_rte_pci_register(struct driver *driver);
void __wrap_rte_pci_register(struct driver *driver);
void __real_rte_vdev_register(struct driver *driver);
void __wrap_rte_vdev_register(struct driver *driver);

static void remember(const struct driver *driver)
{
	if (count < DRIVERS_MAX)
		names[count++] = driver->name;
}

void __wrap_rte_pci_register(struct driver *driver)
{
	remember(driver);
	__real_rte_pci_register(driver);
}

void __wrap_rte_vdev_register(struct driver *driver)
{
	remember(driver);
	__real_rte_vdev_register(driver);
}

const char *fp_driver_name(size_t index)
{
	return index < count ? names[index] : NULL;
}
