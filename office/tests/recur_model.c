#include "office/tests/recur_model.h"

#include <string.h>

#include "office/lunar.h"

enum { FIRST_YEAR = 1970, LAST_YEAR = 2100, AROUND = 45, LOOK = 31 };

/* One day as a wall calendar shows it. */
struct leaf {
    int year, month, day, weekday;
    int from_end;                   /* 0 on the last day of its month */
    struct lunar lunar;
    bool holiday, shifted;
};

static struct leaf leaves[MODEL_DAYS + 400];
static bool year_known[LAST_YEAR + 3];

static int length_of(int year, int month)
{
    switch (month) {
    case 4: case 6: case 9: case 11:
        return 30;
    case 2:
        if (year % 400 == 0) {
            return 29;
        }
        return year % 4 == 0 && year % 100 != 0 ? 29 : 28;
    default:
        return 31;
    }
}

void model_begin(void)
{
    int year = FIRST_YEAR;
    int month = 1;
    int day = 1;
    int weekday = 4;                /* 1970-01-01 was a Thursday */
    for (int i = 0; i < MODEL_DAYS + 100; i++) {
        leaves[i] = (struct leaf){
            .year = year, .month = month, .day = day, .weekday = weekday,
            .from_end = length_of(year, month) - day};
        if (lunar_knows(i)) {
            leaves[i].lunar = lunar_of_day(i);
        }
        weekday = weekday == 7 ? 1 : weekday + 1;
        day++;
        if (day > length_of(year, month)) {
            day = 1;
            month++;
        }
        if (month > 12) {
            month = 1;
            year++;
        }
    }
}

void model_workdays(const struct workdays *workdays)
{
    for (int i = 0; i < MODEL_DAYS + 100; i++) {
        leaves[i].holiday = leaves[i].shifted = false;
    }
    memset(year_known, 0, sizeof year_known);
    for (ptrdiff_t i = 0; i < workdays->count; i++) {
        struct leaf *leaf = &leaves[workdays->facts[i].day];
        leaf->holiday = !workdays->facts[i].working;
        leaf->shifted = workdays->facts[i].working;
        year_known[leaf->year] = true;
    }
}

static bool has(uint32_t set, int n)
{
    return (set & ((uint32_t)1 << n)) != 0;
}

static bool plans_week(const struct recur_rule *rule, int64_t day)
{
    if (!has(rule->weekdays, leaves[day].weekday)) {
        return false;
    }
    if (rule->every == 1) {
        return true;
    }
    /* Count the Mondays from the first week on. */
    return day >= rule->since && (day - rule->since) / 7 % rule->every == 0;
}

static bool plans_nth(const struct recur_rule *rule, const struct leaf *leaf)
{
    int nth = (leaf->day - 1) / 7 + 1;
    bool last = leaf->from_end < 7;
    return has(rule->weekdays, leaf->weekday) &&
           ((nth <= 4 && has(rule->nths, nth)) ||
            (last && has(rule->nths, 0)));
}

static bool plans_date(const struct recur_rule *rule, int64_t day)
{
    for (int i = 0; i < rule->date_count; i++) {
        if (rule->dates[i] == day) {
            return true;
        }
    }
    return false;
}

static bool plans_lunar(const struct recur_rule *rule,
                        const struct lunar *lunar)
{
    if (rule->months != 0 &&
        (lunar->leap || !has(rule->months, lunar->month))) {
        return false;
    }
    return has(rule->days, lunar->day) ||
           (has(rule->days, 0) && lunar->day == lunar->month_days);
}

bool model_plans(const struct recur_rule *rule, int64_t day)
{
    if (day < CIVIL_DAY_MIN || day > CIVIL_DAY_MAX ||
        (rule->from != 0 && day < rule->from) ||
        (rule->until != 0 && day > rule->until)) {
        return false;
    }
    const struct leaf *leaf = &leaves[day];
    bool month = rule->months == 0 || has(rule->months, leaf->month);
    switch (rule->kind) {
    case RECUR_WEEKLY:
        return plans_week(rule, day);
    case RECUR_NTH:
        return month && plans_nth(rule, leaf);
    case RECUR_MONTHLY:
        return month && (has(rule->days, leaf->day) ||
                         (has(rule->days, 0) && leaf->from_end == 0));
    case RECUR_EVERY:
        return day >= rule->since && (day - rule->since) % rule->every == 0;
    case RECUR_DIGIT:
        return month && has(rule->digits, leaf->day % 10);
    case RECUR_LUNAR_DIGIT:
        return has(rule->digits, leaf->lunar.day % 10);
    case RECUR_LUNAR:
        return plans_lunar(rule, &leaf->lunar);
    case RECUR_DATES:
        return plans_date(rule, day);
    default:
        never("a rule of no kind");
    }
}

static bool works(int64_t day)
{
    const struct leaf *leaf = &leaves[day];
    return leaf->shifted || (leaf->weekday <= 5 && !leaf->holiday);
}

/* Look from the planned day on: at step, 2 * step ..., `count` times. */
static bool seek(struct recur_day *line, int step, int count)
{
    for (int i = 1; i <= count; i++) {
        int64_t day = line->planned + (int64_t)i * step;
        if (!year_known[leaves[day].year]) {
            line->known = false;
        }
        if (works(day)) {
            line->day = day;
            line->why = RECUR_MOVED;
            return true;
        }
    }
    return false;
}

