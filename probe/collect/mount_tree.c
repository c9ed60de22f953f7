/* mount_tree.c - which mounts can still be reached by their path (see mount_tree.h).
 *
 * The order of mountinfo tells less than it seems to: it is that of mounting
 * until Linux 6.7, of mount IDs since, and moved mounts keep their line.  The
 * parents tell all.  A path reaches a mount when it reaches the place where
 * it is mounted, and there are three ways for that to fail: the parent cannot
 * be reached; something is mounted over the parent's whole; a sibling is
 * mounted on a directory above. */
#include <string.h>
#include "mount_table.h"
#include "mount_tree.h"
#include "parse.h"

enum reach { REACH_NOT_KNOWN, REACH_ASKED, REACH_YES, REACH_NO };

/* One for each mount, in the same order. */
struct node {
	const struct mount *mount;
	struct node *parent;	/* NULL: its parent lies outside of our root */
	struct node *over;	/* what is mounted over its whole */
	bool below_sibling;
	enum reach reach;
};

/* The slot of the mount with this ID: free (0), or its number + 1.  IDs are
 * given again once they are free, and so come in any order. */
static uint32_t *slot_of_id(uint32_t *slots, size_t room, const struct node *nodes, uint64_t id)
{
	size_t at = (size_t)(((uintptr_t)slots >> 12 ^ id) * UINT64_C(0x9e3779b97f4a7c15) >> 32);

	while (slots[at & (room - 1)] && nodes[slots[at & (room - 1)] - 1].mount->id != id)
		at++;
	return &slots[at & (room - 1)];
}

static bool link_parents(struct node *nodes, size_t count, struct arena *scratch)
{
	size_t room = mount_table_room(count);
	uint32_t *slots = arena_alloc(scratch, room * sizeof *slots);

	for (size_t i = 0; slots && i < count; i++)
		*slot_of_id(slots, room, nodes, nodes[i].mount->id) = (uint32_t)i + 1;
	for (size_t i = 0; slots && i < count; i++) {
		uint32_t parent = *slot_of_id(slots, room, nodes, nodes[i].mount->parent);

		nodes[i].parent = parent && parent != i + 1 ? &nodes[parent - 1] : NULL;
	}
	return slots != NULL;
}

/* The kernel's own root file system is its own parent, and so no sibling of
 * what is mounted on it. */
static bool is_sibling(const struct mount *mount)
{
	return mount->parent != mount->id;
}

static bool covers_whole(const struct mount *mount, const struct node *parent)
{
	return parent && strcmp(parent->mount->point, mount->point) == 0;
}

static void mark_siblings(struct node *nodes, size_t count, const struct mount_table *table)
{
	for (size_t i = 0; i < count; i++) {
		if (!is_sibling(nodes[i].mount))
			continue;
		uint32_t *slot = mount_table_slot(table, nodes[i].mount);

		if (*slot)	/* two on one point: the later counts */
			nodes[*slot - 1].below_sibling = true;
		*slot = (uint32_t)i + 1;
	}
	for (size_t i = 0; i < count; i++) {
		const struct mount *mount = nodes[i].mount, *above;
		struct node *parent = nodes[i].parent;
		const char *last = strrchr(mount->point, '/');

		if (!is_sibling(mount) || nodes[i].below_sibling)
			continue;
		if (covers_whole(mount, parent)) {
			parent->over = &nodes[i];
			continue;
		}
		above = last && last[1] ? mount_table_above(table, mount->parent, mount->point, (size_t)(last - mount->point)) : NULL;
		nodes[i].below_sibling = above && !covers_whole(above, parent);
	}
}

static bool may_be_reached(const struct node *node)
{
	if (node->below_sibling)
		return false;
	if (!node->parent)
		return true;
	return node->parent->reach != REACH_NO && (!node->parent->over || node->parent->over == node);
}

/* Decides from the first ancestor that is decided downwards.  Nonsense such as
 * a mount that is its own ancestor ends at REACH_ASKED. */
static void decide(struct node *node, struct node **stack)
{
	size_t depth = 0;

	for (; node && node->reach == REACH_NOT_KNOWN; node = node->parent) {
		node->reach = REACH_ASKED;
		stack[depth++] = node;
	}
	while (depth > 0) {
		node = stack[--depth];
		node->reach = may_be_reached(node) ? REACH_YES : REACH_NO;
	}
}

bool mount_tree_hide(struct mount *mounts, size_t count, struct arena *scratch)
{
	if (count == 0)
		return true;
	struct node *nodes = arena_alloc(scratch, count * sizeof *nodes);
	struct node **stack = arena_alloc(scratch, count * sizeof(struct node *));
	struct mount_table table;

	if (!nodes || !stack || !mount_table_init(&table, mounts, count, true, scratch))
		return false;
	for (size_t i = 0; i < count; i++)
		nodes[i].mount = &mounts[i];
	if (!link_parents(nodes, count, scratch))
		return false;
	mark_siblings(nodes, count, &table);
	for (size_t i = 0; i < count; i++)
		decide(&nodes[i], stack);
	for (size_t i = 0; i < count; i++)
		mounts[i].hidden = nodes[i].reach == REACH_NO || nodes[i].over;
	return true;
}
