/* Shelves of replies, each under its lock.  See kept.h. */
#include "desk/kept.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "desk/session.h"
#include "desk/steps.h"

enum {
    SHELVES = 16,
    PLACES = 64,                    /* of a shelf: few enough to look at all */
    SHELF_BYTES_MAX = KEPT_BYTES_MAX / SHELVES,
    GAPS_MAX = 40,
    KEY_MAX = 4096
};
enum { KEPT_MAGIC = 0x4b455054 };

/* What differs on each sending. */
enum gap_kind { GAP_TOKEN, GAP_ONCE, GAP_REQUEST_ID };

struct gap {
    ptrdiff_t at;
    enum gap_kind kind;
};

/* One block of memory, with all its texts behind it. */
struct kept_reply {
    _Atomic int users;              /* the shelf, and replies being sent */
    size_t bytes;
    uint64_t hash;
    str key;
    struct db_mark mark;
    int64_t drawn_at;
    int64_t true_until;
    int64_t account_id;
    const struct route *route;
    struct response response;
    str tag;                        /* of its ETag, or empty */
    struct gap gaps[GAPS_MAX];
    int gap_count;
};

struct shelf {
    pthread_mutex_t lock;
    uint64_t hashes[PLACES];        /* 0: empty */
    struct kept_reply *replies[PLACES];
    size_t bytes;
};

struct kept {
    int magic;
    atomic_llong found;
    struct shelf shelves[SHELVES];
};

static void reply_drop(void *thing)
{
    struct kept_reply *reply = thing;
    int before = atomic_fetch_sub(&reply->users, 1);
    must(before > 0);
    if (before == 1) {
        free(reply);
    }
}

static void shelf_lock(struct shelf *shelf)
{
    must(pthread_mutex_lock(&shelf->lock) == 0);
}

static void shelf_unlock(struct shelf *shelf)
{
    must(pthread_mutex_unlock(&shelf->lock) == 0);
}

struct kept *kept_new(void)
{
    struct kept *kept = calloc(1, sizeof *kept);
    must(kept != NULL);
    kept->magic = KEPT_MAGIC;
    for (int i = 0; i < SHELVES; i++) {
        must(pthread_mutex_init(&kept->shelves[i].lock, NULL) == 0);
    }
    return kept;
}

static void place_clear(struct shelf *shelf, int at)
{
    struct kept_reply *reply = shelf->replies[at];
    must(reply != NULL);
    must(shelf->bytes >= reply->bytes);
    shelf->bytes -= reply->bytes;
    shelf->hashes[at] = 0;
    shelf->replies[at] = NULL;
    reply_drop(reply);
}

void kept_free(struct kept *kept)
{
    must(kept->magic == KEPT_MAGIC);
    for (int s = 0; s < SHELVES; s++) {
        struct shelf *shelf = &kept->shelves[s];
        for (int i = 0; i < PLACES; i++) {
            if (shelf->replies[i] != NULL) {
                place_clear(shelf, i);
            }
        }
        must(shelf->bytes == 0);
        must(pthread_mutex_destroy(&shelf->lock) == 0);
    }
    kept->magic = 0;
    free(kept);
}

int64_t kept_count(struct kept *kept)
{
    must(kept->magic == KEPT_MAGIC);
    return atomic_load(&kept->found);
}

/* ---- which request it is ------------------------------------------------- */

