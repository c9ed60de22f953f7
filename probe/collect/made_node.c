/* made_node.c - a node of a block device that has none here (see disks.h).
 *
 * Nothing is left behind: it lies on the container's own tmpfs, where nobody
 * but us sees it, its name stands in facts->made_node before it is made, and
 * the parent removes what stands there should we die (collect/run.c). */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "ask.h"
#include "disks.h"
#include "parse.h"

#define CAP_MKNOD_BIT (UINT64_C(1) << 27)

const char *made_node_why_not(const struct facts *facts)
{
	const struct mount *mount = mount_covering(facts, "/dev");
	uint64_t effective;

	if (!fact_number(facts, FACT_CAP_EFFECTIVE, &effective))
		return "no node, and the capabilities are not known";
	if (!(effective & CAP_MKNOD_BIT))
		return "no node, and CAP_MKNOD is not held";
	if (fact_bool(facts, FACT_USERNS_INITIAL) == NO)
		return "no node, and none can be made in a user namespace";
	if (fact_bool(facts, FACT_MNTNS_INITIAL) == YES || fact_bool(facts, FACT_CONTAINER) == NO)
		return "no node, and none is made outside a container";
	if (!mount || strcmp(mount->point, "/dev") != 0 || strcmp(mount->type, "tmpfs") != 0 ||
	    strcmp(mount->root, "/") != 0 || mount->read_only || mount->class == MOUNT_HOST_PATH)
		return "no node, and no writable tmpfs of the container's own on /dev to make one on";
	return NULL;
}

struct answer made_node(struct facts *facts, const struct device *device)
{
	snprintf(facts->made_node, sizeof facts->made_node, "/dev/.escape-probe-%ld", (long)getpid());
	dev_t number = makedev(device->major, device->minor);
	struct answer answer = ask_answer(mknodat(AT_FDCWD, facts->made_node, S_IFBLK | 0600, number));

	/* As in ask_access(): a refusal has to be said twice; and a filter may
	 * know one of the two calls only. */
	if (answer.error != 0)
		answer = ask_answer(mknod(facts->made_node, S_IFBLK | 0600, number));
	if (answer.error != 0)
		facts->made_node[0] = '\0';
	return answer;
}

void made_node_remove(struct facts *facts)
{
	unlinkat(AT_FDCWD, facts->made_node, 0);
	facts->made_node[0] = '\0';
}
