/* Where one is logged in (/me/sessions): each session with its device, since
 * when, last seen; ends one, or all but this.  The routes stand in
 * desk_pages.c; what a session is: session.h. */
#ifndef DESK_SESSIONS_H
#define DESK_SESSIONS_H

#include "desk/task.h"
#include "desk_gen.h"

MUST_USE err sessions_page(struct task *task);
MUST_USE err sessions_end_one(struct task *task);
MUST_USE err sessions_end_others(struct task *task);

/* The living sessions of an account, the newest first, with their devices in
 * words; at most 50. */
MUST_USE err sessions_of(struct task *task, int64_t account_id,
                         struct session_line_list *list);

#endif
