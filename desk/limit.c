/* Buckets in a fixed table: two keys that fall together share a bucket,
 * which is stricter, never laxer, and needs no memory per client. */
#include "desk/limit.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/must.h"

/* One token a minute is one part a millisecond: no fraction is ever lost,
 * however often somebody knocks. */
enum { BUCKETS = 1 << 14, PARTS = 60000 };

struct bucket {
    int64_t parts;                  /* of tokens */
    int64_t at_ms;                  /* 0: never used, so full */
};

struct limiter {
    pthread_mutex_t lock;
    struct bucket buckets[BUCKETS];
};

struct limiter *limiter_new(void)
{
    struct limiter *limiter = calloc(1, sizeof *limiter);
    must(limiter != NULL);
    pthread_mutex_init(&limiter->lock, NULL);
    return limiter;
}

void limiter_free(struct limiter *limiter)
{
    if (limiter != NULL) {
        pthread_mutex_destroy(&limiter->lock);
        free(limiter);
    }
}

static void bucket_fill(struct bucket *bucket, int most, int per_minute,
                        int64_t now_ms)
{
    must(now_ms > 0);
    int64_t full = (int64_t)most * PARTS;
    if (bucket->at_ms == 0) {
        bucket->parts = full;
    } else if (now_ms > bucket->at_ms) {
        int64_t passed = now_ms - bucket->at_ms;
        passed = passed > 3600000 ? 3600000 : passed;
        bucket->parts += passed * per_minute;
    }
    if (bucket->parts > full) {
        bucket->parts = full;
    }
    must(bucket->parts <= full);
    must(bucket->parts >= 0);
    bucket->at_ms = now_ms;
}

bool limiter_take(struct limiter *limiter, str key, int most,
                  int per_minute, int64_t now_ms)
{
    must(limiter != NULL);
    must(most > 0);
    must(per_minute > 0);
    struct bucket *bucket = &limiter->buckets[str_hash(key) % BUCKETS];
    pthread_mutex_lock(&limiter->lock);
    bucket_fill(bucket, most, per_minute, now_ms);
    bool had = bucket->parts >= PARTS;
    if (had) {
        bucket->parts -= PARTS;
    }
    must(bucket->parts >= 0);
    pthread_mutex_unlock(&limiter->lock);
    return had;
}
