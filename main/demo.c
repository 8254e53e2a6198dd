/* xinqiao demo: fill an empty place with the five places in small. */
#include "main/demo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/area_code.h"
#include "base/log.h"
#include "desk/journal.h"
#include "desk_gen.h"
#include "features/matters/matters.h"
#include "main/options.h"
#include "main/place.h"

enum {
    YEAR_DAYS = 366,
    DAY_MS = 24 * 3600 * 1000,
    SYLLABLES = 4,
    TABLE_BYTES = 32 << 10
};

struct demo {
    struct data_options data;
    struct site *site;
    struct world world;
    struct world_plan plan;
    struct clock clock;             /* the site's; turned by the play */
    int64_t now_ms;
    struct out table;               /* login password role place */
    int acts;
    bool begun;                     /* something was written */
};

/* ---- who can log in ---------------------------------------------------- */

/* Four syllables that can be read aloud.  Real dice: a demo may stand where
 * others can reach it. */
static str password_easy(struct arena *arena)
{
    static const char first[] = "bdfghjkmnprstwz";
    static const char second[] = "aeiou";
    struct out out = out_new(arena, 16);
    for (int i = 0; i < SYLLABLES; i++) {
        out_char(&out, first[dice_below(&DICE_REAL, sizeof first - 1)]);
        out_char(&out, second[dice_below(&DICE_REAL, sizeof second - 1)]);
    }
    return out_text(&out);
}

static str area_name(const struct world_plan *plan, const char *area)
{
    for (int i = 0; i < plan->area_count; i++) {
        if (strcmp(plan->areas[i].code, area) == 0) {
            return str_of(plan->areas[i].name);
        }
    }
    return S("全部");
}

static void table_roles(struct out *table, roles role)
{
    bool first = true;
    for (int i = 0; i < ROLE_COUNT; i++) {
        if ((role & (1u << i)) != 0) {
            out_str(table, first ? S("") : S("、"));
            out_str(table, role_zh((enum role_number)i));
            first = false;
        }
    }
}

/* world_build() asks for a password per person; the table keeps them. */
static str password_told(struct world *world, str login)
{
    struct demo *demo = (struct demo *)(void *)
        ((char *)world - offsetof(struct demo, world));
    str password = password_easy(world->arena);
    for (int i = 0; i < demo->plan.person_count; i++) {
        const struct world_person *row = &demo->plan.people[i];
        if (!str_eq(str_of(row->login), login)) {
            continue;
        }
        out_format(&demo->table, "%-12s %s  ", row->login,
                   str_c(world->arena, password));
        table_roles(&demo->table, row->role);
        out_format(&demo->table, "  %s  ", row->name);
        out_str(&demo->table, area_name(&demo->plan, row->area));
        out_char(&demo->table, '\n');
    }
    return password;
}

