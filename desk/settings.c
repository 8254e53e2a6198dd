/* Inheritance of settings down the area tree. */
#include "desk/settings.h"

#include "base/area_code.h"
#include "desk_gen.h"

err setting_text(struct task *task, int64_t area, str name, str otherwise,
                 str *value)
{
    must(task->magic == TASK_MAGIC);
    must(name.n > 0);
    must(value != NULL);
    struct setting_row_list list;
    TRY(q_setting_newest(task->tx, name, task->now_ms, &list));
    *value = otherwise;
    int64_t nearest = INT64_MAX;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct setting_row *row = &list.rows[i];
        int64_t span = row->area == 0 ? INT64_MAX - 1 : area_span(row->area);
        bool above = row->area == 0 ||
                     (area >= row->area && area < row->area + span);
        if (above && span < nearest) {
            nearest = span;
            *value = row->value;
        }
    }
    return OK;
}

err setting_int(struct task *task, int64_t area, str name,
                int64_t otherwise, int64_t *value)
{
    must(value != NULL);
    str text;
    TRY(setting_text(task, area, name, S(""), &text));
    if (!str_to_int(text, value)) {
        *value = otherwise;
    }
    return OK;
}

err setting_site_url(struct task *task, str *url)
{
    must(task->request != NULL);
    TRY(setting_text(task, AREA_NATION, S("site.address"), S(""), url));
    if (url->n > 0) {
        return OK;
    }
    str scheme = request_header(task->request, S("X-Forwarded-Proto"));
    str host = request_host(task->request);
    const char *safe = str_eq(scheme, S("https")) ? "https" : "http";
    host = host.n > 0 ? host : S("localhost");
    *url = str_format(task->arena, "%s://%.*s", safe, SF(host));
    return OK;
}
