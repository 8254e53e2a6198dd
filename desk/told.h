/* Facts of events, in words: "动作：受理；状态：待受理 → 待认领".
 *
 * Each room says what its facts are called and how a value reads
 * (struct fact_name); the audit log asks here. */
#ifndef DESK_TOLD_H
#define DESK_TOLD_H

#include "desk/task.h"

/* In the order of the room's table, in the viewer's language; facts that the
 * room keeps for machines are left out.  An event of a room that was taken
 * out is told as it stands. */
MUST_USE err facts_told(struct task *task, str kind, str facts, str *told);

/* Who did it: "王秘书代李主任" if the facts say that it was for somebody, else
 * the name as it is. */
MUST_USE err actor_told(struct task *task, str name, str facts, str *told);

#endif
