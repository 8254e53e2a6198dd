/* 我要反映: to whom, what, and how to reach you, on one screen. */
#include "base/area_code.h"
#include "crypt/token.h"
#include "desk/session.h"
#include "features/areas/areas.h"
#include "features/intake/intake.h"
#include "features/intake/intake_parts.h"
#include "features/matters/matters.h"
#include "features/people/people.h"
#include "features/stations/stations.h"
#include "http/url.h"
#include "page/words.h"

/* More stations than this are not offered at once: first the area. */
enum { STATIONS_SHOWN = 50, VILLAGE = 5 };

/* To whom: from the address of the page, or from the form that came back. */
struct asked {
    str station, deputy, kind, channel;
    int64_t area;                   /* 0: the whole site */
};

static str channel_of(str asked)
{
    return str_eq(asked, S("kiosk")) ? S("kiosk") : S("net");
}

static struct asked asked_by(struct task *task)
{
    struct asked asked = {0};
    if (task->form.table == &FORM_SAY) {
        const struct form_say *form = task_form(task, &FORM_SAY);
        asked = (struct asked){form->station, form->deputy, form->kind,
                               form->channel, 0};
        if (!area_parse(form->area, &asked.area)) {
            asked.area = AREA_NATION;
        }
    } else {
        const struct form_say_for *form = task_form(task, &FORM_SAY_FOR);
        asked = (struct asked){form->station, form->deputy, form->kind,
                               form->channel, form->area};
    }
    asked.channel = channel_of(asked.channel);
    return asked;
}

/* ---- 410: not here any more, but there ----------------------------------- */

static err gone_show(struct task *task, struct page_say_gone *page)
{
    must(page->what.n > 0);
    must(page->area.n > 0);
    TRY(task_show(task, &PAGE_SAY_GONE, page));
    task->response.status = err_status(ERR_GONE);
    return OK;
}

static err station_gone(struct task *task, const struct station_row *station)
{
    struct page_say_gone page = {
        .what = W("这个联络站已经停止接收"),
        .name = station->name,
        .area = area_text(task->arena, area_at_level(station->area, 3)),
    };
    return gone_show(task, &page);
}

static err deputy_gone(struct task *task, const struct deputy_row *deputy)
{
    struct page_say_gone page = {
        .what = W("这位代表已经不再任职"),
        .name = deputy->name,
        .area = area_text(task->arena, area_at_level(deputy->area, 3)),
    };
    struct station_row station;
    err found = deputy->station_id == 0
                    ? ERR_NOT_FOUND
                    : station_get(task, deputy->station_id, &station);
    if (found != OK && found != ERR_NOT_FOUND) {
        return found;
    }
    if (found == OK && str_eq(station.state, S("open"))) {
        page.station_code = station.code;
        page.station_name = station.name;
    }
    return gone_show(task, &page);
}

/* ---- which stations are offered ------------------------------------------ */

static str area_link(struct task *task, int64_t area)
{
    str query = url_with(task->arena, task_query(task), S("area"),
                         area_text(task->arena, area));
    return str_join(task->arena, S("/say?"), query);
}

/* Too many stations for one list: a step down the tree. */
static err areas_fill(struct task *task, int64_t area,
                      struct say_area_list *areas)
{
    struct area_row_list list;
    TRY(areas_offer(task, area, &list));
    areas->rows = NEW_MANY(task->arena, struct say_area, list.n);
    areas->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        areas->rows[i] = (struct say_area){
            .name = list.rows[i].name,
            .href = area_link(task, list.rows[i].code)};
    }
    return OK;
}

/* Stations of the area asked for or the nearest above that has any; of the
 * deputy's or the station's county if there are too many of the site. */
static err stations_offer(struct task *task, struct page_say *page,
                          int64_t area, int64_t near)
{
    TRY(station_options(task, area, area_end(area), &page->stations));
    while (page->stations.n == 0 && area != AREA_NATION) {
        area = area_parent(area);   /* a village has its town's station */
        TRY(station_options(task, area, area_end(area), &page->stations));
    }
    if (page->stations.n > STATIONS_SHOWN && area == AREA_NATION &&
        near != AREA_NATION) {
        int64_t county = area_at_level(near, 3);
        TRY(station_options(task, county, area_end(county),
                            &page->stations));
        return OK;
    }
    if (page->stations.n > STATIONS_SHOWN && area_level(area) < VILLAGE) {
        TRY(areas_fill(task, area, &page->areas));
    }
    page->may_choose = page->areas.n == 0;
    return OK;
}

/* ---- the page ------------------------------------------------------------ */

/* Whom the page speaks of; `*gone` if the 410 page was drawn instead. */
static err addressed(struct task *task, const struct asked *asked,
                     struct page_say *page, int64_t *near, bool *gone)
{
    struct deputy_row deputy = {0};
    struct station_row station = {0};
    if (asked->deputy.n > 0) {
        TRY(deputy_by_code(task, asked->deputy, &deputy));
        *gone = !str_eq(deputy.state, S("active"));
        if (*gone) {
            return deputy_gone(task, &deputy);
        }
        page->deputy_name = deputy.name;
        page->deputy_motto = deputy.motto;
        *near = deputy.area;
        if (asked->station.n == 0 && deputy.station_id != 0) {
            TRY(station_get(task, deputy.station_id, &station));
        }
    }
    if (asked->station.n > 0) {
        err found = station_by_code(task, asked->station, &station);
        if (found == ERR_NOT_FOUND && task->form.table == &FORM_SAY) {
            return OK;              /* the form says what is wrong */
        }
        TRY(found);
        *gone = !str_eq(station.state, S("open"));
        if (*gone) {
            return station_gone(task, &station);
        }
    }
    if (station.id != 0 && str_eq(station.state, S("open"))) {
        *near = station.area;
        form_set(&page->say, FORM_SAY_STATION, station.code);
    }
    return OK;
}

