/* What can happen to a mandate, as a table: from where to where, on what
 * legal ground. */
#ifndef FEATURES_MANDATE_RULES_H
#define FEATURES_MANDATE_RULES_H

#include <stdbool.h>

#include "base/str.h"

enum mandate_state { MANDATE_ACTIVE, MANDATE_SUSPENDED, MANDATE_ENDED };

/* 代表法 (2025) art. 61: suspension; art. 62: how a mandate ends. */
struct mandate_act {
    str word;                       /* as stored and sent */
    str zh;                         /* Chinese, in the catalogue */
    str ground;                     /* Chinese: law and article, or empty */
    unsigned from;                  /* bits 1 << enum mandate_state */
    enum mandate_state to;
    bool local_only;                /* not for the nation's congress */
    bool by_hand;                   /* a keeper may choose it */
    bool of_person;                 /* ends all mandates of a person at once */
};

/* NULL if there is no such act. */
const struct mandate_act *mandate_act(str word);

/* All of them, in the order of the law. */
const struct mandate_act *mandate_acts(int *count);

str mandate_state_word(enum mandate_state state);       /* as stored */
str mandate_state_zh(enum mandate_state state);
MUST_USE bool mandate_state_read(str word, enum mandate_state *state);

/* May this happen to a mandate of this level in this state? */
bool mandate_allows(const struct mandate_act *act, enum mandate_state state,
                    int64_t level);

#endif
