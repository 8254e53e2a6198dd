/* What the tables hold, in short. */
#include "base/arena.h"
#include "base/out.h"
#include "db/probe.h"
#include "tools/scene/fault.h"

/* Tables that tell about the asking, not about the act. */
static const char *const UNWATCHED[] = {"session", "login_try",
                                        "request_log"};

/* Of these each writer has rows of its own, and who writes is chance. */
struct by_writer {
    const char *table;
    const char *sql;
};
static const struct by_writer BY_WRITER[] = {
    {"counter", "select area, month, measure, sum(n) from counter "
                "group by area, month, measure"},
    {"chain", "select sum(seq) from chain"},
    {"chain_tree", "select count(*) > 0 from chain_tree"},
};

static bool is_watched(str table)
{
    for (size_t i = 0; i < sizeof UNWATCHED / sizeof UNWATCHED[0]; i++) {
        if (str_eq(table, str_of(UNWATCHED[i]))) {
            return false;
        }
    }
    return true;
}

static str sql_of(struct arena *arena, str table)
{
    for (size_t i = 0; i < sizeof BY_WRITER / sizeof BY_WRITER[0]; i++) {
        if (str_eq(table, str_of(BY_WRITER[i].table))) {
            return str_of(BY_WRITER[i].sql);
        }
    }
    return str_format(arena, "select * from \"%.*s\"", SF(table));
}

static err dump_table(struct db *db, struct arena *arena, struct dump *dump)
{
    struct arena_mark mark = arena_mark(arena);
    str *rows = NULL;
    ptrdiff_t n = 0;
    str sql = sql_of(arena, dump->names[dump->n]);
    err failed = probe_rows(db, arena, sql, &rows, &n);
    uint64_t sum = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        sum += str_hash(rows[i]);
    }
    arena_back(arena, mark);
    dump->rows[dump->n] = n;
    dump->sums[dump->n] = sum;
    dump->n++;
    return failed;
}

static err dump_sqlite(struct db *db, struct arena *arena,
                       struct dump *dump, const str *tables, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        if (is_watched(tables[i])) {
            dump->names[dump->n] = tables[i];
            TRY(dump_table(db, arena, dump));
        }
    }
    return OK;
}

/* All in one question: one moment, one way there and back. */
static err dump_postgres(struct db *db, struct arena *arena,
                         struct dump *dump, const str *tables, ptrdiff_t n)
{
    struct out sql = out_new(arena, 1 << 20);
    str *rows = NULL;
    for (ptrdiff_t i = 0; i < n; i++) {
        if (is_watched(tables[i])) {
            out_format(&sql, "%sselect '%.*s', count(*), "
                       "sum(hashtextextended(t::text, 0)) from (%.*s) t",
                       sql.n > 0 ? " union all " : "", SF(tables[i]),
                       SF(sql_of(arena, tables[i])));
        }
    }
    must(!sql.full);
    out_str(&sql, S(" order by 1"));
    TRY(probe_rows(db, arena, out_text(&sql), &rows, &dump->n));
    for (ptrdiff_t i = 0; i < dump->n; i++) {
        str rest = rows[i];
        dump->names[i] = str_cut(&rest, '|');
        bool counted = str_to_int(str_cut(&rest, '|'), &dump->rows[i]);
        must(counted);
        dump->sums[i] = str_hash(rest);
    }
    return OK;
}

err dump_all(struct db *db, struct arena *arena, bool postgres,
             struct dump *dump)
{
    str *tables = NULL;
    ptrdiff_t n = 0;
    str sql = postgres ? S("select tablename from pg_tables where "
                           "schemaname = current_schema() order by 1")
                       : S("select name from sqlite_master where type = "
                           "'table' and name not like 'sqlite%' and sql not "
                           "like 'create virtual%' order by 1");
    TRY(probe_rows(db, arena, sql, &tables, &n));
    *dump = (struct dump){NEW_MANY(arena, str, n),
                          NEW_MANY(arena, int64_t, n),
                          NEW_MANY(arena, uint64_t, n), 0};
    return postgres ? dump_postgres(db, arena, dump, tables, n)
                    : dump_sqlite(db, arena, dump, tables, n);
}

str dump_differs(const struct dump *a, const struct dump *b, bool contents)
{
    if (a->n != b->n) {
        return S("(number of tables)");
    }
    for (ptrdiff_t i = 0; i < a->n; i++) {
        if (a->rows[i] != b->rows[i] ||
            (contents && a->sums[i] != b->sums[i])) {
            return a->names[i];
        }
    }
    return S("");
}
