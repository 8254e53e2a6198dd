/* The order of the tables; see many.h. */
#include "tools/many/many.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "crypt/password.h"
#include "main/place.h"
#include "main/site.h"

enum { SQL_BYTES = 2000, NAMES_BYTES = 1000 };

/* Taken over as they are; a place's own sessions and signatures are not. */
static const char *const SAME[] = {
    "area", "account", "role_grant", "setting", "category", "deputy_group",
    "term", "term_session", "constituency", "delegation", "station_staff",
    "station_deputy", "deputy_unnamed", "inspection", "inspection_item",
    "station_score", "stated_total", "station_spot", "holiday",
    "reception_rule", "reception_rule_deputy", "area_outline"};
static const char *const LEFT_OUT[] = {
    "session", "api_token", "login_try", "once_key", "checkpoint",
    "chain_tree", "second_factor", "recovery_code", "outer_login",
    "entry_slip", "grant_pause", "register_import", "register_file",
    "register_note", "register_choice", "register_line", "acting",
    "reception_change", "reception_swap", "reception_day", "reception_seat",
    "reception_feed", "leave_request", "attendance", "card", "deputy_merged",
    "mandate_tally"};
static const char *const MADE[] = {
    "matter", "matter_text", "matter_search", "matter_search_public", "deputy",
    "deputy_name", "deputy_name_key", "mandate", "mandate_change",
    "group_member", "group_office", "patch", "organ", "station", "event",
    "event_deputy", "chain", "counter", "matter_place", "matter_published",
    "schema_version", "station_pair"};
#define COUNT(list) (int)(sizeof(list) / sizeof(list)[0])