static void settle(const struct recur_rule *rule, struct recur_day *line)
{
    const struct leaf *leaf = &leaves[line->planned];
    bool names = rule->kind == RECUR_WEEKLY || rule->kind == RECUR_NTH ||
                 rule->kind == RECUR_DATES;
    line->known = rule->off == RECUR_KEEP || year_known[leaf->year];
    if (rule->off == RECUR_KEEP || works(line->planned) ||
        (names && !leaf->holiday)) {
        return;
    }
    line->why = RECUR_OFF;
    if (rule->off == RECUR_NEXT) {
        (void)seek(line, 1, LOOK);
    } else if (rule->off == RECUR_PREV) {
        (void)seek(line, -1, LOOK);
    } else if (rule->off == RECUR_WEEK &&
               !seek(line, 1, 7 - leaf->weekday)) {
        (void)seek(line, -1, leaf->weekday - 1);
    }
}

static bool omits(const struct recur_rule *rule, int64_t day)
{
    for (int i = 0; i < rule->omitted_count; i++) {
        if (rule->omitted[i] == day) {
            return true;
        }
    }
    return false;
}

static bool swaps(const struct recur_rule *rule, int64_t day, int64_t *to)
{
    for (int i = 0; i < rule->swap_count; i++) {
        if (rule->swaps[i].planned == day) {
            *to = rule->swaps[i].day;
            return true;
        }
    }
    return false;
}

static bool held(const struct recur_day *line)
{
    return line->why == RECUR_AS_PLANNED || line->why == RECUR_MOVED ||
           line->why == RECUR_SWAPPED;
}

static struct recur_day line_of(const struct recur_rule *rule, int place,
                                int64_t planned)
{
    struct recur_day line = {.day = planned, .planned = planned,
                             .start_min = rule->start_min,
                             .end_min = rule->end_min, .rule = place,
                             .why = RECUR_AS_PLANNED, .known = true};
    int64_t to = 0;
    if (swaps(rule, planned, &to)) {
        line.day = to;
        line.why = RECUR_SWAPPED;
    } else if (omits(rule, planned)) {
        line.why = RECUR_OMITTED;
    } else {
        settle(rule, &line);
    }
    return line;
}

static int add(struct recur_day *lines, int count, struct recur_asked asked,
               struct recur_day line)
{
    if (line.day < asked.from || line.day > asked.until ||
        (!held(&line) && !asked.left_out)) {
        return count;
    }
    must(count < MODEL_LINES_MAX);
    lines[count] = line;
    return count + 1;
}

/* Of two with the same hours, does `one` give way? */
static bool gives_way(const struct recur_day *one,
                      const struct recur_day *two)
{
    if (one->known != two->known) {
        return two->known;
    }
    bool one_plain = one->why == RECUR_AS_PLANNED;
    bool two_plain = two->why == RECUR_AS_PLANNED;
    if (one_plain != two_plain) {
        return two_plain;
    }
    return one->rule > two->rule ||
           (one->rule == two->rule && one->planned > two->planned);
}

/* Is `one` a double of `two`? */
static bool doubles(const struct recur_day *one, const struct recur_day *two)
{
    if (one->day != two->day || one->start_min < two->start_min ||
        one->end_min > two->end_min || (held(one) && !held(two))) {
        return false;
    }
    bool same = one->start_min == two->start_min &&
                one->end_min == two->end_min && held(one) == held(two);
    return !same || gives_way(one, two);
}

static bool before(const struct recur_day *one, const struct recur_day *two)
{
    if (one->day != two->day) {
        return one->day < two->day;
    }
    if (one->start_min != two->start_min) {
        return one->start_min < two->start_min;
    }
    return one->end_min > two->end_min;
}

static int keep_singles(struct recur_day *lines, int count)
{
    bool gone[MODEL_LINES_MAX] = {false};
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < count; k++) {
            gone[i] = gone[i] || (i != k && doubles(&lines[i], &lines[k]));
        }
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
        if (!gone[i]) {
            lines[kept++] = lines[i];
        }
    }
    return kept;
}

static void sort(struct recur_day *lines, int count)
{
    for (int i = 1; i < count; i++) {
        struct recur_day line = lines[i];
        int k = i;
        while (k > 0 && before(&line, &lines[k - 1])) {
            lines[k] = lines[k - 1];
            k--;
        }
        lines[k] = line;
    }
}

int model_list(const struct recur_rule *rules, int count,
               struct recur_asked asked, struct recur_day *lines)
{
    int n = 0;
    for (int r = 0; r < count; r++) {
        const struct recur_rule *rule = &rules[r];
        int64_t to = 0;
        for (int64_t day = asked.from - AROUND; day <= asked.until + AROUND;
             day++) {
            if (!model_plans(rule, day)) {
                continue;
            }
            struct recur_day line = line_of(rule, r, day);
            if (!swaps(rule, day, &to)) {
                n = add(lines, n, asked, line);
            }
            /* The door is shut on a day from which it was moved away. */
            if (line.why == RECUR_MOVED || line.why == RECUR_SWAPPED) {
                line.instead = line.day;
                line.day = day;
                line.why = line.why == RECUR_MOVED ? RECUR_OFF
                                                   : RECUR_OMITTED;
                n = add(lines, n, asked, line);
            }
        }
        for (int i = 0; i < rule->swap_count; i++) {
            if (model_plans(rule, rule->swaps[i].planned)) {
                n = add(lines, n, asked,
                        line_of(rule, r, rule->swaps[i].planned));
            }
        }
    }
    n = keep_singles(lines, n);
    sort(lines, n);
    return n;
}
