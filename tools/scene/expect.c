/* What a reply must be. */
#include "base/arena.h"
#include "tools/scene/json_path.h"
#include "tools/scene/play.h"

enum { SHOWN_CHARS = 300 };

/* The beginning of what came, for the person who reads a failure. */
static str shown(struct play *play, const struct reply *reply)
{
    str text = text_folded(play->arena, reply_text(play->arena, reply));
    return str_first_chars(text, SHOWN_CHARS);
}

static bool status_in(const struct expect *expect, const struct reply *reply)
{
    for (int i = 0; i < expect->status_count; i++) {
        if (expect->statuses[i] == reply->status) {
            return true;
        }
    }
    return false;
}

static str statuses_text(struct arena *arena, const struct expect *expect)
{
    str text = S("");
    for (int i = 0; i < expect->status_count; i++) {
        text = str_format(arena, "%.*s%s%d", SF(text), i > 0 ? "|" : "",
                          expect->statuses[i]);
    }
    return text;
}

static bool answers(struct play *play, const struct expect *expect,
                    const struct reply *reply)
{
    str prefix = play_fill(play, expect->line, expect->value);
    return status_in(expect, reply) &&
           (prefix.n == 0 || str_starts(reply->location, prefix));
}

static bool expect_status(struct play *play, const struct expect *expect,
                          const struct reply *reply)
{
    if (answers(play, expect, reply)) {
        return true;
    }
    str wanted = statuses_text(play->arena, expect);
    str prefix = play_fill(play, expect->line, expect->value);
    str text = shown(play, reply);
    return play_fail(play, expect->line,
                     "%.*s: expected %.*s %.*s, came %d %.*s: %.*s",
                     SF(reply->path), SF(wanted), SF(prefix), reply->status,
                     SF(reply->location), SF(text));
}

static bool expect_see(struct play *play, const struct expect *expect,
                       const struct reply *reply)
{
    str wanted = play_fill(play, expect->line, expect->value);
    wanted = text_folded(play->arena, wanted);
    str text = text_folded(play->arena, reply_text(play->arena, reply));
    bool seen = str_find(text, wanted) >= 0;
    str begin = str_first_chars(text, SHOWN_CHARS);
    return seen != expect->no ||
           play_fail(play, expect->line, "%.*s: %s \"%.*s\" in: %.*s",
                     SF(reply->path), seen ? "did not want" : "did not see",
                     SF(wanted), SF(begin));
}

static bool expect_field(struct play *play, const struct expect *expect,
                         const struct reply *reply)
{
    str value = S("");
    bool there = reply->page != NULL &&
                 page_field(play->arena, reply->page, expect->name, &value);
    if (expect->no || !there) {
        return there != expect->no ||
               play_fail(play, expect->line, "%.*s: the field %.*s is %s",
                         SF(reply->path), SF(expect->name),
                         there ? "there" : "not there");
    }
    str wanted = play_fill(play, expect->line, expect->value);
    return str_eq(value, wanted) ||
           play_fail(play, expect->line,
                     "the field %.*s: expected \"%.*s\", came \"%.*s\"",
                     SF(expect->name), SF(wanted), SF(value));
}

static bool expect_thing(struct play *play, const struct expect *expect,
                         const struct reply *reply)
{
    bool button = expect->kind == EXPECT_BUTTON;
    str text = play_fill(play, expect->line, expect->value);
    bool several = false;
    bool there =
        reply->page != NULL &&
        (button ? dom_button(play->arena, reply->page, text, &several)
                : dom_link(play->arena, reply->page, text, &several)) != NULL;
    str begin = shown(play, reply);
    return there != expect->no ||
           play_fail(play, expect->line, "%.*s: the %s \"%.*s\" is %s: %.*s",
                     SF(reply->path), button ? "button" : "link", SF(text),
                     there ? "there" : "not there", SF(begin));
}

static bool expect_header(struct play *play, const struct expect *expect,
                          const struct reply *reply)
{
    str value = header_value(reply->headers, expect->name);
    str part = play_fill(play, expect->line, expect->value);
    bool good = expect->no ? value.n == 0
                           : value.n > 0 && str_find(value, part) >= 0;
    return good || play_fail(play, expect->line,
                             "header %.*s: expected \"%.*s\", came \"%.*s\"",
                             SF(expect->name), SF(part), SF(value));
}

