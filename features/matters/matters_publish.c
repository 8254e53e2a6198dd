/* What stands beside the moves: notes, the approved text, the person. */
#include "base/area_code.h"
#include "crypt/seal.h"
#include "desk/journal.h"
#include "features/matters/matters_search.h"
#include "features/matters/matters_store.h"
#include "text/fold.h"

enum { CURSOR_MAX = 60, PUBLIC_ROWS = 20 };

/* One fact at most; a number of 0 is none. */
static err plain_event(struct task *task, const struct matter_row *matter,
                       str kind, const char *what, int64_t number)
{
    struct facts facts = facts_new(task->arena);
    if (number != 0) {
        facts_add_int(&facts, what, number);
    }
    struct event event = {
        .kind = kind,
        .object_id = matter->id,
        .area = matter->area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

err matter_note(struct task *task, const struct matter_row *matter, str text)
{
    must(text.n > 0);
    struct matter_words words = {
        .matter_id = matter->id,
        .kind = S("note"),
        .body = text,
        .is_public = false,
        .author_id = task->viewer.account_id,
    };
    int64_t id = 0;
    TRY(matter_text_put(task, &words, &id));
    return plain_event(task, matter, S("matter.note"), "text", id);
}

/* ---- publishing ------------------------------------------------------- */

err matter_publish(struct task *task, const struct matter_row *matter,
                   str title, str body, str reply)
{
    must(title.n > 0);
    must(matter->is_secret == 0);
    int64_t places[MATTER_PLACES_MAX];
    int count = matter_places(matter->area, places);
    str code = matter->public_code; /* an address once given stays */
    if (code.n == 0) {
        TRY(matter_free_code(task, &code));
    }
    TRY(q_matter_publish(task->tx, &(struct q_matter_publish_args){
        .id = matter->id, .slip = matter->code, .code = code,
        .title = title, .body = body, .reply = reply}));
    for (int i = 0; i < count; i++) {
        TRY(q_matter_published_add(task->tx, places[i], task->now_ms,
                                   matter->id));
    }
    str all = str_format(task->arena, "%.*s\n%.*s\n%.*s", SF(title),
                         SF(body), SF(reply));
    str words = str_format(task->arena, "%.*s %.*s",
                           SF(matter_place_words(task->arena, matter->area)),
                           SF(fold_tokens(task->arena, all)));
    TRY(q_matter_search_public_add(task->tx, matter->id, words));
    return plain_event(task, matter, S("matter.publish"), "consent", 1);
}

err matter_take_down(struct task *task, const struct matter_row *matter)
{
    struct matter_published_when when;
    int64_t places[MATTER_PLACES_MAX];
    int count = matter_places(matter->area, places);
    TRY(q_matter_published_when(task->tx, matter->area, matter->id, &when));
    TRY(q_matter_unpublish(task->tx, matter->id, matter->code));
    for (int i = 0; i < count; i++) {
        TRY(q_matter_published_drop(task->tx, places[i], when.published_at,
                                    matter->id));
    }
    return q_matter_search_public_drop(task->tx, matter->id);
}

err matter_unpublish(struct task *task, const struct matter_row *matter)
{
    TRY(matter_take_down(task, matter));
    return plain_event(task, matter, S("matter.unpublish"), NULL, 0);
}

/* "1763712000000.123": when the last one shown was published, and its id. */
static bool cursor_read(str cursor, int64_t *at, int64_t *id)
{
    *at = INT64_MAX;
    *id = INT64_MAX;
    if (cursor.n == 0) {
        return true;
    }
    str rest = cursor;
    str first = str_cut(&rest, '.');
    return cursor.n <= CURSOR_MAX && str_to_int(first, at) &&
           str_to_int(rest, id);
}

static err published_stretch(struct task *task, int64_t place,
                             const struct search *search,
                             struct matter_public_list *list)
{
    struct matter_public_list some;
    TRY(q_matters_published_found(task->tx,
        &(struct q_matters_published_found_args){
            .query = search->query,
            .after = search->after,
            .before = search->before,
            .most = search->most,
            .lo = place,
            .hi = area_end(place),
        }, &some));
    for (ptrdiff_t i = 0; i < some.n && list->n <= PUBLIC_ROWS; i++) {
        list->rows[list->n++] = some.rows[i];
    }
    return OK;
}

/* The newest hits, by the time they were written down; *rest is 0, or where
 * to look on. */
static err published_search(struct task *task, int64_t place, str typed,
                            int64_t before, struct matter_public_list *list,
                            int64_t *rest)
{
    struct search search = {.is_public = true, .place = place};
    bool more = before > 0 && search_begin(&search, task, typed, before);
    list->rows = NEW_MANY(task->arena, struct matter_public,
                          PUBLIC_ROWS + 1);
    while (more && list->n <= PUBLIC_ROWS && search.rest == 0) {
        TRY(search_next(&search, &more));
        if (more) {
            TRY(published_stretch(task, place, &search, list));
        }
    }
    *rest = search.rest;
    return OK;
}

err matters_published(struct task *task, int64_t place, str query,
                      str cursor, struct matter_public_list *list, str *next)
{
    int64_t at = 0;
    int64_t id = 0;
    if (!cursor_read(cursor, &at, &id)) {
        return ERR_BAD_REQUEST;
    }
    *list = (struct matter_public_list){0};
    *next = S("");
    int64_t rest = 0;
    TRY(query.n > 0
            ? published_search(task, place, query, id, list, &rest)
            : q_matters_published(task->tx, place, at, id, list));
    if (list->n > PUBLIC_ROWS) {
        list->n = PUBLIC_ROWS;
        const struct matter_public *last = &list->rows[PUBLIC_ROWS - 1];
        at = last->published_at;
        rest = last->id;
    }
    if (rest != 0) {
        *next = str_format(task->arena, "%lld.%lld", (long long)at,
                           (long long)rest);
    }
    return OK;
}

/* ---- the person ------------------------------------------------------- */

static err open_one(struct task *task, const char *what, int64_t id,
                    str sealed, str *plain)
{
    *plain = S("");
    if (sealed.n == 0) {
        return OK;
    }
    str context = str_format(task->arena, "%s:%lld", what, (long long)id);
    return seal_open(task->arena, &task->desk->keys, context, sealed, plain);
}

err matter_unmask(struct task *task, const struct matter_row *matter,
                  struct matter_clear *clear)
{
    struct matter_person person;
    TRY(q_matter_person(task->tx, matter->id, &person));
    TRY(open_one(task, "matter.name", matter->id, person.person_name,
                 &clear->name));
    TRY(open_one(task, "matter.phone", matter->id, person.person_phone,
                 &clear->phone));
    return plain_event(task, matter, S("matter.unmask"), NULL, 0);
}
