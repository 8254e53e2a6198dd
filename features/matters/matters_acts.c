/* The POSTs beneath /matters/{code}: each takes its form, makes one move and
 * leads back to the matter. */
#include "features/areas/areas.h"
#include "features/matters/matters_pages.h"
#include "features/matters/matters_store.h"
#include "features/organs/organs.h"
#include "desk/settings.h"
#include "page/words.h"
#include "text/mask.h"

#define SORTERS (ROLE_LIAISON | ROLE_PRESIDIUM)

static err back_to(struct task *task, const struct matter_row *matter,
                   str flash)
{
    str path = str_format(task->arena, "/matters/%.*s", SF(matter->code));
    return task_redirect(task, path, flash);
}

/* Whoever may act may at least see: own slip or staff. */
static err take_matter(struct task *task, struct matter_row *matter)
{
    return matter_of_route(task, SIGHT_OWN, matter);
}

/* ---- the station ------------------------------------------------------ */

/* What the liaison makes of kind, category and area. */
struct sorting {
    int64_t category_id, area;
};

static err take_sorting(struct task *task,
                        const struct form_matter_accept *form,
                        struct sorting *sorting)
{
    struct category_row category;
    struct area_row area;
    *sorting = (struct sorting){0, 0};
    bool listed = form->category.n == 0 ||
                  str_to_int(form->category, &sorting->category_id);
    err e = !listed ? ERR_NOT_FOUND
            : sorting->category_id == 0
                ? OK
                : q_category_by_id(task->tx, sorting->category_id, &category);
    if (e == ERR_NOT_FOUND) {
        return task_invalid(task, FORM_MATTER_ACCEPT_CATEGORY,
                            W("请从列表中选择。"));
    }
    TRY(e);
    bool own = area_parse(form->area, &sorting->area) &&
               viewer_may(&task->viewer, SORTERS, sorting->area);
    e = own ? area_get(task, sorting->area, &area) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND) {
        return task_invalid(task, FORM_MATTER_ACCEPT_AREA,
                            W("请从列表中选择。"));
    }
    return e;
}

err matter_act_accept(struct task *task)
{
    const struct form_matter_accept *form =
        task_form(task, &FORM_MATTER_ACCEPT);
    struct matter_row matter;
    struct sorting sorting;
    TRY(take_matter(task, &matter));
    TRY(take_sorting(task, form, &sorting));
    if (matter_may(task, &matter, MOVE_ACCEPT)) {
        TRY(matter_sort(task, &matter, form->kind, sorting.category_id,
                        sorting.area));
    }
    struct matter_with with = {0};
    TRY(matter_move(task, &matter, MOVE_ACCEPT, &with));
    return back_to(task, &matter, W("已受理，等待代表认领或主席团交办。"));
}

/* The Chinese of a choice, as the form shows it. */
static str choice_label(const struct form_table *table, int field, str value)
{
    const struct field *of = &table->fields[field];
    for (int i = 0; i < of->choice_count; i++) {
        if (str_eq(of->choices[i].value, value)) {
            return of->choices[i].label;
        }
    }
    return S("");
}

err matter_act_refuse(struct task *task)
{
    const struct form_matter_refuse *form =
        task_form(task, &FORM_MATTER_REFUSE);
    struct matter_row matter;
    TRY(take_matter(task, &matter));
    str reason = choice_label(&FORM_MATTER_REFUSE, FORM_MATTER_REFUSE_REASON,
                              form->reason);
    must(reason.n > 0);
    struct matter_with with = {
        .text_kind = S("reason"),
        .text = str_format(task->arena, "%.*s\n%.*s", SF(reason),
                           SF(form->referral)),
    };
    TRY(matter_move(task, &matter, MOVE_REFUSE, &with));
    return back_to(task, &matter, W("已记为不予受理，群众会看到告知的去处。"));
}

/* ---- deputies --------------------------------------------------------- */

err matter_act_claim(struct task *task)
{
    struct matter_row matter;
    TRY(take_matter(task, &matter));
    struct matter_with with = {.deputy_id = viewer_deputy(&task->viewer)};
    if (with.deputy_id == 0) {
        return ERR_FORBIDDEN;       /* a leader who is no deputy */
    }
    TRY(matter_move(task, &matter, MOVE_CLAIM, &with));
    return back_to(task, &matter, W("已认领，请尽快联系反映人。"));
}

