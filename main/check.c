/* xinqiao verify: what is stored, counted again from what happened. */
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "desk/journal.h"
#include "features/insight/insight.h"
#include "features/reception/reception.h"
#include "main/console.h"
#include "main/options.h"
#include "main/place.h"

enum { BLOCK = 1 << 20, PROGRESS_EVERY = 10000 };
#define LIMIT ((size_t)1 << 30)

static void events_read(int64_t events)
{
    if (isatty(STDERR_FILENO) || events % PROGRESS_EVERY == 0) {
        console_progress(events, 0, "events");
    }
}

static err check_journal(struct desk *desk, struct arena *arena,
                         bool *differs)
{
    struct journal_check check;
    TRY(journal_verify(desk, arena, events_read, &check));
    console_progress_end();
    if (check.difference.n > 0) {
        printf("journal: %.*s\n", SF(check.difference));
        *differs = true;
        return OK;
    }
    str events = console_number(arena, check.events);
    str checkpoints = console_number(arena, check.checkpoints);
    printf("journal: %.*s events, %.*s checkpoints: every hash, link, tree "
           "and signature holds\n", SF(events), SF(checkpoints));
    return OK;
}

static err check_counters(struct desk *desk, struct arena *arena,
                          bool *differs)
{
    int64_t compared = 0;
    str difference = S("");
    TRY(insight_verify(desk, arena, &compared, &difference));
    if (difference.n > 0) {
        printf("counters: %.*s\n", SF(difference));
        *differs = true;
        return OK;
    }
    str number = console_number(arena, compared);
    printf("counters: %.*s compared with the journal: all equal\n",
           SF(number));
    return OK;
}

static err check_timetables(struct desk *desk, struct arena *arena,
                            bool *differs)
{
    int64_t compared = 0;
    str difference = S("");
    TRY(reception_verify(desk, arena, &compared, &difference));
    if (difference.n > 0) {
        printf("timetables: %.*s\n", SF(difference));
        *differs = true;
        return OK;
    }
    str number = console_number(arena, compared);
    printf("timetables: %.*s rules compared with their days: all equal\n",
           SF(number));
    return OK;
}

static err make_checkpoint(struct desk *desk, struct arena *arena)
{
    bool made = false;
    TRY(journal_checkpoint(desk, arena, &made));
    printf(made ? "checkpoint: signed\n"
                : "checkpoint: nothing happened since the last one\n");
    return OK;
}

static err check_all(struct desk *desk, struct arena *arena, bool signs,
                     bool *differs)
{
    if (signs) {
        TRY(make_checkpoint(desk, arena));
    }
    TRY(check_journal(desk, arena, differs));
    TRY(check_counters(desk, arena, differs));
    return check_timetables(desk, arena, differs);
}

static int verify_run(struct data_options *data, struct arena *arena,
                      bool signs)
{
    struct site *site = NULL;
    bool differs = false;
    if (data->db.n == 0 && !signs &&
        !place_look_read_only(arena, data->data, &data->read_only)) {
        return 1;
    }
    if (options_open(data, false, &site) != OK) {
        return 1;
    }
    err e = check_all(site_desk(site), arena, signs, &differs);
    site_close(site);
    if (e == ERR_INTERNAL && data->db.n == 0) {
        place_tell_damage("verify", str_join(arena, data->data,
                                             S("/xinqiao.db")));
    } else if (e != OK) {
        fprintf(stderr, "xinqiao verify: %s\n", err_name(e));
    }
    return e != OK || differs ? 1 : 0;
}

int command_verify(int argc, char **argv)
{
    struct data_options data;
    bool signs = false;
    struct option_row rows[DATA_ROWS + 1] = {
        [DATA_ROWS] = {"--checkpoint", NULL,
                       "first sign the state of all chains", NULL, &signs},
    };
    options_data(&data, rows);
    struct command_line line = {
        .name = "verify", .usage = "[options]",
        .what = "Recomputes the journal's hashes, trees and signatures and "
                "all counters from\nthe first event, and compares.  Exit: 0 "
                "all equal, 1 a difference (printed)\nor not readable, 2 "
                "wrong options.",
        .rows = rows, .row_count = DATA_ROWS + 1};
    int code = 0;
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    struct arena *arena = arena_new(BLOCK, LIMIT);
    code = verify_run(&data, arena, signs);
    arena_free(arena);
    return code;
}
