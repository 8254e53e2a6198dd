/* Filling a station's posts, and leaving them. */
#include "features/staffing/staffing_posts.h"

#include "base/area_code.h"
#include "features/people/people.h"
#include "features/staffing/staffing.h"
#include "features/staffing/staffing_near.h"
#include "features/stations/stations.h"
#include "page/words.h"

enum { COUNTY_LEVEL = 3 };

static bool has_left(const struct task *task,
                     const struct station_staff_row *row)
{
    return row->until_at != 0 && row->until_at <= task->now_ms;
}

/* ---- the page ------------------------------------------------------------ */

static void posts_offer(struct task *task, const struct station_posts *posts,
                        struct page_staff *page)
{
    page->posts.rows = NEW_MANY(task->arena, struct choice, posts->n);
    page->alsos.rows = NEW_MANY(task->arena, struct choice, posts->n);
    for (int i = 0; i < posts->n; i++) {
        const struct station_post *post = &posts->rows[i];
        page->posts.rows[page->posts.n++] =
            (struct choice){post->name, post->name};
        if (post->also.n > 0) {
            page->alsos.rows[page->alsos.n++] =
                (struct choice){post->also, post->also};
        }
    }
}

static struct staff_seen seen_of(const struct task *task,
                                 const struct station_staff_row *row)
{
    return (struct staff_seen){
        .id = row->id, .post = row->post, .also = row->also,
        .name = row->name, .deputy_code = row->deputy_code,
        .phone = row->phone, .since_at = row->since_at,
        .until_at = row->until_at, .left = has_left(task, row),
    };
}

err staff_page(struct task *task)
{
    struct station_row station;
    struct station_staff_row_list list;
    struct station_posts posts;
    TRY(station_to_keep(task, &station));
    TRY(q_station_staff_of(task->tx, station.id, &list));
    TRY(station_posts(task, station.area, &posts));
    struct page_staff page = {
        .code = station.code, .name = station.name,
        .staff = {NEW_MANY(task->arena, struct staff_seen, list.n), list.n},
        .form = task_form_state(task, &FORM_STAFF),
    };
    posts_offer(task, &posts, &page);
    for (ptrdiff_t i = 0; i < list.n; i++) {
        struct staff_seen *seen = &page.staff.rows[i];
        *seen = seen_of(task, &list.rows[i]);
        if (list.rows[i].account_id != 0) {
            struct staffing_login login;
            TRY(q_staffing_login(task->tx, list.rows[i].account_id, &login));
            seen->account = login.login;
        }
    }
    return task_show(task, &PAGE_STAFF, &page);
}

/* ---- appointing ---------------------------------------------------------- */

static err take_post(struct task *task, const struct station_row *station,
                     struct station_post *post)
{
    const struct form_staff *form = task_form(task, &FORM_STAFF);
    struct station_posts posts;
    TRY(station_posts(task, station->area, &posts));
    const struct station_post *found = station_post_named(&posts, form->post);
    if (found == NULL) {
        return task_invalid(task, FORM_STAFF_POST, W("请从列表中选择。"));
    }
    *post = *found;
    return form->also.n == 0 || str_eq(form->also, post->also)
               ? OK
               : task_invalid(task, FORM_STAFF_ALSO,
                              W("这个岗位不能兼任它。"));
}

/* The name, or the deputy whose it is. */
static err take_person(struct task *task, const struct station_row *station,
                       const struct station_post *post,
                       struct q_station_staff_add_args *staff)
{
    const struct form_staff *form = task_form(task, &FORM_STAFF);
    struct deputy_row deputy = {0};
    if (form->deputy.n > 0) {
        TRY(deputy_near(task, station, form->deputy, FORM_STAFF_DEPUTY,
                        &deputy));
    } else if (post->deputy_only) {
        return task_invalid(task, FORM_STAFF_DEPUTY,
                            W("这个岗位只能由人大代表担任，请填代表编号。"));
    } else if (form->name.n == 0) {
        return task_invalid(task, FORM_STAFF_NAME,
                            W("请填姓名，或者填代表编号。"));
    }
    staff->name = deputy.id != 0 ? deputy.name : form->name;
    staff->deputy_id = deputy.id;
    staff->deputy_code = deputy.code;
    return OK;
}

