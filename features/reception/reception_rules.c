/* Forms, rules, turns. */
#include "features/reception/reception_rules.h"

#include "base/arena.h"
#include "base/out.h"
#include "page/words.h"

enum { HOUR = 60, WEEK = 7, TEXT_MAX = 1 << 14 };

/* ---- reading what was typed ---------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes one sign that may stand between numbers, or behind one. */
static bool take_joint(str *text)
{
    static const str JOINTS[] = {
        S0("、"), S0("，"), S0(","), S0(" "), S0("；"), S0(";"),
        S0("日"), S0("号"), S0("逢"), S0("初"), S0("\n"),
    };
    for (int i = 0; i < (int)(sizeof JOINTS / sizeof JOINTS[0]); i++) {
        if (str_starts(*text, JOINTS[i])) {
            *text = str_skip(*text, JOINTS[i].n);
            return true;
        }
    }
    return false;
}

static bool take_number(str *text, int64_t *n)
{
    ptrdiff_t digits = 0;
    while (digits < text->n && is_digit(text->p[digits])) {
        digits++;
    }
    bool read = str_to_int(str_slice(*text, 0, digits), n);
    *text = str_skip(*text, digits);
    return read;
}

bool numbers_read(str text, int least, int most, bool may_last,
                  uint32_t *bits)
{
    static const str LAST = S0("末");
    must(least >= 0);
    must(most < 32);
    *bits = 0;
    while (text.n > 0) {
        int64_t n = 0;
        if (take_joint(&text)) {
            continue;
        }
        if (may_last && str_starts(text, LAST)) {
            text = str_skip(text, LAST.n);
            *bits |= RECUR_LAST;
            continue;
        }
        if (!take_number(&text, &n) || n < least || n > most) {
            return false;
        }
        *bits |= 1u << n;
    }
    return *bits != 0;
}

/* "t0930" of the form's own list. */
static int minutes_of(str word)
{
    int64_t digits = 0;
    bool read = str_starts(word, S("t")) &&
                str_to_int(str_skip(word, 1), &digits);
    return read ? (int)(digits / 100 * HOUR + digits % 100) : 0;
}

/* Ascending, each once. */
static bool dates_read(struct arena *arena, str text, struct recur_rule *rule)
{
    int64_t *dates = NEW_MANY(arena, int64_t, RECUR_DATES_MAX);
    int count = 0;
    while (text.n > 0) {
        int64_t day = 0;
        if (take_joint(&text)) {
            continue;
        }
        if (count == RECUR_DATES_MAX || !civil_take(&text, &day)) {
            return false;
        }
        int at = count++;
        for (; at > 0 && dates[at - 1] > day; at--) {
            dates[at] = dates[at - 1];
        }
        dates[at] = day;
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
        if (kept == 0 || dates[kept - 1] != dates[i]) {
            dates[kept++] = dates[i];
        }
    }
    rule->dates = dates;
    rule->date_count = kept;
    return kept > 0;
}

static const struct how {
    const char *word;
    enum recur_kind kind;
} HOWS[] = {
    {"weekly", RECUR_WEEKLY}, {"nth", RECUR_NTH},
    {"monthly", RECUR_MONTHLY}, {"every", RECUR_EVERY},
    {"digit", RECUR_DIGIT}, {"lunar_digit", RECUR_LUNAR_DIGIT},
    {"lunar", RECUR_LUNAR}, {"dates", RECUR_DATES},
};
static const char *const OFFS[RECUR_OFFS] = {
    [RECUR_KEEP] = "keep", [RECUR_SKIP] = "skip", [RECUR_NEXT] = "next",
    [RECUR_PREV] = "prev", [RECUR_WEEK] = "week",
};
_Static_assert(sizeof HOWS / sizeof HOWS[0] == RECUR_KINDS,
               "every kind has its word");

