/* From pairs to a struct, field by field.
 *
 * Each kind has one reader: it gets the text as typed, writes the value into
 * the struct and returns OK, or says what is wrong.  Wide digits and letters
 * (as Chinese input methods give them) are read as the plain ones. */
#include "http/fill.h"

#include <string.h>

#include "base/arena.h"
#include "base/area_code.h"
#include "base/clock.h"
#include "base/out.h"
#include "base/plain.h"
#include "http/json_in.h"
#include "http/multipart.h"

enum { DATE_CHARS_MAX = 10 };
enum { PHONE_DIGITS_MIN = 5, PHONE_DIGITS_MAX = 15 };

#define FORM_SENTENCE_TEXT(name, sentence) S0(sentence),
const str FORM_SENTENCES[FORM_SENTENCE_COUNT] = {
    FORM_SENTENCE_TABLE(FORM_SENTENCE_TEXT)};
#undef FORM_SENTENCE_TEXT

/* ---- the body ---- */

err body_read(const struct request *request, struct body *body)
{
    must(request != NULL);
    must(request->magic == REQUEST_MAGIC);
    must(body != NULL);
    *body = (struct body){0};
    if (request->body.n == 0) {
        return OK;
    }
    str type = request_header(request, S("Content-Type"));
    str params = type;
    str essence = str_trim(str_cut(&params, ';'));
    if (str_eq_nocase(essence, S("application/x-www-form-urlencoded"))) {
        return url_pairs(request->arena, request->body, FORM_FIELDS_MAX,
                         &body->pairs);
    }
    if (str_eq_nocase(essence, S("multipart/form-data"))) {
        return multipart_read(request->arena, type, request->body, body);
    }
    if (str_eq_nocase(essence, S("application/json"))) {
        return json_in(request->arena, request->body, FORM_FIELDS_MAX,
                       &body->pairs);
    }
    return ERR_BAD_MEDIA_TYPE;
}

static bool find_pair(const struct pairs *pairs, str name, str *value)
{
    must(pairs->count >= 0);
    must(pairs->list != NULL || pairs->count == 0);
    for (int i = 0; i < pairs->count; i++) {
        if (str_eq(pairs->list[i].name, name)) {
            *value = pairs->list[i].value;
            return true;
        }
    }
    *value = (str){"", 0};
    return false;
}

str body_field(const struct body *body, str name)
{
    must(body != NULL);
    must(name.n > 0);
    must(body->pairs.count <= FORM_FIELDS_MAX);
    str value;
    (void)find_pair(&body->pairs, name, &value);
    return value;
}

const struct upload *body_upload(const struct body *body, str field)
{
    must(body->upload_count <= FORM_FILES_MAX);
    for (int i = 0; i < body->upload_count; i++) {
        if (str_eq(body->uploads[i].field, field)) {
            return &body->uploads[i];
        }
    }
    return NULL;
}

/* ---- one field ---- */

/* A field on its way into the struct. */
struct fill {
    struct arena *arena;
    struct form_state *form;
    const struct field *field;
    int number;                     /* of the field in its table */
};

static bool say(struct fill *fill, enum form_sentence sentence, int64_t n,
                int64_t now)
{
    must(sentence < FORM_SENTENCE_COUNT);
    form_wrong_by(fill->form, fill->number, FORM_SENTENCES[sentence], n,
                  now);
    return false;
}

static void *place(struct fill *fill, size_t size)
{
    must(fill->form->values != NULL);
    size_t offset = fill->field->offset;
    must(offset + size <= fill->form->table->size);
    return (char *)fill->form->values + offset;
}

static void put_str(struct fill *fill, str value)
{
    memcpy(place(fill, sizeof value), &value, sizeof value);
}

static void put_int(struct fill *fill, int64_t value)
{
    memcpy(place(fill, sizeof value), &value, sizeof value);
}

static void put_bool(struct fill *fill, bool value)
{
    memcpy(place(fill, sizeof value), &value, sizeof value);
}

static bool is_blank_point(uint32_t point)
{
    return point == ' ' || (point >= '\t' && point <= '\r') ||
           point == 0x3000 || point == 0xA0 || point == 0xFEFF;
}

/* Like str_trim, with the wide blank of Chinese input methods. */
static str trim_wide(str s)
{
    while (s.n > 0) {
        ptrdiff_t n = 0;
        if (!is_blank_point(str_code_point(s, &n))) {
            break;
        }
        s = str_skip(s, n);
    }
    while (s.n > 0) {
        ptrdiff_t start = s.n - 1;
        while (start > 0 && ((unsigned char)s.p[start] & 0xC0) == 0x80) {
            start--;
        }
        ptrdiff_t n = 0;
        if (!is_blank_point(str_code_point(str_skip(s, start), &n))) {
            break;
        }
        s = str_slice(s, 0, start);
    }
    return s;
}

