/* Cells as typed values: the patience of the house with what people type. */
#include "office/register_value.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/area_code.h"
#include "base/out.h"
#include "office/register_text.h"

enum {
    TEXT_CHARS_MAX = 2000, NAME_CHARS_MAX = 60, SHOWN_CHOICES = 12,
    WANTED_MAX = 4096, MOBILE = 11,
    NAME_DOT = 0xB7,
};

#define EXACT_MAX 1e15              /* Excel keeps 15 digits of a number */
#define FINE REGISTER_FAULT_COUNT
#define YES "是|有|对|√|✓|✔|☑|y|yes|true|t|1|on"
#define NO "否|无|没有|不是|不|×|✗|✘|x|n|no|false|f|0|off"

/* ---- numbers ------------------------------------------------------------- */

/* Digits with commas between thousands; ".0" is what a number leaves. */
static bool parse_int(str text, int64_t *number)
{
    char digits[24];
    ptrdiff_t n = 0;
    ptrdiff_t point = str_find_char(text, '.');
    str whole = point < 0 ? text : str_slice(text, 0, point);
    for (ptrdiff_t i = point + 1; point >= 0 && i < text.n; i++) {
        if (text.p[i] != '0') {
            return false;
        }
    }
    for (ptrdiff_t i = 0; i < whole.n; i++) {
        if (whole.p[i] == ',' && i > 0) {
            continue;
        }
        if (n == (ptrdiff_t)sizeof digits) {
            return false;
        }
        digits[n++] = whole.p[i];
    }
    str clean = {digits, n};
    clean = str_starts(clean, S("+")) ? str_skip(clean, 1) : clean;
    return str_to_int(clean, number);
}

static str int_text(struct arena *arena, int64_t number)
{
    return str_format(arena, "%lld", (long long)number);
}

static enum register_fault check_int(struct arena *arena,
                                     const struct register_column *column,
                                     str text, struct parsed *parsed)
{
    int64_t number = 0;
    if (!parse_int(register_dense(arena, text), &number)) {
        return REGISTER_NO_INT;
    }
    parsed->value.number = number;
    parsed->value.text = int_text(arena, number);
    bool limited = column->min != 0 || column->max != 0;
    must(!limited || column->min <= column->max);
    if (limited && number < column->min) {
        parsed->wanted = int_text(arena, column->min);
        return REGISTER_TOO_LITTLE;
    }
    if (limited && number > column->max) {
        parsed->wanted = int_text(arena, column->max);
        return REGISTER_TOO_MUCH;
    }
    return FINE;
}

static enum register_fault check_date(struct arena *arena,
                                      const struct register_column *column,
                                      const struct sheet_cell *cell,
                                      bool from_1904, struct parsed *parsed)
{
    int64_t day = 0;
    enum register_fault fault = register_parse_day(
        arena, cell, from_1904, &day, &parsed->value.rough);
    if (fault != FINE) {
        return fault;
    }
    parsed->value.number = register_day_ms(day);
    parsed->value.text = sheet_day_text(arena, day);
    bool limited = column->min != 0 || column->max != 0;
    must(!limited || column->min <= column->max);
    if (limited && day < column->min) {
        parsed->wanted = sheet_day_text(arena, column->min);
        return REGISTER_TOO_EARLY;
    }
    if (limited && day > column->max) {
        parsed->wanted = sheet_day_text(arena, column->max);
        return REGISTER_TOO_LATE;
    }
    return FINE;
}

/* ---- telephones ---------------------------------------------------------- */

static bool all_digits(str text)
{
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (!isdigit((unsigned char)text.p[i])) {
            return false;
        }
    }
    return text.n > 0;
}

static bool could_be_called(str digits)
{
    if (str_starts(digits, S("+"))) {
        str rest = str_skip(digits, 1);
        return all_digits(rest) && rest.n >= 8 && rest.n <= 15;
    }
    if (!all_digits(digits)) {
        return false;
    }
    if (digits.p[0] == '1' && digits.n == MOBILE) {
        return digits.p[1] >= '3';
    }
    if (str_starts(digits, S("400")) || str_starts(digits, S("800"))) {
        return digits.n == 10 || digits.n == 7 || digits.n == 8;
    }
    if (digits.p[0] == '0') {       /* with the area's prefix */
        return digits.n >= 10 && digits.n <= 12;
    }
    return digits.n == 7 || digits.n == 8 ||
           (digits.n == 5 && (digits.p[0] == '1' || digits.p[0] == '9'));
}

/* 86 in front is the country if a whole mobile number follows. */
static str without_country(str digits)
{
    static const str STARTS[] = {S0("+86"), S0("0086"), S0("86")};
    for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++) {
        str rest = str_skip(digits, STARTS[i].n);
        bool mobile = rest.n == MOBILE && str_starts(rest, S("1"));
        bool landline = i < 2 && rest.n >= 9 && rest.n <= 12;
        if (str_starts(digits, STARTS[i]) && mobile) {
            return rest;
        }
        if (str_starts(digits, STARTS[i]) && landline &&
            str_starts(rest, S("0"))) {
            return rest;
        }
    }
    return digits;
}

