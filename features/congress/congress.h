/* Congresses (人民代表大会) and their terms (届), sessions (次), constituencies
 * and delegations: the frame that mandates hang in. */
#ifndef FEATURES_CONGRESS_H
#define FEATURES_CONGRESS_H

#include "desk/task.h"
#include "congress_gen.h"

/* The newest term of an area's congress; NOT_FOUND if none is written
 * down. */
MUST_USE err congress_term(struct task *task, int64_t area,
                           struct term_row *term);

/* The term that an area's congress has on that day; 0 if none is written
 * down. */
MUST_USE err congress_term_at(struct task *task, int64_t area, int64_t at,
                              int64_t *id);

/* "清溪县第十八届人民代表大会"; the place alone where number is 0. */
str congress_name(struct task *task, int64_t area, str place,
                  int64_t number);

/* "第十八届" and "第一次会议". */
str congress_term_name(struct arena *arena, int64_t number);
str congress_session_name(struct arena *arena, int64_t number);

extern const struct feature CONGRESS_FEATURE;

#endif
