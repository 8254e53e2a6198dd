/* Writing a matter down, and the small things all its doors need. */
#include "features/matters/matters_store.h"

#include "base/area_code.h"
#include "crypt/hash.h"
#include "crypt/token.h"
#include "db/late.h"
#include "desk/journal.h"
#include "text/fold.h"
#include "text/mask.h"

enum { CODE_TRIES = 5, QUERY_MAX = 4096 };

/* ---- reading ---------------------------------------------------------- */

err matter_by_code(struct task *task, str code, struct matter_row *matter)
{
    return q_matter_by_code(task->tx, code, matter);
}

err matter_by_id(struct task *task, int64_t id, struct matter_row *matter)
{
    return q_matter_by_id(task->tx, id, matter);
}

err matter_by_public_code(struct task *task, str code,
                          struct matter_row *matter)
{
    must(code.n > 0);
    return q_matter_by_public_code(task->tx, code, matter);
}

err matter_by_source(struct task *task, str source, str key,
                     struct matter_found *found)
{
    must(source.n > 0);
    return q_matter_by_source(task->tx, source, key, found);
}

/* Six digits out of 64 bits: the bias is beneath one in 10^12.  Any text has
 * its PIN, so that asking tells nobody whether there is such a code. */
str matter_pin(struct task *task, str code)
{
    str bound = str_join(task->arena, S("matter.pin:"), code);
    str mac = hash_keyed(task->arena, task->desk->keys.token, bound);
    must(mac.n == HASH_BYTES);
    uint64_t n = 0;
    for (int i = 0; i < 8; i++) {
        n = n << 8 | (unsigned char)mac.p[i];
    }
    return str_format(task->arena, "%06d", (int)(n % 1000000));
}

/* ---- places ----------------------------------------------------------- */

int matter_places(int64_t area, int64_t places[MATTER_PLACES_MAX])
{
    int level = area_level(area);
    int count = 0;
    must(level < MATTER_PLACES_MAX);
    for (int i = 0; i <= level; i++) {
        places[count++] = area_at_level(area, i);
    }
    must(places[count - 1] == area);
    return count;
}

err matter_places_add(struct task *task, int64_t area, int64_t received_at,
                      int64_t matter_id)
{
    int64_t places[MATTER_PLACES_MAX];
    int count = matter_places(area, places);
    for (int i = 0; i < count; i++) {
        TRY(q_matter_place_add(task->tx, places[i], received_at, matter_id));
    }
    return OK;
}

/* U+E000 begins a word for itself in both engines' indices, and is in none
 * that anybody can type (text/fold.h). */
str matter_place_word(struct arena *arena, int64_t place)
{
    return str_join(arena, S("\xEE\x80\x80"), area_text(arena, place));
}

str matter_place_words(struct arena *arena, int64_t area)
{
    int level = area_level(area);
    str words = S("");
    must(level > 0);
    for (int i = 1; i <= level; i++) {
        words = str_format(arena, "%.*s%s\xEE\x80\x80%.*s", SF(words),
                           i > 1 ? " " : "",
                           SF(area_digits(arena, area, i)));
    }
    return words;
}

/* ---- words ------------------------------------------------------------ */

err matter_text_put(struct task *task, const struct matter_words *words,
                    int64_t *id)
{
    *id = 0;
    if (words->body.n == 0) {
        return OK;
    }
    must(words->kind.n > 0);
    *id = task_id(task);
    return q_matter_text_add(task->tx, &(struct q_matter_text_add_args){
        .id = *id,
        .matter_id = words->matter_id,
        .at = task->now_ms,
        .kind = words->kind,
        .is_public = words->is_public,
        .author_id = words->author_id,
        .body = words->body,
    });
}

/* Tokens come from text/fold.h: letters, digits and Han alone, so nothing in
 * them can end a quote. */
static bool token_is_plain(str token)
{
    for (ptrdiff_t i = 0; i < token.n; i++) {
        unsigned char c = (unsigned char)token.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      c >= 0x80;
        if (!letter) {
            return false;
        }
    }
    return token.n > 0;
}

/* A lone Han character finds the pairs that begin with it. */
static bool token_is_prefix(str token)
{
    return str_chars(token) == 1 && (unsigned char)token.p[0] >= 0x80;
}

str matter_query(struct task *task, str typed)
{
    bool postgres = db_is_postgres(task->desk->db);
    struct tokens tokens = fold_query(task->arena, typed);
    struct out out = out_new(task->arena, QUERY_MAX);
    for (int i = 0; i < tokens.count; i++) {
        str token = tokens.list[i];
        must(token_is_plain(token));
        const char *quote = postgres ? "'" : "\"";
        out_str(&out, i > 0 ? (postgres ? S(" & ") : S(" ")) : S(""));
        out_format(&out, "%s%.*s%s", quote, SF(token), quote);
        if (token_is_prefix(token)) {
            out_str(&out, postgres ? S(":*") : S("*"));
        }
    }
    must(!out.full);
    return out_text(&out);
}

/* Where it is, then the words.  The code can be typed whole or in its two
 * halves. */
static str search_tokens(struct task *task, const struct matter_new *new,
                         str code)
{
    str all = str_format(task->arena, "%.*s\n%.*s\n%.*s\n%.*s %.*s %.*s",
                         SF(new->title), SF(new->body), SF(new->place),
                         SF(code), SF(str_slice(code, 0, 4)),
                         SF(str_skip(code, 4)));
    return str_format(task->arena, "%.*s %.*s",
                      SF(matter_place_words(task->arena, new->area)),
                      SF(fold_tokens(task->arena, all)));
}

/* The index of words makes a piece of its own whenever it is written: once
 * for all that commit together is enough. */
struct search_left {
    int64_t id;
    str old;                        /* places it is no more in; or a new row */
    str tokens;
};

