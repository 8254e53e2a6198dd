/* Rules as one column of text: read strictly, written back byte for byte.
 *
 * Only one spelling is read of each rule.  A form builds this text, people
 * seldom type it; so a second spelling would be a mistake, and two rules can
 * be compared as texts. */
#include "office/recur.h"

#include <string.h>

#include "base/arena.h"
#include "base/out.h"

enum { WEEK = 7, DAY_MIN = 24 * 60, WORD_MAX = 12 };

static const str KIND_WORDS[RECUR_KINDS] = {
    [RECUR_WEEKLY] = S0("weekly"),   [RECUR_NTH] = S0("nth"),
    [RECUR_MONTHLY] = S0("monthly"), [RECUR_EVERY] = S0("every"),
    [RECUR_DIGIT] = S0("digit"),     [RECUR_LUNAR_DIGIT] = S0("lunar-digit"),
    [RECUR_LUNAR] = S0("lunar"),     [RECUR_DATES] = S0("dates"),
};

static const str OFF_WORDS[RECUR_OFFS] = {
    [RECUR_KEEP] = S0("keep"), [RECUR_SKIP] = S0("skip"),
    [RECUR_NEXT] = S0("next"), [RECUR_PREV] = S0("prev"),
    [RECUR_WEEK] = S0("week"),
};

static const str DAY_WORDS[WEEK + 1] = {
    S0(""),    S0("mon"), S0("tue"), S0("wed"),
    S0("thu"), S0("fri"), S0("sat"), S0("sun"),
};

/* ---- reading ------------------------------------------------------------ */

struct reading {
    struct arena *arena;
    str rest;
    ptrdiff_t total;
    int line;
    struct recur_fault *fault;
};

/* A set of numbers min .. max, and `last` (bit 0) if it may be. */
struct span {
    int min, max;
    bool last;
};

/* The fault stands where reading has come to. */
static err refuse(const struct reading *in, const char *zh, const char *en)
{
    must(in->total >= in->rest.n);
    *in->fault = (struct recur_fault){.at = in->total - in->rest.n,
                                      .line = in->line, .zh = zh, .en = en};
    return ERR_INVALID;
}

static err refuse_long(const struct reading *in, const char *zh,
                       const char *en)
{
    err e = refuse(in, zh, en);
    must(e == ERR_INVALID);
    return ERR_TOO_LARGE;
}

static bool take(struct reading *in, str word)
{
    if (!str_starts(in->rest, word)) {
        return false;
    }
    in->rest = str_skip(in->rest, word.n);
    return true;
}

/* The word at the front, as far as letters and hyphens go. */
static str word_ahead(const struct reading *in)
{
    ptrdiff_t n = 0;
    while (n < in->rest.n && n <= WORD_MAX &&
           ((in->rest.p[n] >= 'a' && in->rest.p[n] <= 'z') ||
            in->rest.p[n] == '-')) {
        n++;
    }
    return str_slice(in->rest, 0, n);
}

/* Its place in a list of words; -1, and nothing taken, if it is none. */
static int take_word(struct reading *in, const str *words, int count)
{
    str word = word_ahead(in);
    for (int i = 0; i < count && word.n > 0; i++) {
        if (str_eq(words[i], word)) {
            in->rest = str_skip(in->rest, word.n);
            return i;
        }
    }
    return -1;
}

/* Up to three digits, none of them an idle 0 in front; -1 if there are none. */
static int take_number(struct reading *in)
{
    ptrdiff_t digits = 0;
    int n = 0;
    while (digits < in->rest.n && digits < 3 && in->rest.p[digits] >= '0' &&
           in->rest.p[digits] <= '9') {
        n = n * 10 + (in->rest.p[digits] - '0');
        digits++;
    }
    if (digits == 0 || (digits > 1 && in->rest.p[0] == '0')) {
        return -1;
    }
    in->rest = str_skip(in->rest, digits);
    return n;
}

static err read_set(struct reading *in, struct span span, uint32_t *set)
{
    int before = -1;
    do {
        if (*set & RECUR_LAST && span.last) {
            return refuse(in, "“last”后面不能再有别的。",
                          "Nothing may follow \"last\" in a list.");
        }
        if (span.last && take(in, S("last"))) {
            *set |= RECUR_LAST;
            continue;
        }
        struct reading start = *in;
        int n = take_number(in);
        if (n < span.min || n > span.max) {
            return refuse(&start, "这里要有一个范围以内的数字。",
                          "A number within the limits belongs here.");
        }
        if (n <= before) {
            return refuse(&start, "数字要从小到大排列，不能重复。",
                          "Numbers ascend, each stands once.");
        }
        before = n;
        *set |= 1u << n;
    } while (take(in, S(",")));
    return OK;
}

