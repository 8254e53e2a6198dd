/* See images.h. */
#include "tools/scene/images.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/out.h"
#include "db/probe.h"

enum { SQL_BYTES_MAX = 1 << 18 };
static const size_t ARENA_LIMIT = (size_t)1 << 28;

/* What a table's rows, or what they come to, hash to. */
struct tally {
    int64_t rows;
    uint64_t sum;
};

struct images {
    struct arena *arena;            /* for ever */
    struct arena *scratch;          /* of one call */
    struct probe_hold *hold;
    str *tables;
    ptrdiff_t n;
    struct tally *live;             /* as last looked at */
    struct tally *told;             /* the same, as dumps tell it */
    struct tally *kept[IMAGE_COUNT];
    bool known;                     /* `live` held when `mark` was to come */
    int64_t mark;                   /* number of a transaction */
};

static const char *const SCHEMAS[IMAGE_COUNT] = {
    [IMAGE_READY] = "kept_ready",
    [IMAGE_REST] = "kept_rest",
};

/* ---- looking ------------------------------------------------------------ */

/* One question, one moment: its snapshot, then for table i at 2 i its rows,
 * and at 2 i + 1 what they come to. */
static void out_look(struct out *sql, const struct images *images)
{
    static const char TALLY[] = "count(*)::text || '|' || coalesce("
                                "sum(hashtextextended(t::text, 0)), 0)";
    out_str(sql, S("prepare look as "
                   "select -1 as at, pg_current_snapshot()::text"));
    for (ptrdiff_t i = 0; i < images->n; i++) {
        str come_to = dump_by_writer(images->tables[i]);
        out_format(sql, " union all select %d, %s from public.\"%.*s\" t",
                   (int)(2 * i), TALLY, SF(images->tables[i]));
        if (come_to.n > 0) {
            out_format(sql, " union all select %d, %s from (%.*s) t",
                       (int)(2 * i + 1), TALLY, SF(come_to));
        }
    }
    out_str(sql, S(" order by 1"));
}

/* Has any number from $1 on not been aborted?  What is under way and will
 * have a number above those of the snapshot is not seen, as by a look. */
static const char SINCE[] =
    "; prepare since (bigint) as select pg_snapshot_xmax(now)::text, "
    "(select count(*) from generate_series($1, "
    "pg_snapshot_xmax(now)::text::bigint - 1) number where "
    "pg_xact_status(number::text::xid8) is distinct from 'aborted') "
    "from (select pg_current_snapshot() now) s";

static err prepare_questions(struct images *images)
{
    struct out sql = out_new(images->scratch, SQL_BYTES_MAX);
    out_look(&sql, images);
    out_str(&sql, str_of(SINCE));
    must(!sql.full);
    return probe_hold_script(images->hold, out_text(&sql));
}

static int64_t int_cut(str *rest, char end)
{
    int64_t number = 0;
    bool good = str_to_int(str_cut(rest, end), &number);
    must(good);
    return number;
}

/* "xmin:xmax:" and who is under way between them: if nobody is, all that is
 * to come has xmax or a higher number. */
static void read_snapshot(struct images *images, str snapshot)
{
    int64_t oldest = int_cut(&snapshot, ':');
    images->mark = int_cut(&snapshot, ':');
    images->known = oldest == images->mark;
}

static err look(struct images *images)
{
    str *rows = NULL;
    ptrdiff_t n = 0;
    images->known = false;
    TRY(probe_hold_rows(images->hold, images->scratch, S("execute look"),
                        &rows, &n));
    for (ptrdiff_t i = 0; i < n; i++) {
        str rest = rows[i];
        int64_t at = int_cut(&rest, '|');
        if (at < 0) {
            read_snapshot(images, rest);
            continue;
        }
        struct tally tally = {.rows = int_cut(&rest, '|'),
                              .sum = str_hash(rest)};
        must(at / 2 < images->n);
        images->told[at / 2] = tally;
        if (at % 2 == 0) {
            images->live[at / 2] = tally;
        }
    }
    return OK;
}

/* `live` and `told` are as things are. */
static err look_if_need_be(struct images *images)
{
    str *rows = NULL;
    ptrdiff_t n = 0;
    arena_reset(images->scratch);
    if (!images->known) {
        return look(images);
    }
    str sql = str_format(images->scratch, "execute since (%lld)",
                         (long long)images->mark);
    TRY(probe_hold_rows(images->hold, images->scratch, sql, &rows, &n));
    must(n == 1);
    str rest = rows[0];
    int64_t now = int_cut(&rest, '|');
    if (int_cut(&rest, '|') > 0) {
        return look(images);
    }
    images->mark = now;
    return OK;
}