/* An account of the same county; it gets no right by this. */
static err take_account(struct task *task, const struct station_row *station,
                        int64_t *id)
{
    const struct form_staff *form = task_form(task, &FORM_STAFF);
    struct staffing_account_list list;
    *id = 0;
    if (form->account.n == 0) {
        return OK;
    }
    int64_t around = area_level(station->area) > COUNTY_LEVEL
                         ? area_at_level(station->area, COUNTY_LEVEL)
                         : station->area;
    TRY(q_staffing_account(task->tx, form->account, around, area_end(around),
                           &list));
    if (list.n == 0) {
        return task_invalid(task, FORM_STAFF_ACCOUNT,
                            W("没有这个账号，请检查用户名。"));
    }
    *id = list.rows[0].id;
    return OK;
}

/* Nobody twice in a post, and nobody beside another where one is all. */
static err check_others(struct task *task, const struct station_post *post,
                        const struct q_station_staff_add_args *staff)
{
    struct station_staff_row_list list;
    TRY(q_station_staff_of(task->tx, staff->station_id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct station_staff_row *row = &list.rows[i];
        bool apart = row->until_at != 0 && row->until_at <= staff->since;
        if (apart || !str_eq(row->post, post->name)) {
            continue;
        }
        if (post->one_only) {
            return task_invalid(task, FORM_STAFF_POST,
                                W("这个岗位已经有人，请先登记离任。"));
        }
        if (str_eq(row->name, staff->name) &&
            row->deputy_id == staff->deputy_id) {
            return task_invalid(task, FORM_STAFF_NAME,
                                W("这个人已经在这个岗位上。"));
        }
    }
    return OK;
}

err staff_appoint(struct task *task)
{
    const struct form_staff *form = task_form(task, &FORM_STAFF);
    struct station_row station;
    struct station_post post = {0};
    TRY(station_to_keep(task, &station));
    TRY(take_post(task, &station, &post));
    if (form->since > task->now_ms) {
        return task_invalid(task, FORM_STAFF_SINCE,
                            W("日期不能在今天之后。"));
    }
    struct q_station_staff_add_args staff = {
        .id = task_id(task), .station_id = station.id, .post = post.name,
        .also = form->also, .phone = form->phone, .since = form->since,
        .by_account = task->viewer.account_id,
    };
    TRY(take_person(task, &station, &post, &staff));
    TRY(take_account(task, &station, &staff.account_id));
    TRY(check_others(task, &post, &staff));
    TRY(q_station_staff_add(task->tx, &staff));
    TRY(staffing_event(task, &station, &(struct staffing_told){
        "station.appoint", "post", post.name, staff.deputy_id}));
    return task_redirect(task, station_page(task, &station, "/staff"),
                         W("人员任职已登记。"));
}

/* ---- leaving ------------------------------------------------------------- */

/* The {id} of the route: somebody of this station who has not left. */
static err staff_of_route(struct task *task, struct station_row *station,
                          struct station_staff_row *staff)
{
    int64_t id = 0;
    TRY(station_to_keep(task, station));
    if (!str_to_int(task_param(task, "id"), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(q_station_staff_by_id(task->tx, id, staff));
    return staff->station_id == station->id ? OK : ERR_NOT_FOUND;
}

err staff_end_page(struct task *task)
{
    struct station_row station;
    struct station_staff_row staff;
    TRY(staff_of_route(task, &station, &staff));
    struct page_staff_end page = {
        .code = station.code, .name = station.name,
        .person = seen_of(task, &staff),
        .form = task_form_state(task, &FORM_STAFF_END),
    };
    return task_show(task, &PAGE_STAFF_END, &page);
}

err staff_end(struct task *task)
{
    const struct form_staff_end *form = task_form(task, &FORM_STAFF_END);
    struct station_row station;
    struct station_staff_row staff;
    TRY(staff_of_route(task, &station, &staff));
    if (form->until < staff.since_at) {
        return task_invalid(task, FORM_STAFF_END_UNTIL,
                            W("离任日期不能早于任职日期。"));
    }
    TRY(q_station_staff_end(task->tx, staff.id, form->until, task->now_ms));
    TRY(staffing_event(task, &station, &(struct staffing_told){
        "station.leave", "post", staff.post, staff.deputy_id}));
    return task_redirect(task, station_page(task, &station, "/staff"),
                         W("离任已登记。"));
}
