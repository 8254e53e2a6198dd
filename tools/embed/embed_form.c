/* Reads features/X/X.forms into tables. */
#include "tools/embed/embed.h"

/* What stands in a .forms file without a range. */
enum { LINE_CHARS = 200, LONG_CHARS = 20000, SHORT_CHARS = 64 };

/* ---- pieces of a line ---------------------------------------------------- */

/* One field with its continuation lines, being taken apart. */
struct line {
    struct catalogue *all;
    str file;
    int number;
    str rest;
    bool wrong;
};

static void line_wrong(struct line *line, const char *what)
{
    if (!line->wrong) {
        embed_wrong(line->all, line->file, line->number, "%s; a field looks "
                    "like: name text 1..60 required \"label\" \"hint\"",
                    what);
    }
    line->wrong = true;
}

static bool take(struct line *line, str what)
{
    line->rest = str_trim(line->rest);
    if (!str_starts(line->rest, what)) {
        return false;
    }
    line->rest = str_skip(line->rest, what.n);
    return true;
}

/* Text in quotes; it must have English. */
static str take_sentence(struct line *line)
{
    if (!take(line, S("\""))) {
        return S("");
    }
    ptrdiff_t end = str_find_char(line->rest, '"');
    if (end < 0) {
        line_wrong(line, "a quote is not closed");
        return S("");
    }
    str text = str_slice(line->rest, 0, end);
    line->rest = str_skip(line->rest, end + 1);
    text = fold_blanks(line->all, text);
    if (text.n == 0) {
        line_wrong(line, "a text is empty");
    } else if (words_has_han(text)) {
        (void)words_english(line->all, text, line->file, line->number);
    }
    return text;
}

static bool take_kind(struct line *line, enum field_kind *kind)
{
    static const str KINDS[] = {
        [FIELD_TEXT] = S0("text"),     [FIELD_LONG] = S0("long"),
        [FIELD_INT] = S0("int"),       [FIELD_DATE] = S0("date"),
        [FIELD_AREA] = S0("area"),     [FIELD_FLAG] = S0("flag"),
        [FIELD_CHOICE] = S0("choice"), [FIELD_PHONE] = S0("phone"),
        [FIELD_SECRET] = S0("secret"), [FIELD_CODE] = S0("code"),
        [FIELD_FILE] = S0("file"),     [FIELD_HIDDEN] = S0("hidden"),
    };
    line->rest = str_trim(line->rest);
    str word = name_cut(&line->rest);
    for (int i = 0; i <= FIELD_HIDDEN; i++) {
        if (str_eq(KINDS[i], word)) {
            *kind = (enum field_kind)i;
            return true;
        }
    }
    return false;
}

static void set_range(struct form_field *field)
{
    switch (field->kind) {
    case FIELD_LONG:
        field->max = LONG_CHARS;
        return;
    case FIELD_PHONE:
    case FIELD_CODE:
    case FIELD_CHOICE:
        field->max = SHORT_CHARS;
        return;
    case FIELD_TEXT:
    case FIELD_SECRET:
    case FIELD_FILE:
    case FIELD_HIDDEN:
        field->max = LINE_CHARS;
        return;
    case FIELD_INT:                 /* 0..0 is no limit */
    case FIELD_DATE:
    case FIELD_AREA:
    case FIELD_FLAG:
        return;
    }
    never("a field has one of the kinds above");
}

/* min..max, if it stands there. */
static void take_range(struct line *line, struct form_field *field)
{
    line->rest = str_trim(line->rest);
    str rest = line->rest;
    ptrdiff_t n = 0;
    while (n < rest.n && str_find_char(S("0123456789.-"), rest.p[n]) >= 0) {
        n++;
    }
    set_range(field);
    if (n == 0) {
        return;
    }
    line->rest = str_skip(rest, n);
    str range = str_slice(rest, 0, n);
    ptrdiff_t dots = str_find(range, S(".."));
    bool no_range = field->kind == FIELD_DATE || field->kind == FIELD_AREA ||
                    field->kind == FIELD_FLAG || field->kind == FIELD_CHOICE;
    if (no_range || dots < 0 ||
        !str_to_int(str_slice(range, 0, dots), &field->min) ||
        !str_to_int(str_skip(range, dots + 2), &field->max) ||
        field->max < field->min ||
        (field->min < 0 && field->kind != FIELD_INT)) {
        line_wrong(line, "the range is not right");
    }
}

/* fill=WORD, if it stands there: what the browser may fill in. */
static str take_fill(struct line *line)
{
    if (!take(line, S("fill="))) {
        return S("");
    }
    ptrdiff_t n = 0;
    while (n < line->rest.n && line->rest.p[n] != ' ') {
        n++;
    }
    str fill = str_slice(line->rest, 0, n);
    line->rest = str_skip(line->rest, n);
    return fill;
}

static bool is_value_char(char c)
{
    return char_is_name(c) || c == '-' || (c >= 'A' && c <= 'Z');
}

/* value=label, up to , or } */
static bool take_choice(struct line *line, struct choice *choice)
{
    line->rest = str_trim(line->rest);
    ptrdiff_t n = 0;
    while (n < line->rest.n && is_value_char(line->rest.p[n])) {
        n++;
    }
    choice->value = str_slice(line->rest, 0, n);
    line->rest = str_skip(line->rest, n);
    if (n == 0 || !take(line, S("="))) {
        return false;
    }
    if (str_starts(str_trim(line->rest), S("\""))) {
        choice->label = take_sentence(line);
        return choice->label.n > 0;
    }
    ptrdiff_t end = 0;
    while (end < line->rest.n && line->rest.p[end] != ',' &&
           line->rest.p[end] != '}') {
        end++;
    }
    choice->label = fold_blanks(line->all, str_slice(line->rest, 0, end));
    line->rest = str_skip(line->rest, end);
    if (words_has_han(choice->label)) {
        (void)words_english(line->all, choice->label, line->file,
                            line->number);
    }
    return choice->label.n > 0;
}

