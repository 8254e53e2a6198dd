/* How many acts a client may do: a bucket of tokens per key, refilled over
 * time.  In memory only: a restart forgives. */
#ifndef DESK_LIMIT_H
#define DESK_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct limiter;

struct limiter *limiter_new(void);
void limiter_free(struct limiter *limiter);

/* Take one token of `key`'s bucket, which holds `most` and is filled at
 * `per_minute`.  False: empty. */
bool limiter_take(struct limiter *limiter, str key, int most,
                  int per_minute, int64_t now_ms);

#endif
