/* A scene as data: what *.scene files say (doc/SCENES.md), read but not
 * played.
 *
 * One command per line; a line that begins with an expectation belongs to
 * the command above it.  Everything lives on the arena and points into the
 * file's text where it can.  {name} is still in the texts: it is filled in
 * when the step is played. */
#ifndef SCENE_SCRIPT_H
#define SCENE_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

enum verb {
    VERB_AS, VERB_LANG, VERB_SEND, VERB_SUBMIT, VERB_CLICK, VERB_FOLLOW,
    VERB_KEEP, VERB_LATER, VERB_ROWS, VERB_VERIFY, VERB_RAW, VERB_CHORES
};

/* A word behind a path or button: what to send. */
enum arg_kind {
    ARG_SET,                        /* name=value */
    ARG_FORCE,                      /* !name=value: what no browser would */
    ARG_OMIT,                       /* -name */
    ARG_HEADER                      /* +Name=value, of the request */
};

struct arg {
    enum arg_kind kind;
    str name, value;
    struct arg *next;
};

enum expect_kind {
    EXPECT_STATUS, EXPECT_ONE, EXPECT_REST, EXPECT_SEE, EXPECT_FIELD,
    EXPECT_BUTTON, EXPECT_LINK, EXPECT_HEADER, EXPECT_JSON, EXPECT_COST
};

enum { EXPECT_STATUSES_MAX = 6 };

struct expect {
    enum expect_kind kind;
    int line;
    bool no;                        /* miss, no button, json != */
    int statuses[EXPECT_STATUSES_MAX];
    int status_count;
    str name;                       /* of a field, header, json path */
    str value;                      /* or text, or location prefix */
    int64_t limit;                  /* of cost */
    struct expect *next;
};

enum times { TIMES_ONCE, TIMES_TWICE, TIMES_TOGETHER };

/* What `keep` takes a value from. */
enum source {
    SOURCE_PATH, SOURCE_TEXT, SOURCE_FIELD, SOURCE_JSON, SOURCE_HEADER,
    SOURCE_ROWS, SOURCE_LOCATION
};

struct name_list {
    str *list;
    int count;
};

struct step {
    enum verb verb;
    int line;
    bool json;                      /* Accept: application/json */
    bool post;                      /* VERB_SEND: POST, not GET */
    str target;         /* path, button, link, person, SQL, bytes, language */
    struct arg *args;
    str body;                       /* json POST: as written */
    enum times times;
    bool same;                      /* together: the very same request */
    int clients;                    /* together N */
    struct name_list people;        /* together a b c */
    str keep;                       /* name of the value to keep */
    enum source source;
    int64_t number;                 /* segment of a path, ms of later */
    struct name_list rows;          /* rows: -> "a|b" "c|d" */
    int64_t row_number;             /* rows: -> 3, or -1 */
    struct expect *expects;
    struct step *next;
};

struct script {
    str title;
    struct step *steps;
    int step_count;
};

/* What is wrong with a file, in words, and where. */
struct script_fault {
    int line;
    str message;
};

/* `text` must stay.  False: *fault says what could not be understood. */
MUST_USE bool script_parse(struct arena *arena, str text,
                           struct script *script,
                           struct script_fault *fault);

/* ---- words of a line (script_words.c) ----------------------------------- */

struct word {
    str text;                       /* escapes resolved, quotes gone */
    bool quoted;                    /* began with a quote */
    ptrdiff_t equals;               /* the first = outside quotes, or -1 */
};

/* The next word of *rest; false at the end of the line or at a comment.
 * *bad says why the rest cannot be read, or stays empty. */
MUST_USE bool word_next(struct arena *arena, str *rest, struct word *word,
                        str *bad);

#endif
