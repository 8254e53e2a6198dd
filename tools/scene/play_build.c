/* From a step to a request, as a browser would send it. */
#include "base/arena.h"
#include "base/out.h"
#include "tools/scene/folder.h"
#include "tools/scene/play.h"

enum { JSON_BYTES_MAX = 16 << 20 };

/* ---- bodies and origins ------------------------------------------------- */

static bool omits(const struct step *step, const char *name)
{
    for (const struct arg *a = step->args; a != NULL; a = a->next) {
        if (a->kind == ARG_OMIT && str_eq(a->name, str_of(name))) {
            return true;
        }
    }
    return false;
}

static void add_headers(struct play *play, const struct step *step,
                        struct jar *jar, struct outgoing *request)
{
    for (const struct arg *a = step->args; a != NULL; a = a->next) {
        if (a->kind == ARG_HEADER) {
            request->headers = named_add(
                play->arena, request->headers, a->name,
                play_fill(play, step->line, a->value));
        }
    }
    bool own = header_value(request->headers, S("Origin")).n > 0;
    bool post = str_eq(request->method, S("POST"));
    if (post && !own && !omits(step, "origin")) {
        request->headers = named_add(
            play->arena, request->headers, S("Origin"),
            str_format(play->arena, "http://127.0.0.1:%d",
                       play->stage->port));
    }
    if (step->json) {
        request->headers = named_add(play->arena, request->headers,
                                     S("Accept"), S("application/json"));
    }
    jar_prepare(play->arena, jar, play->lang, request);
}

static void set_body(struct play *play, struct outgoing *request,
                     const char *type, str body)
{
    request->method = S("POST");
    request->has_body = true;
    request->body = body;
    request->headers = named_add(play->arena, request->headers,
                                 S("Content-Type"), str_of(type));
}

/* The address that a link or form of the last page means. */
static bool resolve(struct play *play, int line, const struct jar *jar,
                    str href, str *path)
{
    str page = jar->last.path;
    href = str_cut(&href, '#');
    if (href.n == 0) {
        *path = page;
        return true;
    }
    if (str_starts(href, S("?"))) {
        *path = str_join(play->arena, str_cut(&page, '?'), href);
        return true;
    }
    str own = str_format(play->arena, "http://127.0.0.1:%d",
                         play->stage->port);
    *path = str_starts(href, own) ? str_skip(href, own.n) : href;
    return str_starts(*path, S("/")) ||
           play_fail(play, line, "the address %.*s leaves the site",
                     SF(href));
}

static bool need_page(struct play *play, const struct step *step,
                      const struct jar *jar)
{
    return jar->last.page != NULL ||
           play_fail(play, step->line, "%.*s has no page before them",
                     SF(jar->name));
}

/* ---- log in ------------------------------------------------------------- */

static const char PASSWORD[] = "pw-123456";

static bool send_form(struct play *play, int line, struct jar *jar,
                      const struct web_form *form, struct reply *reply)
{
    struct step plain = {.line = line};
    struct named *fields = NULL;
    for (const struct control *c = form->controls; c; c = c->next) {
        if (c->sent) {
            fields = named_add(play->arena, fields, c->name, c->value);
        }
    }
    struct outgoing request = {.path = S("/login")};
    if (!resolve(play, line, jar, form->action, &request.path)) {
        return false;
    }
    set_body(play, &request, "application/x-www-form-urlencoded",
             urlencoded(play->arena, fields));
    add_headers(play, &plain, jar, &request);
    return play_exchange(play, line, jar, &request, reply);
}

static bool log_in(struct play *play, int line, struct jar *jar)
{
    jar->logged_in = true;
    if (!play_visit(play, line, jar, S("/login"))) {
        return false;
    }
    str why = S("there is no form");
    struct web_form *form =
        jar->last.page == NULL
            ? NULL
            : form_for_path(play->arena, jar->last.page, S("/login"),
                            S("password"));
    bool typed = form != NULL &&
                 form_type(play->arena, form, S("name"), jar->account,
                           &why) &&
                 form_type(play->arena, form, S("password"),
                           str_of(PASSWORD), &why);
    if (!typed) {
        return play_fail(play, line, "%.*s cannot log in: %.*s",
                         SF(jar->name), SF(why));
    }
    struct reply reply;
    if (!send_form(play, line, jar, form, &reply)) {
        return false;
    }
    if (reply.status != 303) {
        return play_fail(play, line, "%.*s cannot log in: %d",
                         SF(jar->name), reply.status);
    }
    jar->token = S("");             /* the stranger's; now another holds */
    return play_visit(play, line, jar, reply.location);
}

