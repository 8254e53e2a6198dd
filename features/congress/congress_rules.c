/* Numbers, names and dates of congresses.  See the header. */
#include "features/congress/congress_rules.h"

#include "base/arena.h"

str number_zh(struct arena *arena, int64_t n)
{
    static const char *const DIGITS[] = {
        "", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    must(n >= 1);
    must(n <= TERM_NUMBER_MAX);
    const char *tens = n >= 20 ? DIGITS[n / 10] : "";
    return str_format(arena, "%s%s%s", tens, n >= 10 ? "十" : "",
                      DIGITS[n % 10]);
}

str term_name(struct arena *arena, str place, int64_t number)
{
    str count = number_zh(arena, number);
    return str_format(arena, "%.*s第%.*s届人民代表大会", SF(place),
                      SF(count));
}

bool level_has_congress(int level)
{
    return level >= 0 && level <= CONGRESS_LEVEL_MAX;
}

bool term_follows(int64_t last_since_at, int64_t last_number,
                  int64_t since_at, int64_t number)
{
    must(number >= 1);
    return since_at > last_since_at && number > last_number;
}

bool is_within(int64_t since_at, int64_t until_at, int64_t at)
{
    return at >= since_at && (until_at == 0 || at < until_at);
}

bool session_is_near(int64_t opens_at, int64_t closes_at, int64_t now)
{
    static const int64_t DAY_MS = INT64_C(86400000);
    int64_t lasts = closes_at == 0 ? 0 : closes_at - opens_at;
    return opens_at - now <= SESSION_AHEAD_DAYS * DAY_MS &&
           lasts <= SESSION_DAYS * DAY_MS;
}
