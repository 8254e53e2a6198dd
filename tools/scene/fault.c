/* Every POST again, with its database calls failing one after the other.
 *
 * For each POST a clean run tells how many calls it makes and how the tables
 * look before and after.  Then, on a fresh stage each, the 1st, 2nd, ... call
 * fails: the tables must equal before or after, never between; the person
 * reads a clear page that keeps what was typed; and the same request sent
 * once more, without a fault, does its work exactly once. */
#include <stdio.h>

#include "base/arena.h"
#include "db/probe.h"
#include "tools/scene/play.h"

/* Tables that tell about the asking, not about the act. */
static const char *const UNWATCHED[] = {"session", "login_try",
                                        "request_log"};

/* What a page says when it keeps what was typed elsewhere. */
static const char *const KEPT_WORDS[] = {"没有丢失", "已保留", "not lost",
                                         "kept"};

enum { ARENA_BLOCK = 1 << 20 };
static const size_t ARENA_LIMIT = (size_t)1 << 29;

struct dump {
    str *names;
    int64_t *rows;
    uint64_t *sums;                 /* of the rows' hashes: order is free */
    ptrdiff_t n;
};

struct faulting {
    struct stage_maker *maker;
    const struct script *script;
    struct arena *forever;          /* for the clean run's dump */
    struct arena *arena;            /* of one replay */
    struct play play;
    struct outgoing request;
    struct dump before;
    struct fault_count *count;
    struct script_fault *fault;
};

/* What the clean run of a POST was like. */
struct clean {
    int status;
    int calls;
    struct dump after;
};

/* ---- dumps -------------------------------------------------------------- */

static bool is_watched(str table)
{
    for (size_t i = 0; i < sizeof UNWATCHED / sizeof UNWATCHED[0]; i++) {
        if (str_eq(table, str_of(UNWATCHED[i]))) {
            return false;
        }
    }
    return true;
}

static err dump_table(struct db *db, struct arena *arena, struct dump *dump)
{
    struct arena_mark mark = arena_mark(arena);
    str *rows = NULL;
    ptrdiff_t n = 0;
    str sql = str_format(arena, "select * from \"%.*s\"",
                         SF(dump->names[dump->n]));
    err failed = probe_rows(db, arena, sql, &rows, &n);
    uint64_t sum = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        sum += str_hash(rows[i]);
    }
    arena_back(arena, mark);
    dump->rows[dump->n] = n;
    dump->sums[dump->n] = sum;
    dump->n++;
    return failed;
}

static err dump_all(struct db *db, struct arena *arena, bool postgres,
                    struct dump *dump)
{
    str *tables = NULL;
    ptrdiff_t n = 0;
    str sql = postgres ? S("select tablename from pg_tables where "
                           "schemaname = current_schema() order by 1")
                       : S("select name from sqlite_master where type = "
                           "'table' and name not like 'sqlite%' and sql not "
                           "like 'create virtual%' order by 1");
    TRY(probe_rows(db, arena, sql, &tables, &n));
    *dump = (struct dump){NEW_MANY(arena, str, n),
                          NEW_MANY(arena, int64_t, n),
                          NEW_MANY(arena, uint64_t, n), 0};
    for (ptrdiff_t i = 0; i < n; i++) {
        if (is_watched(tables[i])) {
            dump->names[dump->n] = tables[i];
            TRY(dump_table(db, arena, dump));
        }
    }
    return OK;
}

/* The first table that differs, or empty. */
static str dump_differs(const struct dump *a, const struct dump *b,
                        bool contents)
{
    if (a->n != b->n) {
        return S("(number of tables)");
    }
    for (ptrdiff_t i = 0; i < a->n; i++) {
        if (a->rows[i] != b->rows[i] ||
            (contents && a->sums[i] != b->sums[i])) {
            return a->names[i];
        }
    }
    return S("");
}

/* ---- one replay --------------------------------------------------------- */

static bool wrong(struct faulting *f, const struct step *step, str message)
{
    *f->fault = (struct script_fault){step->line,
                                      str_copy(f->maker->arena, message)};
    return false;
}

static bool dump_now(struct faulting *f, const struct step *step,
                     struct arena *arena, struct dump *dump)
{
    err failed = dump_all(f->play.stage->db, arena,
                          f->maker->db_url.n > 0, dump);
    return failed == OK || wrong(f, step, S("the tables cannot be read"));
}

static bool replay_once(struct faulting *f, const struct step *step)
{
    arena_reset(f->arena);
    return play_open(&f->play, f->maker, f->arena, f->script) &&
           play_until(&f->play, step) &&
           play_request(&f->play, step, f->play.jar, &f->request);
}

