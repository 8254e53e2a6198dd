/* Handlers that write sheets; the routes stand in inspections_pages.c. */
#ifndef FEATURES_INSPECTIONS_ACTS_H
#define FEATURES_INSPECTIONS_ACTS_H

#include "desk/task.h"

MUST_USE err inspection_begin(struct task *task);
MUST_USE err inspection_mark(struct task *task);
MUST_USE err inspection_finish(struct task *task);
MUST_USE err inspection_withdraw(struct task *task);

#endif