void many_stop(const char *format, ...)
{
    va_list args;
    fputs("many: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

void many_tell(const struct many *many, const char *what, int64_t n)
{
    double s = (double)(clock_monotonic_us() - many->began_us) / 1e6;
    fprintf(stderr, "many: %6.1f s  %s, %lld rows\n", s, what,
            (long long)n);
}

/* ---- tables that stay as they are ---------------------------------------- */

static bool stands_in(str name, const char *const *list, int count)
{
    for (int i = 0; i < count; i++) {
        if (str_eq(name, str_of(list[i]))) {
            return true;
        }
    }
    return false;
}

static void row_pass(void *arg, const struct cell *cells)
{
    struct many *many = arg;
    many->sink->row(many->sink, cells);
}

static void table_copy(struct many *many, const char *table)
{
    char sql[SQL_BYTES];
    char columns[NAMES_BYTES] = "";
    int n = 0;
    snprintf(sql, sizeof sql, "select name from pragma_table_info('%s')",
             table);
    struct table names = base_rows(many->base, many->arena, sql);
    for (int64_t i = 0; i < names.n; i++) {
        n += snprintf(columns + n, sizeof columns - (size_t)n, "%s%.*s",
                      i > 0 ? ", " : "", SF(names.cells[i].s));
        must(n < NAMES_BYTES);
    }
    snprintf(sql, sizeof sql, "select %s from %s order by 1", columns,
             table);
    many->sink->begin(many->sink, table, columns);
    base_each(many->base, sql, row_pass, many);
    many->sink->end(many->sink);
}

/* A table that came later must be thought about first. */
static void tables_check(const struct table *tables)
{
    for (int64_t i = 0; i < tables->n; i++) {
        str name = tables->cells[i].s;
        bool known = stands_in(name, SAME, COUNT(SAME)) ||
                     stands_in(name, LEFT_OUT, COUNT(LEFT_OUT)) ||
                     stands_in(name, MADE, COUNT(MADE));
        if (!known) {
            many_stop("nobody has said what becomes of the table %.*s",
                      SF(name));
        }
    }
}

/* ---- the whole ----------------------------------------------------------- */

static void write_all(struct many *many)
{
    for (int i = 0; i < COUNT(SAME); i++) {
        table_copy(many, SAME[i]);
    }
    if (!many->sink->postgres) {
        table_copy(many, "schema_version");
    }
    many_tell(many, "what stays as it is", COUNT(SAME));
    codes_open(many);
    rows_spread(many, "deputy");
    rows_spread(many, "deputy_name");
    rows_spread(many, "deputy_name_key");
    rows_spread(many, "mandate");
    rows_spread(many, "mandate_change");
    rows_spread(many, "group_member");
    rows_spread(many, "group_office");
    rows_spread(many, "patch");
    rows_spread(many, "organ");
    rows_spread(many, "station");
    rows_spread(many, "reception_rule");
    rows_spread(many, "reception_rule_deputy");
    stations_spread(many);
    station_pairs_write(many);
    rows_spread(many, "matter");
    rows_spread(many, "matter_text");
    rows_spread(many, "matter_search");
    rows_spread(many, "matter_search_public");
    places_write(many);
    events_read(many);
    events_spread(many);
    counters_write(many);
    many->sink->finish(many->sink);
    many_tell(many, "indices, all done", 0);
}

/* An empty house on PostgreSQL, with the base's keys. */
static void house_make(struct many *many, str data, str url)
{
    const struct site_options options = {.data_dir = data, .db_url = url,
                                         .create = true, .quiet = true};
    struct site *site = NULL;
    if (site_open(&options, &site) != OK) {
        many_stop("the database cannot be made");
    }
    site_close(site);
    many_tell(many, "an empty house", 0);
}

static void open_all(struct many *many, str from, str data, str url)
{
    struct arena *arena = many->arena;
    str keys = str_join(arena, data, S("/keys"));
    if (!place_make(arena, data) ||
        !place_copy_keys(arena, str_join(arena, from, S("/keys")), keys) ||
        keys_load(keys, false, &DICE_REAL, &many->keys) != OK) {
        many_stop("the base's keys cannot be taken over");
    }
    many->base = base_open(arena, str_c(arena, str_join(
        arena, from, S("/xinqiao.db"))));
    struct table tables = base_rows(many->base, arena,
        "select name from pragma_table_list where schema = 'main' and type "
        "in ('table', 'virtual') and name not like 'sqlite_%'");
    tables_check(&tables);
    if (url.n > 0) {
        house_make(many, data, url);
        many->sink = sink_postgres(arena, str_c(arena, url), &tables);
    } else {
        many->sink = sink_sqlite(arena, many->base, str_c(arena, str_join(
            arena, data, S("/xinqiao.db"))));
    }
    map_open(many);
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new(1 << 20, (size_t)20 << 30);
    struct many *many = NEW(arena, struct many);
    str from = S("");
    str data = S("");
    str url = S("");
    bool fits = argc % 2 == 1;
    many->arena = arena;
    many->scratch = arena_new(4 << 20, (size_t)4 << 30);
    many->names = arena_new(1 << 20, (size_t)4 << 30);
    crypt_start();
    many->codes_dice = dice_seeded(1);
    many->began_us = clock_monotonic_us();
    for (int i = 1; i + 1 < argc; i += 2) {
        str name = str_of(argv[i]);
        str value = str_of(argv[i + 1]);
        if (str_eq(name, S("--from"))) {
            from = value;
        } else if (str_eq(name, S("--data"))) {
            data = value;
        } else if (str_eq(name, S("--db"))) {
            url = value;
        } else if (str_eq(name, S("--times"))) {
            fits = fits && str_to_int(value, &many->times);
        } else if (str_eq(name, S("--stations"))) {
            fits = fits && str_to_int(value, &many->stations);
        } else {
            fits = false;
        }
    }
    if (!fits || from.n == 0 || data.n == 0 || many->times < 2) {
        fputs("usage: many --from BASE --data DIR [--db URL] --times N "
              "[--stations N]\n", stderr);
        return 2;
    }
    open_all(many, from, data, url);
    write_all(many);
    base_close(many->base);
    arena_free(many->names);
    arena_free(many->scratch);
    arena_free(arena);
    return 0;
}
