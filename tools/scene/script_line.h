/* The line being read: shared by script_parse.c (commands) and
 * script_expect.c (expectations), nobody else. */
#ifndef SCENE_SCRIPT_LINE_H
#define SCENE_SCRIPT_LINE_H

#include "tools/scene/script.h"

struct parser {
    struct arena *arena;
    struct script *script;
    struct step *last;              /* whose expectations may follow */
    struct step **end;
    struct expect **expect_end;
    int line;
    str rest;                       /* of the line */
    str bad;                        /* why this line is wrong, or empty */
};

/* Notes what is wrong, unless something was before; false. */
bool line_wrong(struct parser *p, str message);

MUST_USE bool line_next(struct parser *p, struct word *word);

/* A word that must be there; `what` is told if it is not. */
MUST_USE bool line_need(struct parser *p, str *text, str what);

/* The word begins an expectation. */
bool line_expects(const struct word *word);

/* One expectation that begins with this word. */
MUST_USE bool expectation_read(struct parser *p, const struct word *word);

/* All that stands to the end of the line. */
MUST_USE bool expectations_read(struct parser *p);

#endif
