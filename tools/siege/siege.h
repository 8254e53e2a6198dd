/* Many clients who remember what they were told, and a judge who looks
 * whether it is so.  script/siege kills, starves and cuts meanwhile.
 *
 *   siege load  --port N --accounts FILE --log FILE --until FILE
 *               [--clients N] [--seconds N] [--seed N] [--patience N]
 *   siege race  --port N --accounts FILE [--clients N] [--rounds N]
 *   siege crush --port N [--clients N]
 *   siege judge --log FILE (--file SQLITE | --db URL)
 *
 * load acts until the file `until` exists; what it was told goes to the log,
 * a line an act: outcome kind marker code tries; `patience` seconds after the
 * end what still was not answered is `unknown`.  race: all clients claim
 * one matter at the same moment, round by round.  crush opens that many
 * connections and holds them.  Exit: 0 well, 1 not, 2 wrong options.
 *
 * The tool shares nothing with the house but base/: the judge asks SQLite
 * and PostgreSQL itself. */
#ifndef TOOLS_SIEGE_SIEGE_H
#define TOOLS_SIEGE_SIEGE_H

#include <stdint.h>

#include "base/str.h"

struct arena;

struct siege {
    struct arena *arena;
    int64_t port, clients, rounds, seconds, seed, patience;
    const char *accounts, *log, *until, *file, *url;
};

int siege_load(const struct siege *siege);
int siege_race(const struct siege *siege);
int siege_crush(const struct siege *siege);
int siege_judge(const struct siege *siege);

/* A form's fields; values may be any text. */
str siege_field(struct arena *arena, const char *name, str value);

#endif
