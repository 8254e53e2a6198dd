/* The file of the new place, written sheet by sheet at the same time. */
#include "tools/nation/nation.h"

#include <sqlite3.h>
#include <stdio.h>

enum { INDICES_MAX = 40 };
#define SPANS "select 10000000000000000 as span union all " \
    "select 100000000000000 union all select 1000000000000 " \
    "union all select 10000000000"

static const struct {
    const char *table, *insert;
    int columns;
} SHEETS_OF[SHEETS] = {
    [SHEET_STATION] = {"station",
        "insert into station values (?,?,?,?,?,?,?,?,?,?,?)", 11},
    [SHEET_TERM] = {"term", "insert into term values (?,?,?,?,?,?)", 6},
    [SHEET_SESSION] = {"term_session",
        "insert into term_session values (?,?,?,?,?)", 5},
    [SHEET_CONSTITUENCY] = {"constituency",
        "insert into constituency values (?,?,?,?,?)", 5},
    [SHEET_DEPUTY] = {"deputy",
        "insert into deputy values (?,?,?,?,?,?,?,?,?,?)", 10},
    [SHEET_MANDATE] = {"mandate", "insert into mandate (id, deputy_id, "
        "term_id, area, level, constituency, delegation, since_at, "
        "until_at, state) values (?,?,?,?,?,?,?,?,?,?)", 10},
    [SHEET_CHANGE] = {"mandate_change",
        "insert into mandate_change values (?,?,?,?,?,?)", 6},
    [SHEET_PATCH] = {"patch", "insert into patch values (?,?,?,?,?)", 5},
    [SHEET_GROUP] = {"deputy_group", "insert into deputy_group (id, area, "
        "name, basis, kind, since_at) values (?,?,?,?,?,?)", 6},
    [SHEET_MEMBER] = {"group_member",
        "insert into group_member values (?,?,?,?,?)", 5},
    [SHEET_OFFICE] = {"group_office",
        "insert into group_office values (?,?,?,?,?,?,?)", 7},
    [SHEET_NAME] = {"deputy_name",
        "insert into deputy_name values (?,?,?,?,?)", 5},
    [SHEET_KEY] = {"deputy_name_key",
        "insert into deputy_name_key values (?,?,?)", 3},
};

struct book {
    sqlite3 *db;
    sqlite3_stmt *inserts[SHEETS];
    str indices[INDICES_MAX];
    int index_count;
};

static void good(struct book *book, int code)
{
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) {
        nation_stop("%s", sqlite3_errmsg(book->db));
    }
}

void book_run(struct book *book, const char *sql)
{
    good(book, sqlite3_exec(book->db, sql, NULL, NULL, NULL));
}

/* Indices are quickest when they are made of all rows at once. */
static void indices_take(struct nation *nation, struct book *book,
                         const char *table)
{
    int first = book->index_count;
    sqlite3_stmt *select = NULL;
    good(book, sqlite3_prepare_v2(book->db,
        "select sql, name from sqlite_schema "
        "where type = 'index' and sql not null and tbl_name = ?", -1,
        &select, NULL));
    good(book, sqlite3_bind_text(select, 1, table, -1, SQLITE_STATIC));
    str drops[INDICES_MAX];
    while (sqlite3_step(select) == SQLITE_ROW) {
        const char *sql = (const char *)sqlite3_column_text(select, 0);
        const char *name = (const char *)sqlite3_column_text(select, 1);
        must(book->index_count < INDICES_MAX);
        drops[book->index_count] = str_format(nation->arena,
                                              "drop index %s", name);
        book->indices[book->index_count++] = str_copy(nation->arena,
                                                      str_of(sql));
    }
    good(book, sqlite3_finalize(select));
    for (int i = first; i < book->index_count; i++) {
        book_run(book, str_c(nation->arena, drops[i]));
    }
    for (int i = first; i < book->index_count; i++) {
        book->indices[i] = str_of(str_c(nation->arena, book->indices[i]));
    }
}

struct book *book_open(struct nation *nation, const char *file)
{
    struct book *book = NEW(nation->arena, struct book);
    if (sqlite3_open_v2(file, &book->db, SQLITE_OPEN_READWRITE, NULL)
        != SQLITE_OK) {
        nation_stop("%s: %s", file, sqlite3_errmsg(book->db));
    }
    book_run(book, "pragma journal_mode = off; pragma synchronous = off;"
                   "pragma locking_mode = exclusive;"
                   "pragma foreign_keys = off;"
                   "pragma cache_size = -600000; pragma threads = 2; begin");
    for (int i = 0; i < SHEETS; i++) {
        indices_take(nation, book, SHEETS_OF[i].table);
        good(book, sqlite3_prepare_v2(book->db, SHEETS_OF[i].insert, -1,
                                      &book->inserts[i], NULL));
    }
    return book;
}

static int value_bind(sqlite3_stmt *insert, int at, const struct value *value)
{
    int n = (int)value->s.n;
    switch (value->kind) {
    case VALUE_INT:
        return sqlite3_bind_int64(insert, at, value->n);
    case VALUE_TEXT:
        return sqlite3_bind_text(insert, at, value->s.p, n, SQLITE_STATIC);
    case VALUE_BYTES:
        return sqlite3_bind_blob(insert, at, value->s.p, n, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

void book_put(struct book *book, enum sheet sheet,
              const struct value *values, int count)
{
    sqlite3_stmt *insert = book->inserts[sheet];
    must(count == SHEETS_OF[sheet].columns);
    for (int i = 0; i < count; i++) {
        good(book, value_bind(insert, i + 1, &values[i]));
    }
    good(book, sqlite3_step(insert));
    good(book, sqlite3_reset(insert));
}

void book_close(struct book *book)
{
    for (int i = 0; i < SHEETS; i++) {
        good(book, sqlite3_finalize(book->inserts[i]));
    }
    /* As its schema counts those who were there before. */
    book_run(book,
        "insert into mandate_tally (area, level, at, n) "
        "select x.area, x.level, x.at, sum(x.n) from ("
        "select m.area - m.area % s.span as area, m.level, m.since_at as at,"
        " 1 as n from mandate m join (" SPANS ") s on m.area % "
        "(s.span * 100) > 0 or s.span = 10000000000000000 union all "
        "select m.area - m.area % s.span, m.level, m.until_at, -1 "
        "from mandate m join (" SPANS ") s on m.until_at > 0 and (m.area % "
        "(s.span * 100) > 0 or s.span = 10000000000000000)) x "
        "group by x.area, x.level, x.at");
    book_run(book, "commit");
    for (int i = 0; i < book->index_count; i++) {
        book_run(book, book->indices[i].p);
    }
    book_run(book, "pragma locking_mode = normal; pragma journal_mode = wal");
    good(book, sqlite3_close(book->db));
}
