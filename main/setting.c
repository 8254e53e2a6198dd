/* xinqiao setting: what holds for the whole place, for whoever stands at the
 * machine.  Each change is a new row with its beginning, and an event. */
#include <stdio.h>

#include "base/area_code.h"
#include "base/arena.h"
#include "desk/desk_batch.h"
#include "desk/enter.h"
#include "desk/entry.h"
#include "desk/journal.h"
#include "desk/settings.h"
#include "desk_gen.h"
#include "features/stations/spot_rules.h"
#include "http/request.h"
#include "main/options.h"

enum { BLOCK = 1 << 16, LIMIT = 64 << 20, NAME_MOST = 60,
       LINES_MOST = 1000 };

static bool is_name(str value)
{
    return value.n > 0 && str_is_utf8(value) &&
           str_chars(value) <= NAME_MOST;
}

static bool is_area(str value)
{
    int64_t area = 0;
    return area_parse(value, &area);
}

static bool is_lines(str value)
{
    return str_is_utf8(value) && str_chars(value) <= LINES_MOST;
}

/* "https://xinqiao.example.cn", or nothing: then links lead to where a
 * request came to. */
static bool is_address(str value)
{
    str host = value;
    if (str_starts(value, S("https://"))) {
        host = str_skip(value, 8);
    } else if (str_starts(value, S("http://"))) {
        host = str_skip(value, 7);
    } else {
        return value.n == 0;
    }
    return host_is_good(host);
}

static bool is_days(str value, int64_t least, int64_t most)
{
    int64_t days = 0;
    return str_to_int(value, &days) && days >= least && days <= most;
}

static bool is_slip_days(str value)
{
    return is_days(value, 1, ENTRY_DAYS_MAX);
}

static bool is_password_days(str value)
{
    return is_days(value, 0, PASSWORD_DAYS_MAX);
}

/* Tiles of another house, or nothing: then maps are drawn without. */
static bool is_tiles(str value)
{
    str origin;
    return value.n == 0 || tiles_origin(value, &origin);
}

static const struct known {
    const char *name, *what;
    bool (*is_good)(str value);
} KNOWN[] = {
    {"site.name", "the place's name; read when a server starts", is_name},
    {"site.area", "its area code", is_area},
    {"account.password_days", "after how many days a password must be set "
                              "anew, 0: never (that is advised)",
     is_password_days},
    {"account.slip_days", "how many days a slip for the first login counts, "
                          "1 to 90; 14 if not set", is_slip_days},
    {"site.address", "what links in slips and the feed begin with, e.g. "
                     "https://xinqiao.example.cn", is_address},
    {"people.group_kinds", "kinds of deputies' groups, one a line",
     is_lines},
    {"station.tiles", "where maps get their tiles, e.g. "
                      "https://tiles.example.cn/{z}/{x}/{y}.png", is_tiles},
};
enum { KNOWN_COUNT = sizeof KNOWN / sizeof KNOWN[0] };

struct setting_work {
    str name, value;
    str values[KNOWN_COUNT];
};

static err setting_act(struct task *task, void *arg)
{
    const struct setting_work *work = arg;
    must(work->name.n > 0);
    TRY(q_setting_add(task->tx, &(struct q_setting_add_args){
        .area = AREA_NATION, .name = work->name, .value = work->value,
        .since_at = task->now_ms}));
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "from", S("command"));
    facts_add(&facts, "setting", work->name);
    facts_add(&facts, "value", work->value);
    struct event event = {.kind = S("setting.set"),
                          .facts = facts_text(&facts)};
    return journal_add(task, &event);
}

static err setting_look(struct task *task, void *arg)
{
    struct setting_work *work = arg;
    for (int i = 0; i < KNOWN_COUNT; i++) {
        TRY(setting_text(task, AREA_NATION, str_of(KNOWN[i].name), S(""),
                         &work->values[i]));
    }
    return OK;
}

static err setting_show(struct desk *desk, struct arena *arena, str only)
{
    struct setting_work work = {0};
    TRY(desk_look(desk, arena, setting_look, &work));
    for (int i = 0; i < KNOWN_COUNT; i++) {
        if (only.n == 0 || str_eq(only, str_of(KNOWN[i].name))) {
            printf("%-13s %.*s   (%s)\n", KNOWN[i].name,
                   SF(work.values[i]), KNOWN[i].what);
        }
    }
    return OK;
}

/* 0, or the exit code after a sentence. */
static int setting_check(const str *words, int count)
{
    for (int i = 0; i < KNOWN_COUNT; i++) {
        if (count == 0 || str_eq(words[0], str_of(KNOWN[i].name))) {
            if (count < 2 || KNOWN[i].is_good(words[1])) {
                return 0;
            }
            fprintf(stderr, "xinqiao setting: %s is %s, not \"%.*s\"\n",
                    KNOWN[i].name, KNOWN[i].what, SF(words[1]));
            return 2;
        }
    }
    fprintf(stderr, "xinqiao setting: there is no setting %.*s (see "
            "xinqiao setting)\n", SF(words[0]));
    return 2;
}

int command_setting(int argc, char **argv)
{
    struct data_options data;
    str words[2] = {S(""), S("")};
    struct option_row rows[DATA_ROWS];
    options_data(&data, rows);
    struct command_line line = {
        .name = "setting", .usage = "[NAME [VALUE]] [options]",
        .what = "Shows the settings of the whole place, or sets one (\"\": "
                "to nothing).\nExit: 0 done, 1 not done, 2 wrong words.",
        .rows = rows, .row_count = DATA_ROWS, .words = words,
        .word_max = 2};
    int code = 0;
    struct site *site = NULL;
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    code = setting_check(words, line.word_count);
    if (code != 0 || options_open(&data, false, &site) != OK) {
        return code != 0 ? code : 1;
    }
    struct arena *arena = arena_new(BLOCK, LIMIT);
    struct setting_work work = {.name = words[0], .value = words[1]};
    err e = line.word_count == 2
                ? desk_batch(site_desk(site), arena, setting_act, &work)
                : OK;
    e = e == OK ? setting_show(site_desk(site), arena, words[0]) : e;
    if (e != OK) {
        fprintf(stderr, "xinqiao setting: %s\n", err_name(e));
    }
    arena_free(arena);
    site_close(site);
    return e == OK ? 0 : 1;
}
