/* A place is not opened with another key than its own. */
#include "main/tests/stand.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "desk/journal.h"
#include "main/key_mark.h"

static enum key_mark look(struct stand *stand, const struct keys *keys)
{
    enum key_mark mark = KEY_UNMARKED;
    assert_int_equal(key_mark_look(site_db(stand->site), stand->arena, keys,
                                   &mark), OK);
    return mark;
}

static err write_mark(struct stand *stand, const struct keys *keys)
{
    return key_mark_write(site_db(stand->site), stand->arena, keys);
}

static void a_place_is_marked_when_it_is_made(void **state)
{
    struct stand *stand = *state;
    struct keys other = keys_seeded(7);
    assert_int_equal(look(stand, &stand->desk->keys), KEY_SAME);
    assert_int_equal(look(stand, &other), KEY_OTHER);
    assert_int_equal(write_mark(stand, &stand->desk->keys), OK);
    assert_int_equal(write_mark(stand, &other), ERR_CONFLICT);
    assert_int_equal(look(stand, &stand->desk->keys), KEY_SAME);
}

/* Data of before there were marks. */
static void a_checkpoint_tells_whose_data_it_is(void **state)
{
    struct stand *stand = *state;
    struct keys other = keys_seeded(7);
    bool made = false;
    stand_tamper(stand, "delete from setting where name = 'node.key'");
    assert_int_equal(look(stand, &other), KEY_UNMARKED);
    assert_int_equal(site_fixture(stand->site), OK);
    assert_int_equal(journal_checkpoint(stand->desk, stand->arena, &made),
                     OK);
    assert_true(made);
    assert_int_equal(look(stand, &other), KEY_OTHER);
    assert_int_equal(look(stand, &stand->desk->keys), KEY_UNMARKED);
    assert_int_equal(write_mark(stand, &stand->desk->keys), OK);
    assert_int_equal(look(stand, &stand->desk->keys), KEY_SAME);
}

static err open_again(struct stand *stand, bool create)
{
    struct site_options options = {
        .data_dir = str_of(stand->folder), .address = S("127.0.0.1"),
        .clock = &stand->clock, .dice = &stand->dice,
        .cheap_passwords = true, .quiet = true, .create = create,
    };
    if (stand->schema[0] != '\0') {
        options.db_url = str_of(getenv("XINQIAO_TEST_PG"));
        options.db_schema = str_of(stand->schema);
    }
    return site_open(&options, &stand->site);
}

static void another_key_opens_nothing(void **state)
{
    struct stand *stand = *state;
    char key[160];
    char away[160];
    snprintf(key, sizeof key, "%s/keys/node.key", stand->folder);
    snprintf(away, sizeof away, "%s/right.key", stand->folder);
    site_close(stand->site);
    stand->site = NULL;
    assert_int_equal(rename(key, away), 0);
    assert_int_equal(open_again(stand, false), ERR_NOT_FOUND);
    assert_int_equal(open_again(stand, true), ERR_FORBIDDEN);
    assert_int_equal(open_again(stand, false), ERR_FORBIDDEN);
    assert_int_equal(rename(away, key), 0);
    assert_int_equal(open_again(stand, false), OK);
    stand->desk = site_desk(stand->site);
    assert_int_equal(look(stand, &stand->desk->keys), KEY_SAME);
}

#define T(name) cmocka_unit_test_setup_teardown(name, stand_make, stand_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_place_is_marked_when_it_is_made),
        T(a_checkpoint_tells_whose_data_it_is),
        T(another_key_opens_nothing),
    };
    return STAND_RUN("key mark", tests);
}