err images_dump(struct images *images, struct arena *arena,
                struct dump *dump)
{
    TRY(look_if_need_be(images));
    *dump = dump_new(arena, images->n);
    dump->n = 0;
    for (ptrdiff_t i = 0; i < images->n; i++) {
        if (dump_is_watched(images->tables[i])) {
            dump->names[dump->n] = images->tables[i];
            dump->rows[dump->n] = images->told[i].rows;
            dump->sums[dump->n] = images->told[i].sum;
            dump->n++;
        }
    }
    return OK;
}

err images_busy(struct images *images, ptrdiff_t *busy)
{
    str *rows = NULL;
    arena_reset(images->scratch);
    return probe_hold_rows(
        images->hold, images->scratch,
        S("select pid from pg_stat_activity where datname = "
          "current_database() and pid <> pg_backend_pid() and "
          "backend_type = 'client backend' and state <> 'idle'"),
        &rows, busy);
}

/* ---- keeping and going back --------------------------------------------- */

/* The rows of tables in which live and kept differ, one way or the other. */
static err copy_changed(struct images *images, enum image which,
                        const char *from, const char *to)
{
    struct out sql = out_new(images->scratch, SQL_BYTES_MAX);
    for (ptrdiff_t i = 0; i < images->n; i++) {
        const struct tally *live = &images->live[i];
        const struct tally *kept = &images->kept[which][i];
        str table = images->tables[i];
        if (live->rows != kept->rows || live->sum != kept->sum) {
            out_format(&sql, "delete from %s.\"%.*s\"; ", to, SF(table));
            out_format(&sql, "insert into %s.\"%.*s\" ", to, SF(table));
            out_format(&sql, "select * from %s.\"%.*s\"; ", from, SF(table));
        }
    }
    must(!sql.full);
    return sql.n == 0 ? OK : probe_hold_script(images->hold, out_text(&sql));
}

err images_keep(struct images *images, enum image which)
{
    TRY(look_if_need_be(images));
    TRY(copy_changed(images, which, "public", SCHEMAS[which]));
    memcpy(images->kept[which], images->live,
           sizeof *images->live * (size_t)images->n);
    images->known = false;
    return OK;
}

err images_back(struct images *images, enum image which)
{
    TRY(look_if_need_be(images));
    images->known = false;
    return copy_changed(images, which, SCHEMAS[which], "public");
}

/* ---- coming and going --------------------------------------------------- */

static err list_tables(struct images *images)
{
    TRY(probe_hold_rows(images->hold, images->arena,
                        S("select tablename from pg_tables "
                          "where schemaname = 'public' order by 1"),
                        &images->tables, &images->n));
    images->live = NEW_MANY(images->arena, struct tally, images->n);
    images->told = NEW_MANY(images->arena, struct tally, images->n);
    return OK;
}

static err make_image(struct images *images, enum image which)
{
    struct out sql = out_new(images->scratch, SQL_BYTES_MAX);
    const char *schema = SCHEMAS[which];
    out_format(&sql, "create schema %s; ", schema);
    images->kept[which] = NEW_MANY(images->arena, struct tally, images->n);
    for (ptrdiff_t i = 0; i < images->n; i++) {
        str table = images->tables[i];
        images->kept[which][i] = images->live[i];
        out_format(&sql, "create table %s.\"%.*s\" as ", schema, SF(table));
        out_format(&sql, "table public.\"%.*s\"; ", SF(table));
    }
    must(!sql.full);
    return probe_hold_script(images->hold, out_text(&sql));
}

static err images_fill(struct images *images, str url)
{
    TRY(probe_hold_open(url, &images->hold));
    TRY(probe_hold_script(images->hold,
                          S("set session_replication_role = replica; "
                            "set max_parallel_workers_per_gather = 0; "
                            "set jit = off")));
    TRY(list_tables(images));
    TRY(prepare_questions(images));
    TRY(look_if_need_be(images));
    TRY(make_image(images, IMAGE_READY));
    TRY(make_image(images, IMAGE_REST));
    images->known = false;
    return OK;
}

err images_open(str url, struct images **images)
{
    struct images *opened = calloc(1, sizeof *opened);
    must(opened != NULL);
    opened->arena = arena_new(1 << 16, ARENA_LIMIT);
    opened->scratch = arena_new(1 << 16, ARENA_LIMIT);
    err e = images_fill(opened, url);
    if (e != OK) {
        images_close(opened);
        return e;
    }
    *images = opened;
    return OK;
}

void images_close(struct images *images)
{
    if (images == NULL) {
        return;
    }
    probe_hold_close(images->hold);
    arena_free(images->scratch);
    arena_free(images->arena);
    free(images);
}