err matter_act_release(struct task *task)
{
    const struct form_matter_release *form =
        task_form(task, &FORM_MATTER_RELEASE);
    struct matter_row matter;
    TRY(take_matter(task, &matter));
    struct matter_with with = {.inner = form->reason};
    TRY(matter_move(task, &matter, MOVE_RELEASE, &with));
    return back_to(task, &matter, W("已退回，其他代表可以认领。"));
}

/* ---- presidium and organs --------------------------------------------- */

static err take_organ(struct task *task, const struct matter_row *matter,
                      const struct form_matter_dispatch *form, int64_t *organ)
{
    bool may = false;
    if (str_to_int(form->organ, organ)) {
        TRY(organ_may_handle(task, *organ, matter->area, &may));
    }
    if (!may) {
        return task_invalid(task, FORM_MATTER_DISPATCH_ORGAN,
                            W("请从列表中选择。"));
    }
    return OK;
}

/* Until the end of the day in China; without a date the usual time. */
static err take_due(struct task *task, const struct matter_row *matter,
                    const struct form_matter_dispatch *form, int64_t *due_at)
{
    if (form->due == 0) {
        int64_t days = 0;
        TRY(setting_int(task, matter->area, S("dispatch.due_days"), DUE_DAYS,
                        &days));
        *due_at = task->now_ms + (days < 1 ? 1 : days) * DAY_MS;
        return OK;
    }
    *due_at = form->due + DAY_MS - 1;
    if (*due_at < task->now_ms) {
        return task_invalid(task, FORM_MATTER_DISPATCH_DUE,
                            W("办理期限不能早于今天。"));
    }
    if (*due_at > task->now_ms + DUE_DAYS_MOST * DAY_MS) {
        return task_invalid(task, FORM_MATTER_DISPATCH_DUE,
                            W("办理期限最长两年，请检查年份。"));
    }
    return OK;
}

err matter_act_dispatch(struct task *task)
{
    const struct form_matter_dispatch *form =
        task_form(task, &FORM_MATTER_DISPATCH);
    struct matter_row matter;
    struct matter_with with = {.inner = form->remark};
    TRY(take_matter(task, &matter));
    TRY(take_organ(task, &matter, form, &with.lead_organ));
    TRY(take_due(task, &matter, form, &with.due_at));
    TRY(matter_move(task, &matter, MOVE_DISPATCH, &with));
    return back_to(task, &matter, W("已交办。"));
}

err matter_act_hand_back(struct task *task)
{
    const struct form_matter_hand_back *form =
        task_form(task, &FORM_MATTER_HAND_BACK);
    struct matter_row matter;
    TRY(take_matter(task, &matter));
    struct matter_with with = {.inner = form->cause};
    TRY(matter_move(task, &matter, MOVE_HAND_BACK, &with));
    /* No longer hers to see: back to what waits. */
    return task_redirect(task, S("/work"),
                         W("已退办，主席团会重新安排。"));
}

err matter_act_reply(struct task *task)
{
    const struct form_matter_reply *form =
        task_form(task, &FORM_MATTER_REPLY);
    struct matter_row matter;
    TRY(take_matter(task, &matter));
    if (str_eq(form->result, S("A")) && form->evidence.n == 0) {
        return task_invalid(task, FORM_MATTER_REPLY_EVIDENCE,
                            W("结果为 A 时，请写明办结依据。"));
    }
    struct matter_with with = {
        .result = form->result,
        .text_kind = S("reply"),
        .text = form->answer,
        .inner = form->evidence,
    };
    TRY(matter_move(task, &matter, MOVE_REPLY, &with));
    return back_to(task, &matter, W("已答复，等待群众评价。"));
}

/* ---- the constituent, or the liaison for her -------------------------- */

err matter_act_rate(struct task *task)
{
    const struct form_matter_rate *form = task_form(task, &FORM_MATTER_RATE);
    struct matter_row matter;
    TRY(take_matter(task, &matter));
    bool bad = str_eq(form->rating, S("dissatisfied"));
    struct matter_with with = {
        .rating = form->rating,
        .text_kind = S("comment"),
        .text = form->comment,
    };
    TRY(matter_move(task, &matter, bad ? MOVE_DISSATISFIED : MOVE_SATISFIED,
                    &with));
    return back_to(task, &matter,
                   bad ? W("已记下您的评价，会重新安排办理。")
                       : W("感谢评价，这件事已销号。"));
}