static enum recur_kind kind_of(str word)
{
    for (int i = 0; i < RECUR_KINDS; i++) {
        if (str_eq(word, str_of(HOWS[i].word))) {
            return HOWS[i].kind;
        }
    }
    never("a kind that the form does not have");
}

static enum recur_off off_of(str word)
{
    for (int i = 0; i < RECUR_OFFS; i++) {
        if (str_eq(word, str_of(OFFS[i]))) {
            return (enum recur_off)i;
        }
    }
    never("a way with holidays that the form does not have");
}

static uint32_t weekdays_of(const struct form_reception_rule *form)
{
    const bool on[] = {form->mon, form->tue, form->wed, form->thu,
                       form->fri, form->sat, form->sun};
    uint32_t bits = 0;
    for (int i = 0; i < WEEK; i++) {
        bits |= on[i] ? 1u << (i + 1) : 0;
    }
    return bits;
}

static uint32_t nths_of(const struct form_reception_rule *form)
{
    return (form->last ? (uint32_t)RECUR_LAST : 0) |
           (form->first ? 1u << 1 : 0) | (form->second ? 1u << 2 : 0) |
           (form->third ? 1u << 3 : 0) | (form->fourth ? 1u << 4 : 0);
}

/* ---- from the form to the rule ------------------------------------------- */

struct reading {
    struct arena *arena;
    const struct form_reception_rule *form;
    struct recur_rule *rule;
    int *field;
    str *sentence;
};

static bool wrong(const struct reading *r, int field, str sentence)
{
    *r->field = field;
    *r->sentence = sentence;
    return false;
}

static bool read_weekly(const struct reading *r)
{
    r->rule->weekdays = weekdays_of(r->form);
    if (r->rule->weekdays == 0) {
        return wrong(r, FORM_RECEPTION_RULE_MON, W("请勾选星期几。"));
    }
    r->rule->every = 1;
    if (r->form->every > 1) {
        int64_t since = r->form->since != 0 ? r->form->since : r->form->from;
        r->rule->every = (int)r->form->every;
        r->rule->since = civil_monday(day_of_ms(since));
    }
    return true;
}

static bool read_nth(const struct reading *r)
{
    r->rule->weekdays = weekdays_of(r->form);
    r->rule->nths = nths_of(r->form);
    if (r->rule->nths == 0) {
        return wrong(r, FORM_RECEPTION_RULE_FIRST, W("请勾选第几个。"));
    }
    return r->rule->weekdays != 0 ||
           wrong(r, FORM_RECEPTION_RULE_MON, W("请勾选星期几。"));
}

static bool read_every(const struct reading *r)
{
    if (r->form->every < 1) {
        return wrong(r, FORM_RECEPTION_RULE_EVERY,
                     W("请填写每几天一次。"));
    }
    if (r->form->since == 0) {
        return wrong(r, FORM_RECEPTION_RULE_SINCE,
                     W("请填写从哪天数起。"));
    }
    r->rule->every = (int)r->form->every;
    r->rule->since = day_of_ms(r->form->since);
    return true;
}

static bool read_numbers(const struct reading *r)
{
    enum recur_kind kind = r->rule->kind;
    bool by_digit = kind == RECUR_DIGIT || kind == RECUR_LUNAR_DIGIT;
    int most = by_digit ? 9 : kind == RECUR_LUNAR ? 30 : 31;
    uint32_t bits = 0;
    if (!numbers_read(r->form->numbers, by_digit ? 0 : 1, most, !by_digit,
                      &bits)) {
        return wrong(r, FORM_RECEPTION_RULE_NUMBERS,
                     by_digit ? W("逢几请写 0 到 9 的数字，例如：3、8。")
                              : W("请写日期的数字，例如：10、20、末。"));
    }
    r->rule->digits = by_digit ? bits : 0;
    r->rule->days = by_digit ? 0 : bits;
    return true;
}

