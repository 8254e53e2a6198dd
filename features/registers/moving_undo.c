/* An import's lines from the last to the first.  See the header. */
#include "features/registers/moving_undo.h"

#include "desk/in_use.h"
#include "features/registers/moving_things.h"
#include "page/words.h"
#include "registers_gen.h"

/* Lines of one stretch that are asked about together: what was added there,
 * of one sort.  Most imports are taken back because they were wrong, and
 * nobody has used a thing of them yet. */
enum { STRETCH_SORTS = 8 };
struct stretch {
    struct import_line_list lines;
    struct things sorts[STRETCH_SORTS];
    bool used[STRETCH_SORTS];       /* by somebody: ask line by line */
    int sort_count;
};

static bool is_add(const struct import_line *line)
{
    return str_eq(line->what, S("add"));
}

/* The sort of a line, begun if there is none yet. */
static int sort_of(struct stretch *stretch, const struct import_line *line)
{
    int at = 0;
    while (at < stretch->sort_count &&
           !str_eq(stretch->sorts[at].what, line->thing)) {
        at++;
    }
    if (at == stretch->sort_count) {
        must(at < STRETCH_SORTS);
        stretch->sorts[stretch->sort_count++] =
            (struct things){line->thing, line->thing_id, line->thing_id};
    }
    return at;
}

static err stretch_ask(struct task *task, struct stretch *stretch)
{
    for (ptrdiff_t i = 0; i < stretch->lines.n; i++) {
        const struct import_line *line = &stretch->lines.rows[i];
        if (is_add(line)) {
            struct things *sort = &stretch->sorts[sort_of(stretch, line)];
            int64_t id = line->thing_id;
            sort->lo = id < sort->lo ? id : sort->lo;
            sort->hi = id > sort->hi ? id : sort->hi;
        }
    }
    for (int i = 0; i < stretch->sort_count; i++) {
        str why;
        TRY(things_in_use(task, &stretch->sorts[i], &why));
        stretch->used[i] = why.n > 0;
    }
    return OK;
}

static err line_in_use(struct task *task, struct stretch *stretch,
                       const struct import_line *line, str *why)
{
    struct things one = {line->thing, line->thing_id, line->thing_id};
    return is_add(line) && stretch->used[sort_of(stretch, line)]
               ? things_in_use(task, &one, why)
               : OK;
}

/* What stands in the way of taking a line back; empty: nothing. */
static err stands_in_the_way(struct task *task, struct stretch *stretch,
                             const struct import_line *line, str *why)
{
    str state;
    *why = S("");
    err found = thing_state(task, line->thing, line->thing_id, &state);
    if (found == ERR_NOT_FOUND) {
        *why = W("已经不在了");
        return OK;
    }
    TRY(found);
    if (!str_eq(state, line->after)) {
        *why = W("迁入以后有人改动过");
        return OK;
    }
    return line_in_use(task, stretch, line, why);
}

static err undo_line(struct task *task, const struct import_line *line)
{
    return is_add(line) ? thing_remove(task, line->thing, line->thing_id)
                        : thing_restore(task, line->thing, line->thing_id,
                                        line->before);
}

/* A line that cannot be taken back stops all of it, but not before the others
 * were tried: who reads why shall read all of it. */
static err undo_stretch(struct task *task, struct stretch *stretch,
                        struct stuck_list *stuck, atomic_llong *done)
{
    for (ptrdiff_t i = 0; i < stretch->lines.n; i++) {
        const struct import_line *line = &stretch->lines.rows[i];
        str why;
        TRY(stands_in_the_way(task, stretch, line, &why));
        if (why.n > 0) {
            stuck->rows[stuck->n++] =
                (struct stuck){line->seq, line->name, why};
        } else {
            TRY(undo_line(task, line));
        }
        atomic_fetch_add(done, 1);
        if (stuck->n == stuck->most) {
            return ERR_CONFLICT;
        }
    }
    return OK;
}

err moving_undo(struct task *task, int64_t import_id,
                struct stuck_list *stuck, atomic_llong *done)
{
    struct stretch stretch = {.lines = {.n = 1}};
    int64_t before = INT64_MAX;
    must(stuck->most > 0);
    stuck->n = 0;
    while (stretch.lines.n > 0) {
        stretch = (struct stretch){.sort_count = 0};
        TRY(q_import_lines(task->tx, import_id, before,
                           &stretch.lines));
        if (stretch.lines.n > 0) {
            before = stretch.lines.rows[stretch.lines.n - 1].seq;
        }
        TRY(stretch_ask(task, &stretch));
        TRY(undo_stretch(task, &stretch, stuck, done));
    }
    return stuck->n == 0 ? OK : ERR_CONFLICT;
}
