/* Finding deputies, for everybody; the routes stand in people_pages.c. */
#ifndef FEATURES_PEOPLE_DIRECTORY_H
#define FEATURES_PEOPLE_DIRECTORY_H

#include "desk/task.h"

MUST_USE err deputies_page(struct task *task);
MUST_USE err deputies_mine_page(struct task *task);

#endif
