/* See visitor.h. */
#include "desk/tests/visitor.h"

static err handle_nothing(struct task *task)
{
    (void)task;
    return OK;
}

void visitor_begin(struct visitor *visitor)
{
    *visitor = (struct visitor){.arena = arena_new(4096, 1 << 20)};
    visitor->desk.magic = DESK_MAGIC;
    visitor->desk.keys = keys_seeded(7);
    visitor->route = (struct route){
        .key = {METHOD_POST, "/say"}, .who = ROLES_ALL,
        .handle = handle_nothing, .what = "say"};
    visitor->request = (struct request){
        .magic = REQUEST_MAGIC, .method = METHOD_POST, .path = S("/say"),
        .headers = visitor->headers, .client = S("192.0.2.1"),
        .arena = visitor->arena};
    visitor->task = (struct task){
        .magic = TASK_MAGIC, .desk = &visitor->desk,
        .arena = visitor->arena, .request = &visitor->request,
        .route = &visitor->route, .now_ms = VISITOR_NOW,
        .viewer = {.roles = ROLE_PUBLIC},
        .face = {.request_id = S("fresh-request-id")}};
    visitor_header(visitor, "Host", "house.example:8080");
}

void visitor_end(struct visitor *visitor)
{
    arena_free(visitor->arena);
}

void visitor_header(struct visitor *visitor, const char *name,
                    const char *value)
{
    if (value == NULL) {
        return;
    }
    int n = visitor->request.header_count;
    assert_true(n < VISITOR_HEADERS_MAX);
    visitor->headers[n] = (struct header){str_of(name), str_of(value)};
    visitor->request.header_count = n + 1;
}

void visitor_token(struct visitor *visitor, str token)
{
    visitor->token = (struct pair){S("_token"), token};
    visitor->task.body.pairs = (struct pairs){&visitor->token, 1};
}

str visitor_set_cookie(struct visitor *visitor, const char *name)
{
    const struct response *response = &visitor->task.response;
    str wanted = str_join(visitor->arena, str_of(name), S("="));
    for (int i = 0; i < response->header_count; i++) {
        const struct header *header = &response->headers[i];
        if (str_eq_nocase(header->name, S("Set-Cookie")) &&
            str_starts(header->value, wanted)) {
            str rest = str_skip(header->value, wanted.n);
            return str_cut(&rest, ';');
        }
    }
    return (str){"", 0};
}
