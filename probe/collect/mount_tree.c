/* mount_tree.c - which mounts can still be reached by their path (see mount_tree.h).
 *
 * The order of mountinfo tells less than it seems to: it is that of mounting
 * until Linux 6.7, of mount IDs since, and moved mounts keep their line.  The
 * parents tell all.  A path reaches a mount when it reaches the place where
 * it is mounted, and there are three ways for that to fail: the parent cannot
 * be reached; something is mounted over the parent's whole; a sibling is
 * mounted on a directory above. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "mount_tree.h"
#include "parse.h"

enum reach { REACH_NOT_KNOWN, REACH_ASKED, REACH_YES, REACH_NO };

struct node {
	const struct mount *mount;
	struct node *parent;	/* NULL: its parent lies outside of our root */
	struct node *over;	/* what is mounted over its whole */
	bool below_sibling;
	enum reach reach;
};

static int by_number(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_id(const void *a, const void *b)
{
	return by_number(((const struct node *)a)->mount->id, ((const struct node *)b)->mount->id);
}

/* As text, but with '/' before every other byte: what is below a directory
 * then follows it at once. */
static int by_path(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return by_number(*a == '/' ? 1 : (unsigned char)*a + 1u * (*a != '\0'),
			 *b == '/' ? 1 : (unsigned char)*b + 1u * (*b != '\0'));
}

/* Siblings together; on the same point, the later line last (nodes lie in
 * the order of IDs, so mounts' addresses tell). */
static int by_place(const void *a, const void *b)
{
	const struct node *x = *(struct node *const *)a, *y = *(struct node *const *)b;
	int order = by_number(x->mount->parent, y->mount->parent);

	if (order == 0)
		order = by_path(x->mount->point, y->mount->point);
	return order != 0 ? order : by_number((uintptr_t)x->mount, (uintptr_t)y->mount);
}

static struct node *find(struct node *nodes, size_t count, uint64_t id)
{
	const struct mount key_mount = { .id = id };
	const struct node key = { .mount = &key_mount };

	return bsearch(&key, nodes, count, sizeof *nodes, by_id);
}

/* Goes through siblings in the order of their points. */
static void mark_siblings(struct node **order, size_t count)
{
	const struct node *above = NULL;

	for (size_t i = 0; i < count; i++) {
		struct node *node = order[i], *parent = node->parent;
		const char *point = node->mount->point;

		/* The kernel's own root file system is its own parent, and so no
		 * sibling of what is mounted on it. */
		if (node->mount->parent == node->mount->id)
			continue;
		if (above && above->mount->parent != node->mount->parent)
			above = NULL;
		if (i + 1 < count && order[i + 1]->mount->parent == node->mount->parent &&
		    strcmp(order[i + 1]->mount->point, point) == 0)
			node->below_sibling = true;	/* two on one point: the later counts */
		else if (parent && strcmp(parent->mount->point, point) == 0)
			parent->over = node;
		else if (above && strcmp(above->mount->point, point) != 0 &&
			 (strcmp(above->mount->point, "/") == 0 || path_below(point, above->mount->point)))
			node->below_sibling = true;
		else
			above = node;
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
	struct node **order = arena_alloc(scratch, count * sizeof(struct node *));

	if (!nodes || !order)
		return false;
	bool in_order = true;	/* as they come since Linux 6.8, and mostly before */

	for (size_t i = 0; i < count; i++) {
		nodes[i].mount = &mounts[i];
		in_order &= i == 0 || mounts[i - 1].id <= mounts[i].id;
	}
	if (!in_order)
		qsort(nodes, count, sizeof *nodes, by_id);
	for (size_t i = 0; i < count; i++) {
		nodes[i].parent = find(nodes, count, nodes[i].mount->parent);
		if (nodes[i].parent == &nodes[i])
			nodes[i].parent = NULL;
		order[i] = &nodes[i];
	}
	qsort(order, count, sizeof *order, by_place);
	mark_siblings(order, count);
	/* the order is not needed any more: its room becomes the stack */
	for (size_t i = 0; i < count; i++)
		decide(&nodes[i], order);
	for (size_t i = 0; i < count; i++)
		mounts[nodes[i].mount - mounts].hidden = nodes[i].reach == REACH_NO || nodes[i].over;
	return true;
}

/* ---- by path ------------------------------------------------------------------ */

static int by_point(const void *a, const void *b)
{
	return by_path((*(const struct mount *const *)a)->point, (*(const struct mount *const *)b)->point);
}

bool mount_index_init(struct mount_index *index, const struct facts *facts, struct arena *arena)
{
	*index = (struct mount_index){ 0 };
	if (facts->mounts_count == 0)
		return true;
	index->mount = arena_alloc(arena, facts->mounts_count * sizeof *index->mount);
	if (!index->mount)
		return false;
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (!facts->mounts[i].hidden)
			index->mount[index->count++] = &facts->mounts[i];
	qsort(index->mount, index->count, sizeof *index->mount, by_point);
	return true;
}

static const struct mount *at_point(const struct mount_index *index, const char *point)
{
	const struct mount key = { .point = point }, *of_key = &key;
	const struct mount *const *found = index->count == 0 ? NULL :
		bsearch(&of_key, index->mount, index->count, sizeof *index->mount, by_point);

	return found ? *found : NULL;
}

const struct mount *mount_of_path(const struct mount_index *index, const char *path)
{
	char above[PATH_MAX];
	size_t len = strlen(path);

	if (len >= sizeof above)
		return NULL;
	memcpy(above, path, len + 1);
	while (above[0]) {
		const struct mount *mount = at_point(index, above);

		if (mount)
			return mount;
		char *slash = strrchr(above, '/');

		if (!slash)
			break;
		*slash = '\0';
	}
	return at_point(index, "/");
}