static bool read_kind(const struct reading *r)
{
    switch (r->rule->kind) {
    case RECUR_WEEKLY:
        return read_weekly(r);
    case RECUR_NTH:
        return read_nth(r);
    case RECUR_EVERY:
        return read_every(r);
    case RECUR_DATES:
        return dates_read(r->arena, r->form->dates, r->rule) ||
               wrong(r, FORM_RECEPTION_RULE_DATES,
                     W("请一行写一个日期，例如 2026-11-21。"));
    default:
        return read_numbers(r);
    }
}

/* A day of a form can lie centuries away; rules cannot. */
static bool is_civil(int64_t ms)
{
    int64_t day = day_of_ms(ms);
    return ms == 0 || (day >= CIVIL_DAY_MIN && day <= CIVIL_DAY_MAX);
}

static bool read_frame(const struct reading *r)
{
    const struct form_reception_rule *form = r->form;
    struct recur_rule *rule = r->rule;
    if (!is_civil(form->from) || !is_civil(form->until) ||
        !is_civil(form->since)) {
        return wrong(r, FORM_RECEPTION_RULE_FROM,
                     W("日期太远了，请检查年份。"));
    }
    rule->from = day_of_ms(form->from);
    rule->until = form->until != 0 ? day_of_ms(form->until) : 0;
    if (rule->until != 0 && rule->until < rule->from) {
        return wrong(r, FORM_RECEPTION_RULE_UNTIL,
                     W("结束的日期不能早于开始的日期。"));
    }
    rule->start_min = minutes_of(form->starts);
    rule->end_min = minutes_of(form->ends);
    return rule->start_min < rule->end_min ||
           wrong(r, FORM_RECEPTION_RULE_ENDS,
                 W("结束时间要晚于开始时间。"));
}

bool rule_of_form(struct arena *arena, const struct form_reception_rule *form,
                  struct recur_rule *rule, int *field, str *sentence)
{
    must(form != NULL);
    must(rule != NULL);
    struct reading r = {arena, form, rule, field, sentence};
    *rule = (struct recur_rule){.kind = kind_of(form->how),
                                .off = off_of(form->off)};
    return read_frame(&r) && read_kind(&r);
}

/* ---- and back ------------------------------------------------------------ */

str rule_text(struct arena *arena, const struct recur_rule *rule)
{
    struct out out = out_new(arena, TEXT_MAX);
    recur_write(&out, rule, 1);
    must(!out.full);
    return str_trim(out_text(&out));
}

static str day_text(struct arena *arena, int64_t day)
{
    struct out out = out_new(arena, 64);
    if (day != 0) {
        civil_put(&out, day);
    }
    return out_text(&out);
}

static str clock_text(struct arena *arena, int min)
{
    return str_format(arena, "t%02d%02d", min / HOUR, min % HOUR);
}

static str numbers_text(struct arena *arena, uint32_t bits, bool digits)
{
    struct out out = out_new(arena, TEXT_MAX);
    for (int i = digits ? 0 : 1; i < 32; i++) {
        if ((bits >> i & 1) != 0) {
            out_str(&out, out.n > 0 ? S("、") : S(""));
            out_int(&out, i);
        }
    }
    if (!digits && (bits & RECUR_LAST) != 0) {
        out_str(&out, out.n > 0 ? S("、末") : S("末"));
    }
    return out_text(&out);
}

static void set_bits(struct form_state *form, uint32_t bits, int first,
                     int count)
{
    for (int i = 0; i < count; i++) {
        bool on = (bits >> (i + 1) & 1) != 0;
        form_set(form, first + i, on ? S("1") : S(""));
    }
}

static void set_dates(struct arena *arena, const struct recur_rule *rule,
                      struct form_state *form)
{
    struct out out = out_new(arena, TEXT_MAX);
    for (int i = 0; i < rule->date_count; i++) {
        civil_put(&out, rule->dates[i]);
        out_char(&out, '\n');
    }
    form_set(form, FORM_RECEPTION_RULE_DATES, out_text(&out));
}

