/* Organs (承办单位): bodies that matters are dispatched to. */
#ifndef FEATURES_ORGANS_H
#define FEATURES_ORGANS_H

#include "desk/task.h"
#include "organs_gen.h"

MUST_USE err organ_get(struct task *task, int64_t id, struct organ_row *organ);

/* The name of the organ whose id a fact holds, for the audit log. */
MUST_USE err organ_told(struct task *task, str value, str *told);

/* Active organs that may handle a matter of this area: those of the area and
 * of all areas above it, as options (value: id). */
MUST_USE err organ_options(struct task *task, int64_t area,
                           struct choices *options);

/* Whether such an organ may be given a matter of this area. */
MUST_USE err organ_may_handle(struct task *task, int64_t organ_id,
                              int64_t area, bool *may);

/* The same organs as rows, with the names of their areas. */
MUST_USE err organs_above(struct task *task, int64_t area,
                          struct organ_line_list *list);

/* A new organ: the area is there, the viewer's, and has none of that name.
 * Faults at the fields of FORM_ORGAN_NEW; the event is the caller's. */
MUST_USE err organ_judge(struct task *task, const struct organ_row *organ,
                         struct fault *fault);
MUST_USE err organ_store(struct task *task, struct organ_row *organ);

extern const struct feature ORGANS_FEATURE;

#endif
