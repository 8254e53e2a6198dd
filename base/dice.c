/* The kernel's randomness, and a repeatable imitation. */
#include "base/dice.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/random.h>

#include "base/must.h"

enum { STOCK_BYTES = 512 };

static void ask_kernel(char *p, size_t n)
{
    while (n > 0) {
        ssize_t got = getrandom(p, n, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        must(got > 0);
        p += got;
        n -= (size_t)got;
    }
}

/* The kernel is asked for some at a time: a request needs a few bytes, and
 * each asking costs as much as drawing a form.  What was given out is wiped
 * here, and a child of fork() begins without its parent's stock. */
static _Thread_local char stock[STOCK_BYTES];
static _Thread_local size_t left;

static void forget_stock(void)
{
    left = 0;
}

static void watch_forks(void)
{
    must(pthread_atfork(NULL, NULL, forget_stock) == 0);
}

static void fill_real(struct dice *dice, void *bytes, size_t n)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)dice;
    if (n > STOCK_BYTES) {
        ask_kernel(bytes, n);
        return;
    }
    if (left < n) {
        must(pthread_once(&once, watch_forks) == 0);
        ask_kernel(stock, STOCK_BYTES);
        left = STOCK_BYTES;
    }
    must(left >= n);
    left -= n;
    memcpy(bytes, stock + left, n);
    memset(stock + left, 0, n);
}

struct dice DICE_REAL = {.fill = fill_real};

/* SplitMix64 (Steele, Lea, Flood 2014): any seed gives a good sequence. */
static uint64_t split_mix(struct dice *dice)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void fill_seeded(struct dice *dice, void *bytes, size_t n)
{
    unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++) {
        p[i] = (unsigned char)(split_mix(dice) >> 56);
    }
}

struct dice dice_seeded(uint64_t seed)
{
    return (struct dice){.fill = fill_seeded, .state = seed};
}

void dice_fill(struct dice *dice, void *bytes, size_t n)
{
    must(dice != NULL);
    must(dice->fill != NULL);
    dice->fill(dice, bytes, n);
}

uint64_t dice_below(struct dice *dice, uint64_t limit)
{
    must(limit > 0);
    /* Throw away the last, incomplete round: every value is as likely. */
    uint64_t fair = UINT64_MAX - UINT64_MAX % limit;
    uint64_t n = 0;
    do {
        dice_fill(dice, &n, sizeof n);
    } while (n >= fair);
    must(fair % limit == 0);
    return n % limit;
}
