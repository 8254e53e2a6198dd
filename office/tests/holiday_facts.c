#include "office/tests/holiday_facts.h"

#include "base/arena.h"

/* From this date so many days; worked or free. */
static const struct {
    int date[3];
    int days;
    bool working;
} STRETCHES[] = {
    {{2023, 1, 1}, 2, false},
    {{2023, 1, 21}, 7, false},
    {{2023, 1, 28}, 2, true},
    {{2023, 4, 5}, 1, false},
    {{2023, 4, 23}, 1, true},
    {{2023, 4, 29}, 5, false},
    {{2023, 5, 6}, 1, true},
    {{2023, 6, 22}, 3, false},
    {{2023, 6, 25}, 1, true},
    {{2023, 9, 29}, 8, false},
    {{2023, 10, 7}, 2, true},
    {{2024, 1, 1}, 1, false},
    {{2024, 2, 4}, 1, true},
    {{2024, 2, 10}, 8, false},
    {{2024, 2, 18}, 1, true},
    {{2024, 4, 4}, 3, false},
    {{2024, 4, 7}, 1, true},
    {{2024, 4, 28}, 1, true},
    {{2024, 5, 1}, 5, false},
    {{2024, 5, 11}, 1, true},
    {{2024, 6, 10}, 1, false},
    {{2024, 9, 14}, 1, true},
    {{2024, 9, 15}, 3, false},
    {{2024, 9, 29}, 1, true},
    {{2024, 10, 1}, 7, false},
    {{2024, 10, 12}, 1, true},
    {{2025, 1, 1}, 1, false},
    {{2025, 1, 26}, 1, true},
    {{2025, 1, 28}, 8, false},
    {{2025, 2, 8}, 1, true},
    {{2025, 4, 4}, 3, false},
    {{2025, 4, 27}, 1, true},
    {{2025, 5, 1}, 5, false},
    {{2025, 5, 31}, 3, false},
    {{2025, 9, 28}, 1, true},
    {{2025, 10, 1}, 8, false},
    {{2025, 10, 11}, 1, true},
    {{2026, 1, 1}, 3, false},
    {{2026, 1, 4}, 1, true},
    {{2026, 2, 14}, 1, true},
    {{2026, 2, 15}, 9, false},
    {{2026, 2, 28}, 1, true},
    {{2026, 4, 4}, 3, false},
    {{2026, 5, 1}, 5, false},
    {{2026, 5, 9}, 1, true},
    {{2026, 6, 19}, 3, false},
    {{2026, 9, 20}, 1, true},
    {{2026, 9, 25}, 3, false},
    {{2026, 10, 1}, 7, false},
    {{2026, 10, 10}, 1, true},
};

enum {
    STRETCH_COUNT = sizeof STRETCHES / sizeof STRETCHES[0],
    FACTS_MAX = 200
};

struct workdays holiday_facts(struct arena *arena)
{
    struct workday_fact *facts =
        NEW_MANY(arena, struct workday_fact, FACTS_MAX);
    ptrdiff_t count = 0;
    for (int i = 0; i < STRETCH_COUNT; i++) {
        const int *date = STRETCHES[i].date;
        int64_t day = civil_day(date[0], date[1], date[2]);
        for (int k = 0; k < STRETCHES[i].days; k++) {
            must(count < FACTS_MAX);
            facts[count++] = (struct workday_fact){
                day + k, STRETCHES[i].working};
        }
    }
    return (struct workdays){facts, count};
}
