/* See county_imports.h. */
#include "main/tests/county_imports.h"

#include "crypt/seal.h"
#include "desk/desk_batch.h"
#include "desk_gen.h"
#include "main/world.h"
#include "registers_gen.h"

struct imports {
    const struct county *county;
    int copies;
};

static err put_file(struct task *task, int64_t id, str what)
{
    static const char BOOK[] = "所属区划,类别,单位名称\n999001,部门,新局\n";
    str context = str_format(task->arena, "register_file.%.*s.%lld", SF(what),
                             (long long)id);
    str bytes = {BOOK, sizeof BOOK - 1};
    return q_import_file_add(task->tx, id, what,
                             seal(task->arena, &task->desk->keys,
                                  task->desk->dice, context, bytes));
}

/* In line 1 stands somebody of whom nobody has said who she is. */
static err put_twin(struct task *task, int64_t id)
{
    struct q_import_note_add_args args = {
        .import_id = id, .seq = 1, .kind = S("twin"), .line = 1,
        .who = S("某人"), .other = -2,
    };
    return q_import_note_add(task->tx, &args);
}

static err put_import(struct task *task, const struct county *county,
                      const char *state)
{
    struct account_row account;
    TRY(q_account_by_login(task->tx, str_of(county->presidium), &account));
    struct q_import_add_args args = {
        .id = task_id(task), .book = S("organs"),
        .file_name = S(COUNTY_MARK ".csv"),
        .area = world_area(county->town), .by_account = account.id,
        .now = task->now_ms,
    };
    if (county == &OWN_COUNTY) {
        args.file_name = S("own.csv");
    }
    TRY(q_import_add(task->tx, &args));
    TRY(put_file(task, args.id, S("sent")));
    TRY(put_file(task, args.id, S("correct")));
    if (str_eq(str_of(state), S("twin"))) {
        TRY(put_twin(task, args.id));
    }
    struct q_import_take_args checking = {
        .id = args.id, .was = S("mapping"), .state = S("checking"),
        .worker = 1, .now = task->now_ms,
    };
    TRY(q_import_take(task->tx, &checking));
    struct q_import_checked_args checked = {.id = args.id, .worker = 1,
                                            .row_count = 1, .add_count = 1};
    TRY(q_import_checked(task->tx, &checked));
    str to = str_eq(str_of(state), S("twin")) ? S("checked") : str_of(state);
    return q_import_turn(task->tx, args.id, S("checked"), to, account.id);
}

static err put_all(struct task *task, void *arg)
{
    static const char *const STATES[] = {"mapping", "checked", "twin",
                                         "failed", "applied"};
    const struct imports *imports = arg;
    for (int copy = 0; copy < imports->copies; copy++) {
        for (size_t i = 0; i < sizeof STATES / sizeof STATES[0]; i++) {
            TRY(put_import(task, imports->county, STATES[i]));
        }
    }
    return OK;
}

void county_imports(struct stand *stand, const struct county *county,
                    int copies)
{
    struct imports imports = {county, copies};
    if (county == &OWN_COUNTY) {
        /* Somebody of another congress than the fixture's, to be merged. */
        stand_tamper(stand,
            "insert into deputy (id, code, name, level, area, patch, "
            "group_id, station_id, motto, state) values (21, 'BBBBBBD8', "
            "'李春', 3, 9990010000000000, 9990010000000000, 0, 0, '', "
            "'active')");
        stand_tamper(stand,
            "insert into mandate (id, deputy_id, term_id, area, level, "
            "constituency, delegation, since_at, until_at, state) values "
            "(22, 21, 0, 9990010000000000, 3, '', '', 1, 0, 'active')");
    }
    assert_int_equal(desk_batch(stand->desk, stand->arena, put_all,
                                &imports), OK);
}