/* Two groups that each are as long as a number. */
static bool are_two(str text)
{
    int groups = 0;
    int digits = 0;
    for (ptrdiff_t i = 0; i <= text.n; i++) {
        char c = i < text.n ? text.p[i] : '/';
        if (isdigit((unsigned char)c)) {
            digits++;
        } else if (c != '-' && c != '(' && c != ')' && c != '+') {
            groups += digits >= 7;
            digits = 0;
        }
    }
    return groups >= 2 || digits > 20;
}

static enum register_fault check_phone(struct arena *arena, str text,
                                       struct parsed *parsed)
{
    str narrow = register_narrow(arena, text);
    char *to = arena_take_raw(arena, (size_t)narrow.n + 1, 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < narrow.n; i++) {
        if (strchr(" -()._", narrow.p[i]) == NULL || narrow.p[i] == '\0') {
            to[n++] = narrow.p[i];
        }
    }
    str digits = without_country((str){to, n});
    if (digits.n > 0 && could_be_called(digits)) {
        parsed->value.text = digits;
        return FINE;
    }
    return are_two(narrow) ? REGISTER_TWO_PHONES : REGISTER_NO_PHONE;
}

/* ---- choices ------------------------------------------------------------- */

static str list_choices(struct arena *arena,
                        const struct register_column *column)
{
    struct out out = out_new(arena, WANTED_MAX);
    for (int i = 0; i < column->choice_count && i < SHOWN_CHOICES; i++) {
        if (i > 0) {
            out_str(&out, S("、"));
        }
        out_str(&out, column->choices[i].zh);
    }
    if (column->choice_count > SHOWN_CHOICES) {
        out_str(&out, S("……"));
    }
    return out_text(&out);
}

static bool is_choice(struct arena *arena,
                      const struct register_choice *choice, str key)
{
    return register_is_one_of(arena, key, choice->zh) ||
           register_is_one_of(arena, key, choice->value) ||
           register_is_one_of(arena, key, choice->en) ||
           register_is_one_of(arena, key, choice->synonyms);
}

static enum register_fault check_choice(struct arena *arena,
                                        const struct register_column *column,
                                        str text, struct parsed *parsed)
{
    struct arena_mark mark = arena_mark(arena);
    str key = register_key(arena, text, false);
    int found = -1;
    for (int i = 0; i < column->choice_count && found < 0; i++) {
        found = is_choice(arena, &column->choices[i], key) ? i : -1;
    }
    arena_back(arena, mark);
    if (found < 0) {
        parsed->wanted = list_choices(arena, column);
        return REGISTER_NO_CHOICE;
    }
    must(found < column->choice_count);
    parsed->value.number = found;
    parsed->value.text = column->choices[found].value;
    return FINE;
}

static enum register_fault check_yes_no(struct arena *arena, str text,
                                        struct parsed *parsed)
{
    struct arena_mark mark = arena_mark(arena);
    str key = register_key(arena, text, false);
    bool yes = register_is_one_of(arena, key, S(YES));
    bool no = register_is_one_of(arena, key, S(NO));
    arena_back(arena, mark);
    parsed->value.number = yes;
    parsed->value.text = yes ? S("1") : S("0");
    return yes || no ? FINE : REGISTER_NO_YES_NO;
}

/* ---- areas and names ----------------------------------------------------- */

static enum register_fault check_area_code(struct arena *arena, str text,
                                           struct parsed *parsed)
{
    str digits = register_dense(arena, text);
    int64_t area = 0;
    if (!all_digits(digits) || !area_parse(digits, &area)) {
        return REGISTER_NO_AREA_CODE;
    }
    parsed->value.number = area;
    parsed->value.text = area_text(arena, area);
    return FINE;
}

/* The dots that divide the parts of a name, as people find them. */
static bool is_name_dot(uint32_t point)
{
    return point == NAME_DOT || point == 0x2022 || point == 0x2027 ||
           point == 0x22C5 || point == 0x30FB || point == 0xFF65 ||
           point == 0x2E31;
}

static bool is_name_letter(uint32_t point)
{
    if (point < 0x80) {
        return isalpha((int)point) || point == '-' || point == '\'' ||
               point == '.';
    }
    bool sign = point < 0xC0 || (point >= 0x2000 && point <= 0x2BFF) ||
                (point >= 0x3000 && point <= 0x303F && point != 0x3007) ||
                (point >= 0xFE30 && point <= 0xFE4F) ||
                (point >= 0xFF00 && point <= 0xFFEF);
    return !sign;
}

/* One character of a name behind `before`: a blank stays between letters of
 * an alphabet alone ("张  三" is 张三, "Ali Khan" is two words). */
