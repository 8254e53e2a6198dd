/* Dates as offices write them. */
#include <math.h>

#include "base/arena.h"
#include "base/clock.h"
#include "office/register_text.h"
#include "office/register_value.h"
#include "office/sheet_format.h"

enum {
    SERIAL_LEAST = 14000,           /* 1938: a smaller number is no day */
    SERIAL_MOST = 73050,            /* 2099 */
    YEAR_LEAST = 1800, YEAR_MOST = 2200,
    DAY_MS = 86400000, CHINA_MS = 8 * 3600000,
};

#define FINE REGISTER_FAULT_COUNT

int64_t register_day_ms(int64_t day)
{
    return day * DAY_MS - CHINA_MS;
}

int64_t register_ms_day(int64_t ms)
{
    return day_of_ms(ms);
}

static enum register_fault day_of(int64_t year, int64_t month, int64_t day,
                                  int64_t *number)
{
    if (year < YEAR_LEAST || year > YEAR_MOST) {
        return REGISTER_NO_DATE;
    }
    if (month < 1 || month > 12 || day < 1 || day > 31) {
        return REGISTER_NO_SUCH_DAY;
    }
    struct date date = {.year = (int)year, .month = (int)month,
                        .day = (int)day};
    int64_t ms = date_to_ms(date);
    if (date_of_ms(ms).day != day) {
        return REGISTER_NO_SUCH_DAY;    /* 31 April */
    }
    *number = day_of_ms(ms);
    must(register_day_ms(*number) == ms);
    return FINE;
}

/* ---- Chinese numerals: 二〇二一年十二月三十一日 ------------------------ */

static int numeral(str piece)
{
    static const str DIGITS[] = {
        S0("〇"), S0("一"), S0("二"), S0("三"), S0("四"), S0("五"),
        S0("六"), S0("七"), S0("八"), S0("九"), S0("十")};
    if (str_starts(piece, S("零")) || str_starts(piece, S("○"))) {
        return 0;
    }
    for (int i = 0; i < (int)(sizeof DIGITS / sizeof DIGITS[0]); i++) {
        if (str_starts(piece, DIGITS[i])) {
            return i;
        }
    }
    return -1;
}

/* 十 is 10 alone, 1 before a digit, 0 behind one, nothing between two. */
static ptrdiff_t put_ten(char *to, ptrdiff_t n, str rest)
{
    bool before = n > 0 && to[n - 1] >= '0' && to[n - 1] <= '9';
    bool behind = numeral(rest) >= 0;
    if (!before) {
        to[n++] = '1';
    }
    if (!behind) {
        to[n++] = '0';
    }
    return n;
}

static str with_digits(struct arena *arena, str text)
{
    char *to = arena_take_raw(arena, (size_t)text.n + 1, 1);
    ptrdiff_t n = 0;
    while (text.n > 0) {
        int digit = numeral(text);
        if (digit < 0) {
            to[n++] = text.p[0];
            text = str_skip(text, 1);
            continue;
        }
        text = str_skip(text, 3);
        if (digit == 10) {
            n = put_ten(to, n, text);
        } else {
            to[n++] = (char)('0' + digit);
        }
    }
    return (str){to, n};
}

/* ---- text ---------------------------------------------------------------- */

/* Takes up to `most` digits from the front; -1 if there is none. */
static int64_t take_number(str *rest, int most)
{
    int64_t n = 0;
    int count = 0;
    must(most > 0 && most < 18);
    while (count < most && rest->n > 0 && rest->p[0] >= '0' &&
           rest->p[0] <= '9') {
        n = n * 10 + (rest->p[0] - '0');
        *rest = str_skip(*rest, 1);
        count++;
    }
    return count == 0 ? -1 : n;
}

static bool take_sign(str *rest, str own)
{
    static const str SIGNS[] = {S0("-"), S0("/"), S0("."), S0("–"),
                                S0("—"), S0("。"), S0("、"), S0("\\")};
    if (str_starts(*rest, own)) {
        *rest = str_skip(*rest, own.n);
        return true;
    }
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++) {
        if (str_starts(*rest, SIGNS[i])) {
            *rest = str_skip(*rest, SIGNS[i].n);
            return true;
        }
    }
    return false;
}