err say_page(struct task *task)
{
    struct asked asked = asked_by(task);
    struct page_say page = {
        .say = task_form_state(task, &FORM_SAY),
        .may_choose = true,
    };
    int64_t near = AREA_NATION;
    bool gone = false;
    TRY(addressed(task, &asked, &page, &near, &gone));
    if (gone) {
        return OK;
    }
    TRY(stations_offer(task, &page, asked.area, near));
    TRY(category_options(task, false, &page.categories));
    form_set(&page.say, FORM_SAY_DEPUTY, asked.deputy);
    form_set(&page.say, FORM_SAY_CHANNEL, asked.channel);
    if (asked.kind.n > 0) {
        form_set(&page.say, FORM_SAY_KIND, asked.kind);
    }
    if (asked.area != AREA_NATION) {
        form_set(&page.say, FORM_SAY_AREA,
                 area_text(task->arena, asked.area));
    }
    return task_show(task, &PAGE_SAY, &page);
}

/* ---- sending ------------------------------------------------------------- */

str intake_consent_missing(str name, str phone, bool consent)
{
    bool tells_who = name.n > 0 || phone.n > 0;
    return tells_who && !consent
               ? W("留下姓名或电话时，请勾选同意；也可以不留。")
               : S("");
}

/* What the form's table cannot know.  The hidden field is left empty by
 * people and filled in by machines. */
static err say_check(struct task *task, const struct form_say *form)
{
    if (form->website.n > 0) {
        return task_invalid(task, FORM_SAY_WEBSITE,
                            W("这一栏请留空，再提交一次。"));
    }
    str missing = intake_consent_missing(form->name, form->phone,
                                         form->consent);
    return missing.n == 0 ? OK
                          : task_invalid(task, FORM_SAY_CONSENT, missing);
}

static err station_of(struct task *task, const struct form_say *form,
                      struct station_row *station)
{
    err found = station_by_code(task, form->station, station);
    if (found == ERR_NOT_FOUND) {
        return task_invalid(task, FORM_SAY_STATION,
                            W("请在列表中选择一个联络站。"));
    }
    TRY(found);
    if (!str_eq(station->state, S("open"))) {
        return task_fail(task, ERR_GONE,
                         W("这个联络站刚刚停止接收，请另选一个。"));
    }
    return OK;
}

static err deputy_of(struct task *task, const struct form_say *form,
                     int64_t *id)
{
    struct deputy_row deputy;
    str code;
    if (form->deputy.n == 0) {
        return OK;
    }
    if (!code_read(task->arena, form->deputy, &code)) {
        return ERR_NOT_FOUND;
    }
    TRY(deputy_by_code(task, code, &deputy));
    if (!str_eq(deputy.state, S("active"))) {
        return task_fail(task, ERR_GONE,
                         W("这位代表已经不再任职，请直接向联络站反映。"));
    }
    *id = deputy.id;
    return OK;
}

/* Only the first level is offered to the public. */
static err category_of(struct task *task, const struct form_say *form,
                       int64_t *id)
{
    struct choices options;
    if (form->category.n == 0) {
        return OK;
    }
    TRY(category_options(task, false, &options));
    for (ptrdiff_t i = 0; i < options.n; i++) {
        if (str_eq(options.rows[i].value, form->category) &&
            str_to_int(form->category, id)) {
            return OK;
        }
    }
    return task_invalid(task, FORM_SAY_CATEGORY,
                        W("请在列表中选择，或者不选。"));
}

err intake_receive(struct task *task, str channel, struct matter_made *made)
{
    const struct form_say *form = task_form(task, &FORM_SAY);
    struct station_row station;
    TRY(say_check(task, form));
    TRY(station_of(task, form, &station));
    struct matter_new new = {
        .kind = form->kind,
        .channel = channel,
        .area = station.area,
        .station_id = station.id,
        .title = form->title,
        .body = form->body,
        .place = form->place,
        .person_name = form->name,
        .person_phone = form->phone,
        .is_secret = form->secret,
    };
    TRY(deputy_of(task, form, &new.wanted_deputy));
    TRY(category_of(task, form, &new.category_id));
    must(new.area != AREA_NATION);
    TRY(matter_receive(task, &new, made));
    must(made->id != 0);
    must(made->code.n == CODE_LETTERS);
    session_give_slip(task, made->id);
    return OK;
}

err say_send(struct task *task)
{
    const struct form_say *form = task_form(task, &FORM_SAY);
    struct matter_made made;
    TRY(intake_receive(task, channel_of(form->channel), &made));
    return task_redirect(task, str_join(task->arena, S("/slips/"),
                                        made.code),
                         W("已经收到，谢谢您！请保存好这张回执。"));
}