/* All of a request that a page can depend on, as it was sent. */
bool kept_may(struct task *task)
{
    static const char *const HEADERS[] = {
        "Accept", "Accept-Language", "Authorization", "Host",
        "X-Forwarded-Proto"};
    static const char *const COOKIES[] = {"sid", "slip", "look",
                                          "kiosk"};
    /* A sentence for the next page alone; a pass between the steps of a
     * login (desk/session.h): each is of one client and one moment. */
    static const char *const NEVER[] = {"flash", "entry", "half", "oidc"};
    const struct request *request = task->request;
    task->kept_key = S("");
    for (size_t i = 0; i < sizeof NEVER / sizeof NEVER[0]; i++) {
        if (request_cookie(request, str_of(NEVER[i])).n > 0) {
            return false;
        }
    }
    bool reads = request->method == METHOD_GET ||
                 request->method == METHOD_HEAD;
    if (!reads) {
        return false;
    }
    struct out out = out_new(task->arena, KEY_MAX);
    out_str(&out, request->path);
    out_char(&out, '\n');           /* which no path, header or cookie has */
    out_str(&out, request->query);
    for (size_t i = 0; i < sizeof HEADERS / sizeof HEADERS[0]; i++) {
        out_char(&out, '\n');
        out_str(&out, request_header(request, str_of(HEADERS[i])));
    }
    for (size_t i = 0; i < sizeof COOKIES / sizeof COOKIES[0]; i++) {
        out_char(&out, '\n');
        out_str(&out, request_cookie(request, str_of(COOKIES[i])));
    }
    if (out.full) {
        return false;
    }
    task->kept_key = out_text(&out);
    return true;
}

static uint64_t key_hash(str key)
{
    uint64_t hash = str_hash(key);
    return hash == 0 ? 1 : hash;
}

static struct shelf *shelf_of(struct kept *kept, uint64_t hash)
{
    must(kept->magic == KEPT_MAGIC);
    return &kept->shelves[hash >> 60];
}

/* ---- finding ------------------------------------------------------------- */

/* Half of the time to all of it, another for each: what was drawn at one
 * moment is not drawn again at one moment. */
static int64_t life_ms(const struct kept_reply *reply)
{
    return KEPT_MS / 2 + (int64_t)(reply->hash % (KEPT_MS / 2 + 1));
}

static bool still_true(const struct kept_reply *reply,
                       const struct db_mark *mark, int64_t now_ms)
{
    return now_ms >= reply->drawn_at && now_ms < reply->true_until &&
           now_ms - reply->drawn_at < life_ms(reply) &&
           db_mark_equal(&reply->mark, mark);
}

/* Under the shelf's lock; NULL: there is none of this key. */
static struct kept_reply *reply_of(const struct shelf *shelf, uint64_t hash,
                                   str key)
{
    for (int i = 0; i < PLACES; i++) {
        if (shelf->hashes[i] == hash &&
            str_eq(shelf->replies[i]->key, key)) {
            return shelf->replies[i];
        }
    }
    return NULL;
}

bool kept_has(struct task *task)
{
    must(task->kept_key.n > 0);
    uint64_t hash = key_hash(task->kept_key);
    struct shelf *shelf = shelf_of(task->desk->kept, hash);
    shelf_lock(shelf);
    bool has = reply_of(shelf, hash, task->kept_key) != NULL;
    shelf_unlock(shelf);
    return has;
}

/* The reply of this key, with one user more. */
static struct kept_reply *reply_take(struct task *task,
                                     const struct db_mark *mark)
{
    uint64_t hash = key_hash(task->kept_key);
    struct shelf *shelf = shelf_of(task->desk->kept, hash);
    shelf_lock(shelf);
    struct kept_reply *taken = reply_of(shelf, hash, task->kept_key);
    if (taken != NULL && !still_true(taken, mark, task->now_ms)) {
        taken = NULL;
    }
    if (taken != NULL) {
        atomic_fetch_add(&taken->users, 1);
    }
    shelf_unlock(shelf);
    return taken;
}

static str gap_text(const struct face *face, enum gap_kind kind)
{
    switch (kind) {
    case GAP_TOKEN:
        return face->token;
    case GAP_ONCE:
        return face->once;
    case GAP_REQUEST_ID:
        return face->request_id;
    }
    never("a gap of no kind");
}

