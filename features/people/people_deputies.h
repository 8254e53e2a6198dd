/* Handlers of deputies and groups; the routes stand in people_pages.c. */
#ifndef FEATURES_PEOPLE_DEPUTIES_H
#define FEATURES_PEOPLE_DEPUTIES_H

#include "desk/task.h"

MUST_USE err deputy_new_page(struct task *task);
MUST_USE err deputy_add(struct task *task);
MUST_USE err group_add(struct task *task);

#endif
