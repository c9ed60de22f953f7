/* disks.h - parts of collect/devices.c: what sysfs says of a block device,
 * what lies on it, and what the host uses it for. */
#ifndef PROBE_DISKS_H
#define PROBE_DISKS_H
#include "facts.h"
#include "host.h"

/* Adds the block devices that no device in the list stands for (path NULL),
 * and fills in what is known of all: name, driver, size, partition ... and
 * with it fixed_disk.  Sets devices_list.truncated where neither sysfs nor
 * procfs names them and a node could be made. */
void disks_describe(const struct host *host, struct facts *facts);

/* The block device of that kernel name, or NULL. */
struct device *disks_find(struct facts *facts, const char *name, size_t len);

/* Fills in live, host_root, engine_data and in_use; after the contents are known. */
void disks_find_use(const struct host *host, struct facts *facts);

/* Looks at what lies on the device, through a descriptor that is open for
 * reading; fills content, ambivalent, fs_*, table - and, where it holds a
 * partition table, part_uuid of its partitions in the list. */
void disks_read_content(int fd, struct device *device, struct facts *facts);

/* Why no node can be made to reach a device without one, or NULL when one can:
 * only on a tmpfs of the container's own. */
const char *made_node_why_not(const struct facts *facts);
/* Makes it, at facts->made_node. */
struct answer made_node(struct facts *facts, const struct device *device);
void made_node_remove(struct facts *facts);
#endif
