/* What every reply carries, and the one error page. */
#include "crypt/token.h"
#include "desk/kept.h"
#include "desk/session.h"
#include "desk/steps.h"
#include "desk_gen.h"

enum { ERROR_PAGE_MAX = 16 << 20, NAV_MAX = 24, NAV_SHOWN = 7 };
enum { ID_LETTERS = 20, ONCE_LETTERS = 26, SECURITY_HEADERS = 6 };

/* ---- the face ------------------------------------------------------------ */

static const char *const LANGUAGES[] = {"zh", "en"};

static void look_read(struct task *task)
{
    must(task->request != NULL);
    str look = request_cookie(task->request, S("look"));
    struct face *face = &task->face;
    if (str_find(look, S("en")) >= 0) {
        face->lang = LANG_EN;
    } else if (str_find(look, S("zh")) >= 0 || face->kiosk) {
        face->lang = LANG_ZH;
    } else {
        face->lang = (enum lang)request_language(task->request, LANGUAGES,
                                                 LANG_COUNT);
    }
    must(face->lang < LANG_COUNT);
    face->elder = str_find(look, S("elder")) >= 0;
    face->contrast = str_find(look, S("contrast")) >= 0;
}

void task_look(struct task *task, str to)
{
    must(task->face.lang < LANG_COUNT);
    struct face *face = &task->face;
    if (str_eq(to, S("en")) || str_eq(to, S("zh"))) {
        face->lang = str_eq(to, S("en")) ? LANG_EN : LANG_ZH;
    } else if (str_eq(to, S("elder")) || str_eq(to, S("plain"))) {
        face->elder = str_eq(to, S("elder"));
    } else if (str_eq(to, S("contrast")) || str_eq(to, S("calm"))) {
        face->contrast = str_eq(to, S("contrast"));
    }
    task_cookie(task, S("look"),
                str_format(task->arena, "%s%s%s",
                           face->lang == LANG_EN ? "en" : "zh",
                           face->elder ? ".elder" : "",
                           face->contrast ? ".contrast" : ""),
                365 * 24 * 3600);
}

/* The pages of the terminal in a station (features/kiosk). */
static bool is_kiosk(str path)
{
    return str_eq(path, S("/kiosk")) || str_starts(path, S("/kiosk/"));
}

static void flash_read(struct task *task)
{
    str cookie = request_cookie(task->request, S("flash"));
    str sentence;
    if (cookie.n == 0 || task->request->method != METHOD_GET ||
        !url_decode(task->arena, cookie, false, &sentence)) {
        return;
    }
    if (word_known(sentence)) {
        task->face.flash = sentence;
    }
    task_cookie(task, S("flash"), S(""), -1);
}

/* One throw of the dice has letters enough for both names. */
void face_name(struct task *task)
{
    must(task->desk->dice != NULL);
    struct face *face = &task->face;
    str token = token_new(task->arena, task->desk->dice);
    face->request_id = str_slice(token, 0, ID_LETTERS);
    face->once = str_slice(token, ID_LETTERS, ID_LETTERS + ONCE_LETTERS);
    must(face->request_id.n == ID_LETTERS);
    must(face->once.n == ONCE_LETTERS);
}

void face_begin(struct task *task)
{
    must(task->magic == TASK_MAGIC);
    must(task->request != NULL);
    const struct request *request = task->request;
    struct face *face = &task->face;
    *face = (struct face){
        .site = task->desk->site_name,
        .path = request->path,
        .back = request->path,
        .kiosk = is_kiosk(request->path),
        .now_ms = task->now_ms,
        .nav = {NEW_MANY(task->arena, struct face_link, NAV_MAX + 1), 0},
    };
    face_name(task);
    if (request->query.n > 0) {
        face->back = str_format(task->arena, "%.*s?%.*s", SF(request->path),
                                SF(request->query));
    }
    look_read(task);
    flash_read(task);
    face->token = session_form_token(task);
    must(face->token.n == FORM_TOKEN_LETTERS);
}

/* Keeps the entries in the order of their ranks. */
static void nav_insert(struct face *face, int *ranks, const struct nav *nav)
{
    must(nav->href != NULL);
    must(nav->label.n > 0);
    ptrdiff_t at = face->nav.n++;
    while (at > 0 && ranks[at - 1] > nav->rank) {
        ranks[at] = ranks[at - 1];
        face->nav.rows[at] = face->nav.rows[at - 1];
        at--;
    }
    must(at >= 0);
    must(at < NAV_MAX);
    str href = str_of(nav->href);
    ranks[at] = nav->rank;
    face->nav.rows[at] = (struct face_link){
        .href = href,
        .label = nav->label,
    };
}

