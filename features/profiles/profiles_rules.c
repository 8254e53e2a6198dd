/* Pure decisions; see profiles_rules.h. */
#include "features/profiles/profiles_rules.h"

#include "base/clock.h"

static bool goes_on(const struct mandate_row *row, int64_t now)
{
    return str_eq(row->state, S("active")) && row->since_at <= now &&
           (row->until_at == 0 || row->until_at > now);
}

const struct mandate_row *profile_mandate(const struct mandate_row_list *list,
                                          int64_t now)
{
    const struct mandate_row *nearest = NULL;
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct mandate_row *row = &list->rows[i];
        bool nearer = nearest == NULL || row->level > nearest->level;
        nearest = goes_on(row, now) && nearer ? row : nearest;
    }
    return nearest;
}

int64_t profile_term_start(const struct mandate_row_list *list, int64_t now)
{
    const struct mandate_row *nearest = profile_mandate(list, now);
    return nearest == NULL ? 0 : nearest->since_at;
}

int64_t profile_ended_at(const struct mandate_row_list *list)
{
    int64_t last = 0;
    for (ptrdiff_t i = 0; i < list->n; i++) {
        const struct mandate_row *row = &list->rows[i];
        if (!str_eq(row->state, S("ended"))) {
            return 0;
        }
        last = row->until_at > last ? row->until_at : last;
    }
    return last;
}

int64_t profile_year_start(int64_t now)
{
    struct date first = {.year = (int)year_of_ms(now), .month = 1, .day = 1};
    return date_to_ms(first);
}
