/* Handlers of the second step of logging in, and of its setting up; the
 * routes stand in desk_pages.c.  What the codes are: crypt/totp.h.
 *
 * Off -> begun (a secret, shown as a picture for the phone) -> in force once
 * a code proved that the phone has it; then ten recovery codes are shown,
 * once.  Switching off asks for a code again: a browser left open is not
 * enough.  For who lost both phone and codes the security administrator
 * switches it off (features/people). */
#ifndef DESK_SECOND_H
#define DESK_SECOND_H

#include "desk/task.h"

MUST_USE err second_ask_page(struct task *task);
MUST_USE err second_ask(struct task *task);

MUST_USE err second_page(struct task *task);
MUST_USE err second_begin(struct task *task);
MUST_USE err second_confirm(struct task *task);
MUST_USE err second_end(struct task *task);

/* What its wrong codes are counted under. */
str second_tries(struct task *task, int64_t account_id);

/* Off, with all recovery codes; whoever may. */
MUST_USE err second_clear(struct task *task, int64_t account_id);

#endif
