/* Number formats: which of them make a date of a number. */
#include "office/sheet_format.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"

enum {
    DAY_SECONDS = 86400,
    SERIAL_1970 = 25569,            /* of 1970-01-01, counted from 1900 */
    SERIAL_1904 = 1462,             /* between the two ways to count */
    SERIAL_FALSE_LEAP = 60,         /* 1900-02-29, which never was */
    SERIAL_LAST = 2958465,          /* 9999-12-31 */
    ZEROS_MAX = 30,
};

struct number_look format_built_in(int64_t id)
{
    bool is_date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
                   (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
    return (struct number_look){.is_date = is_date};
}

/* Passes over what a format shows as it stands: "quoted", \x, _x, *x and
 * [Red], [$-804], but a [h] counts hours past a day: no date. */
static bool pass_literal(str *rest)
{
    char c = rest->p[0];
    if (c == '\\' || c == '_' || c == '*') {
        ptrdiff_t n = 0;
        if (rest->n > 1) {
            (void)str_code_point(str_skip(*rest, 1), &n);
        }
        *rest = str_skip(*rest, 1 + n);
        return true;
    }
    if (c != '"' && c != '[') {
        return false;
    }
    *rest = str_skip(*rest, 1);
    (void)str_cut(rest, c == '"' ? '"' : ']');
    return true;
}

static bool is_all_zeros(str code)
{
    for (ptrdiff_t i = 0; i < code.n; i++) {
        if (code.p[i] != '0') {
            return false;
        }
    }
    return code.n > 1 && code.n <= ZEROS_MAX;
}

struct number_look format_of_code(str code)
{
    must(code.n >= 0);
    struct number_look look = {0};
    if (str_starts(code, S("General")) || str_starts(code, S("[h")) ||
        str_starts(code, S("[m")) || str_starts(code, S("[s"))) {
        return look;
    }
    if (is_all_zeros(code)) {
        look.zeros = (uint8_t)code.n;
        return look;
    }
    while (code.n > 0 && code.p[0] != ';' && !look.is_date) {
        if (pass_literal(&code)) {
            continue;
        }
        /* E+ and E- are exponents; a lone e is the year in some formats. */
        bool exponent = (code.p[0] == 'E' || code.p[0] == 'e') &&
                        code.n > 1 &&
                        (code.p[1] == '+' || code.p[1] == '-');
        look.is_date = !exponent && strchr("yYmMdDhHsSe", code.p[0]) != NULL;
        code = str_skip(code, 1);
    }
    return look;
}

bool serial_to_days(double serial, bool from_1904, double *days)
{
    if (!(serial >= 0) || serial >= SERIAL_LAST + 1) {
        return false;
    }
    double from_1900 = serial + (from_1904 ? SERIAL_1904 : 0);
    if (!from_1904 && serial >= 1 && serial < SERIAL_FALSE_LEAP) {
        from_1900 += 1;
    }
    *days = from_1900 - SERIAL_1970;
    return from_1900 < SERIAL_LAST + 1;
}

str sheet_day_text(struct arena *arena, int64_t day)
{
    int64_t ms = (day * DAY_SECONDS - 8 * 3600) * 1000;
    struct date date = date_of_ms(ms);
    must(day_of_ms(ms) == day);
    return str_format(arena, "%04d-%02d-%02d", date.year, date.month,
                      date.day);
}

/* A time alone has the day on which counting begins. */
static bool is_first_day(int64_t day)
{
    return day == -SERIAL_1970 || day == SERIAL_1904 - SERIAL_1970;
}

str days_text(struct arena *arena, double days)
{
    must(isfinite(days));
    must(fabs(days) < SERIAL_LAST + SERIAL_1970);
    int64_t seconds = llround(days * DAY_SECONDS);
    int64_t day = seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0);
    int in_day = (int)(seconds - day * DAY_SECONDS);
    must(in_day >= 0 && in_day < DAY_SECONDS);
    bool is_time = is_first_day(day);
    if (in_day == 0 && !is_time) {
        return sheet_day_text(arena, day);
    }
    str time = str_format(arena, "%02d:%02d:%02d", in_day / 3600,
                          in_day / 60 % 60, in_day % 60);
    if (is_time) {
        return time;
    }
    str date = sheet_day_text(arena, day);
    return str_format(arena, "%.*s %.*s", SF(date), SF(time));
}

str number_text(struct arena *arena, double number, int zeros)
{
    must(isfinite(number));
    must(zeros >= 0 && zeros <= ZEROS_MAX);
    char text[64];
    int n = 0;
    if (fabs(number) < 1e18 && number == floor(number)) {
        n = snprintf(text, sizeof text, "%0*.0f", zeros, number + 0.0);
    } else {
        n = snprintf(text, sizeof text, "%.15g", number);
    }
    must(n > 0 && n < (int)sizeof text);
    return str_copy(arena, (str){text, n});
}

bool number_parse(str text, double *number)
{
    char copy[64];
    text = str_trim(text);
    if (text.n == 0 || text.n >= (ptrdiff_t)sizeof copy) {
        return false;
    }
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\0' || strchr("0123456789+-.eE", text.p[i]) == NULL) {
            return false;           /* no hexadecimal, no nan */
        }
    }
    memcpy(copy, text.p, (size_t)text.n);
    copy[text.n] = '\0';
    char *end = copy;
    *number = strtod(copy, &end);
    return *end == '\0' && isfinite(*number);
}