/* Marks where one is: the entry of this page, else of the room it is in. */
static void nav_mark(struct face *face)
{
    struct face_link *here = NULL;
    must(face->nav.n > 0 && face->nav.n <= NAV_MAX);
    for (ptrdiff_t i = 0; i < face->nav.n; i++) {
        struct face_link *link = &face->nav.rows[i];
        bool within = str_starts(face->path, link->href) &&
                      (face->path.n == link->href.n ||
                       face->path.p[link->href.n] == '/');
        if (within && (here == NULL || link->href.n > here->href.n)) {
            here = link;
        }
    }
    if (here != NULL) {
        here->current = true;
    }
}

/* What does not fit stands on a page of its own, desk_pages.c. */
static void nav_shorten(struct face *face)
{
    const ptrdiff_t kept = NAV_SHOWN - 1;
    must(face->nav.n > kept);
    face->further = (struct face_link_list){face->nav.rows + NAV_SHOWN,
                                            face->nav.n - kept};
    bool here = str_eq(face->path, S("/more"));
    /* One place further, so that "more" stands before them. */
    for (ptrdiff_t i = face->nav.n; i > kept; i--) {
        face->nav.rows[i] = face->nav.rows[i - 1];
        here = here || face->nav.rows[i].current;
    }
    face->nav.rows[kept] = (struct face_link){
        .href = S("/more"), .label = W("更多"), .current = here};
    face->nav.n = NAV_SHOWN;
}

static void nav_fill(struct task *task)
{
    int ranks[NAV_MAX];
    struct face *face = &task->face;
    const struct desk *desk = task->desk;
    must(face->nav.rows != NULL);
    must(desk->feature_count > 0);
    face->nav.n = 0;
    for (int f = 0; f < desk->feature_count; f++) {
        const struct feature *feature = desk->features[f];
        for (int i = 0; i < feature->nav_count; i++) {
            const struct nav *nav = &feature->nav[i];
            if (!viewer_is(&task->viewer, nav->who)) {
                continue;
            }
            must(face->nav.n < NAV_MAX);
            nav_insert(face, ranks, nav);
        }
    }
    if (face->nav.n > 0) {
        nav_mark(face);
    }
    if (face->nav.n > NAV_SHOWN) {
        nav_shorten(face);
    }
}

void face_viewer(struct task *task)
{
    must(task->magic == TASK_MAGIC);
    must((task->viewer.roles & ROLE_PUBLIC) != 0);
    struct face *face = &task->face;
    face->logged_in = task->viewer.account_id != 0;
    face->viewer = task->viewer.name;
    face->acting = task->viewer.for_name;
    face->acting_over = task->viewer.acting_over;
    face->viewer_role = S("");
    for (int i = ROLE_COUNT - 1; i > ROLE_NUMBER_CONSTITUENT; i--) {
        if ((task->viewer.roles & (1u << i)) != 0) {
            face->viewer_role = role_zh((enum role_number)i);
        }
    }
    face->token = session_form_token(task);
    nav_fill(task);
}

/* ---- errors -------------------------------------------------------------- */

/* Whether sending the very same again may succeed. */
static bool may_send_again(const struct task *task, err why)
{
    must(why != OK);
    bool passing = why == ERR_UNAVAILABLE || why == ERR_FULL ||
                   why == ERR_INTERNAL || why == ERR_TIMEOUT ||
                   why == ERR_TOO_MANY || why == ERR_LOGIN_NEEDED;
    bool stale = why == ERR_FORBIDDEN &&
                 str_find(task->sentence, S("再提交一次")) >= 0;
    return passing || stale || task->run->was_full;
}

static bool is_secret(const struct task *task, str name)
{
    const struct form_table *table =
        task->route == NULL ? NULL : task->route->form;
    for (int i = 0; table != NULL && i < table->field_count; i++) {
        if (str_eq(table->fields[i].name, name)) {
            return table->fields[i].kind == FIELD_SECRET;
        }
    }
    return table == NULL;
}

static str label_of(const struct task *task, str name)
{
    const struct form_table *table =
        task->route == NULL ? NULL : task->route->form;
    for (int i = 0; table != NULL && i < table->field_count; i++) {
        if (str_eq(table->fields[i].name, name)) {
            return table->fields[i].label;
        }
    }
    return name;
}