static err read_weekdays(struct reading *in, uint32_t *set)
{
    int before = 0;
    do {
        struct reading start = *in;
        int n = take_word(in, DAY_WORDS, WEEK + 1);
        if (n < 1) {
            return refuse(&start, "这里要写星期几：mon 到 sun。",
                          "A weekday belongs here: mon to sun.");
        }
        if (n <= before) {
            return refuse(&start, "星期要按先后排列，不能重复。",
                          "Weekdays stand in their order, each once.");
        }
        before = n;
        *set |= 1u << n;
    } while (take(in, S(",")));
    return OK;
}

static err read_date(struct reading *in, int64_t *day)
{
    return civil_take(&in->rest, day)
               ? OK
               : refuse(in, "这里要有一个日期，如 2026-03-02。",
                        "A date like 2026-03-02 belongs here.");
}

/* A list as long as it is, up to the limit, copied to the arena. */
static err read_dates(struct reading *in, const int64_t **dates, int *count)
{
    int64_t days[RECUR_DATES_MAX];
    int n = 0;
    do {
        struct reading start = *in;
        if (n == RECUR_DATES_MAX) {
            return refuse_long(in, "日期太多。", "Too many dates.");
        }
        TRY(read_date(in, &days[n]));
        if (n > 0 && days[n] <= days[n - 1]) {
            return refuse(&start, "日期要从早到晚排列，不能重复。",
                          "Dates ascend, each stands once.");
        }
        n++;
    } while (take(in, S(",")));
    int64_t *kept = NEW_MANY(in->arena, int64_t, n);
    memcpy(kept, days, (size_t)n * sizeof *kept);
    *dates = kept;
    *count = n;
    return OK;
}

static err read_swap(struct reading *in, const struct recur_swap *before,
                     struct recur_swap *swap)
{
    struct reading start = *in;
    TRY(read_date(in, &swap->planned));
    if (before != NULL && swap->planned <= before->planned) {
        return refuse(&start, "日期要从早到晚排列，不能重复。",
                      "Dates ascend, each stands once.");
    }
    if (!take(in, S(">"))) {
        return refuse(in, "换日要写成 原日期>新日期。",
                      "A swap is written as planned day > new day.");
    }
    start = *in;
    TRY(read_date(in, &swap->day));
    return swap->day != swap->planned
               ? OK
               : refuse(&start, "新日期和原日期相同。",
                        "The new day is the planned one.");
}

static err read_swaps(struct reading *in, struct recur_rule *rule)
{
    struct recur_swap swaps[RECUR_DATES_MAX];
    int n = 0;
    do {
        if (n == RECUR_DATES_MAX) {
            return refuse_long(in, "日期太多。", "Too many dates.");
        }
        struct reading start = *in;
        TRY(read_swap(in, n > 0 ? &swaps[n - 1] : NULL, &swaps[n]));
        for (int i = 0; i < rule->omitted_count; i++) {
            if (rule->omitted[i] == swaps[n].planned) {
                return refuse(&start, "这一天已经停了，不能再换日。",
                              "This day is left out already.");
            }
        }
        n++;
    } while (take(in, S(",")));
    struct recur_swap *kept = NEW_MANY(in->arena, struct recur_swap, n);
    memcpy(kept, swaps, (size_t)n * sizeof *kept);
    rule->swaps = kept;
    rule->swap_count = n;
    return OK;
}

/* every 2 since 2026-03-02; the number was not read yet. */
static err read_cycle(struct reading *in, struct recur_rule *rule)
{
    bool weeks = rule->kind == RECUR_WEEKLY;
    struct reading start = *in;
    rule->every = take_number(in);
    if (rule->every < (weeks ? 2 : 1) || rule->every > RECUR_EVERY_MAX) {
        return refuse(&start, "间隔不在范围以内。",
                      "The interval is out of its limits.");
    }
    if (!take(in, S(" since "))) {
        return refuse(in, "间隔后面要写从哪一天算起：since 日期。",
                      "An interval needs its start: since and a date.");
    }
    start = *in;
    TRY(read_date(in, &rule->since));
    if (weeks && civil_weekday(rule->since) != 1) {
        return refuse(&start, "按周间隔要从星期一算起。",
                      "An interval of weeks starts on a Monday.");
    }
    return OK;
}

static err read_months(struct reading *in, struct recur_rule *rule)
{
    return take(in, S(" of "))
               ? read_set(in, (struct span){1, 12, false}, &rule->months)
               : OK;
}

static err read_weekly(struct reading *in, struct recur_rule *rule)
{
    TRY(read_weekdays(in, &rule->weekdays));
    rule->every = 1;
    return take(in, S(" every ")) ? read_cycle(in, rule) : OK;
}

