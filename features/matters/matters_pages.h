/* The handlers of this room, for the route table in matters_pages.c. */
#ifndef FEATURES_MATTERS_PAGES_H
#define FEATURES_MATTERS_PAGES_H

#include "desk/task.h"
#include "features/people/people.h"
#include "matters_gen.h"

/* matters_told.c: what is in the events */
enum { MATTER_FACT_COUNT = 14 };
extern const struct fact_name MATTER_FACTS[MATTER_FACT_COUNT];

/* matters_work.c, matters_list.c */
MUST_USE err matters_work(struct task *task);
MUST_USE err matters_list(struct task *task);

/* matters_record.c */
MUST_USE err matter_record_page(struct task *task);
MUST_USE err matter_record(struct task *task);

/* Villages of the viewer's scope as options (value: digits). */
MUST_USE err matter_village_options(struct task *task, roles any,
                                    struct choices *options);

/* matters_rights.c: who can see a matter, a page of them. */
MUST_USE err matter_rights(struct task *task, const struct matter_row *matter,
                           str after, struct right_item_list *items,
                           str *next);
MUST_USE err matter_rights_page(struct task *task);

/* matters_show.c */
MUST_USE err matter_show(struct task *task);
MUST_USE err matter_show_published(struct task *task);
MUST_USE err matter_sheet(struct task *task);

/* matters_acts.c: one per POST beneath /matters/{code} */
MUST_USE err matter_act_accept(struct task *task);
MUST_USE err matter_act_refuse(struct task *task);
MUST_USE err matter_act_claim(struct task *task);
MUST_USE err matter_act_release(struct task *task);
MUST_USE err matter_act_dispatch(struct task *task);
MUST_USE err matter_act_hand_back(struct task *task);
MUST_USE err matter_act_reply(struct task *task);
MUST_USE err matter_act_rate(struct task *task);
MUST_USE err matter_act_withdraw(struct task *task);
MUST_USE err matter_act_note(struct task *task);
MUST_USE err matter_act_publish(struct task *task);
MUST_USE err matter_act_unpublish(struct task *task);
MUST_USE err matter_act_unmask(struct task *task);

/* POST /matters/expire: the caretaker's round, for the system alone. */
MUST_USE err matter_act_expire(struct task *task);

/* Reads the journal: two deputies were one person. */
struct event;
MUST_USE err matters_merged(struct tx *tx, const struct event *event);

#endif
