/* How many acts a client may do: a bucket of tokens per key, refilled over
 * time.  In memory only: a restart forgives. */
#ifndef DESK_LIMIT_H
#define DESK_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct limiter;

/* What an address may do without an account.  A wrong password or PIN costs
 * some tokens more: there are many names and codes to try one's luck with. */
enum {
    STRANGER_PER_MINUTE = 60,
    STRANGER_BURST = 120,
    STRANGER_FAILURE_COST = 5
};

struct limiter *limiter_new(void);
void limiter_free(struct limiter *limiter);

/* Take one token of `key`'s bucket, which holds `most` and is filled at
 * `per_minute`.  False: empty. */
bool limiter_take(struct limiter *limiter, str key, int most,
                  int per_minute, int64_t now_ms);

#endif