/* Wide forms as plain ASCII; other characters stay. */
static str narrow(struct arena *arena, str s)
{
    ptrdiff_t most = s.n;
    char *p = arena_take(arena, (size_t)most, 1);
    ptrdiff_t n = 0;
    while (s.n > 0) {
        ptrdiff_t size = 0;
        uint32_t point = str_code_point(s, &size);
        if (point >= 0xFF01 && point <= 0xFF5E) {
            p[n++] = (char)(point - 0xFF01 + '!');
        } else if (point == 0x3000) {
            p[n++] = ' ';
        } else {
            memcpy(p + n, s.p, (size_t)size);
            n += size;
        }
        s = str_skip(s, size);
    }
    must(n <= most);
    return str_trim((str){p, n});
}

/* Control characters of ASCII and of Latin-1; `lines` allows LF and tab. */
static bool has_control(str s, bool lines)
{
    while (s.n > 0) {
        ptrdiff_t n = 0;
        uint32_t point = str_code_point(s, &n);
        bool allowed = lines && (point == '\n' || point == '\t');
        if ((point < 0x20 && !allowed) || (point >= 0x7f && point < 0xA0)) {
            return true;
        }
        s = str_skip(s, n);
    }
    return false;
}

/* CRLF and CR become LF. */
static str plain_lines(struct arena *arena, str s)
{
    if (str_find_char(s, '\r') < 0) {
        return s;
    }
    char *p = arena_take(arena, (size_t)s.n, 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        bool pair = s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n';
        if (!pair) {
            p[n++] = s.p[i] == '\r' ? '\n' : s.p[i];
        }
    }
    must(n <= s.n);
    return (str){p, n};
}

/* The most is what is stored, the least what can be read. */
static bool fits_length(struct fill *fill, str text)
{
    ptrdiff_t now = str_chars(text);
    int64_t min = fill->field->min;
    int64_t max = fill->field->max;
    must(min >= 0);
    must(max == 0 || min <= max);
    if (max > 0 && now > max) {
        return say(fill, FORM_SAYS_TOO_LONG, max, now);
    }
    now = plain_visible(text);
    if (min > 0 && now < min) {
        return say(fill, FORM_SAYS_TOO_SHORT, min, now);
    }
    return true;
}

static bool read_text(struct fill *fill, str typed)
{
    bool broken = str_find_char(typed, '\n') >= 0 ||
                  str_find_char(typed, '\r') >= 0;
    if (broken) {
        return say(fill, FORM_SAYS_ONE_LINE, 0, 0);
    }
    if (has_control(typed, false)) {
        return say(fill, FORM_SAYS_UNREADABLE, 0, 0);
    }
    if (!fits_length(fill, typed)) {
        return false;
    }
    put_str(fill, typed);
    return true;
}

static bool read_long(struct fill *fill, str typed)
{
    str text = plain_lines(fill->arena, typed);
    if (has_control(text, true)) {
        return say(fill, FORM_SAYS_UNREADABLE, 0, 0);
    }
    if (!fits_length(fill, text)) {
        return false;
    }
    put_str(fill, text);
    return true;
}

static bool read_int(struct fill *fill, str typed)
{
    int64_t value = 0;
    const struct field *field = fill->field;
    if (!str_to_int(narrow(fill->arena, typed), &value)) {
        return say(fill, FORM_SAYS_NO_NUMBER, 0, 0);
    }
    bool limited = field->min != 0 || field->max != 0;
    must(!limited || field->min <= field->max);
    if (limited && value < field->min) {
        return say(fill, FORM_SAYS_TOO_SMALL, field->min, value);
    }
    if (limited && value > field->max) {
        return say(fill, FORM_SAYS_TOO_BIG, field->max, value);
    }
    put_int(fill, value);
    return true;
}

static bool read_date(struct fill *fill, str typed)
{
    int64_t at = 0;
    str text = narrow(fill->arena, typed);
    if (text.n > DATE_CHARS_MAX || !time_parse(text, &at)) {
        return say(fill, FORM_SAYS_NO_DATE, 0, 0);
    }
    put_int(fill, at);
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool read_area(struct fill *fill, str typed)
{
    int64_t area = 0;
    if (!area_parse(narrow(fill->arena, typed), &area)) {
        return say(fill, FORM_SAYS_NOT_LISTED, 0, 0);
    }
    must(area >= 0);
    put_int(fill, area);
    return true;
}

static bool read_flag(struct fill *fill, str typed)
{
    bool off = typed.n == 0 || str_eq(typed, S("0")) ||
               str_eq_nocase(typed, S("false")) ||
               str_eq_nocase(typed, S("off"));
    if (off && fill->field->required) {
        return say(fill, FORM_SAYS_TICK, 0, 0);
    }
    put_bool(fill, !off);
    return true;
}

static bool read_choice(struct fill *fill, str typed)
{
    const struct field *field = fill->field;
    if (field->choices == NULL) {
        return read_text(fill, typed);
    }
    must(field->choice_count > 0);
    for (int i = 0; i < field->choice_count; i++) {
        if (str_eq(field->choices[i].value, typed)) {
            put_str(fill, field->choices[i].value);
            return true;
        }
    }
    return say(fill, FORM_SAYS_NOT_LISTED, 0, 0);
}

static bool read_phone(struct fill *fill, str typed)
{
    str text = narrow(fill->arena, typed);
    char *p = arena_take(fill->arena, (size_t)text.n, 1);
    ptrdiff_t n = 0;
    int digits = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool plus = c == '+' && n == 0;
        bool between = c == ' ' || c == '-' || c == '(' || c == ')';
        if (is_digit(c) || plus) {
            p[n++] = c;
            digits += is_digit(c);
        } else if (!between) {
            return say(fill, FORM_SAYS_NO_PHONE, 0, 0);
        }
    }
    if (digits < PHONE_DIGITS_MIN || digits > PHONE_DIGITS_MAX) {
        return say(fill, FORM_SAYS_NO_PHONE, 0, 0);
    }
    must(n <= digits + 1);
    put_str(fill, (str){p, n});
    return true;
}