static err table_write(struct demo *demo)
{
    str path = str_join(demo->world.arena, demo->data.data,
                        S("/accounts.txt"));
    str text = out_text(&demo->table);
    must(!demo->table.full);
    int file = open(str_c(demo->world.arena, path),
                    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool written = file >= 0 && fchmod(file, 0600) == 0 &&
                   write(file, text.p, (size_t)text.n) == text.n;
    bool closed = file < 0 || close(file) == 0;
    if (!written || !closed) {
        fprintf(stderr, "demo: cannot write %.*s: %s\n", SF(path),
                strerror(errno));
        return ERR_UNAVAILABLE;
    }
    return OK;
}

/* ---- an empty place ---------------------------------------------------- */

static err check_empty(struct demo *demo)
{
    struct tx *tx = NULL;
    struct account_line_list list = {0};
    TRY(db_read_begin(site_db(demo->site), ROLE_SYSTEM, demo->world.arena,
                      &tx));
    err e = q_account_list(tx, &list);
    db_read_end(tx);
    TRY(e);
    if (list.n > 0) {
        fprintf(stderr, "demo: there are accounts in %.*s already; give an "
                        "empty place with --data or --db\n",
                SF(demo->data.data));
        return ERR_CONFLICT;
    }
    return OK;
}

/* A place that has keys was made before: it is only looked at, not brought
 * to this version, until it is known to be empty. */
static err demo_open(struct demo *demo)
{
    str keys = str_join(demo->world.arena, demo->data.data, S("/keys"));
    bool old = access(str_c(demo->world.arena, keys), F_OK) == 0;
    bool used = false;
    if (!old && demo->data.db.n > 0) {
        TRY(place_is_used(demo->world.arena, demo->data.db, &used));
    }
    if (used) {
        fprintf(stderr, "demo: this database holds a place with accounts "
                "already; nothing was changed\n");
        return ERR_CONFLICT;
    }
    struct site_options options = {
        .data_dir = demo->data.data,
        .db_url = demo->data.db,
        .clock = &demo->clock,
        .create = !old,
        .quiet = true,
    };
    TRY(site_open(&options, &demo->site));
    demo->world.site = demo->site;
    demo->world.desk = site_desk(demo->site);
    demo->world.keeper = S("sysadmin");
    return OK;
}

/* ---- the work ---------------------------------------------------------- */

static err demo_load(struct demo *demo)
{
    bool made = false;
    TRY(check_empty(demo));
    demo->begun = true;
    demo_places(&demo->plan);
    demo_people(&demo->plan);
    fprintf(stderr, "demo: %d areas, %d organs, %d stations, %d people\n",
            demo->plan.area_count, demo->plan.organ_count,
            demo->plan.station_count, demo->plan.person_count);
    TRY(world_build(&demo->world, &demo->plan, password_told));
    TRY(demo_deputies(&demo->world));
    TRY(demo_stations(&demo->world, demo->clock.fixed_ms));
    TRY(table_write(demo));
    TRY(demo_play(&demo->world, &demo->clock, demo->now_ms, &demo->acts));
    demo->clock.fixed_ms = demo->now_ms;
    TRY(demo_reception(&demo->world, &demo->plan));
    return journal_checkpoint(demo->world.desk, demo->world.arena, &made);
}

static err demo_tell(struct demo *demo)
{
    struct tx *tx = NULL;
    struct matter_state_count_list list = {0};
    int64_t matters = 0;
    TRY(db_read_begin(site_db(demo->site), ROLE_SYSTEM, demo->world.arena,
                      &tx));
    err e = q_matter_state_counts(tx, AREA_NATION, AREA_END, &list);
    db_read_end(tx);
    TRY(e);
    printf("%.*s\n", SF(out_text(&demo->table)));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        matters += list.rows[i].n;
        printf("%s%.*s %lld", i > 0 ? ", " : "", SF(list.rows[i].state),
               (long long)list.rows[i].n);
    }
    printf("\n%lld matters of five places by %d acts; %d areas, %d organs, "
           "%d stations.\nThe accounts above are also in "
           "%.*s/accounts.txt.\n\nNext: xinqiao serve --data "
           "%.*s%s%.*s\n",
           (long long)matters, demo->acts, demo->plan.area_count,
           demo->plan.organ_count, demo->plan.station_count,
           SF(demo->data.data), SF(demo->data.data),
           demo->data.db.n > 0 ? " --db " : "", SF(demo->data.db));
    return OK;
}

static err demo_run(struct demo *demo)
{
    demo->now_ms = clock_now_ms(&CLOCK_REAL);
    demo->clock = clock_fixed(demo->now_ms -
                              YEAR_DAYS * (int64_t)DAY_MS);
    TRY(demo_open(demo));
    TRY(demo_load(demo));
    return demo_tell(demo);
}

int command_demo(int argc, char **argv)
{
    struct demo demo = {0};
    struct option_row rows[DATA_ROWS];
    int code = 0;
    options_data(&demo.data, rows);
    struct command_line line = {
        .name = "demo", .usage = "[options]",
        .what = "Fills an empty place with five places in small: invented "
                "people and about sixty\nmatters of the last twelve months. "
                "Prints who can log in.",
        .rows = rows, .row_count = DATA_ROWS,
    };
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    demo.world.arena = arena_new(1 << 20, 256 << 20);
    demo.table = out_new(demo.world.arena, TABLE_BYTES);
    err e = demo_run(&demo);
    if (e != OK) {
        fprintf(stderr, "demo: not loaded: %s%s\n", err_name(e),
                demo.begun ? " (half of it stands there: begin again in an "
                             "empty place)" : "");
    }
    site_close(demo.site);
    arena_free(demo.world.arena);
    return e == OK ? 0 : 1;
}
