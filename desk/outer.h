/* Handlers of logging in at another house (OpenID Connect); the routes stand
 * in desk_pages.c, the thinking in crypt/oidc.h.
 *
 *   POST /login/oidc         the provider is asked who it is (ROUTE_OUTSIDE);
 *                            the question goes into the sealed cookie
 *                            `oidc`, the person goes there
 *   GET  /login/oidc/back    the person is back: one button
 *   POST /login/oidc/back    code, token, claims (ROUTE_OUTSIDE); then the
 *                            account that is tied to this person, and the
 *                            same last steps as any login (desk/enter.h)
 *   GET  /me/outer           whether the own account is tied, and to whom
 *
 * The way back is a page with a button, since only a POST may write, and
 * another site cannot press it for somebody.  Nobody gets an account by
 * logging in over there: whoever has one ties it, logged in, at /me/outer.
 * While nothing is agreed (desk->oidc is NULL) all of this is NOT_FOUND. */
#ifndef DESK_OUTER_H
#define DESK_OUTER_H

#include "desk/task.h"

MUST_USE err outer_find(struct task *task);         /* prepare */
MUST_USE err outer_go(struct task *task);

MUST_USE err outer_back_page(struct task *task);
MUST_USE err outer_ask(struct task *task);          /* prepare */
MUST_USE err outer_back(struct task *task);

MUST_USE err outer_page(struct task *task);
MUST_USE err outer_end(struct task *task);

#endif
