/* See once.h. */
#include "desk/once.h"

#include "crypt/hash.h"
#include "crypt/seal.h"
#include "desk_gen.h"

enum { KEY_CHARS_MAX = 200, WORDS_MAX = 32 << 20, COOKIES_MAX = 64 << 10 };

#define COOKIE S("Set-Cookie")

/* The words of the form in their order, without what is ours (_token) and
 * without empty fields, which an error page does not repeat. */
static str words_sent(struct task *task)
{
    struct out out = out_new(task->arena, WORDS_MAX);
    const struct pairs *pairs = &task->body.pairs;
    for (int i = 0; i < pairs->count; i++) {
        const struct pair *pair = &pairs->list[i];
        if (pair->value.n == 0 || str_starts(pair->name, S("_"))) {
            continue;
        }
        out_int(&out, pair->name.n);
        out_char(&out, ':');
        out_str(&out, pair->name);
        out_int(&out, pair->value.n);
        out_char(&out, ':');
        out_str(&out, pair->value);
    }
    must(!out.full);                /* the body's limit is below ours */
    return out_text(&out);
}

static str client_of(const struct request *request)
{
    str sid = request_cookie(request, S("sid"));
    if (sid.n == 0) {
        sid = request_header(request, S("Authorization"));
    }
    return sid.n > 0 ? sid : request_cookie(request, S("xq"));
}

str once_key(struct task *task)
{
    must(task->request->method == METHOD_POST);
    const struct request *request = task->request;
    str once = request_header(request, S("Idempotency-Key"));
    if (once.n == 0) {
        once = body_field(&task->body, S("_once"));
    }
    if (once.n == 0 || once.n > KEY_CHARS_MAX) {
        return (str){"", 0};
    }
    str pieces[] = {
        once,                 S("\n"), request->path,    S("\n"),
        client_of(request),   S("\n"), words_sent(task),
    };
    unsigned char hash[HASH_BYTES];
    hash_many(pieces, sizeof pieces / sizeof pieces[0], hash);
    return str_copy(task->arena, (str){(const char *)hash, HASH_BYTES});
}

err once_begin(struct task *task, str key)
{
    must(key.n == HASH_BYTES);
    return q_once_begin(task->tx, key, task->now_ms);
}

/* The Set-Cookie values, a line each; they may hold a session's token, so
 * they are kept sealed. */
static str cookies_sealed(struct task *task)
{
    struct out out = out_new(task->arena, COOKIES_MAX);
    const struct response *response = &task->response;
    for (int i = 0; i < response->header_count; i++) {
        if (str_eq(response->headers[i].name, COOKIE)) {
            out_str(&out, response->headers[i].value);
            out_char(&out, '\n');
        }
    }
    must(!out.full);
    return seal(task->arena, &task->desk->keys, task->desk->dice,
                S("once.cookies"), out_text(&out));
}

err once_settle(struct task *task, str key)
{
    must(key.n == HASH_BYTES);
    must(task->response.status >= 200);
    if (task->location.n == 0) {
        return q_once_drop(task->tx, key);
    }
    return q_once_settle(task->tx, &(struct q_once_settle_args){
        .key = key,
        .now = task->now_ms,
        .status = task->response.status,
        .location = task->location,
        .cookies = cookies_sealed(task),
    });
}

static err cookies_again(struct task *task, str sealed)
{
    str cookies = S("");
    TRY(seal_open(task->arena, &task->desk->keys, S("once.cookies"), sealed,
                  &cookies));
    while (cookies.n > 0) {
        response_header(&task->response, COOKIE, str_cut(&cookies, '\n'));
    }
    return OK;
}

err once_repeat(struct task *task, str key, bool *known)
{
    must(key.n == HASH_BYTES);
    struct once_result_list list;
    *known = false;
    TRY(q_once_result(task->tx, key, &list));
    if (list.n == 0 || list.rows[0].status == 0) {
        return OK;
    }
    *known = true;
    task->response = (struct response){.status = 200};
    TRY(task_redirect(task, list.rows[0].location, S("")));
    return cookies_again(task, list.rows[0].cookies);
}
