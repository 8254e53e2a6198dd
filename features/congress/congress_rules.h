/* How terms and sessions are named and counted, without looking anything
 * up. */
#ifndef FEATURES_CONGRESS_RULES_H
#define FEATURES_CONGRESS_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

enum { TERM_NUMBER_MAX = 99, CONGRESS_LEVEL_MAX = 4,
       SESSION_AHEAD_DAYS = 731, SESSION_DAYS = 90 };

/* 1..99 as it stands in the name of a term: 十八. */
str number_zh(struct arena *arena, int64_t n);

/* 清溪县第十八届人民代表大会 */
str term_name(struct arena *arena, str place, int64_t number);

/* Whether areas of this level have a congress: the nation, provinces,
 * prefectures, counties and towns (Constitution, article 95); villages and
 * grids have none. */
bool level_has_congress(int level);

/* A term begins with the first session of its congress and ends with the
 * first of the next (地方组织法, on 任期), so terms touch and never
 * overlap. */
bool term_follows(int64_t last_since_at, int64_t last_number,
                  int64_t since_at, int64_t number);

/* Whether a session can be meant so: announced at most two years before it
 * opens, and over within ninety days (closes_at 0: not yet told).  A year
 * that was mistyped is not. */
bool session_is_near(int64_t opens_at, int64_t closes_at, int64_t now);

/* Whether the moment is within [since, until); until 0: no end yet. */
bool is_within(int64_t since_at, int64_t until_at, int64_t at);

#endif
