/* Denied unless granted: the checks before any handler runs. */
#ifndef DESK_GUARD_H
#define DESK_GUARD_H

#include "desk/task.h"

/* The route names a role that the viewer has.  LOGIN_NEEDED for the public,
 * else FORBIDDEN. */
MUST_USE err guard_route(struct task *task);

/* A POST comes from our own page: same origin by Sec-Fetch-Site, Origin or
 * Referer, and with the token bound to this client.  Bearer tokens need
 * neither: no browser sends them by itself. */
MUST_USE err guard_origin(struct task *task);

#endif
