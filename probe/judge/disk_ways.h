/* disk_ways.h - what stands before a disk, for the paths to disks (storage.c)
 * and the table of them (disk_table.c) alike.  Private to judge/. */
#ifndef PROBE_DISK_WAYS_H
#define PROBE_DISK_WAYS_H
#include "rules.h"

/* "/dev/sda1 (ext4)" */
const char *device_label(const struct device *device, const struct actor *actor);
bool device_has_driver(const struct device *device, const char *name);
/* It has a node that is not one of ours. */
bool device_has_node(const struct device *device);
/* Can it hold data of the host? */
bool device_is_disk(const struct device *device);

/* Whether the list of cgroup v1 allows it; UNKNOWN without one. */
enum known device_list_allows(const struct facts *facts, enum device_type type, uint32_t major, uint32_t minor, const char *access);
void barrier_device_cgroup(struct way *way, enum known allows, const char *unknown);

/* The same for a character device through a node that is made here. */
bool engines_let_through(uint32_t major, uint32_t minor);
void barrier_character_cgroup(struct way *way, const struct facts *facts, uint32_t major, uint32_t minor);

/* There is no node, and none can be had: made, or (any) found in a devtmpfs of
 * our own.  `is_admin`: CAP_SYS_ADMIN is asked for in any case. */
void barrier_node(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device,
		  bool is_admin);
void barrier_made_node(struct way *way, const struct facts *facts, const struct actor *actor);
void barrier_any_node(struct way *way, const struct facts *facts, const struct actor *actor, bool is_admin);

/* The device cgroup, and the owner and mode of the node.  `by_number`: the
 * node is not opened, only looked up, as mount(2) does: its owner and mode do
 * not count. */
void barrier_device_access(struct way *way, const struct facts *facts, const struct actor *actor,
			   const struct device *device, bool write, bool by_number);

/* Nothing of the host lies on it, or nothing that could be read. */
void barrier_content(struct way *way, const struct actor *actor, const struct device *device, bool write);

/* The commands that read and write through a character device of NVMe. */
void barrier_nvme_commands(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device);

/* What re-using a mounted file system asks of the kernel. */
void barrier_attaching(struct way *way, const struct facts *facts, const struct actor *actor, const char *type);

/* All that stands before reading and writing its blocks, whatever they hold;
 * before mounting it writable, or at all by mount(2) or fsmount(2); and before
 * attaching what is mounted from it already. */
typedef void disk_way(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device);
disk_way way_read_blocks, way_write_blocks, way_mount, way_mount_old, way_mount_new, way_attach;

/* The kernel's log by /dev/kmsg (devices.c); `permission` adds what reading it
 * asks for besides. */
void finding_add_kmsg(struct finding *finding, const struct facts *facts, const struct actor *actor, disk_way *permission);

/* The table: report->disk. */
void judge_disks(const struct facts *facts, const struct actor *actor, struct report *report);
#endif
