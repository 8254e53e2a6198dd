/* Values kept from replies and from the database. */
#include "base/arena.h"
#include "db/probe.h"
#include "tools/scene/json_path.h"
#include "tools/scene/play.h"

/* Segment n (from 1) of a path, without query. */
static str segment(str path, int64_t n)
{
    path = str_cut(&path, '?');
    path = str_cut(&path, '#');
    str part = str_cut(&path, '/');     /* before the first slash */
    for (int64_t i = 0; i < n; i++) {
        part = str_cut(&path, '/');
    }
    return part;
}

static bool first_row(struct play *play, const struct step *step, str *value)
{
    str *rows = NULL;
    ptrdiff_t n = 0;
    str sql = play_fill(play, step->line, step->target);
    err failed = probe_rows(play->stage->db, play->arena, sql, &rows, &n);
    if (failed != OK) {
        return play_fail(play, step->line, "the query failed: %s",
                         err_name(failed));
    }
    *value = n > 0 ? rows[0] : S("");
    return true;
}

static bool from_page(struct play *play, const struct step *step, str target,
                      str *value)
{
    const struct reply *last = &play->jar->last;
    if (last->page == NULL) {
        return play_fail(play, step->line, "the last reply is no page");
    }
    if (step->source == SOURCE_FIELD) {
        return page_field(play->arena, last->page, target, value) ||
               play_fail(play, step->line, "no field %.*s on the page",
                         SF(target));
    }
    const struct dom *dom = dom_find(last->page, target);
    if (dom == NULL) {
        return play_fail(play, step->line, "no element %.*s on the page",
                         SF(target));
    }
    *value = dom_text(play->arena, dom);
    return true;
}

static bool take_value(struct play *play, const struct step *step, str *value)
{
    const struct reply *last = &play->jar->last;
    str target = play_fill(play, step->line, step->target);
    switch (step->source) {
    case SOURCE_PATH:
        *value = segment(last->location.n > 0 ? last->location : last->path,
                         step->number);
        return true;
    case SOURCE_LOCATION:
        *value = last->location.n > 0 ? last->location : last->path;
        return true;
    case SOURCE_TEXT:
    case SOURCE_FIELD:
        return from_page(play, step, target, value);
    case SOURCE_JSON:
        return json_find(play->arena, last->body, target, value) ||
               play_fail(play, step->line, "no %.*s in the reply",
                         SF(target));
    case SOURCE_HEADER:
        *value = header_value(last->headers, target);
        return true;
    case SOURCE_ROWS:
        return first_row(play, step, value);
    }
    never("a source of no kind");
}

bool keep_value(struct play *play, const struct step *step)
{
    must(step->keep.n > 0);
    str value = S("");
    if (!take_value(play, step, &value)) {
        return false;
    }
    if (value.n == 0) {
        return play_fail(play, step->line, "there is nothing to keep as %.*s",
                         SF(step->keep));
    }
    /* The newest of a name is found first. */
    struct named *kept = NEW(play->arena, struct named);
    *kept = (struct named){.name = step->keep, .value = value,
                           .next = play->kept};
    play->kept = kept;
    return true;
}

/* ---- rows --------------------------------------------------------------- */

static str rows_joined(struct arena *arena, const str *rows, ptrdiff_t n)
{
    str all = S("");
    for (ptrdiff_t i = 0; i < n && i < 10; i++) {
        all = str_format(arena, "%.*s%s\"%.*s\"", SF(all),
                         i > 0 ? " " : "", SF(rows[i]));
    }
    return n == 0 ? S("no row") : all;
}

/* -> 3: the one number that came, or the number of rows. */
static bool number_fits(const str *rows, ptrdiff_t n, int64_t wanted)
{
    int64_t number = 0;
    if (n == 1 && str_to_int(rows[0], &number)) {
        return number == wanted;
    }
    return n == wanted;
}

bool rows_check(struct play *play, const struct step *step)
{
    str *rows = NULL;
    ptrdiff_t n = 0;
    str sql = play_fill(play, step->line, step->target);
    err failed = probe_rows(play->stage->db, play->arena, sql, &rows, &n);
    if (failed != OK) {
        return play_fail(play, step->line, "the query failed: %s",
                         err_name(failed));
    }
    bool good = true;
    if (step->row_number >= 0) {
        good = number_fits(rows, n, step->row_number);
    } else {
        good = n == step->rows.count;
        for (ptrdiff_t i = 0; i < n && good; i++) {
            good = str_eq(rows[i], play_fill(play, step->line,
                                             step->rows.list[i]));
        }
    }
    str came = rows_joined(play->arena, rows, n);
    return good || play_fail(play, step->line, "rows: expected %s, came %.*s",
                             step->row_number >= 0
                                 ? str_c(play->arena,
                                         str_format(play->arena, "%lld",
                                                    (long long)
                                                        step->row_number))
                                 : "other rows",
                             SF(came));
}
