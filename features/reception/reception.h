/* When a station receives people, and which deputies sit there. */
#ifndef FEATURES_RECEPTION_H
#define FEATURES_RECEPTION_H

#include "desk/task.h"
#include "reception_gen.h"

/* Days are written ahead so far, from today. */
enum { RECEPTION_AHEAD_DAYS = 70, RECEPTION_SHOWN_DAYS = 56 };

/* The calendar of working days, as far as it was told. */
struct workdays;
MUST_USE err reception_workdays(struct task *task, struct workdays *workdays);

/* The State Council's notice: rows with date and kind (workdays.h), or 日期
 * and 类型 (放假, 上班), perhaps a name.  Each year named is replaced whole,
 * and the days to come are written anew.  INVALID: *bad_line. */
struct csv_table;
MUST_USE err reception_holidays_put(struct task *task,
                                    struct csv_table *table, int64_t *days,
                                    int64_t *bad_line);

/* All days that stand written against what their rules say; how many rules
 * were compared, and the first that differs (empty: none). */
MUST_USE err reception_verify(struct desk *desk, struct arena *arena,
                              int64_t *compared, str *difference);

/* What of timetables waits for the viewer, for the page of work: at most so
 * many links; label and hint are Chinese, in the catalogue. */
enum { RECEPTION_CALLS_MAX = 2 };
struct reception_call {
    str href, label, hint;
};
MUST_USE err reception_calls(struct task *task,
                             struct reception_call calls[RECEPTION_CALLS_MAX],
                             int *count);

/* The next days on which a station, or a deputy, receives people, today
 * first: for the pages of other rooms.  Days that are off and plain opening
 * hours are left out; `sitters` only of a station's. */
enum { RECEPTION_NEXT_MAX = 4 };
MUST_USE err reception_next_at(struct task *task, int64_t station_id,
                               struct reception_seen_list *days);
MUST_USE err reception_next_of(struct task *task, int64_t deputy_id,
                               struct reception_seen_list *days);

extern const struct feature RECEPTION_FEATURE;

#endif
