/* The first login with a one-time slip (一次性登录条): the security
 * administrator makes the account and hands over a paper; nobody but the
 * owner ever knows a password.
 *
 *   issue            a code of 8 letters (crypt/token.h), shown once on the
 *                    slip, kept as a keyed hash; the slip before ends
 *   POST /login/first            login and code; nothing is used up yet, the
 *                                browser gets the cookie `entry` (sealed)
 *   POST /login/first/password   the own password; the slip is used, all
 *                                sessions of before end, then the same last
 *                                steps as any login (desk/enter.h): a second
 *                                step that is on is asked for all the same
 *
 * The same page sets a new password over one that grew too old
 * (enter_fresh()); the cookie then names no slip but that password's time.
 *
 * Wrong codes count with wrong passwords of the same login: five lock it. */
#ifndef DESK_ENTRY_H
#define DESK_ENTRY_H

#include "desk/task.h"

enum { ENTRY_DAYS = 14, ENTRY_DAYS_MAX = 90 };

struct entry_made {
    str code;                       /* as shown: "K7M2-QX9D" */
    int64_t until_at;
};

/* A new slip for the account, the one before ends.  Its days are the setting
 * account.slip_days of the area.  For ROLE_SECADMIN. */
MUST_USE err entry_issue(struct task *task, int64_t account_id, int64_t area,
                         struct entry_made *made);

/* Taken back; *ended is false if there was none. */
MUST_USE err entry_revoke(struct task *task, int64_t account_id,
                          bool *ended);

MUST_USE err entry_page(struct task *task);
MUST_USE err entry_check(struct task *task);
MUST_USE err entry_password_page(struct task *task);
MUST_USE err entry_password_check(struct task *task);   /* prepare */
MUST_USE err entry_password(struct task *task);

#endif
