/* The slip, and the way back in with it. */
#include "base/area_code.h"
#include "crypt/hash.h"
#include "crypt/token.h"
#include "desk/session.h"
#include "desk/settings.h"
#include "features/intake/intake.h"
#include "features/intake/intake_parts.h"
#include "features/matters/matters.h"
#include "features/stations/stations.h"
#include "office/qr.h"
#include "page/words.h"
#include "text/fold.h"

/* Who holds the slip; the station that prints a lost one again; and who
 * wrote the matter down in the field.  No other staff: whoever has the PIN
 * can rate as the constituent. */
static bool may_print(const struct task *task,
                      const struct matter_row *matter)
{
    const struct viewer *viewer = &task->viewer;
    must(matter->id != 0);
    if (viewer->slip_matter == matter->id) {
        return true;
    }
    if (matter_sight(task, matter) != SIGHT_WORK) {
        return false;
    }
    bool wrote = viewer->account_id != 0 &&
                 viewer->account_id == matter->taker_id;
    return wrote || viewer_may(viewer, ROLE_LIAISON, matter->area);
}

err intake_slip(struct task *task, struct page_slip *slip)
{
    struct matter_row matter;
    struct station_row station = {0};
    str code;
    TRY(task_code(task, &code));
    TRY(matter_by_code(task, code, &matter));
    if (!may_print(task, &matter)) {
        return ERR_NOT_FOUND;
    }
    if (matter.station_id != 0) {
        TRY(station_get(task, matter.station_id, &station));
    }
    str pin = matter_pin(task, code);
    must(pin.n == PIN_DIGITS);
    str site;
    TRY(setting_site_url(task, &site));
    str url = str_format(task->arena, "%.*s/track?code=%.*s&pin=%.*s",
                         SF(site), SF(code), SF(pin));
    *slip = (struct page_slip){
        .code = code,
        .pin = pin,
        .matter_title = matter.title,
        .received_at = matter.received_at,
        .station_name = station.name,
        .station_phone = station.phone,
        .station_address = station.address,
        .copy = str_format(task->arena, "%.*s %.*s",
                           SF(code_shown(task->arena, code)), SF(pin)),
    };
    TRY(qr_svg(task->arena, url, task_word(task, W("查询进度的二维码")),
               &slip->qr.markup));
    response_header(&task->response, S("Cache-Control"), S("no-store"));
    return OK;
}

err slip_page(struct task *task)
{
    struct page_slip page;
    TRY(intake_slip(task, &page));
    return task_show(task, &PAGE_SLIP, &page);
}

/* ---- following it -------------------------------------------------------- */

static err track_show(struct task *task, str problem)
{
    struct page_track page = {
        .track = task_form_state(task, &FORM_TRACK),
        .problem = problem,
    };
    if (task->request->method == METHOD_GET) {
        /* Of the code's link: filled in, and nothing is wrong yet. */
        page.track = form_blank(task->arena, &FORM_TRACK);
        form_set(&page.track, FORM_TRACK_CODE,
                 str_first_chars(request_query(task->request, S("code")),
                                 20));
        form_set(&page.track, FORM_TRACK_PIN,
                 str_first_chars(request_query(task->request, S("pin")),
                                 20));
    }
    return task_show(task, &PAGE_TRACK, &page);
}

err track_page(struct task *task)
{
    return track_show(task, S(""));
}

/* Digits alone: people write 304 915, or wide ones as their keyboard gives
 * them.  False if it is no PIN at all. */
static bool pin_typed(struct arena *arena, str typed, str *pin)
{
    str plain = fold_text(arena, typed);
    struct out out = out_new(arena, plain.n + 1);
    bool good = true;
    for (ptrdiff_t i = 0; i < plain.n; i++) {
        char c = plain.p[i];
        if (c >= '0' && c <= '9') {
            out_char(&out, c);
        } else {
            good = good && (c == ' ' || c == '-');
        }
    }
    must(!out.full);
    *pin = out_text(&out);
    return good && pin->n == PIN_DIGITS;
}

/* The same work whether the code exists or not. */
static err slip_find(struct task *task, str asked, str pin,
                     struct matter_row *matter, bool *good)
{
    str code = asked;
    bool is_code = code_read(task->arena, asked, &code);
    str right = matter_pin(task, code);
    err found = matter_by_code(task, code, matter);
    if (found != OK && found != ERR_NOT_FOUND) {
        return found;
    }
    bool same = bytes_equal(right, pin);
    must(right.n == PIN_DIGITS);
    *good = same && is_code && found == OK;
    return OK;
}

static err not_found(struct intake_found *found, err why, str problem)
{
    found->why = why;
    found->problem = problem;
    return OK;                      /* what was counted must be kept */
}

err intake_find(struct task *task, str typed, str typed_pin,
                struct intake_found *found)
{
    bool locked = false;
    bool good = false;
    str code = typed;
    str pin = S("");
    *found = (struct intake_found){.problem = S("")};
    found->is_slip_of_finger = !pin_typed(task->arena, typed_pin, &pin);
    if (found->is_slip_of_finger) {
        return not_found(found, ERR_INVALID,
                         W("密码是 6 位数字，请对照回执检查。"));
    }
    if (!code_read(task->arena, typed, &code)) {
        code = typed;
    }
    str key = str_join(task->arena, S("slip:"), code);
    TRY(tries_locked(task, key, &locked));
    if (locked) {
        return not_found(found, ERR_TOO_MANY,
                         W("失败次数太多，请 15 分钟后再试。"));
    }
    TRY(slip_find(task, code, pin, &found->matter, &good));
    if (!good) {
        TRY(tries_failed(task, key));
        return not_found(found, ERR_INVALID,
                         W("查询码或密码不对，请对照回执再输一次。"));
    }
    must(found->matter.id != 0);
    return tries_forget(task, key);
}

err track_check(struct task *task)
{
    const struct form_track *form = task_form(task, &FORM_TRACK);
    struct intake_found found;
    TRY(intake_find(task, form->code, form->pin, &found));
    if (found.is_slip_of_finger) {
        return task_invalid(task, FORM_TRACK_PIN, found.problem);
    }
    if (found.problem.n > 0) {
        TRY(track_show(task, found.problem));
        task->response.status = err_status(found.why);
        must(task->response.status >= 400);
        return OK;
    }
    session_give_slip(task, found.matter.id);
    return task_redirect(task, str_join(task->arena, S("/matters/"),
                                        found.matter.code), S(""));
}
