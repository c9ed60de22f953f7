/* ways.c - ways and findings: how barriers add up.
 *
 * A way is closed by one standing barrier and left undecided by one unknown
 * barrier; a path is as open as its most open way. */
#include <string.h>
#include "rules.h"

void way_init(struct way *way, const char *title)
{
	way->title = title;
	way->count = 0;
}

void barrier_add(struct way *way, enum barrier_kind kind, enum barrier_state state,
		 const char *what, const char *evidence)
{
	struct barrier barrier = { kind, state, what, evidence };

	/* Two capabilities ask for the same user namespace: one barrier. */
	for (size_t i = 0; i < way->count; i++) {
		struct barrier *other = &way->barrier[i];

		if (other->kind == kind && !strcmp(other->what, what)) {
			if (state > other->state)
				*other = barrier;
			return;
		}
	}
	if (way->count < BARRIERS_MAX)
		way->barrier[way->count++] = barrier;
	else if (state > way->barrier[BARRIERS_MAX - 1].state)
		way->barrier[BARRIERS_MAX - 1] = barrier;	/* the verdict stays right */
}

enum path_status way_status(const struct way *way)
{
	enum barrier_state state = BARRIER_ABSENT;

	for (size_t i = 0; i < way->count; i++)
		if (way->barrier[i].state > state)
			state = way->barrier[i].state;
	return state == BARRIER_STANDING ? PATH_CLOSED : state == BARRIER_IS_UNKNOWN ? PATH_UNKNOWN : PATH_OPEN;
}

unsigned way_distance(const struct way *way)
{
	unsigned distance = 0;

	for (size_t i = 0; i < way->count; i++)
		distance += way->barrier[i].state == BARRIER_STANDING;
	return distance;
}

bool way_is_missing(const struct way *way)
{
	for (size_t i = 0; i < way->count; i++)
		if (way->barrier[i].state == BARRIER_STANDING &&
		    (way->barrier[i].kind == BARRIER_NOT_GIVEN || way->barrier[i].kind == BARRIER_KERNEL))
			return true;
	return false;
}

static bool is_better(const struct way *a, const struct way *b)
{
	enum path_status status_a = way_status(a), status_b = way_status(b);

	if (status_a != status_b)
		return status_a > status_b;
	if (way_is_missing(a) != way_is_missing(b))
		return way_is_missing(b);
	return way_distance(a) < way_distance(b);
}

void way_add_better(struct way *way, const struct way *a, const struct way *b)
{
	const struct way *better = is_better(b, a) ? b : a;

	for (size_t i = 0; i < better->count; i++)
		barrier_add(way, better->barrier[i].kind, better->barrier[i].state, better->barrier[i].what,
			    better->barrier[i].evidence);
}

/* The thing itself, the capability, the permission say most about a way: they
 * stay in front, in the order in which they were added. */
static const unsigned char rank[BARRIER_KIND_COUNT] = {
	[BARRIER_SECCOMP] = 1, [BARRIER_LSM] = 1, [BARRIER_USER_NAMESPACE] = 2, [BARRIER_KERNEL] = 3,
};

static void put_telling_first(struct way *way)
{
	for (size_t i = 1; i < way->count; i++) {
		struct barrier barrier = way->barrier[i];
		size_t at = i;

		for (; at > 0 && rank[way->barrier[at - 1].kind] > rank[barrier.kind]; at--)
			way->barrier[at] = way->barrier[at - 1];
		way->barrier[at] = barrier;
	}
}

struct barrier way_decided_by(const struct way *way)
{
	const struct barrier *found = &way->barrier[0];

	for (size_t i = 1; i < way->count; i++) {
		const struct barrier *barrier = &way->barrier[i];

		if (barrier->state > found->state || (barrier->state == found->state && rank[barrier->kind] < rank[found->kind]))
			found = barrier;
	}
	return *found;
}

/* Is there no room for it? */
static bool is_among_the_worst(const struct finding *finding, const struct way *way)
{
	return finding->ways == WAYS_MAX && !is_better(way, &finding->way[WAYS_MAX - 1]);
}

bool finding_add(struct finding *finding, const struct way *way)
{
	size_t at = 0;

	if (is_among_the_worst(finding, way)) {
		finding->ways_dropped++;
		return false;
	}
	while (at < finding->ways && !is_better(way, &finding->way[at]))
		at++;
	if (finding->ways == WAYS_MAX)
		finding->ways_dropped++;
	else
		finding->ways++;
	memmove(&finding->way[at + 1], &finding->way[at], (finding->ways - 1 - at) * sizeof finding->way[0]);
	finding->way[at] = *way;
	put_telling_first(&finding->way[at]);
	finding->status = way_status(&finding->way[0]);
	finding->distance = way_distance(&finding->way[0]);
	return true;
}

void finding_add_made(struct finding *finding, const struct facts *facts, const struct actor *actor, way_maker *make,
		      const void *thing)
{
	struct arena silent = *actor->arena;
	struct actor mute = *actor;
	struct way way;

	/* Texts take longest, and no barrier hangs on one. */
	silent.silent = true;
	mute.arena = &silent;
	if (finding->ways == WAYS_MAX) {
		make(&way, facts, &mute, thing);
		if (is_among_the_worst(finding, &way)) {
			finding->ways_dropped++;
			return;
		}
	}
	make(&way, facts, actor, thing);
	finding_add(finding, &way);
}

void barrier_unless(struct way *way, enum barrier_kind kind, enum known met, const char *what, const char *evidence)
{
	static const enum barrier_state state[] = { [UNKNOWN] = BARRIER_IS_UNKNOWN, [NO] = BARRIER_STANDING, [YES] = BARRIER_ABSENT };

	barrier_add(way, kind, state[met], what, evidence);
}

void barrier_not_found(struct way *way, const struct actor *actor, const struct list *list, const char *what, const char *where)
{
	const char *evidence = list->known != YES
		? arena_printf(actor->arena, "could not be looked for: %s (%s)", list->reason ? list->reason
			       : list->error ? ERROR_NAME(list->error) : "nobody looked", where)
		: arena_printf(actor->arena, list->truncated ? "not everything could be looked at (%s)" : "none found (%s)", where);

	barrier_unless(way, BARRIER_NOT_GIVEN, list_complete(list) ? NO : UNKNOWN, what, evidence);
}

void finding_not_given(struct finding *finding, const struct actor *actor, const struct list *list,
		       const char *what, const char *where)
{
	struct way way;

	way_init(&way, what);
	barrier_not_found(&way, actor, list, what, where);
	finding_add(finding, &way);
}
