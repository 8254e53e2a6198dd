/* Rules as people say them: on the station's board, on the contact card, in
 * the kiosk.  Two tongues with two orders of words, so two small grammars
 * side by side instead of one catalogue of pieces. */
#include "office/recur.h"

#include "base/arena.h"
#include "base/out.h"
#include "office/lunar.h"

enum { WEEK = 7, SAY_MAX = 1 << 16, RUN_MIN = 3, ALL_WEEKDAYS = 0xFE };

static const str ZH_NUMBERS[] = {
    S0(""),   S0("一"), S0("二"), S0("三"), S0("四"), S0("五"),
    S0("六"), S0("七"), S0("八"), S0("九"), S0("十"),
};
static const str ZH_WEEKDAYS[WEEK + 1] = {
    S0(""),   S0("一"), S0("二"), S0("三"),
    S0("四"), S0("五"), S0("六"), S0("日"),
};
static const str EN_WEEKDAYS[WEEK + 1] = {
    S0(""),         S0("Monday"), S0("Tuesday"),  S0("Wednesday"),
    S0("Thursday"), S0("Friday"), S0("Saturday"), S0("Sunday"),
};
static const str EN_MONTHS[] = {
    S0(""),        S0("January"),  S0("February"), S0("March"),
    S0("April"),   S0("May"),      S0("June"),     S0("July"),
    S0("August"),  S0("September"), S0("October"), S0("November"),
    S0("December"),
};

/* ---- lists -------------------------------------------------------------- */

/* How a list is said: between its members, and before the last one. */
struct joints {
    str between, before_last;
};

static const struct joints ZH_JOINTS = {S0("、"), S0("、")};
static const struct joints EN_JOINTS = {S0(", "), S0(" and ")};
static const struct joints EN_OR = {S0(", "), S0(" or ")};

static void join(struct out *out, int place, int count, struct joints joints)
{
    must(place < count);
    if (place > 0) {
        out_str(out, place == count - 1 ? joints.before_last
                                        : joints.between);
    }
}

/* Digits in the order of days: the 10th comes behind the 9th. */
static uint32_t digits_by_day(uint32_t digits)
{
    return (digits & ~1u) | (digits & 1) << 10;
}

static int members(uint32_t set)
{
    return __builtin_popcount(set);
}

/* Bits `min` .. 31 of a set, each said by `say`; bit 0, where it means the
 * last, is said by the caller.  `more` members follow. */
struct said_set {
    uint32_t set;
    int more;
    struct joints joints;
    void (*say)(struct out *out, int n);
};

static void say_set(struct out *out, struct said_set said)
{
    int count = members(said.set) + said.more;
    int place = 0;
    for (int i = 0; i < 32; i++) {
        if ((said.set >> i & 1) != 0) {
            join(out, place++, count, said.joints);
            said.say(out, i);
        }
    }
    if (said.more > 0) {
        join(out, count - 1, count, said.joints);
    }
}

/* First and last of an unbroken run of at least RUN_MIN weekdays. */
static bool is_run(uint32_t weekdays, int *first, int *last)
{
    *first = __builtin_ctz(weekdays);
    *last = *first + members(weekdays) - 1;
    return *last - *first + 1 >= RUN_MIN && (weekdays >> *last & 1) != 0 &&
           *last <= WEEK && weekdays >> *first == (1u << members(weekdays)) - 1;
}

/* ---- Chinese ------------------------------------------------------------ */

static void zh_zhou(struct out *out, int n)
{
    out_format(out, "周%.*s", SF(ZH_WEEKDAYS[n]));
}

static void zh_weekday(struct out *out, int n)
{
    out_format(out, "星期%.*s", SF(ZH_WEEKDAYS[n]));
}

static void zh_digit(struct out *out, int n)
{
    out_format(out, "逢%.*s", SF(ZH_NUMBERS[n]));
}

static void zh_ordinal(struct out *out, int n)
{
    out_str(out, ZH_NUMBERS[n]);
}

static void zh_month(struct out *out, int n)
{
    out_format(out, "%d月", n);
}

static void zh_day(struct out *out, int n)
{
    out_format(out, "%d日", n);
}

static void zh_lunar_month(struct out *out, int n)
{
    out_str(out, lunar_month_name(n));
}

static void zh_lunar_day(struct out *out, int n)
{
    out_str(out, lunar_day_name(n));
}

static void zh_date(struct out *out, int64_t day)
{
    struct date date = civil_date(day);
    out_format(out, "%d年%d月%d日", date.year, date.month, date.day);
}