/* The page with this request's own keys in its forms. */
static str body_of(struct task *task, const struct kept_reply *reply)
{
    str body = reply->response.body;
    if (reply->gap_count == 0) {
        return body;
    }
    char *copy = arena_take_raw(task->arena, (size_t)body.n, 1);
    memcpy(copy, body.p, (size_t)body.n);
    task->face.token = session_form_token(task);
    for (int i = 0; i < reply->gap_count; i++) {
        const struct gap *gap = &reply->gaps[i];
        str text = gap_text(&task->face, gap->kind);
        must(gap->at + text.n <= body.n);
        memcpy(copy + gap->at, text.p, (size_t)text.n);
    }
    return (str){copy, body.n};
}

bool kept_find(struct task *task, const struct db_mark *mark)
{
    must(task->kept_key.n > 0);
    must(task->response.header_count == 0);
    struct kept_reply *reply = reply_take(task, mark);
    if (reply == NULL) {
        return false;
    }
    /* Given back when the reply is out: its texts are sent from here. */
    arena_defer(task->arena, reply_drop, reply);
    task->route = reply->route;
    task->viewer.account_id = reply->account_id;
    face_name(task);
    task->response = reply->response;
    task->response.body = body_of(task, reply);
    if (reply->gap_count > 0) {
        session_name_client(task);
    }
    if (reply->tag.n > 0 && request_has_tag(task->request, reply->tag)) {
        task->response.status = 304;
        task->response.body = (str){"", 0};
    }
    atomic_fetch_add(&task->desk->kept->found, 1);
    return true;
}

/* ---- keeping ------------------------------------------------------------- */

static bool gaps_find(struct kept_reply *reply, str body,
                      const struct face *face)
{
    for (int kind = GAP_TOKEN; kind <= GAP_REQUEST_ID; kind++) {
        str text = gap_text(face, (enum gap_kind)kind);
        ptrdiff_t from = 0;
        ptrdiff_t at = 0;
        must(text.n > 0);
        while ((at = str_find(str_skip(body, from), text)) >= 0) {
            if (reply->gap_count == GAPS_MAX) {
                return false;
            }
            reply->gaps[reply->gap_count++] =
                (struct gap){from + at, (enum gap_kind)kind};
            from += at + text.n;
        }
    }
    return true;
}

static bool worth_keeping(const struct task *task)
{
    const struct response *response = &task->response;
    if (task->kept_key.n == 0 || task->route == NULL ||
        (task->route->flags & (ROUTE_DRY | ROUTE_LIVE)) != 0 ||
        response->status != 200 || response->body.n > KEPT_REPLY_MAX) {
        return false;
    }
    for (int i = 0; i < response->header_count; i++) {
        if (str_eq_nocase(response->headers[i].name, S("Set-Cookie"))) {
            return false;
        }
    }
    return true;
}

static str text_move(char **at, str text)
{
    memcpy(*at, text.p == NULL ? "" : text.p, (size_t)text.n);
    str moved = {*at, text.n};
    *at += text.n;
    return moved;
}

/* A tag says that nothing differs, so a page with gaps has none. */
static void headers_move(struct kept_reply *reply, char **at)
{
    struct response *response = &reply->response;
    int n = response->header_count;
    response->header_count = 0;
    for (int i = 0; i < n; i++) {
        struct header header = response->headers[i];
        bool tag = str_eq_nocase(header.name, S("ETag"));
        if (tag && reply->gap_count > 0) {
            continue;
        }
        header = (struct header){text_move(at, header.name),
                                 text_move(at, header.value)};
        response->headers[response->header_count++] = header;
        reply->tag = tag ? header.value : reply->tag;
    }
}