/* What the person typed, so that no error loses it. */
static void typed_fill(struct task *task, struct page_error *page)
{
    const struct pairs *pairs = &task->body.pairs;
    must(pairs->count >= 0);
    must(page->typed.n == 0);
    page->typed.rows = NEW_MANY(task->arena, struct typed, pairs->count);
    for (int i = 0; i < pairs->count; i++) {
        str name = pairs->list[i].name;
        bool shown = !str_starts(name, S("_")) && !is_secret(task, name) &&
                     pairs->list[i].value.n > 0;
        if (shown) {
            page->typed.rows[page->typed.n++] = (struct typed){
                .name = name,
                .label = label_of(task, name),
                .value = pairs->list[i].value,
            };
        }
    }
    must(page->typed.n <= pairs->count);
}

static void error_messages(struct task *task, struct page_error *page)
{
    const struct form_state *form = &task->form;
    int count = form->table == NULL ? 0 : form->table->field_count;
    must(count == 0 || form->errors != NULL);
    must(page->messages.n == 0);
    page->messages.rows = NEW_MANY(task->arena, struct message, count);
    for (int i = 0; i < count; i++) {
        const struct form_error *error = &form->errors[i];
        if (error->key.n == 0) {
            continue;
        }
        page->messages.rows[page->messages.n++] = (struct message){
            .field = form->table->fields[i].name,
            .text = form_error_text(task->arena, error,
                                    task_word(task, error->key),
                                    task_word(task, error->label)),
        };
    }
    must(page->messages.n <= count);
}

static void error_page(struct task *task, err why, struct page_error *page)
{
    must(why != OK);
    bool post = task->request->method == METHOD_POST;
    *page = (struct page_error){
        .error = str_of(err_name(why)),
        .status = err_status(why),
        .sentence = task->failure == why && task->sentence.n > 0
                        ? task->sentence
                        : str_of(err_sentence(why)),
        .request_id = task->face.request_id,
        .may_login = why == ERR_LOGIN_NEEDED,
        .may_again = post && may_send_again(task, why),
    };
    page->form = form_blank(task->arena, &FORM_NOTHING);
    if (post) {
        typed_fill(task, page);
    }
    if (why == ERR_INVALID) {
        error_messages(task, page);
    }
    page->sentence = task_word(task, page->sentence);
    must(page->sentence.n > 0);
    must(page->status >= 400);
}

/* What the address does support. */
static str allowed(struct task *task)
{
    struct route_match match;
    const struct route_map *map = task->desk->routes;
    str path = task->request->path;
    bool get = route_find(map, METHOD_GET, path, &match) == OK;
    bool post = route_find(map, METHOD_POST, path, &match) == OK;
    must(get || post);
    return !post ? S("GET, HEAD") : !get ? S("POST") : S("GET, HEAD, POST");
}

static void error_headers(struct task *task, err why)
{
    must(why != OK);
    task->response = (struct response){.status = err_status(why)};
    must(task->response.header_count == 0);
    if (why == ERR_UNAVAILABLE || why == ERR_TOO_MANY) {
        response_header(&task->response, S("Retry-After"), S("10"));
    }
    if (why == ERR_BAD_METHOD) {
        response_header(&task->response, S("Allow"), allowed(task));
    }
}

/* A stranger who wants a page of the staff is led to the login. */
static bool led_to_login(struct task *task, err why)
{
    if (why != ERR_LOGIN_NEEDED || task->request->method == METHOD_POST ||
        request_wants(task->request) != WANTS_HTML) {
        return false;
    }
    must(task->face.back.n > 0);
    struct out out = out_new(task->arena, 8192);
    out_str(&out, S("/login?back="));
    out_url(&out, task->face.back);
    task->response = (struct response){.status = 303};
    response_header(&task->response, S("Location"), out_text(&out));
    return true;
}

void reply_error(struct task *task, err why)
{
    must(task->magic == TASK_MAGIC);
    must(task->request != NULL);
    must(why != OK);
    if (led_to_login(task, why)) {
        return;
    }
    error_headers(task, why);
    struct page_error page;
    error_page(task, why, &page);
    struct out out = out_new(task->arena, ERROR_PAGE_MAX);
    bool as_json = request_wants(task->request) == WANTS_JSON;
    if (as_json) {
        PAGE_ERROR.json(&out, &page);
    } else {
        PAGE_ERROR.html(&out, &task->face, &page);
    }
    response_header(&task->response, S("Content-Type"),
                    as_json ? S("application/json; charset=utf-8")
                            : S("text/html; charset=utf-8"));
    must(out.n > 0);
    task->response.body = out_text(&out);
}

