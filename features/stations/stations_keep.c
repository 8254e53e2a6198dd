/* Adding, changing and closing stations. */
#include "features/stations/stations_keep.h"

#include "desk/journal.h"
#include "features/areas/areas.h"
#include "features/stations/station_store.h"
#include "features/stations/stations.h"
#include "features/stations/stations_kinds.h"
#include "page/words.h"

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
    TRY(station_to_keep(task, &station));
    struct form_state form = task_form_state(task, &FORM_STATION);
    if (task->form.table != &FORM_STATION) {
        TRY(fill(task, &station, &form));
    }
    str action = str_format(task->arena, "/stations/%.*s/edit",
                            SF(station.code));
    return form_show(task, &form, W("修改联络站"), action);
}

/* The form's values into `station`, whose id and code are known, if nothing
 * is wrong with them. */
static err take(struct task *task, struct station_row *station)
{
    const struct form_station *form = task_form(task, &FORM_STATION);
    struct station_row parent;
    err found = form->parent.n == 0
                    ? OK
                    : station_by_code(task, form->parent, &parent);
    bool known = form->parent.n > 0 && found == OK;
    bool unknown = found == ERR_NOT_FOUND;
    if (!unknown) {
        TRY(found);
    }
    station->area = form->area;
    station->kind = form->kind;
    station->name = form->name;
    station->address = form->address;
    station->phone = form->phone;
    station->hours = form->hours;
    station->theme = form->theme;
    station->parent_id = known ? parent.id : unknown ? -1 : 0;
    struct fault fault;
    TRY(station_judge(task, station, &fault));
    return task_fault(task, &fault);
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
    struct station_row station = {.id = 0};
    TRY(take(task, &station));
    TRY(station_store(task, &station));
    TRY(station_journal(task, S("station.add"), &station));
    return task_redirect(task, page_of(task, &station),
                         W("联络站已建立。"));
}

err station_edit(struct task *task)
{
    struct station_row station;
    TRY(station_to_keep(task, &station));
    TRY(take(task, &station));
    TRY(station_change(task, &station));
    TRY(station_journal(task, S("station.edit"), &station));
    return task_redirect(task, page_of(task, &station),
                         W("联络站已修改。"));
}

err station_close(struct task *task)
{
    struct station_row station;
    TRY(station_to_keep(task, &station));
    TRY(q_station_close(task->tx, station.id));
    TRY(station_journal(task, S("station.close"), &station));
    return task_redirect(task, page_of(task, &station),
                         W("联络站已关闭。"));
}

/* Closed by mistake, or opened again: the same station, with its code. */
err station_reopen(struct task *task)
{
    struct station_row station;
    TRY(station_to_keep(task, &station));
    TRY(q_station_reopen(task->tx, station.id));
    TRY(station_journal(task, S("station.reopen"), &station));
    return task_redirect(task, page_of(task, &station),
                         W("联络站已重新开放。"));
}