static bool read_code(struct fill *fill, str typed)
{
    str text = narrow(fill->arena, typed);
    char *p = arena_take(fill->arena, (size_t)text.n, 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c >= 'a' && c <= 'z') {
            c = (char)(c - 'a' + 'A');
        }
        if (is_digit(c) || (c >= 'A' && c <= 'Z')) {
            p[n++] = c;
        } else if (c != ' ' && c != '-') {
            return say(fill, FORM_SAYS_NO_CODE, 0, 0);
        }
    }
    must(n <= text.n);
    if (n == 0) {
        return say(fill, FORM_SAYS_NO_CODE, 0, 0);
    }
    if (!fits_length(fill, (str){p, n})) {
        return false;
    }
    put_str(fill, (str){p, n});
    return true;
}

/* How each kind is read; `keep_blanks`: what is typed counts to the blank. */
static const struct {
    bool (*read)(struct fill *fill, str typed);
    bool keep_blanks;
} READERS[] = {
    [FIELD_TEXT] = {read_text, false},
    [FIELD_LONG] = {read_long, false},
    [FIELD_INT] = {read_int, false},
    [FIELD_DATE] = {read_date, false},
    [FIELD_AREA] = {read_area, false},
    [FIELD_FLAG] = {read_flag, false},
    [FIELD_CHOICE] = {read_choice, false},
    [FIELD_PHONE] = {read_phone, false},
    [FIELD_SECRET] = {read_text, true},
    [FIELD_CODE] = {read_code, false},
    [FIELD_FILE] = {read_text, false},
    [FIELD_HIDDEN] = {read_long, false},
};

/* What people write is shown to others: nothing in it may turn the text
 * around, and what nobody can see is nothing. */
static str seen(struct fill *fill, str typed)
{
    bool written = fill->field->kind == FIELD_TEXT ||
                   fill->field->kind == FIELD_LONG;
    if (!written) {
        return typed;
    }
    str text = trim_wide(plain_undirected(fill->arena, typed));
    bool shows = plain_visible(text) > 0 || has_control(text, true);
    return shows ? text : (str){"", 0};
}

/* A flag or a choice is not written but ticked or chosen. */
static enum form_sentence missing(enum field_kind kind)
{
    bool chosen = kind == FIELD_CHOICE || kind == FIELD_AREA ||
                  kind == FIELD_FILE;
    return chosen ? FORM_SAYS_CHOOSE : FORM_SAYS_MISSING;
}

static void fill_field(struct fill *fill, str typed)
{
    const struct field *field = fill->field;
    must(field->kind >= FIELD_TEXT);
    must(field->kind <= FIELD_HIDDEN);
    must(fill->number < fill->form->table->field_count);
    must(READERS[field->kind].read != NULL);
    if (!str_is_utf8(typed)) {
        (void)say(fill, FORM_SAYS_UNREADABLE, 0, 0);
        return;
    }
    if (field->kind != FIELD_SECRET) {
        form_set(fill->form, fill->number, typed);
    }
    if (!READERS[field->kind].keep_blanks) {
        typed = seen(fill, trim_wide(typed));
    }
    if (typed.n > 0 || field->kind == FIELD_FLAG) {
        (void)READERS[field->kind].read(fill, typed);
    } else if (field->required) {
        (void)say(fill, missing(field->kind), 0, 0);
    }
}

struct form_state form_fill(struct arena *arena,
                            const struct form_table *table,
                            const struct pairs *pairs)
{
    must(arena != NULL);
    must(table != NULL);
    must(pairs != NULL);
    struct form_state form = form_blank(arena, table);
    for (int i = 0; i < table->field_count; i++) {
        struct fill fill = {arena, &form, &table->fields[i], i};
        str typed;
        (void)find_pair(pairs, table->fields[i].name, &typed);
        fill_field(&fill, typed);
    }
    must(form.table == table);
    must(form.values != NULL);
    return form;
}
