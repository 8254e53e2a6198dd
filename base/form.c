/* The state of a form between the wire and the page. */
#include "base/form.h"

#include "base/arena.h"
#include "base/out.h"

/* Sentences and labels are ours, so this is only a bound on a mistake. */
enum { ERROR_TEXT_MAX = 4096 };

struct form_state form_blank(struct arena *arena,
                             const struct form_table *table)
{
    must(table != NULL);
    must(table->field_count >= 0);
    return (struct form_state){
        .table = table,
        .values = arena_take(arena, table->size, _Alignof(max_align_t)),
        .raw = NEW_MANY(arena, str, table->field_count),
        .errors = NEW_MANY(arena, struct form_error, table->field_count),
        .ok = true,
    };
}

void form_wrong_by(struct form_state *form, int field, str sentence,
                   int64_t n, int64_t now)
{
    must(field >= 0);
    must(field < form->table->field_count);
    must(sentence.n > 0);
    form->ok = false;
    if (form->errors[field].key.n == 0) {
        form->errors[field] = (struct form_error){
            sentence, form->table->fields[field].label, n, now};
    }
}

void form_wrong(struct form_state *form, int field, str sentence)
{
    form_wrong_by(form, field, sentence, 0, 0);
}

/* Writes the value of the {name} at the start of `s` and returns the length
 * of {name}; 0 if none of ours stands there. */
static ptrdiff_t put_hole(struct out *out, str s,
                          const struct form_error *error, str label)
{
    if (str_starts(s, S("{label}"))) {
        out_str(out, label);
        return S("{label}").n;
    }
    if (str_starts(s, S("{now}"))) {
        out_int(out, error->now);
        return S("{now}").n;
    }
    if (str_starts(s, S("{n}"))) {
        out_int(out, error->n);
        return S("{n}").n;
    }
    return 0;
}

str form_error_text(struct arena *arena, const struct form_error *error,
                    str sentence, str label)
{
    must(error != NULL);
    must(sentence.n > 0);
    struct out out = out_new(arena, ERROR_TEXT_MAX);
    while (sentence.n > 0) {
        ptrdiff_t hole = put_hole(&out, sentence, error, label);
        if (hole == 0) {
            out_char(&out, sentence.p[0]);
            hole = 1;
        }
        sentence = str_skip(sentence, hole);
    }
    must(!out.full);
    return out_text(&out);
}

void form_set(struct form_state *form, int field, str raw)
{
    must(field >= 0);
    must(field < form->table->field_count);
    form->raw[field] = raw;
}

void form_right_again(struct form_state *form)
{
    if (form->table == NULL) {
        return;
    }
    must(form->table->field_count >= 0);
    for (int i = 0; i < form->table->field_count; i++) {
        form->errors[i] = (struct form_error){0};
    }
    form->problem = S("");
    form->ok = true;
}
