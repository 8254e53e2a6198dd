/* 群众事项: what other rooms may call.
 *
 * Invariants: a matter's state changes only in matter_move(); every change
 * adds one event (matter.receive, matter.move, matter.note, matter.publish,
 * ...); constituents' names and phones are sealed and shown masked; what is
 * not approved never reaches the public, nor does what was withdrawn or
 * refused, nor the code of a slip. */
#ifndef FEATURES_MATTERS_H
#define FEATURES_MATTERS_H

#include "desk/task.h"
#include "features/matters/matters_rules.h"
#include "matters_gen.h"

/* What was said, and by whom; everything may be empty but kind, channel,
 * area, title and body. */
struct matter_new {
    str kind, channel;              /* stored words, matters_rules.h */
    int64_t category_id;
    int64_t area, station_id, wanted_deputy;
    str title, body, place;
    str person_name, person_phone;  /* plain; sealed inside */
    bool is_secret;
    int64_t taker_id;               /* account that wrote it down; 0: self */
    int64_t received_at;            /* 0: now */
    str source, source_key;         /* of an import */
};

struct matter_made {
    int64_t id;
    str code;                       /* 8 letters */
    str pin;                        /* 6 digits */
};

/* Write a matter down: rows, search, event matter.receive.  The one door in,
 * for the public form, the station's desk, demo and import alike. */
MUST_USE err matter_receive(struct task *task, const struct matter_new *new,
                            struct matter_made *made);

/* The PIN of a code: derived with the node's key, so that a lost slip can be
 * printed again and no PIN is stored. */
str matter_pin(struct task *task, str code);

/* NOT_FOUND if there is none; asks nothing about the viewer. */
MUST_USE err matter_by_code(struct task *task, str code,
                            struct matter_row *matter);
MUST_USE err matter_by_id(struct task *task, int64_t id,
                          struct matter_row *matter);

/* The same for the address of the approved text; it may have been taken
 * back since. */
MUST_USE err matter_by_public_code(struct task *task, str code,
                                   struct matter_row *matter);

/* How much of a matter the viewer may see.  The approved text is another
 * page with a code of its own: the slip's code is told to nobody. */
enum matter_sight {
    SIGHT_NONE,                     /* answer NOT_FOUND */
    SIGHT_OWN,                      /* the constituent with the slip */
    SIGHT_WORK                      /* staff in scope: all but the person */
};
enum matter_sight matter_sight(const struct task *task,
                               const struct matter_row *matter);

/* What the constituent with the slip reads: the words, the answer, the public
 * events with roles instead of names.  The viewer must have SIGHT_OWN. */
MUST_USE err matter_tell(struct task *task, const struct matter_row *matter,
                         struct matter_told *told,
                         struct matter_step_list *steps);

/* NOT_FOUND if an import has not brought this one yet. */
MUST_USE err matter_by_source(struct task *task, str source, str key,
                              struct matter_found *found);

/* An internal note: no constituent and no public page ever shows it. */
MUST_USE err matter_note(struct task *task, const struct matter_row *matter,
                         str text);

/* Give back at most 100 claims whose time is up; asks nobody's leave, so
 * only the system calls it (POST /matters/expire, main/chores.c). */
MUST_USE err matters_expire(struct task *task, int64_t *expired);

/* Published matters of a place and all beneath, newest first, at most 20
 * from the cursor ("" is the start); `next` is the cursor of the next page
 * or empty.  With `tokens` only those whose approved text has all of them.
 */
MUST_USE err matters_published(struct task *task, int64_t place, str query,
                               str cursor, struct matter_public_list *list,
                               str *next);

/* First-level categories as options (value: id), and the whole tree as
 * "一级 / 二级" options for those who sort. */
MUST_USE err category_options(struct task *task, bool whole_tree,
                              struct choices *options);

/* Add a category by its path "城乡建设/安全生产"; existing ones are found.
 * 0 for an empty path. */
MUST_USE err category_put(struct task *task, str path, int64_t *id);

extern const struct feature MATTERS_FEATURE;

#endif