static bool expect_json(struct play *play, const struct expect *expect,
                        const struct reply *reply)
{
    str value = S("(not there)");
    str path = play_fill(play, expect->line, expect->name);
    str wanted = play_fill(play, expect->line, expect->value);
    bool there = json_find(play->arena, reply->body, path, &value);
    bool equal = there && str_eq(value, wanted);
    return equal != expect->no ||
           play_fail(play, expect->line,
                     "json %.*s: expected %s\"%.*s\", came \"%.*s\"",
                     SF(path), expect->no ? "not " : "", SF(wanted),
                     SF(value));
}

static bool expect_cost(struct play *play, const struct expect *expect,
                        const struct reply *reply)
{
    int64_t queries = 0;
    str value = header_value(reply->headers, S("X-Queries"));
    if (!str_to_int(value, &queries)) {
        return play_fail(play, expect->line, "%.*s: no X-Queries header",
                         SF(reply->path));
    }
    return queries <= expect->limit ||
           play_fail(play, expect->line,
                     "%.*s: %lld queries, at most %lld were wanted",
                     SF(reply->path), (long long)queries,
                     (long long)expect->limit);
}

static bool expect_one(struct play *play, const struct expect *expect,
                       const struct reply *reply)
{
    switch (expect->kind) {
    case EXPECT_STATUS:
        return expect_status(play, expect, reply);
    case EXPECT_SEE:
        return expect_see(play, expect, reply);
    case EXPECT_FIELD:
        return expect_field(play, expect, reply);
    case EXPECT_BUTTON:
    case EXPECT_LINK:
        return expect_thing(play, expect, reply);
    case EXPECT_HEADER:
        return expect_header(play, expect, reply);
    case EXPECT_JSON:
        return expect_json(play, expect, reply);
    case EXPECT_COST:
        return expect_cost(play, expect, reply);
    case EXPECT_ONE:
    case EXPECT_REST:
        return true;                /* looked at over all replies */
    }
    never("an expectation of no kind");
}

/* ---- over several replies ----------------------------------------------- */

static const struct expect *find_expect(const struct step *step,
                                        enum expect_kind kind)
{
    const struct expect *expect = step->expects;
    while (expect != NULL && expect->kind != kind) {
        expect = expect->next;
    }
    return expect;
}

/* 303 409 409 ..., to tell what came. */
static str all_statuses(struct play *play)
{
    str text = S("");
    for (int i = 0; i < play->reply_count; i++) {
        text = str_format(play->arena, "%.*s %d", SF(text),
                          play->replies[i].status);
    }
    return text;
}

/* Exactly one winner; it comes to stand first. */
static bool one_and_rest(struct play *play, const struct step *step)
{
    const struct expect *one = find_expect(step, EXPECT_ONE);
    const struct expect *rest = find_expect(step, EXPECT_REST);
    if (one == NULL) {
        return rest == NULL || play_fail(play, step->line, "`rest` without "
                                         "`one`");
    }
    int winners = 0;
    for (int i = 0; i < play->reply_count; i++) {
        struct reply reply = play->replies[i];
        if (answers(play, one, &reply)) {
            winners++;
            play->replies[i] = play->replies[0];
            play->replies[0] = reply;
        }
    }
    str came = all_statuses(play);
    if (winners != 1) {
        return play_fail(play, one->line, "%d of %d won, came%.*s", winners,
                         play->reply_count, SF(came));
    }
    for (int i = 1; i < play->reply_count && rest != NULL; i++) {
        if (!answers(play, rest, &play->replies[i])) {
            return play_fail(play, rest->line, "the others came as%.*s",
                             SF(came));
        }
    }
    play->reply_count = 1;
    if (step->people.count == 0) {
        play->jar->last = play->replies[0];
    }
    return true;
}

static bool is_request(const struct step *step)
{
    return step->verb == VERB_SEND || step->verb == VERB_SUBMIT ||
           step->verb == VERB_CLICK || step->verb == VERB_FOLLOW;
}

bool expect_all(struct play *play, const struct step *step)
{
    must(play != NULL);
    if (!one_and_rest(play, step)) {
        return false;
    }
    bool any = !is_request(step) ||
               find_expect(step, EXPECT_STATUS) != NULL ||
               find_expect(step, EXPECT_ONE) != NULL;
    for (int i = 0; i < play->reply_count; i++) {
        const struct reply *reply = &play->replies[i];
        if (!any && reply->status >= 400) {
            str text = shown(play, reply);
            return play_fail(play, step->line, "%.*s: came %d: %.*s",
                             SF(reply->path), reply->status, SF(text));
        }
        for (const struct expect *e = step->expects; e != NULL;
             e = e->next) {
            if (!expect_one(play, e, reply)) {
                return false;
            }
        }
    }
    return !play->failed;
}
