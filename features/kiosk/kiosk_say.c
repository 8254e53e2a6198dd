/* Saying something at the terminal: steps of one form, a look at the whole,
 * the slip.  The words go through the same door as those of /say. */
#include "crypt/token.h"
#include "features/intake/intake.h"
#include "features/kiosk/kiosk_parts.h"
#include "features/kiosk/kiosk_rules.h"
#include "features/people/people.h"
#include "page/words.h"

/* The field of this table with that name, or -1. */
static int field_named(const struct form_table *table, str name)
{
    for (int i = 0; i < table->field_count; i++) {
        if (str_eq(table->fields[i].name, name)) {
            return i;
        }
    }
    return -1;
}

/* What was typed and what is wrong with it, also if it was the last look
 * that was sent: that form has the same fields and some more. */
static struct form_state say_state(struct task *task)
{
    const struct form_state *sent = &task->form;
    struct form_state state = task_form_state(task, &FORM_KIOSK_SAY);
    if (sent->table != &FORM_SAY) {
        return state;
    }
    for (int i = 0; i < sent->table->field_count; i++) {
        int at = field_named(&FORM_KIOSK_SAY, sent->table->fields[i].name);
        if (at < 0) {
            continue;
        }
        state.raw[at] = sent->raw[i];
        state.errors[at] = sent->errors[i];
    }
    state.ok = sent->ok;
    state.problem = sent->problem;
    return state;
}

/* To whom the page speaks; who is not in office is not asked for. */
static err deputy_named(struct task *task, str typed, str *code, str *name)
{
    struct deputy_row deputy;
    str read;
    if (!code_read(task->arena, typed, &read)) {
        return OK;
    }
    err found = deputy_by_code(task, read, &deputy);
    if (found == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(found);
    if (str_eq(deputy.state, S("active"))) {
        *code = deputy.code;
        *name = deputy.name;
    }
    return OK;
}

err kiosk_say_page(struct task *task)
{
    struct terminal terminal;
    bool away = false;
    TRY(terminal_need(task, &terminal, &away));
    if (away) {
        return OK;
    }
    struct page_kiosk_say page = {
        .say = say_state(task),
        .station = terminal.station.name,
        .open = terminal.is_open,
    };
    str typed = page.say.raw[FORM_KIOSK_SAY_DEPUTY];
    if (task->form.table == &FORM_KIOSK_FOR) {
        const struct form_kiosk_for *asked =
            task_form(task, &FORM_KIOSK_FOR);
        typed = asked->deputy;
    }
    str code = S("");
    TRY(deputy_named(task, typed, &code, &page.deputy));
    form_set(&page.say, FORM_KIOSK_SAY_DEPUTY, code);
    kiosk_private(task);
    /* Words can be spoken where the browser itself understands them. */
    response_header(&task->response, S("Permissions-Policy"),
                    S("camera=(), geolocation=(), microphone=(self)"));
    return task_show(task, &PAGE_KIOSK_SAY, &page);
}

/* Nothing is written yet: the whole is shown once more. */
err kiosk_check(struct task *task)
{
    const struct form_kiosk_say *form = task_form(task, &FORM_KIOSK_SAY);
    struct terminal terminal;
    bool away = false;
    TRY(terminal_need(task, &terminal, &away));
    if (away) {
        return OK;
    }
    str missing = intake_consent_missing(form->name, form->phone,
                                         form->consent);
    if (missing.n > 0) {
        return task_invalid(task, FORM_KIOSK_SAY_CONSENT, missing);
    }
    struct page_kiosk_check page = {
        .say = form_blank(task->arena, &FORM_SAY),
        .station_code = terminal.station.code,
        .station = terminal.station.name,
        .kind = form->kind,
        .matter_title = kiosk_title(task->arena, form->body),
        .body = form->body,
        .place = form->place,
        .name = form->name,
        .phone = form->phone,
        .secret = form->secret,
        .consent = form->consent,
    };
    TRY(deputy_named(task, form->deputy, &page.deputy_code, &page.deputy));
    kiosk_private(task);
    return task_show(task, &PAGE_KIOSK_CHECK, &page);
}

err kiosk_send(struct task *task)
{
    struct matter_made made;
    TRY(intake_receive(task, S("kiosk"), &made));
    return task_redirect(task,
                         str_join(task->arena, S("/kiosk/slips/"),
                                  made.code),
                         S(""));
}

err kiosk_slip(struct task *task)
{
    struct page_slip slip = {0};
    TRY(intake_slip(task, &slip));
    struct page_kiosk_slip page = {
        .code = slip.code, .pin = slip.pin, .qr = slip.qr,
        .matter_title = slip.matter_title,
        .station = slip.station_name, .phone = slip.station_phone,
        .received_at = slip.received_at,
    };
    return task_show(task, &PAGE_KIOSK_SLIP, &page);
}
