/* mounts.c - the mounts of our mount namespace, as /proc/self/mountinfo lists
 * them.  No file below a mount is touched here: a dead server's would hang. */
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include "mount_tree.h"
#include "parse.h"
#include "source.h"

/* Room for a hundred thousand lines; only what is used takes memory. */
#define MOUNTINFO_MAX (32u << 20)

/* The line before, and what was made of it: much is the same in the next. */
struct before {
	struct mountinfo line;
	struct mount mount;	/* all NULL: there was none */
};

static const char *copy(struct arena *arena, const struct text *text)
{
	char buf[4096];	/* PATH_MAX: the kernel gives no longer one */

	if (text_left(text) < sizeof buf && !memchr(text->at, '\\', text_left(text)))
		return arena_copy(arena, text->at, text_left(text));
	size_t len = parse_unescape(text, buf, sizeof buf);

	return arena_copy(arena, buf, len);
}

/* One copy for all lines in a row that say the same. */
static const char *share(struct arena *arena, const struct text *text, const struct text *before, const char *shared)
{
	bool same = shared && text_left(text) == text_left(before) && memcmp(text->at, before->at, text_left(text)) == 0;

	return same ? shared : copy(arena, text);
}

static void set_options(struct mount *mount, const struct mount *before)
{
	if (mount->options == before->options && mount->super == before->super) {
		mount->read_only = before->read_only;
		mount->nodev = before->nodev;
		mount->nosuid = before->nosuid;
		mount->noexec = before->noexec;
		return;
	}
	mount_read_options(mount);
}

/* False when memory is out: half a mount is none. */
static bool add_mount(struct facts *facts, const struct mountinfo *line, struct before *before)
{
	const struct mountinfo *last = &before->line;
	const struct mount *made = &before->mount;
	struct arena *arena = &facts->arena;
	struct mount *mount = facts_mount_new(facts);

	if (!mount)
		return false;
	*mount = (struct mount){
		.id = line->id, .parent = line->parent,
		.major = line->major, .minor = line->minor,
		.root = share(arena, &line->root, &last->root, made->root),
		.point = copy(arena, &line->point),
		.type = share(arena, &line->type, &last->type, made->type),
		.source = share(arena, &line->source, &last->source, made->source),
		.options = share(arena, &line->options, &last->options, made->options),
		.super = share(arena, &line->super, &last->super, made->super),
		.shared = line->shared, .master = line->master,
	};
	if (!mount->root || !mount->point || !mount->type || !mount->source || !mount->options || !mount->super) {
		facts->mounts_list.truncated = true;
		return false;
	}
	set_options(mount, made);
	facts_mount_done(facts);
	*before = (struct before){ *line, *mount };
	return true;
}

static const struct mount *visible_at(const struct facts *facts, const char *point)
{
	const struct mount *found = NULL;

	for (size_t i = 0; i < facts->mounts_count; i++)
		if (!facts->mounts[i].hidden && strcmp(facts->mounts[i].point, point) == 0)
			found = &facts->mounts[i];
	return found;
}

static uint32_t own_minor(const struct facts *facts, const char *point, const char *type)
{
	const struct mount *mount = visible_at(facts, point);

	return mount && strcmp(mount->type, type) == 0 && mount->major == 0 ? mount->minor : UINT32_MAX;
}

/* The first thing that systemd-nspawn mounts into its container is a part of
 * the container's own /run (systemd's Container Interface: /run/host). */
static const struct mount *systemd_run(const struct facts *facts)
{
	const struct mount *mount = visible_at(facts, "/run/host");

	return mount && strcmp(mount->type, "tmpfs") == 0 && strcmp(mount->root, "/host") == 0 ? mount : NULL;
}

static void classify(struct facts *facts)
{
	const struct mount *root = visible_at(facts, "/"), *run = systemd_run(facts);
	const struct mount_context context = {
		.own_proc = own_minor(facts, "/proc", "proc"),
		.own_sys = own_minor(facts, "/sys", "sysfs"),
		.root_major = root ? root->major : UINT32_MAX,
		.root_minor = root ? root->minor : UINT32_MAX,
		.root_root = root ? root->root : NULL,
		.systemd_container = run != NULL,
		.systemd_run = run ? run->minor : UINT32_MAX,
	};

	for (size_t i = 0; i < facts->mounts_count; i++)
		mount_classify(&facts->mounts[i], &context, &facts->arena);
	mounts_place(facts->mounts, facts->mounts_count, &facts->arena);
}

/* Lines in a row share their texts. */
static bool same(const char *a, const char *b)
{
	return a == b || strcmp(a, b) == 0;
}

