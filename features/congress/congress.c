/* The term that holds now, asked by other rooms. */
#include "features/congress/congress.h"

#include "base/area_code.h"
#include "features/congress/congress_rules.h"
#include "page/words.h"

err congress_term(struct task *task, int64_t area, struct term_row *term)
{
    struct term_row_list list;
    TRY(q_term_newest(task->tx, area, &list));
    if (list.n == 0) {
        return ERR_NOT_FOUND;
    }
    *term = list.rows[0];
    return OK;
}

err congress_term_at(struct task *task, int64_t area, int64_t at,
                     int64_t *id)
{
    struct term_row_list list;
    TRY(q_terms_of(task->tx, area, &list));
    *id = 0;
    for (ptrdiff_t i = 0; i < list.n && *id == 0; i++) {
        const struct term_row *term = &list.rows[i];
        *id = is_within(term->since_at, term->until_at, at) ? term->id : 0;
    }
    return OK;
}

str congress_name(struct task *task, int64_t area, str place,
                  int64_t number)
{
    must(number >= 0);
    str shown = area == AREA_NATION ? task_word(task, W("全国")) : place;
    return number == 0 ? shown : term_name(task->arena, shown, number);
}

str congress_term_name(struct arena *arena, int64_t number)
{
    return str_format(arena, "第%.*s届", SF(number_zh(arena, number)));
}

str congress_session_name(struct arena *arena, int64_t number)
{
    return str_format(arena, "第%.*s次会议", SF(number_zh(arena, number)));
}