err matter_act_withdraw(struct task *task)
{
    const struct form_matter_withdraw *form =
        task_form(task, &FORM_MATTER_WITHDRAW);
    struct matter_row matter;
    TRY(take_matter(task, &matter));
    struct matter_with with = {
        .text_kind = S("reason"),
        .text = form->why,
    };
    TRY(matter_move(task, &matter, MOVE_WITHDRAW, &with));
    return back_to(task, &matter, W("已撤回。"));
}

/* ---- beside the moves ------------------------------------------------- */

err matter_act_note(struct task *task)
{
    const struct form_matter_note *form = task_form(task, &FORM_MATTER_NOTE);
    struct matter_row matter;
    TRY(matter_of_route(task, SIGHT_WORK, &matter));
    TRY(matter_note(task, &matter, form->note));
    return back_to(task, &matter, W("备注已保存，只有工作人员能看到。"));
}

/* Whose publishing it is, and whether it may be at all. */
static err check_publish(struct task *task, const struct matter_row *matter)
{
    if (!viewer_may(&task->viewer, SORTERS, matter->area)) {
        return ERR_FORBIDDEN;
    }
    if (matter->is_secret != 0) {
        return task_fail(task, ERR_CONFLICT,
                         W("反映人要求保密，不能公开。"));
    }
    if (!matter_may_publish(task, matter)) {
        return task_fail(task, ERR_CONFLICT, W("受理以后才能公开。"));
    }
    return OK;
}

/* The tick is easily made; a number is easily overlooked. */
static err check_public_words(struct task *task,
                              const struct form_matter_publish *form)
{
    const struct {
        int field;
        str words;
    } PUBLIC[] = {
        {FORM_MATTER_PUBLISH_PUBLIC_TITLE, form->public_title},
        {FORM_MATTER_PUBLISH_PUBLIC_BODY, form->public_body},
        {FORM_MATTER_PUBLISH_PUBLIC_REPLY, form->public_reply},
    };
    err e = OK;
    for (size_t i = 0; i < sizeof PUBLIC / sizeof PUBLIC[0]; i++) {
        if (text_has_personal_number(PUBLIC[i].words)) {
            e = task_invalid(task, PUBLIC[i].field,
                             W("里面像是有手机号码或身份证号码，"
                               "请去掉后再公开。"));
        }
    }
    return e;
}

err matter_act_publish(struct task *task)
{
    const struct form_matter_publish *form =
        task_form(task, &FORM_MATTER_PUBLISH);
    struct matter_row matter;
    TRY(matter_of_route(task, SIGHT_WORK, &matter));
    TRY(check_publish(task, &matter));
    if (matter.is_published != 0) {
        return task_fail(task, ERR_CONFLICT, W("这件事已经公开。"));
    }
    TRY(check_public_words(task, form));
    TRY(matter_publish(task, &matter, form->public_title, form->public_body,
                       form->public_reply));
    return back_to(task, &matter, W("已公开。"));
}

err matter_act_unpublish(struct task *task)
{
    struct matter_row matter;
    TRY(matter_of_route(task, SIGHT_WORK, &matter));
    TRY(viewer_may(&task->viewer, SORTERS, matter.area) ? OK
                                                        : ERR_FORBIDDEN);
    if (!matter_may_unpublish(task, &matter)) {
        return task_fail(task, ERR_CONFLICT, W("这件事没有公开。"));
    }
    TRY(matter_unpublish(task, &matter));
    return back_to(task, &matter, W("已撤下公开。"));
}

/* The one page with a name and a number in clear.  It answers the POST
 * itself, so that no address leads to it; a second sending goes back to the
 * matter. */
err matter_act_unmask(struct task *task)
{
    struct matter_row matter;
    struct matter_clear clear;
    TRY(matter_of_route(task, SIGHT_WORK, &matter));
    if (!matter_may_unmask(task, &matter)) {
        return ERR_FORBIDDEN;
    }
    TRY(matter_unmask(task, &matter, &clear));
    task->location = str_format(task->arena, "/matters/%.*s",
                                SF(matter.code));
    struct page_matter_clear page = {
        .code = matter.code,
        .title = matter.title,
        .name = clear.name,
        .phone = clear.phone,
    };
    return task_show(task, &PAGE_MATTER_CLEAR, &page);
}

err matter_act_expire(struct task *task)
{
    int64_t expired = 0;
    TRY(matters_expire(task, &expired));
    return task_redirect(task, S("/matters"), S(""));
}
