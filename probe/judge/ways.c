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

		if (other->kind == kind && what && other->what && !strcmp(other->what, what)) {
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

/* Is the thing missing altogether?  Such a way says least. */
static bool is_not_given(const struct way *way)
{
	for (size_t i = 0; i < way->count; i++)
		if (way->barrier[i].kind == BARRIER_NOT_GIVEN && way->barrier[i].state == BARRIER_STANDING)
			return true;
	return false;
}

static bool is_better(const struct way *a, const struct way *b)
{
	enum path_status status_a = way_status(a), status_b = way_status(b);

	if (status_a != status_b)
		return status_a > status_b;
	if (is_not_given(a) != is_not_given(b))
		return is_not_given(b);
	return way_distance(a) < way_distance(b);
}

void way_add_better(struct way *way, const struct way *a, const struct way *b)
{
	const struct way *better = is_better(b, a) ? b : a;

	for (size_t i = 0; i < better->count; i++)
		barrier_add(way, better->barrier[i].kind, better->barrier[i].state, better->barrier[i].what,
			    better->barrier[i].evidence);
}

void finding_add(struct finding *finding, const struct way *way)
{
	size_t at = 0;

	while (at < finding->ways && !is_better(way, &finding->way[at]))
		at++;
	if (finding->ways == WAYS_MAX)
		finding->ways_dropped++;
	else
		finding->ways++;
	if (at < finding->ways) {
		memmove(&finding->way[at + 1], &finding->way[at],
			(finding->ways - 1 - at) * sizeof finding->way[0]);
		finding->way[at] = *way;
	}
	finding->status = way_status(&finding->way[0]);
	finding->distance = way_distance(&finding->way[0]);
}

bool list_complete(const struct list *list)
{
	return list->known == YES && !list->truncated;
}

void finding_not_given(struct finding *finding, const struct actor *actor, const struct list *list,
		       const char *what, const char *where)
{
	struct way way;

	way_init(&way, what);
	if (list_complete(list))
		barrier_add(&way, BARRIER_NOT_GIVEN, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "none found (%s)", where));
	else if (list->known == YES)
		barrier_add(&way, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "not everything could be looked at (%s)", where));
	else
		barrier_add(&way, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "could not be looked for: %s (%s)", list->reason ? list->reason
					 : list->error ? error_name(list->error) : "nobody looked", where));
	finding_add(finding, &way);
}
