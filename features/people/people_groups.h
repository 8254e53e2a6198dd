/* Groups of deputies (代表小组), by place and by field.
 *
 * group_member says who was in which group from when to when; it is the one
 * truth.  The column group_id of a deputy is settled from it, her group by
 * place today or 0, by the functions here and by nobody else.  She is in one
 * group by place at a time, in any number by field. */
#ifndef FEATURES_PEOPLE_GROUPS_H
#define FEATURES_PEOPLE_GROUPS_H

#include "desk/task.h"
#include "people_gen.h"

MUST_USE err groups_page(struct task *task);
MUST_USE err group_new_page(struct task *task);
MUST_USE err group_page(struct task *task);
MUST_USE err group_member_page(struct task *task);

MUST_USE err group_rename(struct task *task);
MUST_USE err group_dissolve(struct task *task);
MUST_USE err group_member_add(struct task *task);
MUST_USE err group_member_end(struct task *task);
MUST_USE err group_office_set(struct task *task);
MUST_USE err group_office_end(struct task *task);

/* ---- for the rest of this room ---- */

/* What the form said beyond area and name, about a group just written. */
MUST_USE err group_founded(struct task *task, int64_t id,
                           const struct form_group *form);

/* The group that a deputy was given when she was written down. */
MUST_USE err group_first(struct task *task, const struct deputy_row *deputy,
                         int64_t since_at);

/* Her group by place is deputy->group_id (0: none) and always was: what a
 * register had wrong. */
MUST_USE err group_correct(struct task *task,
                           const struct deputy_row *deputy);

/* All memberships and offices of who is no deputy any more end that day. */
MUST_USE err groups_leave(struct tx *tx, int64_t deputy_id, int64_t at);
MUST_USE err groups_leave_term(struct tx *tx, int64_t term_id, int64_t at);

/* The words that an area has for kinds of groups: the setting
 * people.group_kinds, one a line. */
MUST_USE err group_kinds(struct task *task, int64_t area,
                         struct choices *kinds);

/* "组长" and so on: Chinese, in the catalogue. */
str group_role_word(str role);

/* A dissolved group's name without what made room for another of its name. */
str group_name_shown(str name, str state);

/* The {id} of the route. */
MUST_USE err group_of_route(struct task *task, struct group_row *group);

#endif
