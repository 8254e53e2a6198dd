/* Chance comes from outside, so that a test can repeat it.
 *
 * DICE_REAL asks the kernel.  A seeded dice is for tests and generators of
 * bench data only: it is not secret. */
#ifndef BASE_DICE_H
#define BASE_DICE_H

#include <stddef.h>
#include <stdint.h>

struct dice {
    void (*fill)(struct dice *dice, void *bytes, size_t n);
    uint64_t state;                 /* used by dice_seeded() alone */
};

extern struct dice DICE_REAL;       /* safe from many threads */
struct dice dice_seeded(uint64_t seed);

void dice_fill(struct dice *dice, void *bytes, size_t n);
uint64_t dice_below(struct dice *dice, uint64_t limit);  /* 0..limit-1 */

#endif