/* A fresh stage, played up to the step, its request built.  About once in
 * 80,000 requests to servers that have just started, a connection ends
 * without a reply; the way to the step is then gone once more, and said.
 * The request under test is never sent twice. */
static bool replay(struct faulting *f, const struct step *step)
{
    bool good = replay_once(f, step);
    if (!good && str_find(f->play.message, S("no answer")) >= 0) {
        fprintf(stderr, "replayed again: %.*s\n", SF(f->play.message));
        play_close(&f->play);
        good = replay_once(f, step);
    }
    if (!good) {
        return wrong(f, step,
                     str_format(f->arena, "replay stopped at line %d: %.*s",
                                f->play.line, SF(f->play.message)));
    }
    return dump_now(f, step, f->arena, &f->before);
}

static bool send(struct faulting *f, const struct step *step,
                 struct reply *reply)
{
    bool good = play_exchange(&f->play, step->line, f->play.jar,
                              &f->request, reply);
    return good || wrong(f, step, f->play.message);
}

/* ---- what the person sees ----------------------------------------------- */

static bool says_an_error(struct arena *arena, const struct play *play,
                          const struct reply *reply)
{
    static const err CLEAR[] = {ERR_UNAVAILABLE, ERR_FULL, ERR_INTERNAL};
    str text = reply_text(arena, reply);
    bool zh = str_starts(play->lang, S("zh")) && reply->page != NULL;
    for (size_t i = 0; i < sizeof CLEAR / sizeof CLEAR[0]; i++) {
        if (err_status(CLEAR[i]) != reply->status) {
            continue;
        }
        str sentence = str_of(err_sentence(CLEAR[i]));
        return zh ? str_find(text, sentence) >= 0 : text.n > 0;
    }
    return false;
}

/* The control of that name on the page the person filled in, or NULL. */
static const struct dom *control_of(const struct page *page, str name)
{
    const struct dom *dom = page == NULL ? NULL : page->root;
    while (dom != NULL &&
           !(dom->tag.n > 0 && str_eq(dom_attr(dom, "name"), name))) {
        dom = dom->following;
    }
    return dom;
}

/* Never shown again, rightly. */
static bool is_secret(const struct dom *control)
{
    return control != NULL &&
           str_eq(dom_attr(control, "type"), S("password"));
}

/* What is sent differs from what a person reads and types. */
static bool is_choice(const struct dom *control)
{
    str type = control == NULL ? S("") : dom_attr(control, "type");
    return control != NULL &&
           (dom_is(control, "select") || str_eq(type, S("radio")) ||
            str_eq(type, S("checkbox")));
}

/* Every value that the step typed is on the page again, in a field or as
 * text; or the page says that it was kept. */
static str typed_lost(struct faulting *f, const struct step *step,
                      const struct page *form, const struct reply *reply)
{
    str text = reply_text(f->arena, reply);
    for (size_t i = 0; i < sizeof KEPT_WORDS / sizeof KEPT_WORDS[0]; i++) {
        if (str_find(text, str_of(KEPT_WORDS[i])) >= 0) {
            return S("");
        }
    }
    for (const struct arg *a = step->args; a != NULL; a = a->next) {
        str value = play_fill(&f->play, step->line, a->value);
        str shown = S("");
        const struct dom *control = control_of(form, a->name);
        if (a->kind != ARG_SET || value.n == 0 || is_secret(control) ||
            str_find(text, text_folded(f->arena, value)) >= 0) {
            continue;
        }
        bool there = page_field(f->arena, reply->page, a->name, &shown);
        bool same = is_choice(control) ? shown.n > 0 : str_eq(shown, value);
        if (!there || !same) {
            return a->name;
        }
    }
    return S("");
}

static bool check_page(struct faulting *f, const struct step *step,
                       const struct page *form, const struct reply *reply,
                       const struct clean *clean)
{
    if (reply->status == clean->status) {
        return true;                /* the fault was overcome */
    }
    if (!says_an_error(f->arena, &f->play, reply)) {
        str text = reply_text(f->arena, reply);
        text = str_first_chars(text_folded(f->arena, text), 300);
        return wrong(f, step,
                     str_format(f->arena, "no clear page: %d %.*s",
                                reply->status, SF(text)));
    }
    str lost = reply->page == NULL ? S("")
                                   : typed_lost(f, step, form, reply);
    return lost.n == 0 ||
           wrong(f, step, str_format(f->arena, "what was typed into %.*s is "
                                     "lost (%d)", SF(lost), reply->status));
}

