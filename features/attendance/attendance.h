/* Leave and attendance of sessions.  Nothing here is called by other rooms:
 * they read the journal (attendance.warn). */
#ifndef FEATURES_ATTENDANCE_H
#define FEATURES_ATTENDANCE_H

#include "attendance_gen.h"
#include "desk/task.h"

extern const struct feature ATTENDANCE_FEATURE;

#endif
