/* What may be decided about timetables without looking anything up: a form
 * becomes a rule of office/recur.h and back, and whose turn a day is. */
#ifndef FEATURES_RECEPTION_RULES_H
#define FEATURES_RECEPTION_RULES_H

#include "office/recur.h"
#include "reception_gen.h"

/* The rule that a form means.  False: *field (of FORM_RECEPTION_RULE) is
 * wrong, and *sentence (Chinese, in the catalogue) says why. */
MUST_USE bool rule_of_form(struct arena *arena,
                           const struct form_reception_rule *form,
                           struct recur_rule *rule, int *field,
                           str *sentence);

/* The form as it would have been filled in. */
void form_of_rule(struct arena *arena, const struct recur_rule *rule,
                  struct form_state *form);

/* One line, as it is kept. */
str rule_text(struct arena *arena, const struct recur_rule *rule);

/* "10、20、末": bits of numbers from `least` to `most`; 末 is bit 0 if the
 * last may be named.  False: something else stands there, or nothing. */
MUST_USE bool numbers_read(str text, int least, int most, bool may_last,
                           uint32_t *bits);

enum { SEATS_MAX = 60 };

/* One seat of a day. */
struct seat {
    int64_t deputy_id;
    int64_t instead_of;             /* 0: her own turn */
};

struct seat_member {
    int64_t deputy_id;
    bool active;
};

/* A deputy hands her seat to another; in the order they were decided. */
struct seat_swap {
    int64_t from, to;
};

struct seat_plan {
    const struct seat_member *members;      /* in the order of the rota */
    int member_count;
    bool rota;                      /* one by one, or all together */
    int64_t turn;                   /* 0 .. the how-manieth day it is */
    const struct seat_swap *swaps;
    int swap_count;
};

/* Who sits there: how many of seats[SEATS_MAX] are filled.  In a rota the
 * place of one who left office falls to the next, so that nobody else's turn
 * moves.  A swap counts if its giver sits there then and its taker does
 * not. */
int seats_fill(const struct seat_plan *plan, struct seat seats[SEATS_MAX]);

/* "09:00—11:30"; "星期一", Chinese, in the catalogue. */
str hours_text(struct arena *arena, int64_t start_min, int64_t end_min);
str weekday_word(int64_t day);

#endif
