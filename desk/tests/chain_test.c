/* Two different events never have the same bytes, and facts stay lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/dice.h"
#include "crypt/hash.h"
#include "crypt/password.h"
#include "desk/chain.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096, 32 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct event some_event(void)
{
    return (struct event){
        .id = 12, .slot = 3, .seq = 4, .at = 5, .kind = S("matter.claim"),
        .object_id = 6, .area = 7, .actor_id = 8, .actor_role = ROLE_DEPUTY,
        .facts = S("a=1\n"), .prev = chain_start()};
}

static void expect_other(const struct event *a, const struct event *b)
{
    str left = chain_hash(arena, a);
    str right = chain_hash(arena, b);
    assert_int_equal(left.n, HASH_BYTES);
    assert_false(bytes_equal(left, right));
}

static void the_same_event_has_the_same_hash(void **state)
{
    (void)state;
    struct event a = some_event();
    struct event b = some_event();
    b.hash = S("not part of it");
    assert_true(bytes_equal(chain_hash(arena, &a), chain_hash(arena, &b)));
}

/* Each field alone, changed a little. */
static void every_field_counts(void **state)
{
    (void)state;
    const struct event a = some_event();
    struct event others[12];
    for (int i = 0; i < 12; i++) {
        others[i] = a;
    }
    char prev[HASH_BYTES] = {0};
    prev[HASH_BYTES - 1] = 1;
    others[0].id++;
    others[1].slot++;
    others[2].seq++;
    others[3].at++;
    others[4].kind = S("matter.claim ");
    others[5].object_id++;
    others[6].area++;
    others[7].actor_id++;
    others[8].actor_role = ROLE_LEADER;
    others[9].is_public = true;
    others[10].facts = S("a=2\n");
    others[11].prev = (str){prev, HASH_BYTES};
    for (int i = 0; i < 12; i++) {
        expect_other(&a, &others[i]);
        for (int j = 0; j < i; j++) {
            expect_other(&others[i], &others[j]);
        }
    }
}

/* What stands in one field can not be moved into the next one. */
static void fields_can_not_run_into_each_other(void **state)
{
    (void)state;
    struct event a = some_event();
    struct event b = some_event();
    a.id = 12;
    a.slot = 3;
    b.id = 1;
    b.slot = 23;
    expect_other(&a, &b);
    a = b = some_event();
    a.kind = S("x");
    a.object_id = 16;
    b.kind = S("x1");
    b.object_id = 6;
    expect_other(&a, &b);
    b.kind = S("x16;7;8;4;0;4:a=1\n");
    b.object_id = 0;
    expect_other(&a, &b);
    a.facts = S("");
    b = a;
    b.facts = S("0:");
    expect_other(&a, &b);
}

static str random_text(struct dice *dice)
{
    static const char letters[] = "01;:-ab\n=";
    ptrdiff_t n = (ptrdiff_t)dice_below(dice, 5);
    char *text = arena_take(arena, 8, 1);
    for (ptrdiff_t i = 0; i < n; i++) {
        text[i] = letters[dice_below(dice, sizeof letters - 1)];
    }
    return (str){text, n};
}

static bool same_fields(const struct event *a, const struct event *b)
{
    return a->id == b->id && a->object_id == b->object_id &&
           a->area == b->area && a->actor_id == b->actor_id &&
           a->is_public == b->is_public && str_eq(a->kind, b->kind) &&
           str_eq(a->facts, b->facts);
}

static void events_of_a_small_alphabet_never_collide(void **state)
{
    (void)state;
    enum { EVENTS = 600 };
    struct dice dice = dice_seeded(20261121);
    static struct event events[EVENTS];
    static str hashes[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
        events[i] = some_event();
        events[i].id = (int64_t)dice_below(&dice, 30) - 10;
        events[i].object_id = (int64_t)dice_below(&dice, 30);
        events[i].area = (int64_t)dice_below(&dice, 3);
        events[i].actor_id = (int64_t)dice_below(&dice, 3);
        events[i].is_public = dice_below(&dice, 2) == 1;
        events[i].kind = random_text(&dice);
        events[i].facts = random_text(&dice);
        hashes[i] = chain_hash(arena, &events[i]);
        for (int j = 0; j < i; j++) {
            assert_int_equal(bytes_equal(hashes[i], hashes[j]),
                             same_fields(&events[i], &events[j]));
        }
    }
}

static void facts_come_back_as_they_went_in(void **state)
{
    (void)state;
    struct facts facts = facts_new(arena);
    facts_add(&facts, "to", S("claimed"));
    facts_add(&facts, "sum", S("1=1"));
    facts_add(&facts, "none", S(""));
    facts_add_int(&facts, "low", INT64_MIN);
    facts_add_int(&facts, "n", 42);
    str text = facts_text(&facts);
    assert_true(str_eq(fact(text, "to"), S("claimed")));
    assert_true(str_eq(fact(text, "sum"), S("1=1")));
    assert_int_equal(fact(text, "none").n, 0);
    assert_int_equal(fact_int(text, "low"), INT64_MIN);
    assert_int_equal(fact_int(text, "n"), 42);
    assert_int_equal(fact(text, "absent").n, 0);
    assert_int_equal(fact_int(text, "to"), 0);
    assert_int_equal(fact(text, "t").n, 0);
    assert_int_equal(fact(S(""), "to").n, 0);
}

static void a_value_can_not_forge_a_line(void **state)
{
    (void)state;
    struct facts facts = facts_new(arena);
    facts_add(&facts, "why", S("none\nto=closed\n"));
    facts_add(&facts, "to", S("open"));
    str text = facts_text(&facts);
    assert_true(str_eq(text, S("why=none to=closed \nto=open\n")));
    assert_true(str_eq(fact(text, "to"), S("open")));
}

int main(void)
{
    crypt_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_event_has_the_same_hash),
        cmocka_unit_test(every_field_counts),
        cmocka_unit_test(fields_can_not_run_into_each_other),
        cmocka_unit_test(events_of_a_small_alphabet_never_collide),
        cmocka_unit_test(facts_come_back_as_they_went_in),
        cmocka_unit_test(a_value_can_not_forge_a_line),
    };
    return cmocka_run_group_tests_name("chain", tests, set_up, tear_down);
}