static bool is_twin(const struct mount *a, const struct mount *b)
{
	return a->major == b->major && a->minor == b->minor && a->class == b->class && same(a->root, b->root) &&
	       same(a->options, b->options) && same(a->type, b->type);
}

/* AppArmor goes by the path, and may refuse at one place what it lets pass at
 * another: then each is looked at. */
static bool may_go_by_path(const struct facts *facts)
{
	const char *profile = fact_text(facts, FACT_APPARMOR_PROFILE);

	return fact_bool(facts, FACT_APPARMOR_ENABLED) != NO && !(profile && strcmp(profile, "unconfined") == 0);
}

/* A host of ten thousand mounts mostly has a few things mounted very often. */
static void find_twins(struct facts *facts, struct arena *scratch)
{
	enum { TRIES = 32 };	/* of roots that somebody may have chosen to collide */
	size_t room = mount_table_room(facts->mounts_count);
	uint32_t *first = arena_alloc(scratch, room * sizeof *first);

	for (size_t i = 0; first && i < facts->mounts_count; i++) {
		struct mount *mount = &facts->mounts[i];
		uint32_t hash = mount->minor;

		for (const char *c = mount->root; *c; c++)
			hash = (hash ^ (unsigned char)*c) * 16777619;
		for (unsigned tries = 0; !mount->hidden && tries < TRIES; tries++) {
			uint32_t *slot = &first[(hash + tries) & (room - 1)];

			if (*slot == 0)
				*slot = (uint32_t)i + 1;
			else if (is_twin(&facts->mounts[*slot - 1], mount))
				mount->twin = *slot;
			else
				continue;
			break;
		}
	}
}

static void set_root_facts(struct facts *facts)
{
	static const char no_root[] = "no mount on / is listed";
	const struct mount *root = visible_at(facts, "/");
	struct text upper;

	if (!root) {
		fact_set_unknown(facts, FACT_ROOT_READ_ONLY, 0, no_root);
		fact_set_unknown(facts, FACT_ROOT_UPPERDIR, 0, no_root);
		return;
	}
	fact_set_bool(facts, FACT_ROOT_READ_ONLY, root->read_only);
	if (parse_option_value(root->super, "upperdir", &upper))
		fact_set_text(facts, FACT_ROOT_UPPERDIR, upper.at, text_left(&upper));
	else
		fact_set_unknown(facts, FACT_ROOT_UPPERDIR, 0, "the mount on / names none");
}

static void give_up(struct facts *facts, ssize_t result)
{
	facts->mounts_list = (struct list){ .known = UNKNOWN, .reason = source_reason(result) };
	if (!facts->mounts_list.reason)
		facts->mounts_list.error = (int)-result;
	source_unknown(facts, FACT_ROOT_READ_ONLY, result, NULL);
	source_unknown(facts, FACT_ROOT_UPPERDIR, result, NULL);
}

static size_t count_lines(struct text text)
{
	struct text line;
	size_t count = 0;

	while (text_until(&text, '\n', &line))
		count++;
	return count;
}

static void read_mounts(struct collect *collect, struct arena *scratch)
{
	static const char path[] = "/proc/self/mountinfo";
	struct facts *facts = collect->facts;
	const char *data = "";
	ssize_t n = source_check(collect, path, true);

	if (n == 0)
		n = host_read_all(collect->host, path, scratch, MOUNTINFO_MAX / 2, &data);
	if (n < 0) {
		give_up(facts, n);
		return;
	}
	struct text text = TEXT(data, (size_t)n);
	struct mountinfo line;
	struct before before = { .mount.root = NULL };
	size_t bad = 0;

	if (n == MOUNTINFO_MAX / 2)
		facts->mounts_list.truncated = true;
	facts_mounts_reserve(facts, count_lines(text));
	while (parse_mountinfo(&text, &line, &bad))
		if (!add_mount(facts, &line, &before))
			break;
	/* a line that could not be read may have been the one that matters */
	if (bad > 0)
		facts->mounts_list.truncated = true;
	mount_tree_hide(facts->mounts, facts->mounts_count, scratch);
	mounts_index(facts);
	classify(facts);
	if (!may_go_by_path(facts))
		find_twins(facts, scratch);
	set_root_facts(facts);
	facts->mounts_list.known = YES;
}

void collect_mounts(struct collect *collect)
{
	struct arena scratch;
	void *memory = mmap(NULL, MOUNTINFO_MAX, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED) {
		give_up(collect->facts, -errno);
		return;
	}
	/* or the first byte would cost 2 MB (transparent_hugepage=always) */
	madvise(memory, MOUNTINFO_MAX, MADV_NOHUGEPAGE);
	arena_init(&scratch, memory, MOUNTINFO_MAX);
	read_mounts(collect, &scratch);
	munmap(memory, MOUNTINFO_MAX);
}