static struct kept_reply *reply_new(struct task *task,
                                    const struct db_mark *mark)
{
    const struct response *response = &task->response;
    size_t texts = (size_t)(response->body.n + task->kept_key.n);
    for (int i = 0; i < response->header_count; i++) {
        texts += (size_t)(response->headers[i].name.n +
                          response->headers[i].value.n);
    }
    size_t bytes = sizeof(struct kept_reply) + texts;
    struct kept_reply *reply = malloc(bytes);
    if (reply == NULL) {
        return NULL;
    }
    *reply = (struct kept_reply){
        .users = 1,
        .bytes = bytes,
        .hash = key_hash(task->kept_key),
        .mark = *mark,
        .drawn_at = task->now_ms,
        .true_until = task->true_until,
        .account_id = task->viewer.account_id,
        .route = task->route,
        .response = *response,
    };
    char *at = (char *)(reply + 1);
    reply->key = text_move(&at, task->kept_key);
    reply->response.body = text_move(&at, response->body);
    bool all = gaps_find(reply, reply->response.body, &task->face);
    headers_move(reply, &at);
    must(at <= (char *)reply + bytes);
    if (!all) {
        free(reply);
        return NULL;
    }
    return reply;
}

/* Where it goes: its own place, else an empty one, else the oldest's. */
static int place_for(const struct shelf *shelf, const struct kept_reply *reply)
{
    int best = 0;
    for (int i = 0; i < PLACES; i++) {
        const struct kept_reply *here = shelf->replies[i];
        if (here != NULL && shelf->hashes[i] == reply->hash &&
            str_eq(here->key, reply->key)) {
            return i;
        }
        const struct kept_reply *other = shelf->replies[best];
        if (other != NULL &&
            (here == NULL || here->drawn_at < other->drawn_at)) {
            best = i;
        }
    }
    return best;
}

static int oldest(const struct shelf *shelf)
{
    int best = -1;
    for (int i = 0; i < PLACES; i++) {
        const struct kept_reply *here = shelf->replies[i];
        if (here != NULL && (best < 0 || here->drawn_at <
                                             shelf->replies[best]->drawn_at)) {
            best = i;
        }
    }
    must(best >= 0);
    return best;
}

void kept_put(struct task *task, const struct db_mark *mark)
{
    if (!worth_keeping(task)) {
        return;
    }
    struct kept_reply *reply = reply_new(task, mark);
    if (reply == NULL) {
        return;
    }
    struct shelf *shelf = shelf_of(task->desk->kept, reply->hash);
    shelf_lock(shelf);
    int place = place_for(shelf, reply);
    if (shelf->replies[place] != NULL) {
        place_clear(shelf, place);
    }
    while (shelf->bytes + reply->bytes > SHELF_BYTES_MAX) {
        place_clear(shelf, oldest(shelf));
    }
    shelf->hashes[place] = reply->hash;
    shelf->replies[place] = reply;
    shelf->bytes += reply->bytes;
    shelf_unlock(shelf);
}

/* ---- the steps ----------------------------------------------------------- */

bool kept_may_mislead(const struct task *task)
{
    return task->request->method == METHOD_POST &&
           db_is_postgres(task->desk->db) && !task->face.kiosk;
}

/* Whoever has just acted sees it on every node, and so does a program, which
 * has no cookies and is quick: they are not content with a young look. */
err kept_step_key(struct task *task)
{
    const struct request *request = task->request;
    bool closely = request_cookie(request, WROTE).n > 0 ||
                   request_header(request, S("Authorization")).n > 0;
    task->run->may_keep = kept_may(task);
    task->run->look = closely ? LOOK_NEW : LOOK_YOUNG;
    return OK;
}

err kept_step_glance(struct task *task)
{
    struct task_run *run = task->run;
    struct db_mark mark;
    must(!run->was_kept);
    run->was_kept = run->may_keep && run->look == LOOK_YOUNG &&
                    kept_has(task) &&
                    db_mark(task->desk->db, LOOK_AT_HAND, &mark) &&
                    kept_find(task, &mark);
    return OK;
}

/* On PostgreSQL the reading itself says its mark (tx_mark()). */
err kept_step_find(struct task *task)
{
    struct task_run *run = task->run;
    struct db *db = task->desk->db;
    must(!run->was_kept);
    bool asks = run->may_keep && (!db_is_postgres(db) || kept_has(task)) &&
                db_mark(db, run->look, &run->mark);
    run->was_kept = asks && kept_find(task, &run->mark);
    run->mark_known = asks && !run->was_kept && !db_is_postgres(db);
    return OK;
}
