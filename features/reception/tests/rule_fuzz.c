/* Any bytes as what a person fills into the form of a timetable's rule.  The
 * first bytes choose from lists and tick boxes, lines behind them are the
 * fields that are typed.  What is taken is kept as one line that reads back,
 * and fills the form again so that it means the same. */
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"
#include "features/reception/reception_rules.h"
#include "http/fill.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 8, FROM = 20454, RANGE = 400 };

static const int TYPED[] = {
    FORM_RECEPTION_RULE_FROM, FORM_RECEPTION_RULE_NUMBERS,
    FORM_RECEPTION_RULE_EVERY, FORM_RECEPTION_RULE_SINCE,
    FORM_RECEPTION_RULE_UNTIL, FORM_RECEPTION_RULE_DATES,
};
enum { TYPED_COUNT = sizeof TYPED / sizeof TYPED[0] };

static const struct field *field_at(int field)
{
    return &FORM_RECEPTION_RULE.fields[field];
}

static str chosen(int field, unsigned which)
{
    const struct field *f = field_at(field);
    return f->choices[which % (unsigned)f->choice_count].value;
}

static void pairs_put(struct pairs *pairs, int field, str value)
{
    must(pairs->count < FORM_FIELDS_MAX);
    pairs->list[pairs->count++] = (struct pair){field_at(field)->name, value};
}

/* As a browser would send it. */
static struct pairs sent(struct arena *arena, const uint8_t *head, str rest)
{
    struct pairs pairs = {NEW_MANY(arena, struct pair, FORM_FIELDS_MAX), 0};
    pairs_put(&pairs, FORM_RECEPTION_RULE_KIND,
              chosen(FORM_RECEPTION_RULE_KIND, head[0] / 16u));
    pairs_put(&pairs, FORM_RECEPTION_RULE_HOW,
              chosen(FORM_RECEPTION_RULE_HOW, head[0]));
    pairs_put(&pairs, FORM_RECEPTION_RULE_STARTS,
              chosen(FORM_RECEPTION_RULE_STARTS, head[1]));
    pairs_put(&pairs, FORM_RECEPTION_RULE_ENDS,
              chosen(FORM_RECEPTION_RULE_ENDS, head[2]));
    pairs_put(&pairs, FORM_RECEPTION_RULE_OFF,
              chosen(FORM_RECEPTION_RULE_OFF, head[3]));
    pairs_put(&pairs, FORM_RECEPTION_RULE_TURN,
              chosen(FORM_RECEPTION_RULE_TURN, head[4]));
    for (int i = 0; i < 12; i++) {
        bool on = (head[5 + i / 8] >> (i % 8) & 1) != 0;
        if (on) {
            pairs_put(&pairs, FORM_RECEPTION_RULE_MON + i, S("1"));
        }
    }
    for (int i = 0; i < TYPED_COUNT; i++) {
        bool last = i == TYPED_COUNT - 1;
        pairs_put(&pairs, TYPED[i], last ? rest : str_cut(&rest, '\n'));
    }
    return pairs;
}

static struct pairs shown(struct arena *arena, const struct form_state *form)
{
    struct pairs pairs = {NEW_MANY(arena, struct pair, FORM_FIELDS_MAX), 0};
    for (int i = 0; i < form->table->field_count; i++) {
        if (form->raw[i].n > 0) {
            pairs_put(&pairs, i, form->raw[i]);
        }
    }
    return pairs;
}

/* The form, filled in by the rule, with the fields that are not of it. */
static void check_form_again(struct arena *arena,
                             const struct recur_rule *rule, str from,
                             str text)
{
    struct form_state form = form_blank(arena, &FORM_RECEPTION_RULE);
    form_of_rule(arena, rule, &form);
    form_set(&form, FORM_RECEPTION_RULE_KIND, S("reception"));
    form_set(&form, FORM_RECEPTION_RULE_TURN, S("all"));
    form_set(&form, FORM_RECEPTION_RULE_FROM, from);
    struct pairs pairs = shown(arena, &form);
    struct form_state again = form_fill(arena, &FORM_RECEPTION_RULE, &pairs);
    struct recur_rule same;
    int field = -1;
    str sentence = S("");
    must(again.ok);
    must(rule_of_form(arena, again.values, &same, &field, &sentence));
    must(str_eq(rule_text(arena, &same), text));
}

static void check_rule(struct arena *arena, const struct recur_rule *rule,
                       str from)
{
    struct recur_rule *rules = NULL;
    struct recur_fault fault;
    int count = 0;
    str text = rule_text(arena, rule);
    must(recur_read(arena, text, &rules, &count, &fault) == OK);
    must(count == 1);
    must(str_eq(rule_text(arena, &rules[0]), text));
    must(str_is_utf8(recur_say(arena, rule, RECUR_ZH)));
    struct recur_table table = {.rules = rules, .count = 1};
    struct recur_list list = recur_list(arena, &table,
        (struct recur_asked){.from = FROM, .until = FROM + RANGE - 1,
                             .most = RANGE, .left_out = true});
    must(list.count <= RANGE);
    check_form_again(arena, rule, from, text);
}

static void check_numbers(str text)
{
    uint32_t bits = 0;
    if (numbers_read(text, 0, 9, false, &bits)) {
        must(bits != 0 && bits < 1u << 10);
    }
    if (numbers_read(text, 1, 31, true, &bits)) {
        must(bits != 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < HEAD) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 26);
    str rest = {(const char *)data + HEAD, (ptrdiff_t)size - HEAD};
    struct pairs pairs = sent(arena, data, rest);
    struct form_state form = form_fill(arena, &FORM_RECEPTION_RULE, &pairs);
    struct recur_rule rule;
    int field = -1;
    str sentence = S("");
    check_numbers(rest);
    if (form.ok) {
        bool good = rule_of_form(arena, form.values, &rule, &field,
                                 &sentence);
        must(good == (sentence.n == 0));
        if (good) {
            check_rule(arena, &rule, form.raw[FORM_RECEPTION_RULE_FROM]);
        } else {
            must(field >= 0 && field < FORM_RECEPTION_RULE.field_count);
        }
    }
    arena_free(arena);
    return 0;
}
