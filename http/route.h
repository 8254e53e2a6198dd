/* Which row of which table serves this method and path.
 *
 * A pattern is "/matters/{code}/claim": literal segments and {names}.  A
 * literal wins over a name.  Rows belong to the caller: route.c sees only
 * their first member. */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "http/request.h"

enum { ROUTE_PARAMS_MAX = 4 };

struct route_key {
    enum method method;             /* GET serves HEAD too */
    const char *pattern;
};

struct route_map;

/* `rows` are pointers to structs that begin with a route_key.  Two equal
 * keys are a panic.  Lives on `arena`. */
struct route_map *route_map_new(struct arena *arena,
                                const struct route_key *const *rows,
                                int count);

struct route_match {
    const struct route_key *row;
    str names[ROUTE_PARAMS_MAX];
    str values[ROUTE_PARAMS_MAX];
    int count;
    bool other_method;              /* with NOT_FOUND: 405, not 404 */
};

MUST_USE err route_find(const struct route_map *map, enum method method,
                        str path, struct route_match *match);

#endif
