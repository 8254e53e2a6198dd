/* Does the fault runner see every change, and does going back undo it?  On
 * PostgreSQL alone; without XINQIAO_TEST_PG it says SKIPPED. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "db/probe.h"
#include "tools/scene/images.h"

static const char TABLES[] =
    "create table area (id bigint primary key, name text); "
    "create table deputy (id bigint primary key, "
    "area bigint not null references area (id)); "
    "create table counter (area bigint, month int, measure text, n int); "
    "create table session (id bigint primary key); "
    "insert into area values (1, 'east'), (2, 'west'); "
    "insert into deputy values (10, 1), (11, 2); "
    "insert into counter values (1, 3, 'said', 4)";

struct place {
    struct arena *arena;
    char name[40];
    str server;
    struct probe_hold *house;       /* whoever writes */
    struct probe_hold *other;
    struct images *images;
};

static struct place place;

static void say(struct probe_hold *hold, const char *sql)
{
    assert_int_equal(probe_hold_script(hold, str_of(sql)), OK);
}

static str first(const char *sql)
{
    str *rows = NULL;
    ptrdiff_t n = 0;
    assert_int_equal(probe_hold_rows(place.house, place.arena, str_of(sql),
                                     &rows, &n), OK);
    assert_true(n > 0);
    return rows[0];
}

static struct dump look(void)
{
    struct dump dump;
    assert_int_equal(images_dump(place.images, place.arena, &dump), OK);
    return dump;
}

static void assert_differs(const struct dump *before, const char *table)
{
    struct dump now = look();
    str off = dump_differs(before, &now, true);
    assert_string_equal(str_c(place.arena, off), table);
}

static int place_make(void **state)
{
    (void)state;
    place = (struct place){.arena = arena_new(1 << 16, 1 << 26)};
    place.server = str_of(getenv("XINQIAO_TEST_PG"));
    snprintf(place.name, sizeof place.name, "images_%d", (int)getpid());
    ptrdiff_t last = 0;
    for (ptrdiff_t i = 0; i < place.server.n; i++) {
        last = place.server.p[i] == '/' ? i : last;
    }
    str url = str_format(place.arena, "%.*s/%s",
                         SF(str_slice(place.server, 0, last)), place.name);
    return probe_database_make(place.server, str_of(place.name), S("")) !=
               OK ||
           probe_hold_open(url, &place.house) != OK ||
           probe_hold_script(place.house, str_of(TABLES)) != OK ||
           probe_hold_open(url, &place.other) != OK ||
           images_open(url, &place.images) != OK;
}

static int place_drop(void **state)
{
    (void)state;
    images_close(place.images);
    probe_hold_close(place.house);
    probe_hold_close(place.other);
    err failed = probe_database_drop(place.server, str_of(place.name));
    arena_free(place.arena);
    return failed != OK;
}

struct change {
    const char *sql, *table;        /* the first that differs */
};

static void every_change_is_seen_and_undone(void **state)
{
    (void)state;
    static const struct change CHANGES[] = {
        {"insert into area values (3, 'north')", "area"},
        {"update area set name = 'East' where id = 1", "area"},
        {"update area set name = case id when 1 then 'west' else 'east' end",
         "area"},
        {"delete from deputy where id = 11", "deputy"},
        {"truncate deputy", "deputy"},
        {"delete from deputy; delete from area", "area"},
        {"insert into counter values (1, 3, 'said', 1)", "counter"},
        {"begin; savepoint s; insert into area values (4, 'gone'); "
         "rollback to s; insert into deputy values (12, 2); commit",
         "deputy"},
        {"begin; savepoint s; insert into area values (4, 'stays'); "
         "release s; commit", "area"},
        {"do $$ begin begin insert into area values (5, 'x'); "
         "raise exception 'no'; exception when others then "
         "insert into deputy values (13, 1); end; end $$", "deputy"},
    };
    struct dump before = look();
    for (size_t i = 0; i < sizeof CHANGES / sizeof CHANGES[0]; i++) {
        say(place.house, CHANGES[i].sql);
        assert_differs(&before, CHANGES[i].table);
        assert_differs(&before, CHANGES[i].table);
        assert_int_equal(images_back(place.images, IMAGE_READY), OK);
        assert_differs(&before, "");
    }
}