/* The year is said where it changes. */
static void zh_dates(struct out *out, const int64_t *dates, int count)
{
    int year = 0;
    for (int i = 0; i < count; i++) {
        struct date date = civil_date(dates[i]);
        join(out, i, count, ZH_JOINTS);
        if (date.year != year) {
            out_format(out, "%d年", date.year);
            year = date.year;
        }
        out_format(out, "%d月%d日", date.month, date.day);
    }
}

static void zh_set(struct out *out, uint32_t set,
                   void (*say)(struct out *out, int n))
{
    say_set(out, (struct said_set){set, 0, ZH_JOINTS, say});
}

static void zh_weekly(struct out *out, const struct recur_rule *rule)
{
    int first = 0;
    int last = 0;
    if (rule->every > 1) {
        out_format(out, "每%d周的", rule->every);
    } else if (rule->weekdays == ALL_WEEKDAYS) {
        out_str(out, S("每天"));
        return;
    } else {
        out_str(out, S("每"));
    }
    if (is_run(rule->weekdays, &first, &last)) {
        zh_zhou(out, first);
        out_str(out, S("至"));
        zh_zhou(out, last);
    } else {
        zh_set(out, rule->weekdays, zh_zhou);
    }
    if (rule->every > 1) {
        out_str(out, S("（从"));
        zh_date(out, rule->since);
        out_str(out, S("当周算起）"));
    }
}

/* 每月, or 每年3月、9月的. */
static void zh_months(struct out *out, uint32_t months)
{
    if (months == 0) {
        out_str(out, S("每月"));
        return;
    }
    out_str(out, S("每年"));
    zh_set(out, months, zh_month);
    out_str(out, S("的"));
}

static void zh_nth(struct out *out, const struct recur_rule *rule)
{
    zh_months(out, rule->months);
    uint32_t counted = rule->nths & ~(uint32_t)RECUR_LAST;
    if (counted != 0) {
        out_str(out, S("第"));
        zh_set(out, counted, zh_ordinal);
        out_str(out, S("个"));
    }
    if ((rule->nths & RECUR_LAST) != 0) {
        out_str(out, counted != 0 ? S("和最后一个") : S("最后一个"));
    }
    zh_set(out, rule->weekdays, zh_weekday);
}

static void zh_days(struct out *out, const struct recur_rule *rule)
{
    uint32_t counted = rule->days & ~(uint32_t)RECUR_LAST;
    bool lunar = rule->kind == RECUR_LUNAR;
    zh_set(out, counted, lunar ? zh_lunar_day : zh_day);
    if ((rule->days & RECUR_LAST) != 0) {
        out_str(out, counted != 0 ? S("和最后一天") : S("最后一天"));
    }
}

static void zh_lunar(struct out *out, const struct recur_rule *rule)
{
    if (rule->months == 0) {
        out_str(out, S("农历每月"));
    } else {
        out_str(out, S("每年农历"));
        zh_set(out, rule->months, zh_lunar_month);
        out_str(out, S("的"));
    }
    zh_days(out, rule);
}

/* 农历逢三、逢八（初三、初八、十三…）: the days are said as well, for not
 * everybody counts markets. */
static void zh_digits(struct out *out, const struct recur_rule *rule)
{
    bool lunar = rule->kind == RECUR_LUNAR_DIGIT;
    uint32_t days = 0;
    for (int day = 1; day <= (lunar ? 30 : 31); day++) {
        days |= (rule->digits >> day % 10 & 1) << day;
    }
    if (lunar) {
        out_str(out, S("农历"));
    } else {
        out_str(out, S("公历"));
        zh_months(out, rule->months);
    }
    zh_set(out, digits_by_day(rule->digits), zh_digit);
    out_str(out, S("（"));
    zh_set(out, days, lunar ? zh_lunar_day : zh_day);
    out_str(out, S("）"));
}

static void zh_every(struct out *out, const struct recur_rule *rule)
{
    out_str(out, S("从"));
    zh_date(out, rule->since);
    if (rule->every == 1) {
        out_str(out, S("起每天"));
    } else {
        out_format(out, "起每%d天一次", rule->every);
    }
}

static void zh_what(struct out *out, const struct recur_rule *rule)
{
    switch (rule->kind) {
    case RECUR_WEEKLY:
        zh_weekly(out, rule);
        return;
    case RECUR_NTH:
        zh_nth(out, rule);
        return;
    case RECUR_MONTHLY:
        zh_months(out, rule->months);
        zh_days(out, rule);
        return;
    case RECUR_EVERY:
        zh_every(out, rule);
        return;
    case RECUR_DIGIT:
    case RECUR_LUNAR_DIGIT:
        zh_digits(out, rule);
        return;
    case RECUR_LUNAR:
        zh_lunar(out, rule);
        return;
    case RECUR_DATES:
        zh_dates(out, rule->dates, rule->date_count);
        return;
    case RECUR_KINDS:
    default:
        never("a rule of no kind");
    }
}