static err read_nth(struct reading *in, struct recur_rule *rule)
{
    TRY(read_set(in, (struct span){1, 4, true}, &rule->nths));
    if (!take(in, S(" "))) {
        return refuse(in, "这里要有一个空格和星期几。",
                      "A blank and a weekday belong here.");
    }
    TRY(read_weekdays(in, &rule->weekdays));
    return read_months(in, rule);
}

static err read_what(struct reading *in, struct recur_rule *rule)
{
    int kind = take_word(in, KIND_WORDS, RECUR_KINDS);
    if (kind < 0) {
        return refuse(in, "规则要以 weekly、nth、monthly 等词开头。",
                      "A rule begins with weekly, nth, monthly, every, "
                      "digit, lunar-digit, lunar or dates.");
    }
    rule->kind = (enum recur_kind)kind;
    if (!take(in, S(" "))) {
        return refuse(in, "这里要有一个空格。", "A blank belongs here.");
    }
    switch (rule->kind) {
    case RECUR_WEEKLY:
        return read_weekly(in, rule);
    case RECUR_NTH:
        return read_nth(in, rule);
    case RECUR_MONTHLY:
        TRY(read_set(in, (struct span){1, 31, true}, &rule->days));
        return read_months(in, rule);
    case RECUR_EVERY:
        return read_cycle(in, rule);
    case RECUR_DIGIT:
        TRY(read_set(in, (struct span){0, 9, false}, &rule->digits));
        return read_months(in, rule);
    case RECUR_LUNAR_DIGIT:
        return read_set(in, (struct span){0, 9, false}, &rule->digits);
    case RECUR_LUNAR:
        TRY(read_set(in, (struct span){1, 30, true}, &rule->days));
        return read_months(in, rule);
    case RECUR_DATES:
        return read_dates(in, &rule->dates, &rule->date_count);
    case RECUR_KINDS:
    default:
        never("a word that is no kind");
    }
}

/* 9:05, up to 24:00. */
static err read_time(struct reading *in, int *min)
{
    struct reading start = *in;
    int hour = take_number(in);
    str rest = in->rest;
    bool good = hour >= 0 && hour <= 24 && rest.n >= 3 && rest.p[0] == ':' &&
                rest.p[1] >= '0' && rest.p[1] <= '5' && rest.p[2] >= '0' &&
                rest.p[2] <= '9';
    if (good) {
        *min = hour * 60 + (rest.p[1] - '0') * 10 + (rest.p[2] - '0');
        in->rest = str_skip(rest, 3);
    }
    return good && *min <= DAY_MIN
               ? OK
               : refuse(&start, "这里要有一个时间，如 9:00。",
                        "A time like 9:00 belongs here.");
}

static err read_hours(struct reading *in, struct recur_rule *rule)
{
    if (!take(in, S(" "))) {
        return refuse(in, "这里要有一个空格和起止时间。",
                      "A blank and the hours belong here.");
    }
    TRY(read_time(in, &rule->start_min));
    if (!take(in, S("-"))) {
        return refuse(in, "起止时间之间要有“-”。",
                      "A hyphen belongs between the hours.");
    }
    struct reading start = *in;
    TRY(read_time(in, &rule->end_min));
    return rule->end_min > rule->start_min
               ? OK
               : refuse(&start, "结束时间要晚于开始时间。",
                        "The end comes after the start.");
}

static err read_limits(struct reading *in, struct recur_rule *rule)
{
    if (take(in, S(" from "))) {
        TRY(read_date(in, &rule->from));
    }
    if (!take(in, S(" until "))) {
        return OK;
    }
    struct reading start = *in;
    TRY(read_date(in, &rule->until));
    return rule->until >= rule->from
               ? OK
               : refuse(&start, "截止日期早于起始日期。",
                        "The last day comes before the first.");
}

static err read_rule(struct reading *in, struct recur_rule *rule)
{
    TRY(read_what(in, rule));
    TRY(read_hours(in, rule));
    TRY(read_limits(in, rule));
    if (!take(in, S(" holiday="))) {
        return refuse(in, "这里要写 holiday= 和遇节假日怎么办。",
                      "holiday= and what happens then belong here.");
    }
    int off = take_word(in, OFF_WORDS, RECUR_OFFS);
    if (off < 0) {
        return refuse(in, "只有 keep、skip、next、prev、week 五种。",
                      "There are keep, skip, next, prev and week.");
    }
    rule->off = (enum recur_off)off;
    if (take(in, S(" omit "))) {
        TRY(read_dates(in, &rule->omitted, &rule->omitted_count));
    }
    return take(in, S(" swap ")) ? read_swaps(in, rule) : OK;
}