static void what_came_to_nothing_is_as_before(void **state)
{
    (void)state;
    struct dump before = look();
    say(place.house, "begin; insert into area values (3, 'north'); rollback");
    assert_differs(&before, "");
    assert_int_equal(probe_hold_script(place.house,
                                       S("insert into area values (1, '')")),
                     ERR_CONFLICT);
    assert_differs(&before, "");
    say(place.house, "update counter set n = 4 where n = 4");
    assert_differs(&before, "");
}

/* Another writer's row holds a part of the same figure. */
static void who_counted_does_not_matter(void **state)
{
    (void)state;
    struct dump before = look();
    say(place.house, "update counter set n = 1; "
                     "insert into counter values (1, 3, 'said', 3)");
    assert_differs(&before, "");
    assert_int_equal(images_back(place.images, IMAGE_READY), OK);
    assert_string_equal(str_c(place.arena,
                              first("select count(*) from counter")), "1");
}

static void what_is_not_watched_goes_back_too(void **state)
{
    (void)state;
    struct dump before = look();
    say(place.house, "insert into session values (7)");
    assert_differs(&before, "");
    assert_int_equal(images_back(place.images, IMAGE_READY), OK);
    assert_string_equal(str_c(place.arena,
                              first("select count(*) from session")), "0");
}

/* Numbers are given when a transaction first writes, not when it ends. */
static void what_was_under_way_is_seen_when_it_ends(void **state)
{
    (void)state;
    struct dump before = look();
    say(place.house, "begin; insert into area values (3, 'north')");
    assert_differs(&before, "");
    assert_differs(&before, "");
    say(place.other, "begin; insert into session values (8); commit");
    assert_differs(&before, "");
    assert_differs(&before, "");
    say(place.other, "begin; insert into session values (9); rollback");
    assert_differs(&before, "");
    say(place.house, "commit");
    assert_differs(&before, "area");
    assert_int_equal(images_back(place.images, IMAGE_READY), OK);
}

static void a_busy_process_is_counted(void **state)
{
    (void)state;
    ptrdiff_t busy = 0;
    say(place.house, "begin; insert into area values (3, 'north')");
    assert_int_equal(images_busy(place.images, &busy), OK);
    assert_int_equal(busy, 1);
    say(place.house, "rollback");
    assert_int_equal(images_busy(place.images, &busy), OK);
    assert_int_equal(busy, 0);
}

static void two_moments_are_kept(void **state)
{
    (void)state;
    struct dump ready = look();
    say(place.house, "delete from deputy where id = 10; "
                     "insert into area values (3, 'north')");
    struct dump rest = look();
    assert_int_equal(images_keep(place.images, IMAGE_REST), OK);
    assert_int_equal(images_back(place.images, IMAGE_READY), OK);
    assert_differs(&ready, "");
    assert_differs(&rest, "area");
    assert_int_equal(images_back(place.images, IMAGE_REST), OK);
    assert_differs(&rest, "");
    assert_string_equal(str_c(place.arena,
                              first("select id from deputy order by id")),
                        "11");
    assert_int_equal(images_back(place.images, IMAGE_READY), OK);
    assert_differs(&ready, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_is_seen_and_undone),
        cmocka_unit_test(what_came_to_nothing_is_as_before),
        cmocka_unit_test(who_counted_does_not_matter),
        cmocka_unit_test(what_is_not_watched_goes_back_too),
        cmocka_unit_test(what_was_under_way_is_seen_when_it_ends),
        cmocka_unit_test(a_busy_process_is_counted),
        cmocka_unit_test(two_moments_are_kept),
    };
    if (getenv("XINQIAO_TEST_PG") == NULL) {
        printf("SKIPPED: no PostgreSQL for images\n");
        return 0;
    }
    return cmocka_run_group_tests(tests, place_make, place_drop);
}