static bool ready(struct play *play, int line, struct jar *jar)
{
    bool known = jar->account.n == 0 || jar->logged_in;
    return known || log_in(play, line, jar);
}

/* ---- GET and POST ------------------------------------------------------- */

/* A token, and a key that was not used yet: from the last page, or from one
 * looked at for the purpose; the last page stays. */
static bool fresh_token(struct play *play, int line, struct jar *jar)
{
    static const char *const PAGES[] = {"/", "/login"};
    if (jar->token.n > 0 && !jar->once_used) {
        return true;
    }
    struct reply last = jar->last;
    jar->token = S("");
    if (last.page != NULL && last.status == 200 &&
        !play_visit(play, line, jar, last.path)) {
        return false;
    }
    for (int i = 0; i < 2 && (jar->token.n == 0 || jar->once_used); i++) {
        if (!play_visit(play, line, jar, str_of(PAGES[i]))) {
            return false;
        }
    }
    jar->last = last;
    return true;
}

/* `token=bad` stands for the field _token, `once=x` for _once. */
static str field_name(str name)
{
    if (str_eq(name, S("token"))) {
        return S("_token");
    }
    return str_eq(name, S("once")) ? S("_once") : name;
}

static bool names_field(const struct step *step, str name)
{
    for (const struct arg *a = step->args; a != NULL; a = a->next) {
        bool field = a->kind != ARG_HEADER;
        if (field && str_eq(field_name(a->name), name)) {
            return true;
        }
    }
    return false;
}

static struct named *arg_fields(struct play *play, const struct step *step)
{
    struct named *fields = NULL;
    for (const struct arg *a = step->args; a != NULL; a = a->next) {
        if (a->kind == ARG_SET || a->kind == ARG_FORCE) {
            fields = named_add(play->arena, fields, field_name(a->name),
                               play_fill(play, step->line, a->value));
        }
    }
    return fields;
}

/* {"a":1} with the token and the key as first members. */
static str json_body(struct play *play, const struct step *step,
                     const struct jar *jar)
{
    str body = play_fill(play, step->line, step->body);
    if (!str_starts(body, S("{"))) {
        return body;
    }
    struct out out = out_new(play->arena, JSON_BYTES_MAX);
    const struct named own[] = {
        {.name = S("_token"), .value = jar->token},
        {.name = S("_once"), .value = jar->once}};
    for (int i = 0; i < 2; i++) {
        if (names_field(step, own[i].name) || own[i].value.n == 0) {
            continue;
        }
        out_char(&out, out.n == 0 ? '{' : ',');
        out_json(&out, own[i].name);
        out_char(&out, ':');
        out_json(&out, own[i].value);
    }
    str inside = str_trim(str_skip(body, 1));
    bool alone = out.n == 0 || str_starts(inside, S("}"));
    out_char(&out, out.n == 0 ? '{' : alone ? ' ' : ',');
    out_str(&out, inside);
    return out_text(&out);
}

static bool build_post(struct play *play, const struct step *step,
                       struct jar *jar, struct outgoing *request)
{
    bool wants = !names_field(step, S("_token")) ||
                 !names_field(step, S("_once"));
    if (wants && !fresh_token(play, step->line, jar)) {
        return false;
    }
    request->path = play_fill(play, step->line, step->target);
    if (step->json) {
        set_body(play, request, "application/json",
                 json_body(play, step, jar));
        return true;
    }
    struct named *fields = arg_fields(play, step);
    if (!names_field(step, S("_token"))) {
        fields = named_add(play->arena, fields, S("_token"), jar->token);
    }
    if (!names_field(step, S("_once"))) {
        fields = named_add(play->arena, fields, S("_once"), jar->once);
    }
    set_body(play, request, "application/x-www-form-urlencoded",
             urlencoded(play->arena, fields));
    return true;
}

static str with_query(struct arena *arena, str path,
                      const struct named *fields)
{
    if (fields == NULL) {
        return path;
    }
    bool has = str_find_char(path, '?') >= 0;
    str query = urlencoded(arena, fields);
    return str_format(arena, "%.*s%s%.*s", SF(path), has ? "&" : "?",
                      SF(query));
}

/* ---- submit ------------------------------------------------------------- */

static bool fill_form(struct play *play, const struct step *step,
                      struct web_form *form, struct named **extra)
{
    for (const struct arg *a = step->args; a != NULL; a = a->next) {
        str name = field_name(a->name);
        str value = play_fill(play, step->line, a->value);
        str why = S("");
        if (a->kind == ARG_SET &&
            !form_type(play->arena, form, name, value, &why)) {
            return play_fail(play, step->line, "%.*s", SF(why));
        }
        bool drop = a->kind == ARG_OMIT || a->kind == ARG_FORCE;
        for (struct control *c = form->controls; drop && c; c = c->next) {
            c->sent = c->sent && !str_eq(c->name, name);
        }
        if (a->kind == ARG_FORCE) {
            *extra = named_add(play->arena, *extra, name, value);
        }
    }
    return true;
}

