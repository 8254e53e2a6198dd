/* Handlers about a single day and a single seat: calling off, moving, standing
 * in, asking and answering, and who came.  The routes stand in
 * reception_pages.c.
 *
 *   asked -> accepted     the other sits there from then on
 *        `-> refused      she said no
 *        `-> back         the asker thought otherwise
 *
 * Who decides first decides: each of these moves is out of `asked` alone. */
#ifndef FEATURES_RECEPTION_DAYS_H
#define FEATURES_RECEPTION_DAYS_H

#include "desk/task.h"

MUST_USE err reception_day_page(struct task *task);
MUST_USE err reception_day_cancel(struct task *task);
MUST_USE err reception_day_move(struct task *task);
MUST_USE err reception_day_restore(struct task *task);

MUST_USE err reception_seat_page(struct task *task);
MUST_USE err reception_seat_replace(struct task *task);
MUST_USE err reception_seat_came(struct task *task);
MUST_USE err reception_seat_sure(struct task *task);
MUST_USE err reception_seat_ask(struct task *task);

MUST_USE err reception_mine_page(struct task *task);
MUST_USE err reception_swap_answer(struct task *task);
MUST_USE err reception_swap_back(struct task *task);

#endif