static bool check_tables(struct faulting *f, const struct step *step,
                         const struct reply *reply, const struct clean *clean)
{
    struct dump now;
    if (!dump_now(f, step, f->arena, &now)) {
        return false;
    }
    bool done = reply->status == clean->status;
    str off_before = dump_differs(&f->before, &now, true);
    if (off_before.n == 0 && !(done && clean->status < 400)) {
        return true;
    }
    /* A run that began twice has thrown other dice: then the rows count. */
    str off_after = dump_differs(&clean->after, &now, false);
    if (off_after.n == 0) {
        return true;
    }
    return wrong(f, step,
                 str_format(f->arena, "the tables are between: %.*s is not "
                            "as before, %.*s not as after", SF(off_before),
                            SF(off_after)));
}

/* Without the fault the same request does its work, once. */
static bool check_again(struct faulting *f, const struct step *step,
                        const struct clean *clean)
{
    struct reply reply;
    struct dump now;
    if (!send(f, step, &reply) || !dump_now(f, step, f->arena, &now)) {
        return false;
    }
    if (reply.status != clean->status) {
        return wrong(f, step,
                     str_format(f->arena, "sent again it answers %d, not %d",
                                reply.status, clean->status));
    }
    str off = dump_differs(&clean->after, &now, false);
    return off.n == 0 ||
           wrong(f, step, str_format(f->arena, "sent again, %.*s holds "
                                     "another number of rows", SF(off)));
}

/* ---- the runs ----------------------------------------------------------- */

static bool run_clean(struct faulting *f, const struct step *step,
                      struct clean *clean)
{
    struct reply reply;
    if (!replay(f, step)) {
        return false;
    }
    probe_fail_call(f->play.stage->db, 0, OK);
    if (!send(f, step, &reply)) {
        return false;
    }
    clean->calls = probe_calls(f->play.stage->db);
    clean->status = reply.status;
    return dump_now(f, step, f->forever, &clean->after);
}

/* *reached: the n-th call did happen. */
static bool run_failing(struct faulting *f, const struct step *step, int n,
                        const struct clean *clean, bool *reached)
{
    struct reply reply;
    *reached = false;
    if (!replay(f, step)) {
        return false;
    }
    const struct page *form = f->play.jar->last.page;
    struct db *db = f->play.stage->db;
    probe_fail_call(db, n, n % 2 == 1 ? ERR_UNAVAILABLE : ERR_FULL);
    bool sent = send(f, step, &reply);
    *reached = probe_calls(db) >= n;
    probe_fail_call(db, 0, OK);
    return sent && check_page(f, step, form, &reply, clean) &&
           check_tables(f, step, &reply, clean) &&
           (reply.status == clean->status || check_again(f, step, clean));
}

static bool run_post(struct faulting *f, const struct step *step, int most)
{
    struct clean clean = {0};
    bool good = run_clean(f, step, &clean);
    bool post = good && f->request.has_body;
    play_close(&f->play);
    if (!post) {
        return good;
    }
    f->count->posts++;
    bool reached = true;
    for (int n = 1; good && reached && (most == 0 || f->count->triples < most);
         n++) {
        good = run_failing(f, step, n, &clean, &reached);
        play_close(&f->play);
        f->count->triples += reached;
        if (!good) {
            f->fault->message =
                str_format(f->maker->arena, "with call %d of %d failing: "
                           "%.*s", n, clean.calls, SF(f->fault->message));
        }
    }
    return good;
}

static bool may_post(const struct step *step)
{
    return step->times != TIMES_TOGETHER &&
           (step->verb == VERB_SUBMIT ||
            (step->verb == VERB_SEND && step->post));
}

bool fault_run(struct stage_maker *maker, const struct script *script,
               int most, struct fault_count *count,
               struct script_fault *fault)
{
    must(count != NULL);
    must(fault != NULL);
    *count = (struct fault_count){0, 0};
    struct faulting f = {
        .maker = maker, .script = script, .count = count, .fault = fault,
        .forever = arena_new(ARENA_BLOCK, ARENA_LIMIT),
        .arena = arena_new(ARENA_BLOCK, ARENA_LIMIT)};
    bool good = true;
    for (const struct step *s = script->steps; s != NULL && good;
         s = s->next) {
        if (may_post(s)) {
            good = run_post(&f, s, most);
            arena_reset(f.forever);
        }
    }
    arena_free(f.arena);
    arena_free(f.forever);
    return good;
}
