/* Deputies of one name in the register: a human says whether they are one
 * person, and which row stays. */
#include "base/area_code.h"
#include "crypt/token.h"
#include "features/areas/areas.h"
#include "features/people/people.h"
#include "features/registers/registers_pages.h"
#include "page/words.h"

enum { PAGE_ROWS = 50 };

/* Where a page begins, and behind whom. */
struct position {
    int64_t lo, hi, area, after;
};

static err find_position(struct task *task, str typed,
                         struct position *args)
{
    struct deputy_row last;
    if (typed.n == 0) {
        return OK;
    }
    if (!str_to_int(typed, &args->after)) {
        return ERR_BAD_REQUEST;
    }
    TRY(deputy_get(task, args->after, &last));
    args->area = last.area;
    return last.area >= args->lo && last.area < args->hi ? OK
                                                         : ERR_BAD_REQUEST;
}

err doubles_page(struct task *task)
{
    const struct form_doubles *form = task_form(task, &FORM_DOUBLES);
    struct position args = {.after = 0};
    struct double_row_list list;
    viewer_scope(&task->viewer, ROLES_KEEPERS, &args.lo, &args.hi);
    args.area = args.lo - 1;
    TRY(find_position(task, form->after, &args));
    TRY(q_doubles(task->tx, args.lo, args.hi, args.area, args.after,
                  &list));
    struct page_doubles page = {
        .pairs = {NEW_MANY(task->arena, struct pair_item, list.n),
                  list.n < PAGE_ROWS ? list.n : PAGE_ROWS},
    };
    for (ptrdiff_t i = 0; i < page.pairs.n; i++) {
        const struct double_row *row = &list.rows[i];
        page.pairs.rows[i] = (struct pair_item){
            .code = row->code, .other = row->other_code, .name = row->name,
            .level = book_level_word(row->level), .place = row->place,
            .other_level = book_level_word(row->other_level),
            .other_place = row->other_place,
        };
    }
    if (list.n > PAGE_ROWS) {
        page.next = str_format(task->arena, "/doubles?after=%lld",
                               (long long)list.rows[PAGE_ROWS - 1].id);
    }
    return task_show(task, &PAGE_DOUBLES, &page);
}

/* ---- two of them --------------------------------------------------------- */

static err deputy_of(struct task *task, const char *name,
                     struct deputy_row *deputy)
{
    str code;
    if (!code_read(task->arena, task_param(task, name), &code)) {
        return ERR_NOT_FOUND;
    }
    return deputy_by_code(task, code, deputy);
}

static err side_of(struct task *task, const struct deputy_row *deputy,
                   struct side_item *side)
{
    struct mandate_living_list living;
    TRY(q_mandates_living(task->tx, deputy->id, &living));
    *side = (struct side_item){
        .code = deputy->code, .name = deputy->name,
        .motto = deputy->motto,
        .mandates = {NEW_MANY(task->arena, struct side_mandate, living.n),
                     living.n},
    };
    TRY(area_full_name(task, deputy->patch, &side->patch));
    for (ptrdiff_t i = 0; i < living.n; i++) {
        struct side_mandate *mandate = &side->mandates.rows[i];
        mandate->level = book_level_word(living.rows[i].level);
        mandate->since_at = living.rows[i].since_at;
        TRY(area_full_name(task, living.rows[i].area, &mandate->place));
    }
    return OK;
}

err double_page(struct task *task)
{
    struct deputy_row a;
    struct deputy_row b;
    struct fault fault;
    TRY(deputy_of(task, "code", &a));
    TRY(deputy_of(task, "other", &b));
    TRY(deputies_merge_judge(task, &a, &b, &fault));
    struct page_double_show page = {
        .name = a.name,
        .problem = fault.why == OK ? S("") : fault.sentence,
        .nothing = form_blank(task->arena, &FORM_NOTHING),
    };
    page.sides.rows = NEW_MANY(task->arena, struct side_item, 2);
    page.sides.n = 2;
    TRY(side_of(task, &a, &page.sides.rows[0]));
    TRY(side_of(task, &b, &page.sides.rows[1]));
    page.sides.rows[0].other = b.code;
    page.sides.rows[1].other = a.code;
    return task_show(task, &PAGE_DOUBLE_SHOW, &page);
}

err double_merge(struct task *task)
{
    struct deputy_row kept;
    struct deputy_row gone;
    struct fault fault;
    TRY(deputy_of(task, "code", &kept));
    TRY(deputy_of(task, "other", &gone));
    TRY(deputies_merge_judge(task, &kept, &gone, &fault));
    TRY(task_fault(task, &fault));
    TRY(deputies_merge(task, &kept, &gone));
    return task_redirect(task,
                         str_join(task->arena, S("/deputies/"), kept.code),
                         W("已合并，原来的编号会转到这里。"));
}