static void zh_limits(struct out *out, const struct recur_rule *rule)
{
    if (rule->from != 0 && rule->until != 0) {
        zh_date(out, rule->from);
        out_str(out, S("至"));
        zh_date(out, rule->until);
        out_str(out, S("，"));
    } else if (rule->from != 0) {
        out_str(out, S("自"));
        zh_date(out, rule->from);
        out_str(out, S("起，"));
    } else if (rule->until != 0) {
        out_str(out, S("截至"));
        zh_date(out, rule->until);
        out_str(out, S("，"));
    }
}

/* Does the rule mean the weekends it names (recur.h)? */
static bool means_weekends(const struct recur_rule *rule)
{
    return rule->kind == RECUR_WEEKLY || rule->kind == RECUR_NTH ||
           rule->kind == RECUR_DATES;
}

static void zh_off(struct out *out, const struct recur_rule *rule)
{
    static const str WORDS[RECUR_OFFS] = {
        [RECUR_KEEP] = S0("照常"), [RECUR_SKIP] = S0("暂停"),
        [RECUR_NEXT] = S0("顺延"), [RECUR_PREV] = S0("提前"),
        [RECUR_WEEK] = S0("在同一周内调整"),
    };
    must(rule->off < RECUR_OFFS);
    out_format(out, "，%s%s%.*s", rule->off == RECUR_KEEP ? "" : "遇",
               means_weekends(rule) ? "节假日" : "周末和节假日",
               SF(WORDS[rule->off]));
}

static void zh_changes(struct out *out, const struct recur_rule *rule)
{
    if (rule->omitted_count > 0) {
        out_str(out, S("；"));
        zh_dates(out, rule->omitted, rule->omitted_count);
        out_str(out, S("暂停"));
    }
    for (int i = 0; i < rule->swap_count; i++) {
        out_str(out, S("；"));
        zh_date(out, rule->swaps[i].planned);
        out_str(out, S("改为"));
        zh_date(out, rule->swaps[i].day);
    }
}

/* ---- English ------------------------------------------------------------ */

static void en_weekday(struct out *out, int n)
{
    out_str(out, EN_WEEKDAYS[n]);
}

static void en_month(struct out *out, int n)
{
    out_str(out, EN_MONTHS[n]);
}

static void en_ordinal(struct out *out, int n)
{
    static const char *const ENDS[] = {"th", "st", "nd", "rd"};
    bool teen = n / 10 == 1;
    out_format(out, "%d%s", n, !teen && n % 10 <= 3 ? ENDS[n % 10] : "th");
}

static void en_digit(struct out *out, int n)
{
    out_int(out, n % 10);
}

static void en_date(struct out *out, int64_t day)
{
    struct date date = civil_date(day);
    out_format(out, "%d %.*s %d", date.day, SF(EN_MONTHS[date.month]),
               date.year);
}

static void en_dates(struct out *out, const int64_t *dates, int count)
{
    for (int i = 0; i < count; i++) {
        join(out, i, count, EN_JOINTS);
        en_date(out, dates[i]);
    }
}

static void en_set(struct out *out, uint32_t set,
                   void (*say)(struct out *out, int n))
{
    say_set(out, (struct said_set){set, 0, EN_JOINTS, say});
}

static void en_weekly(struct out *out, const struct recur_rule *rule)
{
    int first = 0;
    int last = 0;
    bool run = is_run(rule->weekdays, &first, &last);
    if (rule->every > 1) {
        out_format(out, "Every %d weeks on ", rule->every);
    } else if (rule->weekdays == ALL_WEEKDAYS) {
        out_str(out, S("Every day"));
        return;
    } else if (!run) {
        out_str(out, S("Every "));
    }
    if (run) {
        out_format(out, "%.*s to %.*s", SF(EN_WEEKDAYS[first]),
                   SF(EN_WEEKDAYS[last]));
    } else {
        en_set(out, rule->weekdays, en_weekday);
    }
    if (rule->every > 1) {
        out_str(out, S(" (counted from the week of "));
        en_date(out, rule->since);
        out_char(out, ')');
    }
}

/* "The 1st, 3rd and last " */
static void en_which(struct out *out, uint32_t set)
{
    bool last = (set & RECUR_LAST) != 0;
    out_str(out, S("The "));
    say_set(out, (struct said_set){set & ~(uint32_t)RECUR_LAST, last,
                                   EN_JOINTS, en_ordinal});
    out_str(out, last ? S("last ") : S(" "));
}

static void en_months(struct out *out, uint32_t months)
{
    if (months == 0) {
        out_str(out, S(" of every month"));
    } else {
        out_str(out, S(" of "));
        en_set(out, months, en_month);
    }
}