static err search_write(struct tx *tx, void *rows, ptrdiff_t n)
{
    const struct search_left *left = rows;
    for (ptrdiff_t i = 0; i < n; i++) {
        TRY(left[i].old.n == 0
                ? q_matter_search_add(tx, left[i].id, left[i].tokens)
                : q_matter_search_move(tx, left[i].id, left[i].old,
                                       left[i].tokens));
    }
    return OK;
}

static const struct late_kind SEARCH = {sizeof(struct search_left),
                                        search_write};

static void search_leave(struct task *task, int64_t id, str old, str tokens)
{
    must(id != 0);
    must(tokens.n > 0);
    struct search_left left = {id, late_text(task->tx, old),
                               late_text(task->tx, tokens)};
    late_leave(task->tx, &SEARCH, &left);
}

void matter_search_moved(struct task *task, const struct matter_row *matter,
                         int64_t area)
{
    must(area != matter->area);
    search_leave(task, matter->id,
                 matter_place_words(task->arena, matter->area),
                 matter_place_words(task->arena, area));
}

/* ---- receiving -------------------------------------------------------- */

/* Five in a row taken is no chance any more. */
err matter_free_code(struct task *task, str *code)
{
    for (int i = 0; i < CODE_TRIES; i++) {
        struct matter_row other;
        *code = code_new(task->arena, task->desk->dice);
        err e = q_matter_by_code(task->tx, *code, &other);
        if (e == OK) {
            continue;
        }
        if (e == ERR_NOT_FOUND) {
            e = q_matter_by_public_code(task->tx, *code, &other);
        }
        if (e != OK) {
            return e == ERR_NOT_FOUND ? OK : e;
        }
    }
    return ERR_CONFLICT;
}

static str sealed(struct task *task, const char *what, int64_t id, str plain)
{
    str context = str_format(task->arena, "%s:%lld", what, (long long)id);
    return seal(task->arena, &task->desk->keys, task->desk->dice, context,
                plain);
}

/* *added stays 0 if another has the code. */
static err receive_row(struct task *task, const struct matter_new *new,
                       const struct matter_made *made, int64_t *added)
{
    str phone = new->person_phone;
    str lookup = phone.n == 0 ? S("")
                              : lookup_hash(task->arena, &task->desk->keys,
                                            phone);
    return q_matter_add(task->tx, &(struct q_matter_add_args){
        .id = made->id,
        .code = made->code,
        .kind = new->kind,
        .channel = new->channel,
        .category_id = new->category_id,
        .area = new->area,
        .station_id = new->station_id,
        .title = new->title,
        .place = new->place,
        .received_at = new->received_at,
        .now = task->now_ms,
        .wanted_deputy = new->wanted_deputy,
        .taker_id = new->taker_id,
        .is_secret = new->is_secret,
        .person_name = sealed(task, "matter.name", made->id,
                              new->person_name),
        .person_phone = sealed(task, "matter.phone", made->id, phone),
        .phone_lookup = lookup,
        .phone_shown = phone.n == 0 ? S("") : mask_phone(task->arena, phone),
        .name_shown = new->person_name.n == 0
                          ? S("")
                          : mask_name(task->arena, new->person_name),
        .source = new->source,
        .source_key = new->source_key,
    }, added);
}

/* The row under a code that neither a slip nor the public has. */
static err receive_coded(struct task *task, const struct matter_new *new,
                         struct matter_made *made)
{
    for (int i = 0; i < CODE_TRIES; i++) {
        struct matter_row other;
        int64_t added = 0;
        made->code = code_new(task->arena, task->desk->dice);
        err e = q_matter_by_public_code(task->tx, made->code, &other);
        if (e == ERR_NOT_FOUND) {
            e = receive_row(task, new, made, &added);
        }
        if (e != OK || added > 0) {
            return e;
        }
    }
    return ERR_CONFLICT;
}

static err receive_event(struct task *task, const struct matter_new *new,
                         int64_t id)
{
    int64_t root = 0;
    TRY(category_root(task, new->category_id, &root));
    /* A deputy who heard it herself: her duty. */
    int64_t hearer = new->taker_id == 0 ? 0 : viewer_deputy(&task->viewer);
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "channel", new->channel);
    facts_add(&facts, "kind", new->kind);
    facts_add_int(&facts, "category", root);
    facts_add_int(&facts, "station", new->station_id);
    facts_add_int(&facts, "taker", new->taker_id != 0);
    facts_add_int(&facts, "received", new->received_at);
    struct event event = {
        .kind = S("matter.receive"),
        .object_id = id,
        .area = new->area,
        .is_public = true,
        .facts = facts_text(&facts),
        .deputies = &hearer,
        .deputy_count = hearer != 0 ? 1 : 0,
    };
    return journal_add(task, &event);
}

err matter_receive(struct task *task, const struct matter_new *new,
                   struct matter_made *made)
{
    must(matter_kind_zh(new->kind).n > 0);
    must(matter_channel_zh(new->channel).n > 0);
    must(new->area > 0);
    struct matter_new whole = *new;
    if (whole.received_at == 0) {
        whole.received_at = task->now_ms;
    }
    made->id = task_id(task);
    TRY(receive_coded(task, &whole, made));
    made->pin = matter_pin(task, made->code);
    TRY(matter_places_add(task, whole.area, whole.received_at, made->id));
    struct matter_words words = {
        .matter_id = made->id,
        .kind = S("words"),
        .body = whole.body,
        .is_public = true,
        .author_id = whole.taker_id,
    };
    int64_t text_id = 0;
    TRY(matter_text_put(task, &words, &text_id));
    search_leave(task, made->id, S(""),
                 search_tokens(task, &whole, made->code));
    return receive_event(task, &whole, made->id);
}