static bool is_digits(str text)
{
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9') {
            return false;
        }
    }
    return text.n > 0;
}

/* 20210305, 202103, 2021; and 44260, counted in days. */
static enum register_fault parse_digits(str text, bool from_1904,
                                        int64_t *day, bool *rough)
{
    int64_t n = 0;
    double days = 0;
    if (text.n > 8 || !str_to_int(text, &n)) {
        return REGISTER_NO_DATE;
    }
    if (text.n == 8) {
        return day_of(n / 10000, n / 100 % 100, n % 100, day);
    }
    if (text.n == 6) {
        *rough = true;
        return day_of(n / 100, n % 100, 1, day);
    }
    if (text.n == 5 && n >= SERIAL_LEAST && n <= SERIAL_MOST &&
        serial_to_days((double)n, from_1904, &days)) {
        *day = (int64_t)days;
        return FINE;
    }
    bool year = text.n == 4 && n >= YEAR_LEAST && n <= YEAR_MOST;
    return year ? REGISTER_ONLY_YEAR : REGISTER_NO_DATE;
}

static enum register_fault parse_parts(str text, int64_t *day, bool *rough)
{
    str rest = text;
    int64_t year = take_number(&rest, 4);
    if (text.n - rest.n != 4 || !take_sign(&rest, S("年"))) {
        return REGISTER_NO_DATE;
    }
    if (rest.n == 0) {
        return str_ends(text, S("年")) ? REGISTER_ONLY_YEAR
                                         : REGISTER_NO_DATE;
    }
    int64_t month = take_number(&rest, 2);
    bool parted = take_sign(&rest, S("月"));
    if (month < 0 || (!parted && rest.n > 0)) {
        return REGISTER_NO_DATE;
    }
    if (rest.n == 0) {
        *rough = true;
        return day_of(year, month, 1, day);
    }
    int64_t number = take_number(&rest, 2);
    if (str_starts(rest, S("日")) || str_starts(rest, S("号"))) {
        rest = str_skip(rest, 3);
    }
    if (number < 0 || rest.n > 0) {
        return REGISTER_NO_DATE;
    }
    return day_of(year, month, number, day);
}

/* The time of day that exports put behind a date says nothing here. */
static str without_time(str text)
{
    ptrdiff_t colon = str_find_char(text, ':');
    ptrdiff_t cut = str_find_char(text, ' ');
    if (cut < 0) {
        cut = str_find_char(text, 'T');
    }
    return colon > 0 && cut > 0 && cut < colon ? str_slice(text, 0, cut)
                                               : text;
}

/* "2021.10" that became a number is 2021.1: which month was meant? */
static bool is_month_doubt(const struct sheet_cell *cell)
{
    double year = floor(cell->number);
    return cell->kind == SHEET_NUMBER && year >= YEAR_LEAST &&
           year <= YEAR_MOST && fabs(cell->number - year - 0.1) < 1e-6;
}

enum register_fault register_parse_day(struct arena *arena,
                                       const struct sheet_cell *cell,
                                       bool from_1904, int64_t *day,
                                       bool *rough)
{
    must(cell != NULL);
    must(day != NULL);
    *rough = false;
    if (cell->kind == SHEET_DATE) {
        *day = (int64_t)floor(cell->number + 1e-7);
        int year = date_of_ms(register_day_ms(*day)).year;
        return year < YEAR_LEAST || year > YEAR_MOST || year == 1899
            ? REGISTER_NO_DATE : FINE;
    }
    if (is_month_doubt(cell)) {
        return REGISTER_MONTH_DOUBT;
    }
    double days = 0;
    if (cell->kind == SHEET_NUMBER && cell->number >= SERIAL_LEAST &&
        cell->number <= SERIAL_MOST &&
        serial_to_days(cell->number, from_1904, &days)) {
        *day = (int64_t)floor(days + 1e-7);
        return FINE;
    }
    str text = without_time(register_narrow(arena, cell->text));
    text = with_digits(arena, register_dense(arena, text));
    return is_digits(text) ? parse_digits(text, from_1904, day, rough)
                           : parse_parts(text, day, rough);
}