void form_of_rule(struct arena *arena, const struct recur_rule *rule,
                  struct form_state *form)
{
    bool by_digit = rule->digits != 0;
    uint32_t numbers = by_digit ? rule->digits : rule->days;
    for (int i = 0; i < RECUR_KINDS; i++) {
        if (HOWS[i].kind == rule->kind) {
            form_set(form, FORM_RECEPTION_RULE_HOW, str_of(HOWS[i].word));
        }
    }
    set_bits(form, rule->weekdays, FORM_RECEPTION_RULE_MON, WEEK);
    set_bits(form, rule->nths, FORM_RECEPTION_RULE_FIRST, 4);
    form_set(form, FORM_RECEPTION_RULE_LAST,
             (rule->nths & RECUR_LAST) != 0 ? S("1") : S(""));
    form_set(form, FORM_RECEPTION_RULE_NUMBERS,
             numbers_text(arena, numbers, by_digit));
    if (rule->every > 1 || rule->kind == RECUR_EVERY) {
        form_set(form, FORM_RECEPTION_RULE_EVERY,
                 str_format(arena, "%d", rule->every));
    }
    form_set(form, FORM_RECEPTION_RULE_SINCE, day_text(arena, rule->since));
    set_dates(arena, rule, form);
    form_set(form, FORM_RECEPTION_RULE_STARTS,
             clock_text(arena, rule->start_min));
    form_set(form, FORM_RECEPTION_RULE_ENDS,
             clock_text(arena, rule->end_min));
    form_set(form, FORM_RECEPTION_RULE_OFF, str_of(OFFS[rule->off]));
    form_set(form, FORM_RECEPTION_RULE_UNTIL, day_text(arena, rule->until));
}

/* ---- seats --------------------------------------------------------------- */

static int seat_find(const struct seat *seats, int count, int64_t deputy_id)
{
    for (int i = 0; i < count; i++) {
        if (seats[i].deputy_id == deputy_id) {
            return i;
        }
    }
    return -1;
}

static int seats_first(const struct seat_plan *plan, struct seat *seats)
{
    int count = 0;
    int n = plan->member_count;
    for (int i = 0; i < n && count < SEATS_MAX; i++) {
        int place = plan->rota ? (int)((plan->turn + i) % n) : i;
        const struct seat_member *member = &plan->members[place];
        if (!member->active) {
            continue;
        }
        seats[count++] = (struct seat){member->deputy_id, 0};
        if (plan->rota) {
            break;
        }
    }
    return count;
}

int seats_fill(const struct seat_plan *plan, struct seat seats[SEATS_MAX])
{
    must(plan->member_count >= 0);
    must(plan->turn >= 0);
    int count = seats_first(plan, seats);
    for (int i = 0; i < plan->swap_count; i++) {
        const struct seat_swap *swap = &plan->swaps[i];
        int at = seat_find(seats, count, swap->from);
        if (at >= 0 && seat_find(seats, count, swap->to) < 0) {
            int64_t own = seats[at].instead_of != 0 ? seats[at].instead_of
                                                    : swap->from;
            seats[at].instead_of = own == swap->to ? 0 : own;
            seats[at].deputy_id = swap->to;
        }
    }
    must(count <= SEATS_MAX);
    return count;
}

/* ---- words --------------------------------------------------------------- */

str hours_text(struct arena *arena, int64_t start_min, int64_t end_min)
{
    return str_format(arena, "%lld:%02lld—%lld:%02lld",
                      (long long)(start_min / HOUR),
                      (long long)(start_min % HOUR),
                      (long long)(end_min / HOUR),
                      (long long)(end_min % HOUR));
}

str weekday_word(int64_t day)
{
    static const str WORDS[] = {
        W0("星期一"), W0("星期二"), W0("星期三"), W0("星期四"),
        W0("星期五"), W0("星期六"), W0("星期日"),
    };
    return WORDS[civil_weekday(day) - 1];
}
