/* What stations, posts and their order are, decided without database or
 * clock. */
#ifndef FEATURES_STATIONS_RULES_H
#define FEATURES_STATIONS_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

enum { KINDS_MAX = 40, POSTS_MAX = 20, PARENTS_MAX = 20 };

/* A kind of station, of the setting station.kinds: "代表工作室：特色、领衔代表"
 * wants a theme, and a post that only a deputy can hold to be filled. */
struct station_kind {
    str name;
    bool wants_theme, wants_leader;
};
struct station_kinds {
    struct station_kind *rows;
    int n;
};

/* A post at a station, of the setting station.posts:
 *     站长：一人             one at a time
 *     联络员：兼立法信息员   may be that as well
 *     领衔代表：一人、代表   only a deputy */
struct station_post {
    str name;
    bool one_only, deputy_only;
    str also;                       /* empty: nothing else */
};
struct station_posts {
    struct station_post *rows;
    int n;
};

/* Lines that nobody has written give the usual ones; never empty. */
struct station_kinds station_kinds_read(struct arena *arena, str lines);
struct station_posts station_posts_read(struct arena *arena, str lines);

str station_kinds_usual(void);      /* as lines */
str station_posts_usual(void);

/* NULL if there is none of that name. */
const struct station_kind *station_kind_named(
    const struct station_kinds *kinds, str name);
const struct station_post *station_post_named(
    const struct station_posts *posts, str name);

/* Whether a station may stand beneath another: `line` are the ids from that
 * one upwards, `n` of them; it must not be in its own line.
 * 0 is a new one. */
bool station_parent_fits(int64_t station, const int64_t *line, int n);

/* Whether a station of `inner` may stand beneath one of `upper`: within its
 * area, or anywhere in the same county (跨区域 stations serve two towns). */
bool station_area_fits(int64_t upper, int64_t inner);

#endif
