/* Steps in their order. */
#include "tools/scene/play.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/out.h"
#include "main/site.h"

enum { FILLED_BYTES_MAX = 16 << 20, HANG_S_MAX = 120 };

bool play_fail(struct play *play, int line, const char *format, ...)
{
    if (play->failed) {
        return false;
    }
    char text[4096];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    must(n >= 0);
    play->failed = true;
    play->line = line;
    play->message = str_copy(play->arena, str_of(text));
    return false;
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* The length of {name} at the beginning of `text`; 0 if there is none. */
static ptrdiff_t name_length(str text)
{
    ptrdiff_t n = 1;
    while (n < text.n && is_name_char(text.p[n])) {
        n++;
    }
    return n > 1 && n < text.n && text.p[n] == '}' ? n + 1 : 0;
}

str play_fill(struct play *play, int line, str text)
{
    struct out out = out_new(play->arena, FILLED_BYTES_MAX);
    while (text.n > 0) {
        ptrdiff_t at = str_find_char(text, '{');
        if (at < 0) {
            break;
        }
        out_str(&out, str_slice(text, 0, at));
        text = str_skip(text, at);
        ptrdiff_t n = name_length(text);
        if (n == 0) {
            out_char(&out, '{');
            text = str_skip(text, 1);
            continue;
        }
        str name = str_slice(text, 1, n - 1);
        const struct named *kept = play->kept;
        while (kept != NULL && !str_eq(kept->name, name)) {
            kept = kept->next;
        }
        if (kept == NULL) {
            play_fail(play, line, "nothing was kept as {%.*s}", SF(name));
            return text;
        }
        out_str(&out, kept->value);
        text = str_skip(text, n);
    }
    out_str(&out, text);
    must(!out.full);
    return out_text(&out);
}

bool play_open(struct play *play, struct stage_maker *maker,
               struct arena *arena, const struct script *script)
{
    must(script != NULL);
    *play = (struct play){.arena = arena, .script = script, .lang = S("zh")};
    play->end_us = clock_monotonic_us() + (int64_t)SCENE_MS_MAX * 1000;
    alarm(HANG_S_MAX);              /* scene.c answers: the server hangs */
    err failed = stage_open(maker, arena, &play->stage);
    if (failed != OK) {
        return play_fail(play, 1, "no stage: %s", err_name(failed));
    }
    play->wire = wire_new(arena, play->stage->port);
    play->jar = play_jar(play, S("nobody"));
    return true;
}

void play_close(struct play *play)
{
    /* First the connection: a server waits for those that are open. */
    wire_close(play->wire);
    stage_close(play->stage);
    play->wire = NULL;
    play->stage = NULL;
    alarm(0);
}

static bool play_verify(struct play *play, const struct step *step)
{
    err failed = scene_verify(play->stage->site);
    return failed == OK || play_fail(play, step->line, "verify says %s",
                                     err_name(failed));
}

/* What the house does by itself, at this moment of the play. */
static bool play_chores(struct play *play, const struct step *step)
{
    struct arena *arena = arena_new(1 << 16, 64 << 20);
    err failed = site_chores(play->stage->site, arena);
    arena_free(arena);
    return failed == OK || play_fail(play, step->line, "the chores say %s",
                                     err_name(failed));
}

static bool play_raw(struct play *play, const struct step *step)
{
    struct reply *reply = NEW(play->arena, struct reply);
    str bytes = play_fill(play, step->line, step->target);
    reply->status = raw_send(play->arena, play->stage->port, bytes,
                             REQUEST_MS_MAX, &reply->body);
    reply->path = S("(raw)");
    play->replies = reply;
    play->reply_count = 1;
    return expect_all(play, step);
}

static bool play_as(struct play *play, const struct step *step)
{
    str name = step->target;
    if (str_eq(name, S("new"))) {
        play->strangers++;
        name = str_format(play->arena, "someone:%d", play->strangers);
    }
    play->jar = play_jar(play, name);
    play->replies = &play->jar->last;
    play->reply_count = 1;
    return true;
}

static bool play_step(struct play *play, const struct step *step)
{
    switch (step->verb) {
    case VERB_AS:
        return play_as(play, step);
    case VERB_LANG:
        play->lang = step->target;
        return true;
    case VERB_SEND:
    case VERB_SUBMIT:
    case VERB_CLICK:
    case VERB_FOLLOW:
        return play_send(play, step) && expect_all(play, step);
    case VERB_KEEP:
        return keep_value(play, step) && expect_all(play, step);
    case VERB_LATER:
        stage_later(play->stage, step->number);
        return expect_all(play, step);
    case VERB_ROWS:
        return rows_check(play, step);
    case VERB_VERIFY:
        return play_verify(play, step);
    case VERB_RAW:
        return play_raw(play, step);
    case VERB_CHORES:
        return play_chores(play, step);
    }
    never("a step of no kind");
}

bool play_until(struct play *play, const struct step *end)
{
    must(play->stage != NULL);
    for (const struct step *s = play->script->steps; s != NULL && s != end;
         s = s->next) {
        if (clock_monotonic_us() > play->end_us) {
            return play_fail(play, s->line, "the scene took more than %d s",
                             SCENE_MS_MAX / 1000);
        }
        if (!play_step(play, s) || play->failed) {
            return false;
        }
    }
    return !play->failed;
}
