/* Notices ahead of a day, the local rule of how many days, and the calendar
 * of working days that all are counted with. */
#ifndef FEATURES_RECEPTION_NOTICE_H
#define FEATURES_RECEPTION_NOTICE_H

#include "features/reception/reception.h"

/* A chore: forty notices that are due. */
MUST_USE err reception_notices_publish(struct task *task, bool *more);

MUST_USE err reception_notice_sheet(struct task *task);
MUST_USE err reception_keep_page(struct task *task);
MUST_USE err reception_notice_set(struct task *task);
MUST_USE err reception_holidays_set(struct task *task);

#endif
