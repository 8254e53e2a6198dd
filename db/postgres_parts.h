/* What PostgreSQL's engine needs and no other does. */
#ifndef DB_POSTGRES_PARTS_H
#define DB_POSTGRES_PARTS_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "db/engine.h"

/* What each connection is told first (postgres_settings.c). */
extern const char *const POSTGRES_SETTINGS;

/* sqlstate.c */
err sqlstate_err(const char *state);
bool sqlstate_is_chance(const char *state);

/* postgres_parts.c */
struct binding {
    unsigned types[PARAMS_MAX];
    const char *values[PARAMS_MAX];
    int lengths[PARAMS_MAX];
    int formats[PARAMS_MAX];
    uint64_t numbers[PARAMS_MAX];   /* in the network's byte order */
};
unsigned postgres_type(enum column_kind kind);
void postgres_bind(struct binding *binding, int i,
                   const struct column *column, const void *args);
const void *postgres_empty(struct arena *arena, const struct query *query);
bool socket_wait(int fd, short what, int64_t until_us);
int postgres_patience_ms(const struct line *line);
err postgres_err(const struct line *line, const char *state);
int postgres_lock_kind(const struct db *db, const char *purpose);

/* For probes: one script on a connection of its own. */
MUST_USE err postgres_script_once(str url, str sql);

#endif
