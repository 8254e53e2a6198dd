/* The handlers of this room and what they share; the routes stand in
 * attendance_pages.c. */
#ifndef FEATURES_ATTENDANCE_PARTS_H
#define FEATURES_ATTENDANCE_PARTS_H

#include "attendance_gen.h"
#include "desk/journal.h"
#include "desk/task.h"

/* Who asks for herself, and who decides. */
#define ROLES_DEPUTIES (ROLE_DEPUTY | ROLE_LEADER)
#define ROLES_DECIDERS (ROLE_PRESIDIUM | ROLE_COUNTY)

/* The {session} of the route. */
MUST_USE err held_of_route(struct task *task, struct held_row *held);

/* The same, of a congress that the viewer keeps; else NOT_FOUND. */
MUST_USE err held_to_keep(struct task *task, struct held_row *held);

/* "清溪县第十八届人民代表大会第一次会议" */
str held_name(struct task *task, const struct held_row *held);

/* Around an act that may change unapproved absences: what they were, and the
 * event if that has to be told. */
MUST_USE err absences_now(struct task *task, int64_t mandate_id,
                          int64_t *absences);
MUST_USE err absences_told(struct task *task, const struct held_row *held,
                           const struct due_row *due, int64_t before);

/* attendance_pages.c */
MUST_USE err attendance_list(struct task *task);
MUST_USE err attendance_record(struct task *task);

/* attendance_sheet.c */
MUST_USE err sheet_page(struct task *task);
MUST_USE err sheet_save(struct task *task);
MUST_USE err sheet_rest(struct task *task);

/* attendance_leave.c */
MUST_USE err leave_ask_page(struct task *task);
MUST_USE err leave_ask(struct task *task);
MUST_USE err leave_page(struct task *task);
MUST_USE err leave_decide(struct task *task);
MUST_USE err leave_withdraw(struct task *task);

#endif
