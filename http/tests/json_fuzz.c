/* Any bytes as a JSON body; what is read then fills a form. */
#include <stdint.h>

#include "base/arena.h"
#include "http/fill.h"
#include "http/json_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct values {
    str text, note, phone, code;
    int64_t number, day, area;
    bool flag;
};

#define FUZZ_FIELD(name, kind, min, max, offset)                        \
    {S0(name), S0("项"), S0(""), S0(""), kind, false, min, max, NULL, 0, offset}

static const struct field FIELD_LIST[] = {
    FUZZ_FIELD("t", FIELD_TEXT, 0, 5, offsetof(struct values, text)),
    FUZZ_FIELD("l", FIELD_LONG, 2, 9, offsetof(struct values, note)),
    FUZZ_FIELD("i", FIELD_INT, -5, 5, offsetof(struct values, number)),
    FUZZ_FIELD("d", FIELD_DATE, 0, 0, offsetof(struct values, day)),
    FUZZ_FIELD("a", FIELD_AREA, 0, 0, offsetof(struct values, area)),
    FUZZ_FIELD("f", FIELD_FLAG, 0, 0, offsetof(struct values, flag)),
    FUZZ_FIELD("p", FIELD_PHONE, 0, 0, offsetof(struct values, phone)),
    FUZZ_FIELD("c", FIELD_CODE, 0, 0, offsetof(struct values, code)),
};
enum { FIELDS = sizeof FIELD_LIST / sizeof FIELD_LIST[0] };
static const struct form_table TABLE = {S0("fuzz"), FIELD_LIST, FIELDS,
                                        sizeof(struct values)};

static void check_form(struct arena *arena, const struct pairs *pairs)
{
    struct form_state form = form_fill(arena, &TABLE, pairs);
    const struct values *values = form.values;
    int wrong = 0;
    for (int i = 0; i < FIELDS; i++) {
        const struct form_error *error = &form.errors[i];
        wrong += error->key.n > 0;
        if (error->key.n > 0) {
            str text = form_error_text(arena, error, error->key,
                                       error->label);
            must(str_is_utf8(text));
            must(str_find_char(text, '{') < 0);
        }
    }
    must(form.ok == (wrong == 0));
    must(str_is_utf8(values->text));
    must(str_chars(values->text) <= 5);
    must(str_find_char(values->note, '\r') < 0);
    must(values->number >= -5 && values->number <= 5);
    must(values->area >= 0);
    must(values->phone.n <= 16);
    must(str_find_char(values->code, '-') < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 16, 1 << 24);
    str text = {(const char *)data, (ptrdiff_t)size};
    struct pairs pairs;
    err e = json_in(arena, text, 50, &pairs);
    must(e == OK || e == ERR_BAD_REQUEST || e == ERR_TOO_LARGE);
    if (e == OK) {
        must(pairs.count <= 50);
        for (int i = 0; i < pairs.count; i++) {
            must(str_is_utf8(pairs.list[i].name));
            must(str_is_utf8(pairs.list[i].value));
        }
        check_form(arena, &pairs);
    }
    arena_free(arena);
    return 0;
}
