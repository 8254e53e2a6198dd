/* What presence means and how it is counted, without looking anything up.
 *
 * 代表法 (2025) art. 62: a deputy who misses two sessions of the own congress
 * (本级人民代表大会会议) without approval loses the mandate. */
#ifndef FEATURES_ATTENDANCE_RULES_H
#define FEATURES_ATTENDANCE_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

enum { ABSENCES_THAT_WARN = 2 };

enum presence {
    PRESENCE_OPEN,                  /* nothing is written yet */
    PRESENCE_THERE,
    PRESENCE_LEAVE,                 /* not there, approved */
    PRESENCE_AWAY                   /* not there, not approved */
};

/* `written`: -1 nothing, 0 was not there, 1 was there.  Who was there was
 * there, whatever had been approved before. */
enum presence presence_of(int64_t written, bool on_leave);

str presence_zh(enum presence presence);        /* Chinese, in the catalogue */

/* Whether a mandate holds on that day: since <= day < until, until 0: goes
 * on. */
bool mandate_covers(int64_t since_at, int64_t until_at, int64_t day);

/* One session of a mandate's congress. */
struct sitting {
    int64_t opens_at;
    enum presence presence;
    bool was_suspended;             /* her duties, on that day */
};

struct tally {
    int64_t due, there, leave, away, open;
};

/* Counts the sessions that opened while the mandate held and was not
 * suspended; others are neither there nor away. */
struct tally attendance_tally(const struct sitting *sittings, ptrdiff_t n,
                              int64_t since_at, int64_t until_at);

/* present / (sessions within the mandate - approved leave), of those that
 * are written down, in thousandths, rounded; -1 if that is none. */
int attendance_permille(const struct tally *tally);

/* "83.3%", or "—" for -1. */
str permille_text(struct arena *arena, int permille);

/* Whether a change of unapproved absences is to be told: it reached the
 * number of the law, left it, or moved beyond it. */
bool absences_warn(int64_t before, int64_t now);

/* Who is away may still ask while the session lasts, and on the day after
 * its last; closes_at 0: it has no end yet. */
bool leave_may_be_asked(int64_t closes_at, int64_t now_ms);

#endif
