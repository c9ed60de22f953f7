/* The arena: what fits stays where it is, what does not is refused and said. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "arena.h"

static _Alignas(16) char region[256];

static struct arena fresh(size_t size)
{
	struct arena arena;

	memset(region, 'x', sizeof region);
	arena_init(&arena, region, size);
	return arena;
}

static void memory_is_aligned_and_zeroed(void **state)
{
	(void)state;
	struct arena arena = fresh(sizeof region);

	assert_string_equal(arena_copy(&arena, "ab", 2), "ab");
	char *memory = arena_alloc(&arena, 32);

	assert_non_null(memory);
	assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
	for (int i = 0; i < 32; i++)
		assert_int_equal(memory[i], 0);
}

static void a_full_region_refuses_and_says_so(void **state)
{
	(void)state;
	struct arena arena = fresh(16);

	assert_non_null(arena_alloc(&arena, 16));
	assert_false(arena.exhausted);
	assert_null(arena_alloc(&arena, 1));
	assert_true(arena.exhausted);
	assert_null(arena_copy(&arena, "", 0));
	assert_string_equal(arena_printf(&arena, "%d", 7), "");
}

static void a_size_that_would_wrap_is_refused(void **state)
{
	(void)state;
	struct arena arena = fresh(64);

	assert_null(arena_alloc(&arena, SIZE_MAX));
	assert_null(arena_alloc(&arena, SIZE_MAX - 8));
	assert_null(arena_copy(&arena, "x", SIZE_MAX));
	assert_non_null(arena_alloc(&arena, 64));
}

static void text_that_does_not_fit_leaves_the_region_as_it_was(void **state)
{
	(void)state;
	struct arena arena = fresh(8);

	assert_string_equal(arena_printf(&arena, "%s", "12345678"), "");
	assert_int_equal(arena.used, 0);
	assert_string_equal(arena_printf(&arena, "%s", "1234567"), "1234567");
	assert_int_equal(arena.used, 8);
}

static void a_list_keeps_its_elements_when_it_moves(void **state)
{
	(void)state;
	static _Alignas(16) char large[4096];
	struct arena arena;
	void *items = NULL;
	size_t room = 0;

	arena_init(&arena, large, sizeof large);
	for (size_t i = 0; i < 100; i++) {
		assert_true(arena_grow(&arena, &items, i, &room, sizeof(int)));
		((int *)items)[i] = (int)i;
	}
	for (int i = 0; i < 100; i++)
		assert_int_equal(((int *)items)[i], i);
}

static void a_list_that_cannot_grow_stays(void **state)
{
	(void)state;
	struct arena arena = fresh(100);
	void *items = NULL;
	size_t room = 0;

	assert_true(arena_grow(&arena, &items, 0, &room, sizeof(int)));
	void *before = items;

	assert_false(arena_grow(&arena, &items, room, &room, sizeof(int)));
	assert_ptr_equal(items, before);
	assert_int_equal(room, 16);
}

static void silent_arena_makes_no_text(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, region, sizeof region);
	arena.silent = true;
	assert_string_equal(arena_printf(&arena, "%d", 7), "");
	assert_int_equal(arena.used, 0);
	assert_false(arena.exhausted);
	assert_non_null(arena_copy(&arena, "kept", 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_aligned_and_zeroed),
		cmocka_unit_test(a_full_region_refuses_and_says_so),
		cmocka_unit_test(a_size_that_would_wrap_is_refused),
		cmocka_unit_test(text_that_does_not_fit_leaves_the_region_as_it_was),
		cmocka_unit_test(a_list_keeps_its_elements_when_it_moves),
		cmocka_unit_test(a_list_that_cannot_grow_stays),
		cmocka_unit_test(silent_arena_makes_no_text),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
