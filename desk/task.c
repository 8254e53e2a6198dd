/* What a handler may call; see task.h. */
#include "desk/task.h"

#include "crypt/token.h"
#include "desk/ids.h"
#include "desk/session.h"
#include "desk/steps.h"

enum { PAGE_BYTES_MAX = 8 << 20 };

str task_param(const struct task *task, const char *name)
{
    must(task->magic == TASK_MAGIC);
    must(name != NULL);
    must(task->match.count <= ROUTE_PARAMS_MAX);
    str wanted = str_of(name);
    for (int i = 0; i < task->match.count; i++) {
        if (str_eq(task->match.names[i], wanted)) {
            return task->match.values[i];
        }
    }
    never("the route's pattern has no such name");
}

err task_code(struct task *task, str *code)
{
    must(code != NULL);
    bool good = code_read(task->arena, task_param(task, "code"), code);
    must(!good || code->n == CODE_LETTERS);
    return good ? OK : ERR_NOT_FOUND;
}

const void *task_form(const struct task *task,
                      const struct form_table *table)
{
    must(task->magic == TASK_MAGIC);
    must(table != NULL);
    must(task->form.table == table);
    must(task->form.values != NULL);
    return task->form.values;
}

struct form_state task_form_state(struct task *task,
                                  const struct form_table *table)
{
    must(task->magic == TASK_MAGIC);
    must(table != NULL);
    if (task->form.table == table) {
        return task->form;
    }
    return form_blank(task->arena, table);
}

str task_query(const struct task *task)
{
    must(task->magic == TASK_MAGIC);
    return task->request == NULL ? (str){"", 0} : task->request->query;
}

err task_show(struct task *task, const struct page_maker *maker,
              const void *page)
{
    must(task->magic == TASK_MAGIC);
    must(task->request != NULL);
    must(maker != NULL);
    must(page != NULL);
    struct out out = out_new(task->arena, PAGE_BYTES_MAX);
    bool as_json = request_wants(task->request) == WANTS_JSON;
    if (as_json) {
        maker->json(&out, page);
    } else {
        maker->html(&out, &task->face, page);
    }
    if (out.full) {
        return task_fail(task, ERR_TOO_LARGE,
                         W("这一页的内容太多，请缩小范围后再试。"));
    }
    return task_send(task,
                     as_json ? S("application/json; charset=utf-8")
                             : S("text/html; charset=utf-8"),
                     out_text(&out));
}

err task_send(struct task *task, str type, str bytes)
{
    must(type.n > 0);
    must(bytes.n >= 0);
    must(bytes.p != NULL || bytes.n == 0);
    response_header(&task->response, S("Content-Type"), type);
    task->response.body = bytes;
    return OK;
}

/* The flash travels in a cookie, as the sentence itself: on the way back it
 * is shown only if the catalogue knows it. */
static void flash_set(struct task *task, str flash)
{
    must(flash.n > 0);
    struct out out = out_new(task->arena, 4096);
    out_url(&out, flash);
    task_cookie(task, S("flash"), out_text(&out), 60);
}

static err redirect_json(struct task *task, str flash)
{
    must(task->location.n > 0);
    struct out out = out_new(task->arena, 8192);
    out_str(&out, S("{\"ok\":true,\"location\":"));
    out_json(&out, task->location);
    out_str(&out, S(",\"message\":"));
    out_json(&out, task_word(task, flash));
    out_str(&out, S("}\n"));
    return task_send(task, S("application/json; charset=utf-8"),
                     out_text(&out));
}

/* A line end in what somebody typed ends neither the header nor us. */
static str on_one_line(struct arena *arena, str location)
{
    bool broken = false;
    struct out out = out_new(arena, 3 * location.n + 1);
    for (ptrdiff_t i = 0; i < location.n; i++) {
        unsigned char c = (unsigned char)location.p[i];
        bool control = c < 0x20 || c == 0x7f;
        broken = broken || control;
        if (control) {
            out_format(&out, "%%%02X", c);
        } else {
            out_char(&out, (char)c);
        }
    }
    must(!out.full);
    return broken ? out_text(&out) : location;
}

err task_redirect(struct task *task, str location, str flash)
{
    must(task->magic == TASK_MAGIC);
    must(location.n > 0);
    must(location.p[0] == '/');
    must(location.n < 2 || location.p[1] != '/');
    location = on_one_line(task->arena, location);
    task->location = location;
    bool as_json = task->request != NULL &&
                   request_wants(task->request) == WANTS_JSON;
    if (as_json) {
        return redirect_json(task, flash);
    }
    task->response.status = 303;
    response_header(&task->response, S("Location"), location);
    if (flash.n > 0) {
        flash_set(task, flash);
    }
    return OK;
}

void task_pictures_from(struct task *task, str origin)
{
    must(task->magic == TASK_MAGIC);
    must(str_starts(origin, S("https://")));
    must(str_find_char(origin, ' ') < 0);
    must(str_find_char(origin, ';') < 0);
    task->pictures_from = origin;
}

err task_fail(struct task *task, err why, str sentence)
{
    must(why != OK);
    must(why < ERR_COUNT);
    if (task->failure == OK) {
        task->failure = why;
        task->sentence = sentence;
    }
    must(task->failure != OK);
    return why;
}

err task_invalid(struct task *task, int field, str sentence)
{
    must(task->form.table != NULL);
    must(field >= 0);
    must(field < task->form.table->field_count);
    form_wrong(&task->form, field, sentence);
    must(!task->form.ok);
    return ERR_INVALID;
}

err task_fault(struct task *task, const struct fault *fault)
{
    must(fault->why == OK || fault->sentence.n > 0);
    switch (fault->why) {
    case OK:
        return OK;
    case ERR_INVALID:
        return task_invalid(task, fault->field, fault->sentence);
    default:
        return task_fail(task, fault->why, fault->sentence);
    }
}

int64_t task_id(struct task *task)
{
    must(task->magic == TASK_MAGIC);
    must(task->tx != NULL);
    must(task->now_ms > 0);
    int slot = tx_slot(task->tx);
    must(slot > 0);                 /* only a writing act makes ids */
    return id_new(slot, task->now_ms);
}

str task_word(const struct task *task, str zh)
{
    return word(task->face.lang, zh);
}

void task_cookie(struct task *task, str name, str value, int64_t age_s)
{
    must(task->magic == TASK_MAGIC);
    must(name.n > 0);
    bool secure = task->request != NULL &&
                  str_eq(request_header(task->request,
                                        S("X-Forwarded-Proto")),
                         S("https"));
    response_cookie(&task->response, task->arena, name, value, age_s,
                    secure);
}

void task_true_until(struct task *task, int64_t ms)
{
    must(task->magic == TASK_MAGIC);
    must(ms > 0);
    task->true_until = ms < task->true_until ? ms : task->true_until;
}
