/* By code or by name; see people_find.h. */
#include "features/people/people_find.h"

#include "base/area_code.h"
#include "crypt/token.h"
#include "features/people/people.h"
#include "page/words.h"

static bool is_near(const struct deputy_row *deputy, int64_t area)
{
    return str_eq(deputy->state, S("active")) &&
           (area_holds(area, deputy->area) ||
            area_holds(deputy->area, area));
}

/* NOT_FOUND for nobody, CONFLICT for several. */
static err find_named(struct task *task, str name, int64_t area,
                      struct deputy_row *deputy)
{
    struct deputy_called_list list;
    struct q_deputies_called_args args = {
        .name = str_trim(name), .lo = area, .hi = area_end(area),
        .town = area_at_level(area, 4), .county = area_at_level(area, 3),
        .city = area_at_level(area, 2), .province = area_at_level(area, 1),
    };
    TRY(q_deputies_called(task->tx, &args, &list));
    if (list.n != 1) {
        return list.n == 0 ? ERR_NOT_FOUND : ERR_CONFLICT;
    }
    return deputy_get(task, list.rows[0].id, deputy);
}

err deputy_typed(struct task *task, str typed, int64_t area, int field,
                 struct deputy_row *deputy)
{
    str code;
    err found = code_read(task->arena, typed, &code)
                    ? deputy_by_code(task, code, deputy)
                    : find_named(task, typed, area, deputy);
    if (found == ERR_CONFLICT) {
        return task_invalid(task, field,
                            W("有几位代表同名，请填写代表编号。"));
    }
    if (found == ERR_NOT_FOUND || (found == OK && !is_near(deputy, area))) {
        return task_invalid(task, field,
                            W("没有找到这位在任的代表，请检查姓名或编号。"));
    }
    return found;
}

err day_typed(struct task *task, int64_t typed, int64_t from, int field,
              int64_t *day)
{
    *day = typed == 0 ? day_start(task->now_ms) : typed;
    if (*day > task->now_ms || (typed != 0 && typed < from)) {
        return task_invalid(task, field,
                            W("日期要在开始之后、今天之前。"));
    }
    if (*day < from) {
        *day = from;
    }
    return OK;
}
