/* idmap.c - /proc/PID/uid_map and gid_map (see user_namespaces(7)): lines of
 * first ID inside, first ID outside, how many. */
#include "parse.h"

/* One past the highest ID; a map may reach up to it, not beyond. */
#define ID_END ((uint64_t)UINT32_MAX + 1)

static bool parse_range(struct text line, struct idmap_range *ret)
{
	uint64_t inside, outside, count;

	if (!text_u64(&line, UINT32_MAX, &inside) || !text_u64(&line, UINT32_MAX, &outside) ||
	    !text_u64(&line, UINT32_MAX, &count))
		return false;
	struct text rest = text_trim(line);

	if (text_left(&rest) > 0 || count == 0 || inside + count > ID_END || outside + count > ID_END)
		return false;
	*ret = (struct idmap_range){ (uint32_t)inside, (uint32_t)outside, (uint32_t)count };
	return true;
}

bool parse_idmap(const char *data, size_t size, struct idmap *ret)
{
	struct text text = TEXT(data, size), line;
	struct idmap map = { 0 };

	while (text_line(&text, &line)) {
		struct idmap_range range;

		if (!parse_range(line, &range))
			return false;
		if (map.count < sizeof map.range / sizeof map.range[0])
			map.range[map.count] = range;
		map.count++;
	}
	*ret = map;
	return true;
}

bool idmap_is_full(const struct idmap *map)
{
	const struct idmap_range *range = &map->range[0];

	return map->count == 1 && range->inside == 0 && range->outside == 0 && range->count == UINT32_MAX;
}
