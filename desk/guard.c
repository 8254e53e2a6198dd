/* See guard.h. */
#include "desk/guard.h"

#include "desk/acting.h"
#include "desk/session.h"

err guard_route(struct task *task)
{
    must(task->magic == TASK_MAGIC);
    must(task->route != NULL);
    must(task->route->who != 0);
    TRY(acting_guard(task));
    if (viewer_is(&task->viewer, task->route->who)) {
        return OK;
    }
    return task->viewer.account_id == 0 ? ERR_LOGIN_NEEDED : ERR_FORBIDDEN;
}

/* The host of an origin or URL: "http://host:port/..." -> "host:port".
 * Empty, and so no host at all, for "null". */
static str host_of(str url)
{
    ptrdiff_t at = str_find(url, S("://"));
    if (at < 0) {
        return (str){"", 0};
    }
    str rest = str_skip(url, at + 3);
    return str_cut(&rest, '/');
}

static bool same_origin(const struct request *request)
{
    must(request->magic == REQUEST_MAGIC);
    str site = request_header(request, S("Sec-Fetch-Site"));
    if (site.n > 0 && !str_eq(site, S("same-origin"))) {
        return false;
    }
    str from = request_header(request, S("Origin"));
    if (from.n == 0) {
        from = request_header(request, S("Referer"));
    }
    if (from.n == 0) {
        return true;        /* an old browser: the token decides */
    }
    str host = request_host(request);
    return host.n > 0 && str_eq_nocase(host_of(from), host);
}

err guard_origin(struct task *task)
{
    must(task->magic == TASK_MAGIC);
    must(task->route != NULL);
    must(task->request->method == METHOD_POST);
    const struct request *request = task->request;
    if ((task->route->flags & ROUTE_OPEN) != 0 ||
        session_by_program(task)) {
        return OK;
    }
    if (!same_origin(request)) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("这次提交不是从本站的页面发出的，已拒绝。"));
    }
    str token = body_field(&task->body, S("_token"));
    if (token.n == 0) {
        token = request_header(request, S("X-Token"));
    }
    if (!session_token_holds(task, token)) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("页面已过期。您填写的内容还在，请再提交一次。"));
    }
    return OK;
}
