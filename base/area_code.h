/* The 16-digit area code: 12 official digits (GB/T 2260 and GB/T 10114) and
 * 4 digits of grid, as one integer.
 *
 *   PPCCDDTTTVVV gggg     province city district town village, four grids
 *
 * A subtree is the range [code, code + span): "this county" is one range on
 * any index.  A grid level is one digit, 1..9.  Level: 0 the nation,
 * 1 province, 2 prefecture, 3 county, 4 town, 5 village, 6..9 grid. */
#ifndef BASE_AREA_CODE_H
#define BASE_AREA_CODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum { AREA_LEVELS = 10 };
#define AREA_NATION 0
#define AREA_END INT64_C(10000000000000000)

/* The length of the subtree's range: 10^14 for a province, 1 for the finest
 * grid. */
int64_t area_span(int64_t area);
int area_level(int64_t area);

/* The area of that level above (or the area itself). */
int64_t area_at_level(int64_t area, int level);
int64_t area_parent(int64_t area);      /* of a province: AREA_NATION */

/* The whole subtree as a range; the nation is everything. */
int64_t area_end(int64_t area);

/* Whether `inner` lies in the subtree of `area`, or is it. */
bool area_holds(int64_t area, int64_t inner);

/* "320623", "320623100", ... of 2, 4, 6, 9, 12 or 16 digits. */
MUST_USE bool area_parse(str digits, int64_t *area);

/* The digits without trailing empty levels: "320623100". */
str area_text(struct arena *arena, int64_t area);

/* The digits down to that level, empty ones too. */
str area_digits(struct arena *arena, int64_t area, int level);

#endif
