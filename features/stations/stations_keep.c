/* Adding, changing and closing stations. */
#include "features/stations/stations_keep.h"

#include "base/area_code.h"
#include "crypt/token.h"
#include "desk/journal.h"
#include "features/areas/areas.h"
#include "features/stations/stations.h"
#include "features/stations/stations_kinds.h"
#include "page/words.h"

/* The {code}'s station, if the viewer keeps its area. */
static err my_station(struct task *task, struct station_row *station)
{
    str code;
    TRY(task_code(task, &code));
    TRY(station_by_code(task, code, station));
    bool mine = viewer_may(&task->viewer, ROLES_KEEPERS, station->area);
    return mine ? OK : ERR_NOT_FOUND;
}

static err form_show(struct task *task, const struct form_state *form,
                     str title, str action)
{
    int64_t lo = 0;
    int64_t hi = 0;
    viewer_scope(&task->viewer, ROLES_KEEPERS, &lo, &hi);
    struct page_station_form page = {
        .form = *form,
        .heading = title,
        .action = action,
    };
    TRY(station_kinds(task, lo, &page.kinds));
    return task_show(task, &PAGE_STATION_FORM, &page);
}

err station_new_page(struct task *task)
{
    struct form_state form = task_form_state(task, &FORM_STATION);
    return form_show(task, &form, W("新建联络站"), S("/stations"));
}

/* What the form shows before anything is typed. */
static err fill(struct task *task, const struct station_row *station,
                struct form_state *form)
{
    form_set(form, FORM_STATION_AREA,
             area_text(task->arena, station->area));
    form_set(form, FORM_STATION_KIND, station->kind);
    form_set(form, FORM_STATION_NAME, station->name);
    form_set(form, FORM_STATION_ADDRESS, station->address);
    form_set(form, FORM_STATION_PHONE, station->phone);
    form_set(form, FORM_STATION_HOURS, station->hours);
    form_set(form, FORM_STATION_THEME, station->theme);
    if (station->parent_id != 0) {
        struct station_row parent;
        TRY(station_get(task, station->parent_id, &parent));
        form_set(form, FORM_STATION_PARENT, parent.code);
    }
    return OK;
}

err station_edit_page(struct task *task)
{
    struct station_row station;
    TRY(my_station(task, &station));
    struct form_state form = task_form_state(task, &FORM_STATION);
    if (task->form.table != &FORM_STATION) {
        TRY(fill(task, &station, &form));
    }
    str action = str_format(task->arena, "/stations/%.*s/edit",
                            SF(station.code));
    return form_show(task, &form, W("修改联络站"), action);
}

/* ---- checks -------------------------------------------------------------- */

static err check_area(struct task *task, int64_t code)
{
    if (!viewer_may(&task->viewer, ROLES_KEEPERS, code)) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("这个区划不在您的管辖范围内。"));
    }
    struct area_row area;
    err found = area_get(task, code, &area);
    return found == ERR_NOT_FOUND
               ? task_invalid(task, FORM_STATION_AREA,
                              W("没有这个区划，请检查代码。"))
               : found;
}

/* One of the kinds of the area; nothing chosen means the usual one. */
static err check_kind(struct task *task, int64_t area, str typed, str *kind)
{
    struct choices kinds;
    TRY(station_kinds(task, area, &kinds));
    if (typed.n == 0) {
        *kind = kinds.rows[0].value;
        return OK;
    }
    for (ptrdiff_t i = 0; i < kinds.n; i++) {
        if (str_eq(kinds.rows[i].value, typed)) {
            *kind = typed;
            return OK;
        }
    }
    return task_invalid(task, FORM_STATION_KIND, W("请从列表中选择。"));
}

static err check_name(struct task *task, const struct station_row *station)
{
    struct station_name_list same;
    TRY(q_station_named(task->tx, station->area, station->name, &same));
    bool other = same.n > 0 && same.rows[0].id != station->id;
    return other ? task_invalid(task, FORM_STATION_NAME,
                                W("这个区划已经有同名的联络站。"))
                 : OK;
}

static err check_parent(struct task *task, str code,
                        struct station_row *station)
{
    station->parent_id = 0;
    if (code.n == 0) {
        return OK;
    }
    struct station_row parent;
    err found = station_by_code(task, code, &parent);
    bool above = found == OK && parent.id != station->id &&
                 parent.parent_id != station->id &&
                 area_holds(parent.area, station->area);
    if (found == ERR_NOT_FOUND || (found == OK && !above)) {
        return task_invalid(task, FORM_STATION_PARENT,
                            W("没有这个上级联络站，请检查编号。"));
    }
    station->parent_id = above ? parent.id : 0;
    return found;
}

/* The form's values into `station`, whose id and code are known. */
static err take(struct task *task, struct station_row *station)
{
    const struct form_station *form = task_form(task, &FORM_STATION);
    TRY(check_area(task, form->area));
    station->area = form->area;
    station->name = form->name;
    station->address = form->address;
    station->phone = form->phone;
    station->hours = form->hours;
    station->theme = form->theme;
    TRY(check_kind(task, form->area, form->kind, &station->kind));
    TRY(check_name(task, station));
    return check_parent(task, form->parent, station);
}

/* ---- acts ---------------------------------------------------------------- */

static err station_journal(struct task *task, str kind,
                           const struct station_row *station)
{
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "station", station->code);
    struct event event = {
        .kind = kind,
        .object_id = station->id,
        .area = station->area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

static str page_of(struct task *task, const struct station_row *station)
{
    return str_format(task->arena, "/stations/%.*s", SF(station->code));
}

err station_add(struct task *task)
{
    struct station_row station = {
        .id = task_id(task),
        .code = code_new(task->arena, task->desk->dice),
    };
    TRY(take(task, &station));
    struct q_station_add_args args = {
        .id = station.id, .code = station.code, .area = station.area,
        .parent_id = station.parent_id, .kind = station.kind,
        .name = station.name, .address = station.address,
        .phone = station.phone, .hours = station.hours,
        .theme = station.theme,
    };
    TRY(q_station_add(task->tx, &args));
    TRY(station_journal(task, S("station.add"), &station));
    return task_redirect(task, page_of(task, &station),
                         W("联络站已建立。"));
}

err station_edit(struct task *task)
{
    struct station_row station;
    TRY(my_station(task, &station));
    TRY(take(task, &station));
    struct q_station_edit_args args = {
        .id = station.id, .area = station.area,
        .parent_id = station.parent_id, .kind = station.kind,
        .name = station.name, .address = station.address,
        .phone = station.phone, .hours = station.hours,
        .theme = station.theme,
    };
    TRY(q_station_edit(task->tx, &args));
    TRY(station_journal(task, S("station.edit"), &station));
    return task_redirect(task, page_of(task, &station),
                         W("联络站已修改。"));
}

err station_close(struct task *task)
{
    struct station_row station;
    TRY(my_station(task, &station));
    TRY(q_station_close(task->tx, station.id));
    TRY(station_journal(task, S("station.close"), &station));
    return task_redirect(task, page_of(task, &station),
                         W("联络站已关闭。"));
}
