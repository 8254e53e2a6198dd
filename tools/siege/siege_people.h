/* Who besieges: the accounts of a demo (accounts.txt: login, password,
 * roles, name, area), put together as teams that can take one matter from
 * its first word to its end. */
#ifndef TOOLS_SIEGE_PEOPLE_H
#define TOOLS_SIEGE_PEOPLE_H

#include <stdbool.h>

#include "base/str.h"

struct arena;
struct answer;

enum { PEOPLE_MAX = 100, TEAMS_MAX = 16, TEAM_MAX = 8, OPTIONS_MAX = 64 };

struct person {
    str login, password, roles, area;
    str cookie, token;              /* of the session */
};

struct options {
    str values[OPTIONS_MAX];
    int count;
};

struct team {
    const struct person *liaison, *presidium;
    const struct person *deputies[TEAM_MAX], *clerks[TEAM_MAX];
    int deputy_count, clerk_count;
    struct options villages;
};

struct people {
    struct arena *arena;
    int port;
    struct person list[PEOPLE_MAX];
    int count;
    struct team teams[TEAMS_MAX];
    int team_count;
};

/* Reads the file, logs in everybody a team needs, makes the teams.  False,
 * and a sentence on stderr, if that cannot be done. */
bool people_gather(struct people *people, const char *file);

/* The options of a <select> of that name that are not empty. */
struct options page_options(str page, str name);

/* The hidden _token of a page's forms. */
str page_token(str page);

#endif