static ptrdiff_t put_name(char *to, ptrdiff_t n, str rest, uint32_t before)
{
    ptrdiff_t length = 0;
    uint32_t point = str_code_point(rest, &length);
    if (point == ' ') {
        ptrdiff_t next = 0;
        uint32_t behind = str_code_point(str_skip(rest, 1), &next);
        if (!register_is_han(before) && !register_is_han(behind) &&
            !is_name_dot(before) && !is_name_dot(behind)) {
            to[n++] = ' ';
        }
        return n;
    }
    if (is_name_dot(point) || (point == '.' && register_is_han(before))) {
        memcpy(to + n, "\xC2\xB7", 2);
        return n + 2;
    }
    memcpy(to + n, rest.p, (size_t)length);
    return n + length;
}

static enum register_fault check_person(struct arena *arena, str text,
                                        struct parsed *parsed)
{
    str narrow = register_narrow(arena, text);
    char *to = arena_take_raw(arena, (size_t)narrow.n * 2 + 1, 1);
    ptrdiff_t n = 0;
    uint32_t before = 0;            /* a dot as it is written then */
    bool bad = false;
    for (str rest = narrow; rest.n > 0;) {
        ptrdiff_t length = 0;
        uint32_t point = str_code_point(rest, &length);
        bad = bad || (point != ' ' && !is_name_dot(point) &&
                      !is_name_letter(point));
        n = put_name(to, n, rest, before);
        point = point == '.' && register_is_han(before) ? NAME_DOT : point;
        before = point == ' ' ? before : point;
        rest = str_skip(rest, length);
    }
    if (bad) {
        bool remark = str_find_char(narrow, '(') >= 0;
        return remark ? REGISTER_NAME_REMARK : REGISTER_NO_PERSON;
    }
    must(n <= narrow.n * 2);
    parsed->value.text = (str){to, n};
    return FINE;
}

/* ---- the whole ----------------------------------------------------------- */

static enum register_fault check_length(struct arena *arena,
                                        const struct register_column *column,
                                        struct parsed *parsed)
{
    ptrdiff_t chars = str_chars(parsed->value.text);
    must(chars >= 0);
    must(column->min >= 0);
    int64_t most = column->kind == REGISTER_PERSON ? NAME_CHARS_MAX
                                                   : TEXT_CHARS_MAX;
    most = column->max > 0 ? column->max : most;
    if (chars < column->min) {
        parsed->wanted = int_text(arena, column->min);
        return REGISTER_TOO_SHORT;
    }
    if (chars > most) {
        parsed->wanted = int_text(arena, most);
        return REGISTER_TOO_LONG;
    }
    return FINE;
}

/* A number that should be text and has more digits than numbers keep. */
static bool lost_digits(const struct register_column *column,
                        const struct sheet_cell *cell)
{
    return cell->kind == SHEET_NUMBER && fabs(cell->number) >= EXACT_MAX &&
           column->kind != REGISTER_INT && column->kind != REGISTER_DATE;
}

static enum register_fault parse_kind(struct arena *arena,
                                      const struct register_column *column,
                                      const struct sheet_cell *cell,
                                      bool from_1904, struct parsed *parsed)
{
    switch (column->kind) {
    case REGISTER_INT:
        return check_int(arena, column, cell->text, parsed);
    case REGISTER_DATE:
        return check_date(arena, column, cell, from_1904, parsed);
    case REGISTER_PHONE:
        return check_phone(arena, cell->text, parsed);
    case REGISTER_CHOICE:
        return check_choice(arena, column, cell->text, parsed);
    case REGISTER_YES_NO:
        return check_yes_no(arena, cell->text, parsed);
    case REGISTER_AREA_CODE:
        return check_area_code(arena, cell->text, parsed);
    case REGISTER_PERSON:
        return check_person(arena, cell->text, parsed);
    case REGISTER_AREA_NAME:
    case REGISTER_REFERENCE:
        parsed->value.text = register_narrow(arena, cell->text);
        return FINE;
    case REGISTER_TEXT:
        return FINE;
    }
    never("a kind of column");
}

enum register_fault register_parse(struct arena *arena,
                                   const struct register_column *column,
                                   const struct sheet_cell *cell,
                                   bool from_1904, struct parsed *parsed)
{
    must(arena != NULL);
    must(column != NULL);
    *parsed = (struct parsed){.wanted = S("")};
    str clean = cell == NULL ? S("") : register_clean(arena, cell->text);
    parsed->value.text = clean;
    parsed->value.empty = clean.n == 0;
    if (clean.n == 0) {
        return FINE;
    }
    enum register_fault fault = FINE;
    if (cell->kind == SHEET_ERROR) {
        fault = REGISTER_CELL_ERROR;
    } else if (lost_digits(column, cell)) {
        fault = REGISTER_DIGITS_LOST;
    } else {
        fault = parse_kind(arena, column, cell, from_1904, parsed);
    }
    bool text = column->kind == REGISTER_TEXT ||
                column->kind == REGISTER_PERSON ||
                column->kind == REGISTER_AREA_NAME ||
                column->kind == REGISTER_REFERENCE;
    if (fault == FINE && text) {
        fault = check_length(arena, column, parsed);
    }
    if (fault != FINE) {
        parsed->value = (struct register_value){.text = clean, .wrong = true};
    }
    return fault;
}
