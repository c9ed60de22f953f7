/* mount_places.h - private to collect/: the places below a bind of much. */
#ifndef PROBE_MOUNT_PLACES_H
#define PROBE_MOUNT_PLACES_H
#include "collect.h"

/* Adds to facts->places what of this bind of the host lets us in. */
void mount_places_look(struct collect *collect, const struct mount *mount);
#endif
