/* See import_help.h. */
#include "main/tests/import_help.h"

#include "crypt/seal.h"
#include "desk/desk_batch.h"
#include "desk_gen.h"
#include "main/chores.h"
#include "main/world.h"
#include "registers_gen.h"

struct putting {
    const char *book;
    str bytes;
    int64_t id;
};

struct turning {
    int64_t id;
    const char *was, *to;
};

static err put(struct task *task, void *arg)
{
    struct putting *putting = arg;
    struct account_row account;
    TRY(q_account_by_login(task->tx, S("xianwei"), &account));
    struct q_import_add_args args = {
        .id = task_id(task), .book = str_of(putting->book),
        .file_name = S("test"), .area = world_area("999001"),
        .by_account = account.id, .now = task->now_ms,
    };
    str context = str_format(task->arena, "register_file.sent.%lld",
                             (long long)args.id);
    putting->id = args.id;
    TRY(q_import_add(task->tx, &args));
    TRY(q_import_file_add(task->tx, args.id, S("sent"),
                          seal(task->arena, &task->desk->keys,
                               task->desk->dice, context, putting->bytes)));
    return q_import_turn(task->tx, args.id, S("mapping"), S("to_check"),
                         account.id);
}

int64_t import_put(struct stand *stand, const char *book, str bytes)
{
    struct putting putting = {book, bytes, 0};
    assert_int_equal(desk_batch(stand->desk, stand->arena, put, &putting),
                     OK);
    return putting.id;
}

static err turn(struct task *task, void *arg)
{
    const struct turning *turning = arg;
    struct import_row import;
    TRY(q_import_by_id(task->tx, turning->id, &import));
    return q_import_turn(task->tx, turning->id, str_of(turning->was),
                         str_of(turning->to), import.acted_by);
}

void import_turn(struct stand *stand, int64_t id, const char *was,
                 const char *to)
{
    struct turning turning = {id, was, to};
    assert_int_equal(desk_batch(stand->desk, stand->arena, turn, &turning),
                     OK);
}

str import_state(struct stand *stand, int64_t id)
{
    str sql = str_format(stand->arena,
                         "select state || ' ' || wrong_count || ' ' || "
                         "twin_count from register_import where id = %lld",
                         (long long)id);
    return stand_ask(stand, str_c(stand->arena, sql));
}

void import_round(struct stand *stand)
{
    assert_int_equal(chores_round(stand->desk, stand->arena), OK);
}
