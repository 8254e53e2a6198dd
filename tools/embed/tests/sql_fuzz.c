/* Any bytes as queries, as forms and as a migration: the readers must neither
 * crash nor hang, and what they take without a mistake they must be able to
 * write.  The migration itself is not applied: what SQLite does with any
 * statement is SQLite's business. */
#include "tools/embed/embed_query.h"
#include "tools/embed/tests/small_catalogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char SCHEMA[] =
    "create table thing (\n"
    "    id integer primary key,\n"
    "    a text not null,\n"
    "    b blob,\n"
    "    r real\n"
    ");\n"
    "-- sqlite:\n"
    "create index thing_a on thing (a);\n"
    "-- postgres:\n"
    "create index thing_a on thing (a collate \"C\");\n"
    "-- both:\n";

static void check_queries(struct arena *arena, str text)
{
    const struct small_file files[] = {
        {"features/small/schema/001_small.sql", str_of(SCHEMA)},
        {"features/small/small.sql", text},
        {NULL, S("")}};
    struct catalogue all = small_catalogue(arena);
    small_words(NULL);
    small_files(files);
    sql_read(&all);
    small_files(NULL);
    must(sql_of(&all)->migration_count == 1);
    if (all.wrong == 0) {
        struct out out = out_new(arena, 1 << 22);
        sql_write_includes(&all, S("small"), &out);
        sql_write_header(&all, S("small"), &out);
        sql_write_source(&all, S("small"), &out);
        sql_write_all_header(&all, &out);
        sql_write_all_source(&all, &out);
        must(!out.full);
    }
}

static void check_forms(struct arena *arena, str text)
{
    const struct small_file files[] = {
        {"features/small/small.forms", text}, {NULL, S("")}};
    struct catalogue all = small_catalogue(arena);
    small_words(NULL);
    small_files(files);
    form_read(&all);
    small_files(NULL);
    if (all.wrong == 0) {
        struct out out = out_new(arena, 1 << 22);
        form_write_header(&all, S("small"), &out);
        form_write_source(&all, S("small"), &out);
        must(!out.full);
    }
}

static void check_migration(struct arena *arena, str text)
{
    struct catalogue all = small_catalogue(arena);
    str sqlite = dialect_part(&all, text, false);
    str postgres = dialect_part(&all, text, true);
    must(sqlite.n <= text.n + 1 && postgres.n <= text.n + 1);
    str typed = dialect_postgres_types(&all, postgres);
    must(typed.n <= 4 * postgres.n && str_is_utf8(typed));
    while (text.n > 0) {
        enum sql_token token = SQL_SIGN;
        ptrdiff_t n = sql_token(text, &token);
        must(n > 0);
        text = str_skip(text, n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str text = {(const char *)data, (ptrdiff_t)size};
    /* As embed_read() promises it. */
    if (size > 4096 || !str_is_utf8(text) ||
        str_find_char(text, '\r') >= 0) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 20, (size_t)1 << 28);
    check_queries(arena, text);
    check_forms(arena, text);
    check_migration(arena, text);
    arena_free(arena);
    return 0;
}
