/* One scene being played on one stage.
 *
 * Functions that return bool say whether the play may go on; the first
 * thing that went wrong is kept with its line. */
#ifndef SCENE_PLAY_H
#define SCENE_PLAY_H

#include "base/err.h"
#include "tools/scene/browser.h"
#include "tools/scene/script.h"
#include "tools/scene/stage.h"

enum { REQUEST_MS_MAX = 10000, SCENE_MS_MAX = 60000 };

struct play {
    struct arena *arena;
    const struct script *script;
    struct stage *stage;
    struct wire *wire;
    struct jar *jars;
    struct jar *jar;                /* who acts */
    str lang;                       /* Accept-Language */
    struct named *kept;
    struct reply *replies;          /* of the last step */
    int reply_count;
    int strangers;                  /* `as new` so far */
    int64_t end_us;                 /* of its time, on the real clock */
    bool failed;
    int line;
    str message;
};

/* Recomputes journal and counters; CONFLICT if they differ (verify.c). */
MUST_USE err scene_verify(struct site *site);

/* ---- the play (play.c) -------------------------------------------------- */

MUST_USE bool play_open(struct play *play, struct stage_maker *maker,
                        struct arena *arena, const struct script *script);
void play_close(struct play *play);

/* Steps from the first up to `end`, which is not played; NULL: all. */
MUST_USE bool play_until(struct play *play, const struct step *end);

bool play_fail(struct play *play, int line, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* {name} filled in; an unknown name fails the play. */
str play_fill(struct play *play, int line, str text);

/* ---- requests (play_send.c) --------------------------------------------- */

struct jar *play_jar(struct play *play, str name);

/* A look at a page, as a person on the way to something else. */
MUST_USE bool play_visit(struct play *play, int line, struct jar *jar,
                         str path);

/* (play_build.c) What a GET, POST, submit, click or follow of this person
 * would send; logs in first if need be. */
MUST_USE bool play_request(struct play *play, const struct step *step,
                           struct jar *jar, struct outgoing *request);

/* Send one, learn from the reply and make it the jar's last. */
MUST_USE bool play_exchange(struct play *play, int line, struct jar *jar,
                            const struct outgoing *request,
                            struct reply *reply);

/* Requests of a step, with its `twice` and `together`, into
 * play->replies. */
MUST_USE bool play_send(struct play *play, const struct step *step);

/* ---- expectations (expect.c) -------------------------------------------- */

/* All of the step's expectations of play->replies. */
MUST_USE bool expect_all(struct play *play, const struct step *step);

/* ---- values (keep.c) ---------------------------------------------------- */

MUST_USE bool keep_value(struct play *play, const struct step *step);
MUST_USE bool rows_check(struct play *play, const struct step *step);

#endif
