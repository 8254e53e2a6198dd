/* Deputies, groups and mandates as they may be written: the checks and the
 * rows, without a form and without an event.  Whoever writes one adds the
 * event: a page for each, an import for all. */
#ifndef FEATURES_DEPUTY_STORE_H
#define FEATURES_DEPUTY_STORE_H

#include "desk/task.h"
#include "people_gen.h"

struct new_deputy {
    /* Asked: name, motto, level (-1: as the area says), area, patch (0: the
     * area), group_id, station_id (0: none, -1: not found), code (empty: a
     * new one).  deputy_judge() settles level, area and patch,
     * deputy_store() the rest. */
    struct deputy_row row;
    int64_t since_at;               /* 0: today */
    str constituency, delegation;   /* may be empty */
    bool namesake;                  /* somebody said: another person */
    struct mandate_row mandate;     /* filled by deputy_store() */
};

/* The viewer keeps all of it and all of it is there; faults are told at the
 * fields of FORM_DEPUTY. */
MUST_USE err deputy_judge(struct task *task, struct new_deputy *deputy,
                          struct fault *fault);

/* The deputy with her first mandate. */
MUST_USE err deputy_store(struct task *task, struct new_deputy *deputy);

/* Faults at the fields of FORM_GROUP. */
MUST_USE err group_judge(struct task *task, int64_t area, str name,
                         struct fault *fault);
MUST_USE err group_store(struct task *task, int64_t area, str name,
                         int64_t *id);

/* One more mandate of a deputy: area, level, constituency, delegation and
 * since_at are asked.  Faults at the fields of FORM_MANDATE. */
MUST_USE err mandate_judge(struct task *task, int64_t deputy_id,
                           const struct mandate_row *mandate,
                           struct fault *fault);

/* Writes it with the first step of its history; `how` is a word of
 * mandate_rules.h. */
MUST_USE err mandate_store(struct task *task, struct mandate_row *mandate,
                           str how);

/* The event of a step in a mandate's history. */
MUST_USE err mandate_told(struct task *task,
                          const struct mandate_row *mandate, str act,
                          int64_t at);

/* The deputy's own row after her mandates changed, and a deputy's rights with
 * it (grant_pause.h); who is none any more leaves groups and patches on the
 * day of that change. */
MUST_USE err deputy_settled(struct task *task, int64_t deputy_id,
                            int64_t at);

/* What a register had wrong about her group, patch, station and motto: no
 * history is made of it. */
MUST_USE err deputy_correct(struct task *task,
                            const struct deputy_row *deputy);

/* All that mandate_store() and deputy_store() have written, gone: of one whom
 * nothing else names. */
MUST_USE err mandate_unstore(struct task *task, int64_t id);
MUST_USE err deputy_unstore(struct task *task, int64_t id);
/* Whether `gone` may be merged into `kept`: the viewer keeps both, they are
 * two, and do not sit in one congress at the same time. */
MUST_USE err deputies_merge_judge(struct task *task,
                                  const struct deputy_row *kept,
                                  const struct deputy_row *gone,
                                  struct fault *fault);

/* Mandates and roles go to `kept`, the code of `gone` leads there from now
 * on.  The event "deputy.merge" has both ids: who else keeps a deputy's id
 * reads it and moves the own rows (struct journal_reader). */
MUST_USE err deputies_merge(struct task *task, const struct deputy_row *kept,
                            const struct deputy_row *gone);

/* The viewer keeps this area, and it is in the register. */
MUST_USE err keeper_area_judge(struct task *task, int64_t code, int field,
                               struct fault *fault);

#endif