/* ---- every reply --------------------------------------------------------- */

static bool has_header(const struct response *response, str name)
{
    must(name.n > 0);
    must(response->header_count <= RESPONSE_HEADERS_MAX);
    for (int i = 0; i < response->header_count; i++) {
        if (str_eq_nocase(response->headers[i].name, name)) {
            return true;
        }
    }
    return false;
}

#define MAY_LOAD "default-src 'none'; script-src 'self'; style-src 'self'; " \
                 "img-src 'self' data:"
#define MAY_DO "; font-src 'self'; connect-src 'self'; form-action 'self'; " \
               "frame-ancestors 'none'; base-uri 'none'"

/* What a page may load: its own things, and pictures of one more origin if
 * it said so. */
static str content_policy(struct arena *arena, str pictures_from)
{
    return pictures_from.n == 0
               ? S(MAY_LOAD MAY_DO)
               : str_format(arena, "%s %.*s%s", MAY_LOAD, SF(pictures_from),
                            MAY_DO);
}

static void security_headers(struct response *response, str policy)
{
    must(response->header_count <=
         RESPONSE_HEADERS_MAX - SECURITY_HEADERS);
    response_header(response, S("Content-Security-Policy"), policy);
    response_header(response, S("X-Content-Type-Options"), S("nosniff"));
    response_header(response, S("X-Frame-Options"), S("DENY"));
    response_header(response, S("Referrer-Policy"), S("same-origin"));
    response_header(response, S("Cross-Origin-Opener-Policy"),
                    S("same-origin"));
    if (!has_header(response, S("Permissions-Policy"))) {
        response_header(response, S("Permissions-Policy"),
                        S("camera=(self), geolocation=(self), "
                          "microphone=()"));
    }
}

/* Nothing personal may stay in a cache; public pages are asked for again by
 * their tag. */
static void caching(struct task *task)
{
    struct response *response = &task->response;
    if (has_header(response, S("Cache-Control"))) {
        return;
    }
    response_header(response, S("Vary"),
                    S("Accept, Accept-Language, Cookie"));
    bool private = task->viewer.account_id != 0 ||
                   task->viewer.slip_matter != 0 ||
                   task->request->method == METHOD_POST;
    if (private || response->status != 200) {
        response_header(response, S("Cache-Control"), S("no-store"));
        return;
    }
    response_header(response, S("Cache-Control"), S("no-cache"));
    must(response->status == 200);
    str tag = str_format(task->arena, "\"%016llx\"",
                         (unsigned long long)str_hash(response->body));
    response_header(response, S("ETag"), tag);
    must(tag.n == 18);
    if (request_has_tag(task->request, tag)) {
        response->status = 304;
        response->body = (str){"", 0};
    }
}

void reply_finish(struct task *task)
{
    must(task->magic == TASK_MAGIC);
    must(task->request != NULL);
    must(task->response.status >= 200);
    must(task->response.status < 600);
    caching(task);
    security_headers(&task->response,
                     content_policy(task->arena, task->pictures_from));
    if (task->run->mark_known) {
        kept_put(task, &task->run->mark);
    }
    if (task->viewer.account_id == 0 &&
        str_find(task->response.body, S("name=\"_token\"")) >= 0) {
        session_name_client(task);
    }
}

/* ---- at the border ------------------------------------------------------- */

/* The request may be half there, so nothing of it is read but its arena. */
void desk_refuse(void *site, const struct request *request, err why,
                 struct response *response)
{
    struct desk *desk = site;
    must(desk->magic == DESK_MAGIC);
    must(why != OK);
    must(request->arena != NULL);
    atomic_fetch_add(&desk->requests, 1);
    struct page_error page = {
        .error = str_of(err_name(why)),
        .status = err_status(why),
        .sentence = str_of(err_sentence(why)),
        .form = form_blank(request->arena, &FORM_NOTHING),
    };
    struct face face = {.site = desk->site_name, .path = S("/"),
                        .back = S("/")};
    struct out out = out_new(request->arena, 64 << 10);
    PAGE_ERROR.html(&out, &face, &page);
    must(out.n > 0);
    response_header(response, S("Content-Type"),
                    S("text/html; charset=utf-8"));
    response_header(response, S("Cache-Control"), S("no-store"));
    security_headers(response, content_policy(request->arena, S("")));
    response->body = out_text(&out);
    int class = err_status(why) / 100;
    must(class >= 4);
    must(class <= 5);
    atomic_fetch_add(&desk->by_class[class], 1);
}