static bool choice_exists(const struct form_field *field, str value)
{
    for (int i = 0; i < field->choice_count; i++) {
        if (str_eq(field->choices[i].value, value)) {
            return true;
        }
    }
    return false;
}

static void take_choices(struct line *line, struct form_field *field)
{
    if (!take(line, S("{"))) {
        return;
    }
    ptrdiff_t most = 1;
    for (ptrdiff_t i = 0; i < line->rest.n; i++) {
        most += line->rest.p[i] == ',';
    }
    field->choices = NEW_MANY(line->all->arena, struct choice, most);
    do {
        struct choice choice = {S(""), S("")};
        if (!take_choice(line, &choice)) {
            line_wrong(line, "choices are {value=label, value=label}");
            return;
        }
        if (choice_exists(field, choice.value)) {
            line_wrong(line, "a choice stands here twice");
        }
        must(field->choice_count < most);
        field->choices[field->choice_count++] = choice;
    } while (take(line, S(",")));
    if (!take(line, S("}"))) {
        line_wrong(line, "choices end with }");
    }
    if (field->kind != FIELD_CHOICE) {
        line_wrong(line, "only a choice has choices");
    }
}

/* ---- fields and forms ---------------------------------------------------- */

static bool field_exists(const struct form *form, str name)
{
    for (const struct form_field *field = form->fields; field != NULL;
         field = field->next) {
        if (str_eq(field->name, name)) {
            return true;
        }
    }
    return false;
}

static void read_field(struct line *line, struct form *form)
{
    struct form_field *field = NEW(line->all->arena, struct form_field);
    line->rest = str_trim(line->rest);
    field->name = name_cut(&line->rest);
    if (!name_is_good(field->name) || field_exists(form, field->name)) {
        line_wrong(line, "a field needs a name of its own");
        return;
    }
    if (!take_kind(line, &field->kind)) {
        line_wrong(line, "the kind is text, long, int, date, area, flag, "
                   "choice, phone, secret, code or hidden");
        return;
    }
    take_range(line, field);
    field->required = take(line, S("required"));
    field->fill = take_fill(line);
    field->label = take_sentence(line);
    field->hint = take_sentence(line);
    take_choices(line, field);
    if (field->label.n == 0) {
        line_wrong(line, "a field needs a label");
    }
    if (str_trim(line->rest).n > 0) {
        line_wrong(line, "something follows that is not understood");
    }
    struct form_field **last = &form->fields;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = field;
    form->count++;
}

static struct form *read_form(struct line *line, str folder)
{
    struct catalogue *all = line->all;
    str name = str_trim(line->rest);
    /* base/form.h has structs form_state, form_table and form_error. */
    if (!name_is_good(name) || form_by_name(all, name) != NULL ||
        str_eq(name, S("state")) || str_eq(name, S("table")) ||
        str_eq(name, S("error"))) {
        embed_wrong(all, line->file, line->number,
                    "\"%.*s\" is no name for a form, or taken", SF(name));
        return NULL;
    }
    struct form *form = NEW(all->arena, struct form);
    form->name = name;
    form->folder = folder;
    struct form **last = &all->forms;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = form;
    return form;
}

/* ---- the file ------------------------------------------------------------ */

static bool is_open(str text)
{
    return str_find_char(text, '{') >= 0 && str_find_char(text, '}') < 0;
}

/* A field goes on while its { is open, and in lines that begin with a quote
 * or with {. */
static str take_lines(struct catalogue *all, str *rest, int *line)
{
    str text = str_cut(rest, '\n');
    (*line)++;
    while (rest->n > 0) {
        str ahead = *rest;
        str next = str_trim(str_cut(&ahead, '\n'));
        bool goes_on = is_open(text) || str_starts(next, S("\"")) ||
                       str_starts(next, S("{"));
        if (!goes_on) {
            break;
        }
        text = str_format(all->arena, "%.*s %.*s", SF(text), SF(next));
        *rest = ahead;
        (*line)++;
    }
    return text;
}

static void read_file(struct catalogue *all, const struct folder *folder,
                      str path)
{
    str rest = embed_read(all, path);
    struct form *form = NULL;
    bool before_first = true;
    int next = 1;
    while (rest.n > 0) {
        struct line line = {all, path, next, S(""), false};
        line.rest = str_trim(take_lines(all, &rest, &next));
        if (take(&line, S("-- form:"))) {
            form = read_form(&line, folder->name);
            before_first = false;
        } else if (line.rest.n > 0 && !str_starts(line.rest, S("--"))) {
            if (form != NULL) {
                read_field(&line, form);
            } else if (before_first) {
                embed_wrong(all, path, line.number,
                            "a field without -- form:");
            }
        }
    }
}

void form_read(struct catalogue *all)
{
    must(all->forms == NULL);
    for (const struct folder *folder = all->folders; folder != NULL;
         folder = folder->next) {
        struct paths paths = embed_list(all, folder->path, "", ".forms");
        for (int i = 0; i < paths.count; i++) {
            read_file(all, folder, paths.list[i]);
        }
    }
}