static void en_lunar_months(struct out *out, uint32_t months)
{
    if (months == 0) {
        out_str(out, S(" of every lunar month"));
    } else {
        out_str(out, S(" of the "));
        en_set(out, months, en_ordinal);
        out_str(out, S(" lunar month"));
    }
}

static void en_digits(struct out *out, const struct recur_rule *rule)
{
    out_str(out, S("The days"));
    if (rule->kind == RECUR_LUNAR_DIGIT) {
        out_str(out, S(" of the lunar month"));
    } else {
        en_months(out, rule->months);
    }
    out_str(out, S(" that end in "));
    say_set(out, (struct said_set){digits_by_day(rule->digits), 0, EN_OR,
                                   en_digit});
}

static void en_every(struct out *out, const struct recur_rule *rule)
{
    if (rule->every == 1) {
        out_str(out, S("Every day from "));
    } else {
        out_format(out, "Every %d days from ", rule->every);
    }
    en_date(out, rule->since);
}

static void en_what(struct out *out, const struct recur_rule *rule)
{
    switch (rule->kind) {
    case RECUR_WEEKLY:
        en_weekly(out, rule);
        return;
    case RECUR_NTH:
        en_which(out, rule->nths);
        en_set(out, rule->weekdays, en_weekday);
        en_months(out, rule->months);
        return;
    case RECUR_MONTHLY:
        en_which(out, rule->days);
        out_str(out, S("day"));
        en_months(out, rule->months);
        return;
    case RECUR_EVERY:
        en_every(out, rule);
        return;
    case RECUR_DIGIT:
    case RECUR_LUNAR_DIGIT:
        en_digits(out, rule);
        return;
    case RECUR_LUNAR:
        en_which(out, rule->days);
        out_str(out, S("day"));
        en_lunar_months(out, rule->months);
        return;
    case RECUR_DATES:
        en_dates(out, rule->dates, rule->date_count);
        return;
    case RECUR_KINDS:
    default:
        never("a rule of no kind");
    }
}

static void en_off(struct out *out, const struct recur_rule *rule)
{
    static const struct {
        str before, after;
    } WORDS[RECUR_OFFS] = {
        [RECUR_KEEP] = {S0("also on "), S0("")},
        [RECUR_SKIP] = {S0("not on "), S0("")},
        [RECUR_NEXT] = {S0("on "), S0(" the next working day instead")},
        [RECUR_PREV] = {S0("on "), S0(" the working day before instead")},
        [RECUR_WEEK] = {S0("on "),
                        S0(" another working day of that week instead")},
    };
    must(rule->off < RECUR_OFFS);
    out_format(out, "; %.*s%s%.*s", SF(WORDS[rule->off].before),
               means_weekends(rule) ? "public holidays"
                                    : "weekends and public holidays",
               SF(WORDS[rule->off].after));
}

static void en_limits(struct out *out, const struct recur_rule *rule)
{
    if (rule->from != 0) {
        out_str(out, S(", from "));
        en_date(out, rule->from);
    }
    if (rule->until != 0) {
        out_str(out, rule->from != 0 ? S(" until ") : S(", until "));
        en_date(out, rule->until);
    }
}

static void en_changes(struct out *out, const struct recur_rule *rule)
{
    if (rule->omitted_count > 0) {
        out_str(out, S("; not on "));
        en_dates(out, rule->omitted, rule->omitted_count);
    }
    for (int i = 0; i < rule->swap_count; i++) {
        out_str(out, S("; "));
        en_date(out, rule->swaps[i].planned);
        out_str(out, S(" is moved to "));
        en_date(out, rule->swaps[i].day);
    }
}

static void say_hours(struct out *out, const struct recur_rule *rule,
                      const char *dash)
{
    out_format(out, "%d:%02d%s%d:%02d", rule->start_min / 60,
               rule->start_min % 60, dash, rule->end_min / 60,
               rule->end_min % 60);
}

str recur_say(struct arena *arena, const struct recur_rule *rule,
              enum recur_tongue tongue)
{
    must(arena != NULL);
    must(rule != NULL);
    struct out out = out_new(arena, SAY_MAX);
    if (tongue == RECUR_ZH) {
        zh_limits(&out, rule);
        zh_what(&out, rule);
        out_char(&out, ' ');
        say_hours(&out, rule, "—");
        zh_off(&out, rule);
        zh_changes(&out, rule);
    } else {
        en_what(&out, rule);
        out_str(&out, S(", "));
        say_hours(&out, rule, "–");
        en_limits(&out, rule);
        en_off(&out, rule);
        en_changes(&out, rule);
    }
    return out_text(&out);
}