static err read_rules(struct reading *in, struct recur_rule *rules,
                      int *count)
{
    while (in->rest.n > 0) {
        if (*count == RECUR_RULES_MAX) {
            return refuse_long(in, "规则太多。", "Too many rules.");
        }
        TRY(read_rule(in, &rules[*count]));
        (*count)++;
        if (in->rest.n == 0) {
            break;
        }
        if (!take(in, S("\n"))) {
            return refuse(in, "这里读不懂，规则应当到此为止。",
                          "The rule should end here.");
        }
        in->line++;
        if (in->rest.n == 0) {
            return refuse(in, "最后一行是空的。", "The last line is empty.");
        }
    }
    return OK;
}

err recur_read(struct arena *arena, str text, struct recur_rule **rules,
               int *count, struct recur_fault *fault)
{
    must(arena != NULL);
    must(fault != NULL);
    struct recur_rule read[RECUR_RULES_MAX] = {0};
    struct reading in = {.arena = arena, .rest = text, .total = text.n,
                         .line = 1, .fault = fault};
    *rules = NULL;
    *count = 0;
    *fault = (struct recur_fault){0};
    int n = 0;
    TRY(read_rules(&in, read, &n));
    *rules = NEW_MANY(arena, struct recur_rule, n);
    memcpy(*rules, read, (size_t)n * sizeof **rules);
    *count = n;
    return OK;
}

/* ---- writing ------------------------------------------------------------ */

static void write_weekdays(struct out *out, uint32_t set)
{
    const char *between = "";
    for (int i = 1; i <= WEEK; i++) {
        if ((set >> i & 1) != 0) {
            out_format(out, "%s%.*s", between, SF(DAY_WORDS[i]));
            between = ",";
        }
    }
}

/* Bit 0 is the digit 0 in one kind of set and the last day in the other. */
static void write_set(struct out *out, uint32_t set, struct span span)
{
    const char *between = "";
    for (int i = span.min; i <= span.max; i++) {
        if ((set >> i & 1) != 0) {
            out_format(out, "%s%d", between, i);
            between = ",";
        }
    }
    if (span.last && (set & RECUR_LAST) != 0) {
        out_format(out, "%slast", between);
    }
}

static void write_dates(struct out *out, const int64_t *dates, int count)
{
    for (int i = 0; i < count; i++) {
        out_str(out, i > 0 ? S(",") : S(""));
        civil_put(out, dates[i]);
    }
}

static void write_cycle(struct out *out, const struct recur_rule *rule)
{
    out_format(out, "%d since ", rule->every);
    civil_put(out, rule->since);
}

static void write_what(struct out *out, const struct recur_rule *rule)
{
    must(rule->kind < RECUR_KINDS);
    out_str(out, KIND_WORDS[rule->kind]);
    out_char(out, ' ');
    if (rule->kind == RECUR_NTH) {
        write_set(out, rule->nths, (struct span){1, 4, true});
        out_char(out, ' ');
    }
    write_weekdays(out, rule->weekdays);
    if (rule->kind == RECUR_WEEKLY && rule->every > 1) {
        out_str(out, S(" every "));
    }
    if (rule->kind == RECUR_EVERY || rule->every > 1) {
        write_cycle(out, rule);
    }
    write_set(out, rule->days, (struct span){1, 31, true});
    write_set(out, rule->digits, (struct span){0, 9, false});
    write_dates(out, rule->dates, rule->date_count);
    if (rule->months != 0) {
        out_str(out, S(" of "));
        write_set(out, rule->months, (struct span){1, 12, false});
    }
}

static void write_date_after(struct out *out, str word, int64_t day)
{
    if (day != 0) {
        out_str(out, word);
        civil_put(out, day);
    }
}

static void write_rule(struct out *out, const struct recur_rule *rule)
{
    must(rule->off < RECUR_OFFS);
    write_what(out, rule);
    out_format(out, " %d:%02d-%d:%02d", rule->start_min / 60,
               rule->start_min % 60, rule->end_min / 60, rule->end_min % 60);
    write_date_after(out, S(" from "), rule->from);
    write_date_after(out, S(" until "), rule->until);
    out_format(out, " holiday=%.*s", SF(OFF_WORDS[rule->off]));
    if (rule->omitted_count > 0) {
        out_str(out, S(" omit "));
        write_dates(out, rule->omitted, rule->omitted_count);
    }
    for (int i = 0; i < rule->swap_count; i++) {
        out_str(out, i == 0 ? S(" swap ") : S(","));
        civil_put(out, rule->swaps[i].planned);
        out_char(out, '>');
        civil_put(out, rule->swaps[i].day);
    }
}

void recur_write(struct out *out, const struct recur_rule *rules, int count)
{
    must(out != NULL);
    must(count >= 0);
    must(count <= RECUR_RULES_MAX);
    for (int i = 0; i < count; i++) {
        out_str(out, i > 0 ? S("\n") : S(""));
        write_rule(out, &rules[i]);
    }
}
