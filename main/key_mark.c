/* The mark of a key; see key_mark.h. */
#include "main/key_mark.h"

#include "base/area_code.h"
#include "base/arena.h"
#include "crypt/hash.h"
#include "desk_gen.h"

#define MARK_NAME S("node.key")

static str mark_of(struct arena *arena, const struct keys *keys)
{
    must(keys != NULL);
    str hash = hash_keyed(arena, keys->seal, S("xinqiao node key 1"));
    must(hash.n == HASH_BYTES);
    return hex_text(arena, hash);
}

static enum key_mark compare(struct arena *arena, const struct keys *keys,
                             str mark)
{
    return bytes_equal(mark, mark_of(arena, keys)) ? KEY_SAME : KEY_OTHER;
}

static err mark_read(struct tx *tx, str *mark)
{
    struct setting_row_list list;
    TRY(q_setting_newest(tx, MARK_NAME, INT64_MAX, &list));
    *mark = list.n > 0 ? list.rows[0].value : S("");
    return OK;
}

static err look(struct tx *tx, const struct keys *keys, enum key_mark *mark)
{
    struct checkpoint_row_list last;
    str there = S("");
    *mark = KEY_UNMARKED;
    TRY(mark_read(tx, &there));
    if (there.n > 0) {
        *mark = compare(tx_arena(tx), keys, there);
        return OK;
    }
    TRY(q_checkpoint_last(tx, &last));
    if (last.n > 0 && !sign_check(keys->sign_public, last.rows[0].text,
                                  last.rows[0].signature)) {
        *mark = KEY_OTHER;
    }
    return OK;
}

err key_mark_look(struct db *db, struct arena *arena,
                  const struct keys *keys, enum key_mark *mark)
{
    struct tx *tx = NULL;
    must(mark != NULL);
    TRY(db_read_begin(db, ROLE_SYSTEM, arena, &tx));
    err e = look(tx, keys, mark);
    db_read_end(tx);
    return e;
}

struct marking {
    struct db_job job;              /* first: act() gets its address */
    const struct keys *keys;
};

static err mark_act(struct tx *tx, struct db_job *job)
{
    const struct marking *marking =
        (const struct marking *)(const void *)job;
    str there = S("");
    TRY(mark_read(tx, &there));
    if (there.n > 0) {
        return compare(job->arena, marking->keys, there) == KEY_SAME
                   ? OK : ERR_CONFLICT;
    }
    return q_setting_add(tx, &(struct q_setting_add_args){
        .area = AREA_NATION, .name = MARK_NAME,
        .value = mark_of(job->arena, marking->keys)});
}

err key_mark_write(struct db *db, struct arena *arena,
                   const struct keys *keys)
{
    struct marking marking = {
        .job = {.act = mark_act, .who = ROLE_SYSTEM, .arena = arena},
        .keys = keys,
    };
    must(keys != NULL);
    return db_write(db, &marking.job);
}
