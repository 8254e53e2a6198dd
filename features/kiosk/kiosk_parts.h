/* What the files of the terminal share. */
#ifndef FEATURES_KIOSK_PARTS_H
#define FEATURES_KIOSK_PARTS_H

#include "desk/task.h"
#include "features/stations/stations.h"
#include "kiosk_gen.h"

/* Where the terminal stands: from its cookie, which /kiosk?station= sets for
 * the browser's session and /kiosk/setup for a year, as "CODE.set"; then no
 * address changes it any more. */
struct terminal {
    struct station_row station;     /* id 0: not known yet */
    bool is_set;
    bool is_open;
};
MUST_USE err terminal_find(struct task *task, struct terminal *terminal);

/* The same for a screen that needs it: if it is not known, *away is set and
 * the reply leads to the choice of a station. */
MUST_USE err terminal_need(struct task *task, struct terminal *terminal,
                           bool *away);

/* Nothing of this reply may be kept by anybody. */
void kiosk_private(struct task *task);

/* The terminal may keep this screen for the time without a server: only as
 * everybody sees it, in Chinese and in the plain look. */
void kiosk_public(struct task *task);

/* kiosk_place.c */
MUST_USE err kiosk_home(struct task *task);
MUST_USE err kiosk_setup_page(struct task *task);
MUST_USE err kiosk_setup(struct task *task);
MUST_USE err kiosk_look(struct task *task);
MUST_USE err kiosk_reset(struct task *task);
MUST_USE err kiosk_offline(struct task *task);
MUST_USE err kiosk_worker(struct task *task);

/* kiosk_read.c */
MUST_USE err kiosk_deputies(struct task *task);
MUST_USE err kiosk_deputy(struct task *task);
MUST_USE err kiosk_stations(struct task *task);
MUST_USE err kiosk_station(struct task *task);
MUST_USE err kiosk_hours(struct task *task);
MUST_USE err kiosk_activities(struct task *task);
MUST_USE err kiosk_results(struct task *task);
MUST_USE err kiosk_result(struct task *task);

/* kiosk_say.c */
MUST_USE err kiosk_say_page(struct task *task);
MUST_USE err kiosk_check(struct task *task);
MUST_USE err kiosk_send(struct task *task);
MUST_USE err kiosk_slip(struct task *task);

/* kiosk_follow.c */
MUST_USE err kiosk_follow(struct task *task);
MUST_USE err kiosk_matter(struct task *task);

#endif
