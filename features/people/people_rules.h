/* What may be decided about deputies and accounts without looking anything
 * up. */
#ifndef FEATURES_PEOPLE_RULES_H
#define FEATURES_PEOPLE_RULES_H

#include <stdbool.h>

#include "base/dice.h"
#include "base/role.h"
#include "base/str.h"

struct arena;

enum { DEPUTY_LEVEL_MAX = 4, PASSWORD_LETTERS = 12 };

/* "县级人大代表": Chinese, in the catalogue; 0 is the nation. */
str deputy_level_word(int64_t level);

/* 2 to 40 of a-z 0-9 . _ - and a letter or digit first. */
bool login_is_good(str login);

/* The three administrators and the auditor watch each other: no account
 * may hold two of these roles, and none of them does congress work. */
bool roles_go_together(roles held, roles added);

/* Whether somebody else may act with it for a while: congress work may be
 * lent, the watching of each other may not (desk/acting.h). */
bool role_may_be_lent(roles role);

/* What a grant of this role is about. */
enum grant_about { ABOUT_NOTHING, ABOUT_DEPUTY, ABOUT_STATION, ABOUT_ORGAN };
enum grant_about role_about(roles role);

/* A first password of 12 letters that can be read aloud. */
str password_new(struct arena *arena, struct dice *dice);

#endif
