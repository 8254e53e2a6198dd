/* The list of stations for everybody; its route stands in
 * stations_pages.c. */
#ifndef FEATURES_STATIONS_LIST_H
#define FEATURES_STATIONS_LIST_H

#include "desk/task.h"

MUST_USE err stations_page(struct task *task);

#endif
