/* See attendance_rules.h. */
#include "features/attendance/attendance_rules.h"

#include "base/arena.h"
#include "base/clock.h"
#include "page/words.h"

#define DAY_MS INT64_C(86400000)

enum presence presence_of(int64_t written, bool on_leave)
{
    must(written >= -1);
    must(written <= 1);
    if (written == 1) {
        return PRESENCE_THERE;
    }
    if (on_leave) {
        return PRESENCE_LEAVE;
    }
    return written == 0 ? PRESENCE_AWAY : PRESENCE_OPEN;
}

str presence_zh(enum presence presence)
{
    static const str WORDS[] = {
        [PRESENCE_OPEN] = W0("还没有登记"),
        [PRESENCE_THERE] = W0("出席"),
        [PRESENCE_LEAVE] = W0("请假（已批准）"),
        [PRESENCE_AWAY] = W0("未经批准缺席"),
    };
    must((size_t)presence < sizeof WORDS / sizeof WORDS[0]);
    return WORDS[presence];
}

bool mandate_covers(int64_t since_at, int64_t until_at, int64_t day)
{
    return day >= since_at && (until_at == 0 || day < until_at);
}

struct tally attendance_tally(const struct sitting *sittings, ptrdiff_t n,
                              int64_t since_at, int64_t until_at)
{
    struct tally tally = {0};
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct sitting *one = &sittings[i];
        if (!mandate_covers(since_at, until_at, one->opens_at) ||
            one->was_suspended) {
            continue;
        }
        tally.due++;
        tally.there += one->presence == PRESENCE_THERE;
        tally.leave += one->presence == PRESENCE_LEAVE;
        tally.away += one->presence == PRESENCE_AWAY;
        tally.open += one->presence == PRESENCE_OPEN;
    }
    must(tally.due == tally.there + tally.leave + tally.away + tally.open);
    return tally;
}

int attendance_permille(const struct tally *tally)
{
    int64_t base = tally->due - tally->leave - tally->open;
    must(base >= 0);
    must(tally->there <= base);
    return base == 0 ? -1 : (int)((tally->there * 1000 + base / 2) / base);
}

str permille_text(struct arena *arena, int permille)
{
    return permille < 0 ? S("—")
                        : str_format(arena, "%d.%d%%", permille / 10,
                                     permille % 10);
}

bool absences_warn(int64_t before, int64_t now)
{
    must(before >= 0);
    must(now >= 0);
    return before != now && (before >= ABSENCES_THAT_WARN ||
                             now >= ABSENCES_THAT_WARN);
}

bool leave_may_be_asked(int64_t closes_at, int64_t now_ms)
{
    return closes_at == 0 || now_ms < day_start(closes_at) + 2 * DAY_MS;
}