/* What a browser sends of a file that was chosen: "@path" is a file, its
 * path from the house's root; "name|text" is one made on the spot. */
static bool add_file(struct play *play, int line, const struct control *c,
                     struct named **fields)
{
    str text = c->value;
    str name = text;
    if (str_starts(c->value, S("@"))) {
        name = str_skip(c->value, 1);
        if (!folder_file(play->arena, name, &text)) {
            return play_fail(play, line, "no file %.*s", SF(name));
        }
        while (str_find_char(name, '/') >= 0) {
            (void)str_cut(&name, '/');
        }
    } else {
        name = str_cut(&text, '|');
    }
    *fields = named_add(play->arena, *fields, c->name, text);
    struct named *last = *fields;
    while (last->next != NULL) {
        last = last->next;
    }
    last->file_name = name;
    return true;
}

static bool build_submit(struct play *play, const struct step *step,
                         struct jar *jar, struct outgoing *request)
{
    if (!need_page(play, step, jar)) {
        return false;
    }
    str why = S("");
    str text = play_fill(play, step->line, step->target);
    struct web_form *form = form_find(play->arena, jar->last.page, text,
                                      &why);
    if (form == NULL) {
        return play_fail(play, step->line, "%.*s: %.*s", SF(jar->last.path),
                         SF(why));
    }
    struct named *extra = NULL;
    if (!fill_form(play, step, form, &extra) ||
        !resolve(play, step->line, jar, form->action, &request->path)) {
        return false;
    }
    struct named *fields = NULL;
    for (const struct control *c = form->controls; c; c = c->next) {
        bool file = str_eq(c->kind, S("file"));
        if (c->sent && !file) {
            fields = named_add(play->arena, fields, c->name, c->value);
        } else if (file && c->value.n > 0 &&
                   !add_file(play, step->line, c, &fields)) {
            return false;
        }
    }
    for (const struct named *e = extra; e != NULL; e = e->next) {
        fields = named_add(play->arena, fields, e->name, e->value);
    }
    if (!form->post) {
        str path = request->path;
        request->path = with_query(play->arena, str_cut(&path, '?'), fields);
        return true;
    }
    static const char BOUNDARY[] = "scene-boundary-7d1c2f";
    set_body(play, request,
             form->multipart
                 ? "multipart/form-data; boundary=scene-boundary-7d1c2f"
                 : "application/x-www-form-urlencoded",
             form->multipart
                 ? multipart(play->arena, fields, str_of(BOUNDARY))
                 : urlencoded(play->arena, fields));
    return true;
}

static bool build_click(struct play *play, const struct step *step,
                        struct jar *jar, struct outgoing *request)
{
    if (!need_page(play, step, jar)) {
        return false;
    }
    bool several = false;
    str text = play_fill(play, step->line, step->target);
    const struct dom *link = dom_link(play->arena, jar->last.page, text,
                                      &several);
    if (link == NULL || several) {
        return play_fail(play, step->line, "%.*s: %s \"%.*s\"",
                         SF(jar->last.path),
                         several ? "several links fit" : "no link",
                         SF(text));
    }
    return resolve(play, step->line, jar, dom_attr(link, "href"),
                   &request->path);
}

static bool build(struct play *play, const struct step *step,
                  struct jar *jar, struct outgoing *request)
{
    switch (step->verb) {
    case VERB_SEND:
        if (step->post) {
            return build_post(play, step, jar, request);
        }
        request->path = with_query(
            play->arena, play_fill(play, step->line, step->target),
            arg_fields(play, step));
        return true;
    case VERB_SUBMIT:
        return build_submit(play, step, jar, request);
    case VERB_CLICK:
        return build_click(play, step, jar, request);
    case VERB_FOLLOW:
        request->path = jar->last.location;
        return request->path.n > 0 ||
               play_fail(play, step->line, "the last reply (%d) leads "
                         "nowhere", jar->last.status);
    default:
        never("only requests are built");
    }
}

bool play_request(struct play *play, const struct step *step,
                  struct jar *jar, struct outgoing *request)
{
    must(jar != NULL);
    *request = (struct outgoing){.method = S("GET"), .path = S("/")};
    if (!ready(play, step->line, jar) ||
        !build(play, step, jar, request)) {
        return false;
    }
    add_headers(play, step, jar, request);
    return !play->failed;
}
