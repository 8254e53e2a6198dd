/* Handlers of a station's posts; the routes stand in staffing_pages.c. */
#ifndef FEATURES_STAFFING_POSTS_H
#define FEATURES_STAFFING_POSTS_H

#include "desk/task.h"

MUST_USE err staff_page(struct task *task);
MUST_USE err staff_appoint(struct task *task);
MUST_USE err staff_end_page(struct task *task);
MUST_USE err staff_end(struct task *task);

#endif
