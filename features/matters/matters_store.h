/* The doors of the room that only its own files use.
 *
 *   receive   matters.h      a matter begins
 *   sort      here           a liaison corrects kind, category, place
 *   move      here           the state changes; the only way it does
 *   note      matters.h      words beside the moves
 *   publish   here           the approved text goes out, or comes back
 *
 * Each of them writes its rows and exactly one event. */
#ifndef FEATURES_MATTERS_STORE_H
#define FEATURES_MATTERS_STORE_H

#include "features/matters/matters.h"

#define DAY_MS INT64_C(86400000)

/* Who reads and works on matters at all. */
#define MATTER_STAFF                                                \
    (ROLE_DEPUTY | ROLE_LIAISON | ROLE_LEADER | ROLE_PRESIDIUM |    \
     ROLE_ORGAN | ROLE_COUNTY | ROLE_AUDITOR)

/* ---- sight (matters_sight.c) ------------------------------------------ */

/* The matter of the route's {code}; NOT_FOUND also if the viewer may not
 * see at least `least` of it. */
MUST_USE err matter_of_route(struct task *task, enum matter_sight least,
                             struct matter_row *matter);

/* Role and scope: could this viewer ever make this move here? */
bool matter_mover(const struct task *task, const struct matter_row *matter,
                  enum matter_move move);

/* Of those who could, who may in this state: of a claim its deputy, of a
 * dispatch its organ.  Also says whether the move is legal now. */
bool matter_may(const struct task *task, const struct matter_row *matter,
                enum matter_move move);

/* What is public can be taken back in every state. */
bool matter_may_unpublish(const struct task *task,
                          const struct matter_row *matter);
bool matter_may_publish(const struct task *task,
                        const struct matter_row *matter);
bool matter_may_unmask(const struct task *task,
                       const struct matter_row *matter);

/* A claim whose time is over no longer keeps anybody away. */
bool matter_lease_is_over(const struct matter_row *matter, int64_t now_ms);

/* ---- moving (matters_move.c) ------------------------------------------ */

/* What goes with a move; what it does not need is left empty. */
struct matter_with {
    int64_t deputy_id;              /* CLAIM */
    int64_t lead_organ, due_at;     /* DISPATCH */
    str result;                     /* REPLY: A B C D */
    str rating;                     /* SATISFIED, DISSATISFIED */
    str text_kind;                  /* reply | reason | comment */
    str text;                       /* the constituent may read it */
    str inner;                      /* staff alone: evidence, remark */
};

/* FORBIDDEN: not this viewer's to move; CONFLICT: not legal now, with the
 * legal moves as a sentence; on OK `matter` is as the database has it. */
MUST_USE err matter_move(struct task *task, struct matter_row *matter,
                         enum matter_move move,
                         const struct matter_with *with);

/* Correct kind, category and area of a new matter; nothing changed is no
 * event. */
MUST_USE err matter_sort(struct task *task, struct matter_row *matter,
                         str kind, int64_t category_id, int64_t area);

/* ---- words beside (matters_publish.c) --------------------------------- */

/* The person has agreed: whoever calls has asked, and the event says so. */
MUST_USE err matter_publish(struct task *task,
                            const struct matter_row *matter,
                            str title, str body, str reply);
MUST_USE err matter_unpublish(struct task *task,
                              const struct matter_row *matter);

/* The rows of it alone, for a move that ends the matter. */
MUST_USE err matter_take_down(struct task *task,
                              const struct matter_row *matter);

/* Name and phone in clear, and the event that says who looked. */
struct matter_clear {
    str name, phone;
};
MUST_USE err matter_unmask(struct task *task,
                           const struct matter_row *matter,
                           struct matter_clear *clear);

/* ---- small things (matters_store.c) ----------------------------------- */

/* Adds a row of words; *id 0 and nothing written for an empty body. */
struct matter_words {
    int64_t matter_id;
    str kind, body;
    bool is_public;
    int64_t author_id;
};
MUST_USE err matter_text_put(struct task *task,
                             const struct matter_words *words, int64_t *id);

/* matter_place rows of the area and all above it. */
MUST_USE err matter_places_add(struct task *task, int64_t area,
                               int64_t received_at, int64_t matter_id);

/* The areas above and the area itself, nation first; how many. */
enum { MATTER_PLACES_MAX = 10 };
int matter_places(int64_t area, int64_t places[MATTER_PLACES_MAX]);

/* A place as a word of the index of words: what is in it or beneath has that
 * word.  A matter's are all places that it is in, the widest first, joined by
 * blanks, in front of its other words. */
str matter_place_word(struct arena *arena, int64_t place);
str matter_place_words(struct arena *arena, int64_t area);

/* The matter's words stand under another area from the end of the
 * transaction on. */
void matter_search_moved(struct task *task, const struct matter_row *matter,
                         int64_t area);

/* The first-level category above this one; 0 for none. */
MUST_USE err category_root(struct task *task, int64_t category_id,
                           int64_t *root);

/* A code that no matter has, neither on a slip nor in public. */
MUST_USE err matter_free_code(struct task *task, str *code);

/* Search words of all engines: "停车 难停" as the query of this engine. */
str matter_query(struct task *task, str typed);

#endif
