/* The overview "who can see this" says what the guard does: for every matter
 * of two counties and every account, whoever sees the matter is in the list,
 * and nobody else. */
#include "main/tests/stand.h"

#include <stdio.h>

#include "desk/desk_batch.h"
#include "desk/session.h"
#include "desk_gen.h"
#include "features/matters/matters.h"
#include "features/matters/matters_pages.h"
#include "features/matters/matters_store.h"
#include "main/tests/counties.h"

struct looking {
    struct stand *stand;
    int64_t matter_id;
    str account;                    /* login */
    bool sees, unmasks;
    struct out listed;              /* "login|may\n" */
};

static err list_all(struct task *task, void *arg)
{
    struct looking *looking = arg;
    struct matter_row matter;
    str next = S("");
    TRY(matter_by_id(task, looking->matter_id, &matter));
    do {
        struct right_item_list items;
        TRY(matter_rights(task, &matter, next, &items, &next));
        for (ptrdiff_t i = 0; i < items.n; i++) {
            out_format(&looking->listed, "%.*s|%.*s\n",
                       SF(items.rows[i].login), SF(items.rows[i].may));
        }
    } while (next.n > 0);
    return OK;
}

static err look_as(struct task *task, void *arg)
{
    struct looking *looking = arg;
    struct account_row account;
    struct matter_row matter;
    TRY(matter_by_id(task, looking->matter_id, &matter));
    TRY(q_account_by_login(task->tx, looking->account, &account));
    TRY(session_grants(task, account.id, account.name));
    looking->sees = str_eq(account.state, S("active")) &&
                    matter_sight(task, &matter) == SIGHT_WORK;
    looking->unmasks = looking->sees && matter_may_unmask(task, &matter);
    return OK;
}

static bool listed(const struct looking *looking, str login, const char *may)
{
    str all = out_text(&looking->listed);
    while (all.n > 0) {
        str line = str_cut(&all, '\n');
        str who = str_cut(&line, '|');
        if (str_eq(who, login) && str_find(line, str_of(may)) >= 0) {
            return true;
        }
    }
    return false;
}

static int compare(struct stand *stand, int64_t matter_id, const str *logins,
                   ptrdiff_t n)
{
    int wrong = 0;
    struct arena_mark mark = arena_mark(stand->arena);
    struct looking looking = {.stand = stand, .matter_id = matter_id,
                              .listed = out_new(stand->arena, 1 << 20)};
    assert_int_equal(desk_look(stand->desk, stand->arena, list_all,
                               &looking), OK);
    for (ptrdiff_t i = 0; i < n; i++) {
        looking.account = logins[i];
        assert_int_equal(desk_look(stand->desk, stand->arena, look_as,
                                   &looking), OK);
        bool told = listed(&looking, logins[i], "看到事项");
        bool phone = listed(&looking, logins[i], "可以查看姓名和电话");
        if (told != looking.sees || phone != looking.unmasks) {
            wrong++;
            print_error("matter %lld: %.*s sees %d listed %d, unmasks %d "
                        "listed %d\n", (long long)matter_id, SF(logins[i]),
                        looking.sees, told, looking.unmasks, phone);
        }
    }
    arena_back(stand->arena, mark);
    return wrong;
}

static str *rows(struct stand *stand, const struct county *county,
                 const char *sql, ptrdiff_t *n)
{
    str *found = county_rows(stand, county, sql, n);
    assert_true(*n > 0);
    return found;
}

static void the_list_says_what_the_guard_does(void **state)
{
    static const char LOGINS[] =
        "select distinct a.login from account a join role_grant g "
        "on g.account_id = a.id where g.area_lo >= %lld or g.area_lo < %lld "
        "order by a.login";
    static const char MATTERS[] = "select id from matter where area >= %lld "
                                  "and area < %lld order by id";
    struct stand *stand = *state;
    const struct county *const both[] = {&OWN_COUNTY, &OTHER_COUNTY};
    int wrong = 0;
    int asked = 0;
    counties_make(stand, 1);
    for (int c = 0; c < 2; c++) {
        ptrdiff_t matters = 0;
        ptrdiff_t n = 0;
        str *logins = rows(stand, both[c], LOGINS, &n);
        str *ids = rows(stand, both[c], MATTERS, &matters);
        for (ptrdiff_t i = 0; i < matters; i++) {
            int64_t id = 0;
            assert_true(str_to_int(ids[i], &id));
            wrong += compare(stand, id, logins, n);
            asked += (int)n;
        }
    }
    printf("rights: %d pairs of matter and account\n", asked);
    assert_true(asked > 200);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_list_says_what_the_guard_does,
                                        stand_make_world, stand_drop),
    };
    return STAND_RUN("rights", tests);
}
