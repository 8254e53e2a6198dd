/* One person of each role, who asks the served site: what the tests of routes
 * and roles share. */
#ifndef MAIN_TESTS_PLAYERS_H
#define MAIN_TESTS_PLAYERS_H

#include "main/tests/caller.h"
#include "main/tests/stand.h"

struct players {
    struct stand *stand;
    int port;
    int64_t accounts[ROLE_COUNT];   /* 0: there is none with this role */
    str slip;
};

/* Serves the stand's site, which has the fixture's world; the constituent's
 * slip is that of the matter. */
void players_begin(struct players *players, struct stand *stand,
                   int64_t matter_id);

/* The first account with this role and no other; 0 if none. */
int64_t players_account(struct stand *stand, roles role);

/* All cookies of somebody who has this role and no other; those of staff are
 * of a session just begun. */
str players_cookies(struct players *players, int role);

/* The token that this person's forms hold. */
str players_token(struct players *players, int role, str cookies);

/* Sent away by the guard: 401, 403, or to log in. */
bool players_denied(const struct answer *answer);

#endif
