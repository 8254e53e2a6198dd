/* The kernel's randomness, and a repeatable imitation. */
#include "base/dice.h"

#include <errno.h>
#include <sys/random.h>

#include "base/must.h"

static void fill_real(struct dice *dice, void *bytes, size_t n)
{
    (void)dice;
    char *p = bytes;
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
