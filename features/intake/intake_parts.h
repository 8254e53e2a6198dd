/* What the files of the public's door share. */
#ifndef FEATURES_INTAKE_PARTS_H
#define FEATURES_INTAKE_PARTS_H

#include "desk/task.h"
#include "intake_gen.h"

/* intake_say.c */
MUST_USE err say_page(struct task *task);
MUST_USE err say_send(struct task *task);

/* intake_slip.c */
MUST_USE err slip_page(struct task *task);
MUST_USE err track_page(struct task *task);
MUST_USE err track_check(struct task *task);

/* intake_public.c */
MUST_USE err home_page(struct task *task);
MUST_USE err published_page(struct task *task);
MUST_USE err published_feed(struct task *task);
MUST_USE err help_page(struct task *task);

#endif
