/* Timetables compared with their rules, fifty rules at a time. */
#include "desk/desk_batch.h"
#include "features/reception/reception_build.h"

struct walk {
    int64_t after, compared, wrong; /* rules; `wrong`: its id, or 0 */
    bool more;
};

static err walk_look(struct task *task, void *arg)
{
    struct walk *walk = arg;
    struct workdays workdays;
    struct reception_rule_row_list list;
    TRY(reception_workdays(task, &workdays));
    TRY(q_reception_rules_after(task->tx, walk->after, &list));
    for (ptrdiff_t i = 0; i < list.n && walk->wrong == 0; i++) {
        bool differs = false;
        TRY(reception_differs(task, &workdays, &list.rows[i], &differs));
        walk->wrong = differs ? list.rows[i].id : 0;
        walk->after = list.rows[i].id;
        walk->compared++;
    }
    walk->more = list.n > 0 && walk->wrong == 0;
    return OK;
}

err reception_verify(struct desk *desk, struct arena *arena,
                     int64_t *compared, str *difference)
{
    must(compared != NULL);
    must(difference != NULL);
    struct walk walk = {.more = true};
    struct arena *step = arena_new(1 << 18, 64 << 20);
    err e = OK;
    while (e == OK && walk.more) {
        e = desk_look(desk, step, walk_look, &walk);
        arena_reset(step);
    }
    arena_free(step);
    *compared = walk.compared;
    *difference = walk.wrong == 0
                      ? (str){"", 0}
                      : str_format(arena, "days of the timetable rule %lld "
                                   "are not what it says",
                                   (long long)walk.wrong);
    return e;
}
