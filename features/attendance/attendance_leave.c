/* Leave: asked by a deputy or for her, decided by presidium or committee. */
#include "base/area_code.h"
#include "features/attendance/attendance_parts.h"
#include "features/attendance/attendance_rules.h"
#include "features/people/people.h"
#include "page/words.h"

static bool keeps(const struct task *task, const struct held_row *held)
{
    return viewer_may(&task->viewer, ROLES_KEEPERS, held->area);
}

static err due_of(struct task *task, const struct held_row *held,
                  int64_t deputy_id, struct due_row *due)
{
    return q_due_deputy(task->tx, held->id, held->area, held->opens_at,
                        deputy_id, due);
}

static err leave_event(struct task *task, const struct held_row *held,
                       const struct leave_row *leave, str kind)
{
    struct facts facts = facts_new(task->arena);
    facts_add_int(&facts, "sitting", held->id);
    facts_add(&facts, "deputy", leave->code);
    if (str_eq(kind, S("attendance.decide"))) {
        facts_add(&facts, "verdict", leave->state);
    }
    struct event event = {
        .kind = kind,
        .object_id = leave->deputy_id,
        .area = held->area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

static err back_to(struct task *task, const struct held_row *held,
                   int64_t leave_id, str flash)
{
    return task_redirect(task,
                         str_format(task->arena,
                                    "/attendance/%lld/leave/%lld",
                                    (long long)held->id,
                                    (long long)leave_id),
                         flash);
}

/* ---- asking -------------------------------------------------------------- */

/* A deputy sees the sessions of her own congress, others what they keep. */
static err held_to_ask(struct task *task, struct held_row *held)
{
    struct due_row due;
    int64_t own = viewer_deputy(&task->viewer);
    TRY(held_of_route(task, held));
    if (keeps(task, held)) {
        return OK;
    }
    return own == 0 ? ERR_NOT_FOUND : due_of(task, held, own, &due);
}

err leave_ask_page(struct task *task)
{
    struct held_row held;
    TRY(held_to_ask(task, &held));
    struct page_leave_ask page = {
        .id = held.id, .name = held_name(task, &held),
        .opens_at = held.opens_at, .closes_at = held.closes_at,
        .keeps = keeps(task, &held),
        .ask = task_form_state(task, &FORM_LEAVE_ASK),
    };
    return task_show(task, &PAGE_LEAVE_ASK, &page);
}

/* Who asks: the deputy that was named, which only keepers may do, else the
 * viewer's own. */
static err asking_deputy(struct task *task, const struct held_row *held,
                         struct deputy_row *deputy)
{
    const struct form_leave_ask *form = task_form(task, &FORM_LEAVE_ASK);
    int64_t own = viewer_deputy(&task->viewer);
    if (form->deputy.n > 0 && keeps(task, held)) {
        return deputy_typed(task, form->deputy, held->area,
                            FORM_LEAVE_ASK_DEPUTY, deputy);
    }
    if (form->deputy.n > 0 || own == 0) {
        return task_invalid(task, FORM_LEAVE_ASK_DEPUTY,
                            own == 0 ? W("请填写代表编号或者姓名。")
                                     : W("只能为自己请假。"));
    }
    return deputy_get(task, own, deputy);
}

static err check_ask(struct task *task, const struct held_row *held,
                     const struct due_row *due)
{
    struct leave_row_list list;
    if (due->present == 1) {
        return task_invalid(task, FORM_LEAVE_ASK_DEPUTY,
                            W("这次会议已登记为出席，不用请假。"));
    }
    if (!keeps(task, held) &&
        !leave_may_be_asked(held->closes_at, task->now_ms)) {
        return task_invalid(task, FORM_LEAVE_ASK_REASON,
                            W("会议已经闭幕，请联系人大机关补办请假。"));
    }
    TRY(q_leave_of(task->tx, held->id, due->id, &list));
    bool open = list.n > 0 && (str_eq(list.rows[0].state, S("asked")) ||
                               str_eq(list.rows[0].state, S("approved")));
    return open ? task_invalid(task, FORM_LEAVE_ASK_REASON,
                               W("这次会议已经请过假了。"))
                : OK;
}

err leave_ask(struct task *task)
{
    const struct form_leave_ask *form = task_form(task, &FORM_LEAVE_ASK);
    struct held_row held;
    struct deputy_row deputy;
    struct due_row due;
    TRY(held_to_ask(task, &held));
    TRY(asking_deputy(task, &held, &deputy));
    err found = due_of(task, &held, deputy.id, &due);
    if (found == ERR_NOT_FOUND) {
        return task_invalid(task, FORM_LEAVE_ASK_DEPUTY,
                            W("这次会议的应到名单里没有这位代表。"));
    }
    TRY(found);
    TRY(check_ask(task, &held, &due));
    struct q_leave_add_args args = {
        .id = task_id(task), .session_id = held.id, .mandate_id = due.id,
        .deputy_id = deputy.id, .reason = form->reason,
        .now = task->now_ms, .by_account = task->viewer.account_id,
    };
    TRY(q_leave_add(task->tx, &args));
    struct leave_row leave = {.deputy_id = deputy.id, .code = deputy.code};
    TRY(leave_event(task, &held, &leave, S("attendance.ask")));
    return back_to(task, &held, args.id, W("请假已提交，等待审批。"));
}

/* ---- one request --------------------------------------------------------- */

static bool is_own(const struct task *task, const struct leave_row *leave)
{
    return viewer_deputy(&task->viewer) == leave->deputy_id;
}

/* The {id} of the route, of this session: the viewer's own, or of a congress
 * that the viewer keeps. */
static err leave_of_route(struct task *task, struct held_row *held,
                          struct leave_row *leave)
{
    int64_t id = 0;
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(held_of_route(task, held));
    TRY(q_leave_by_id(task->tx, id, leave));
    bool mine = leave->session_id == held->id &&
                (keeps(task, held) || is_own(task, leave));
    return mine ? OK : ERR_NOT_FOUND;
}

static str state_zh(str state)
{
    return str_eq(state, S("asked"))      ? W("等待审批")
           : str_eq(state, S("approved")) ? W("已批准")
           : str_eq(state, S("refused"))  ? W("未批准")
                                          : W("已撤回");
}

/* Asked or approved, and the session has not begun: afterwards the record
 * stands. */
static bool may_withdraw(const struct task *task, const struct held_row *held,
                         const struct leave_row *leave)
{
    bool asked = str_eq(leave->state, S("asked"));
    bool approved = str_eq(leave->state, S("approved"));
    return asked || (approved && task->now_ms < held->opens_at);
}

err leave_page(struct task *task)
{
    struct held_row held;
    struct leave_row leave;
    TRY(leave_of_route(task, &held, &leave));
    bool decides = viewer_may(&task->viewer, ROLES_DECIDERS, held.area) &&
                   !is_own(task, &leave);
    struct page_leave_show page = {
        .session_id = held.id, .id = leave.id,
        .session = held_name(task, &held),
        .opens_at = held.opens_at,
        .code = leave.code, .name = leave.name,
        .reason = leave.reason, .asked_at = leave.asked_at,
        .state = state_zh(leave.state),
        .decided_at = leave.decided_at, .decision = leave.decision,
        .may_decide = decides && str_eq(leave.state, S("asked")),
        .may_withdraw = may_withdraw(task, &held, &leave),
        .keeps = keeps(task, &held),
        .decide = task_form_state(task, &FORM_LEAVE_DECIDE),
        .nothing = form_blank(task->arena, &FORM_NOTHING),
    };
    return task_show(task, &PAGE_LEAVE_SHOW, &page);
}

/* A decision may turn an absence into leave. */
static err around(struct task *task, const struct held_row *held,
                  const struct leave_row *leave, int64_t before)
{
    struct due_row due = {.id = leave->mandate_id,
                          .deputy_id = leave->deputy_id,
                          .code = leave->code};
    return absences_told(task, held, &due, before);
}

err leave_decide(struct task *task)
{
    const struct form_leave_decide *form =
        task_form(task, &FORM_LEAVE_DECIDE);
    struct held_row held;
    struct leave_row leave;
    int64_t before = 0;
    TRY(leave_of_route(task, &held, &leave));
    if (!viewer_may(&task->viewer, ROLES_DECIDERS, held.area)) {
        return ERR_NOT_FOUND;
    }
    if (is_own(task, &leave)) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("不能审批自己的请假。"));
    }
    bool approve = str_eq(form->verdict, S("approve"));
    if (!approve && form->decision.n == 0) {
        return task_invalid(task, FORM_LEAVE_DECIDE_DECISION,
                            W("不批准时请写明原因。"));
    }
    leave.state = approve ? S("approved") : S("refused");
    TRY(absences_now(task, leave.mandate_id, &before));
    struct q_leave_decide_args args = {
        .id = leave.id, .state = leave.state, .now = task->now_ms,
        .by_account = task->viewer.account_id, .decision = form->decision,
    };
    TRY(q_leave_decide(task->tx, &args));
    TRY(leave_event(task, &held, &leave, S("attendance.decide")));
    TRY(around(task, &held, &leave, before));
    return back_to(task, &held, leave.id,
                   approve ? W("请假已批准。") : W("请假未批准。"));
}

err leave_withdraw(struct task *task)
{
    struct held_row held;
    struct leave_row leave;
    TRY(leave_of_route(task, &held, &leave));
    if (!may_withdraw(task, &held, &leave)) {
        return task_fail(task, ERR_CONFLICT, W("这份请假不能再撤回。"));
    }
    TRY(q_leave_withdraw(task->tx, leave.id, task->now_ms));
    TRY(leave_event(task, &held, &leave, S("attendance.withdraw")));
    return back_to(task, &held, leave.id, W("请假已撤回。"));
}
