/* One-time login slips (desk/entry.h), as the security administrator hands
 * them out: one when an account is made or its password is lost, many after
 * accounts were moved in.  A code is on the page that answers the POST and
 * nowhere else; the page is made for paper (one slip is A6, many go eight to
 * an A4 sheet). */
#ifndef FEATURES_PEOPLE_SLIPS_H
#define FEATURES_PEOPLE_SLIPS_H

#include "desk/task.h"
#include "desk_gen.h"

/* A slip for an account that was just made; shows it. */
MUST_USE err slip_give(struct task *task, const struct account_row *account,
                       int64_t area);

/* A new slip for an account that is there: its password and its sessions end
 * at once, so it also serves who forgot the password. */
MUST_USE err account_slip(struct task *task);
MUST_USE err account_slip_end(struct task *task);

/* Who was never in and holds no living slip; slips for a page of them. */
MUST_USE err slips_page(struct task *task);
MUST_USE err slips_give(struct task *task);

#endif
