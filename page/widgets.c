/* Forms as accessible markup: every control has its label, its hint and its
 * error, tied together by ids of the form f-FORM-FIELD. */
#include "page/render.h"

#include "base/arena.h"
#include "page/words.h"

enum { RADIO_MAX = 4 };

/* All that the pieces of one field need. */
struct widget {
    struct out *out;
    const struct face *face;
    const struct form_state *form;
    const struct field *field;
    const struct form_error *error;     /* NULL: nothing is wrong */
    const struct choice *choices;
    ptrdiff_t choice_count;
    str raw;
};

static void put(const struct widget *w, str markup)
{
    out_str(w->out, markup);
}

static void say(const struct widget *w, str zh)
{
    out_html(w->out, word(w->face->lang, zh));
}

static void put_id(const struct widget *w)
{
    put(w, S("f-"));
    out_html(w->out, w->form->table->name);
    put(w, S("-"));
    out_html(w->out, w->field->name);
}

static void attribute(const struct widget *w, str name, str value)
{
    must(name.n > 0);
    must(value.n >= 0);
    out_char(w->out, ' ');
    out_str(w->out, name);
    put(w, S("=\""));
    out_html(w->out, value);
    put(w, S("\""));
}

static void attribute_int(const struct widget *w, str name, int64_t value)
{
    must(name.n > 0);
    must(value > 0);
    out_char(w->out, ' ');
    out_str(w->out, name);
    put(w, S("=\""));
    out_int(w->out, value);
    put(w, S("\""));
}

static void say_error(struct out *out, const struct face *face,
                      const struct form_error *error)
{
    must(error != NULL);
    must(error->key.n > 0);
    out_html(out, form_error_text(out->arena, error,
                                  word(face->lang, error->key),
                                  word(face->lang, error->label)));
}

static struct widget widget_of(struct out *out, const struct face *face,
                               const struct form_state *form, int field)
{
    must(form->table != NULL);
    must(field >= 0);
    must(field < form->table->field_count);
    must(form->errors != NULL);
    must(form->raw != NULL);
    const struct field *f = &form->table->fields[field];
    const struct form_error *error = &form->errors[field];
    bool secret = f->kind == FIELD_SECRET || f->kind == FIELD_FILE;
    return (struct widget){
        .out = out, .face = face, .form = form, .field = f,
        .error = error->key.n > 0 ? error : NULL,
        .choices = f->choices, .choice_count = f->choice_count,
        .raw = secret ? S("") : form->raw[field]};
}

/* ---- the form ----------------------------------------------------------- */

static void hidden(struct out *out, str name, str value)
{
    must(name.n > 0);
    out_str(out, S("<input type=\"hidden\" name=\""));
    out_html(out, name);
    out_str(out, S("\" value=\""));
    out_html(out, value);
    out_str(out, S("\">\n"));
}

/* All that is wrong, each with a way to its field. */
static void summary(struct out *out, const struct face *face,
                    const struct form_state *form)
{
    must(!form->ok);
    must(form->table->name.n > 0);
    out_str(out, S("<div class=\"form-errors\" role=\"alert\" "
                   "tabindex=\"-1\" id=\"f-"));
    out_html(out, form->table->name);
    out_str(out, S("-errors\">\n<p>"));
    out_html(out, word(face->lang, form->problem.n > 0
                                       ? form->problem
                                       : W("有几处需要改一下。")));
    out_str(out, S("</p>\n"));
    bool open = false;
    for (int i = 0; i < form->table->field_count; i++) {
        struct widget w = widget_of(out, face, form, i);
        if (w.error == NULL) {
            continue;
        }
        out_str(out, open ? S("") : S("<ul>\n"));
        open = true;
        if (w.field->kind == FIELD_HIDDEN) {
            out_str(out, S("<li>"));
            say_error(out, face, w.error);
            out_str(out, S("</li>\n"));
            continue;
        }
        out_str(out, S("<li><a href=\"#"));
        put_id(&w);
        out_str(out, S("\">"));
        say(&w, w.field->label);
        out_str(out, S("</a> "));
        say_error(out, face, w.error);
        out_str(out, S("</li>\n"));
    }
    out_str(out, open ? S("</ul>\n</div>\n") : S("</div>\n"));
}

static bool has_file(const struct form_table *table)
{
    for (int i = 0; i < table->field_count; i++) {
        if (table->fields[i].kind == FIELD_FILE) {
            return true;
        }
    }
    return false;
}

void page_form_open(struct out *out, const struct face *face,
                    const struct form_state *form, str action)
{
    must(face != NULL);
    must(form != NULL);
    must(form->table != NULL);
    out_str(out, S("<form method=\"post\""));
    if (has_file(form->table)) {
        out_str(out, S(" enctype=\"multipart/form-data\""));
    }
    if (action.n > 0) {
        out_str(out, S(" action=\""));
        out_str(out, action);
        out_str(out, S("\""));
    }
    out_str(out, S(">\n"));
    hidden(out, S("_token"), face->token);
    hidden(out, S("_once"), face->once);
    if (!form->ok) {
        summary(out, face, form);
    }
}

void page_form_close(struct out *out)
{
    must(out != NULL);
    out_str(out, S("</form>\n"));
}

/* ---- controls ----------------------------------------------------------- */

static void put_name(const struct widget *w)
{
    must(w->field->name.n > 0);
    attribute(w, S("name"), w->field->name);
    put(w, w->field->required ? S(" required") : S(""));
}

/* Ties a control to its hint and its error. */
static void put_described(const struct widget *w)
{
    bool hint = w->field->hint.n > 0;
    if (!hint && w->error == NULL) {
        return;
    }
    put(w, S(" aria-describedby=\""));
    if (hint) {
        put_id(w);
        put(w, w->error != NULL ? S("-hint ") : S("-hint"));
    }
    if (w->error != NULL) {
        put_id(w);
        put(w, S("-error"));
    }
    put(w, S("\""));
}

/* What every control says about itself. */
static void put_common(const struct widget *w)
{
    put_name(w);
    put(w, w->error != NULL ? S(" aria-invalid=\"true\"") : S(""));
    put_described(w);
}

static void put_control_id(const struct widget *w)
{
    put(w, S(" id=\""));
    put_id(w);
    put(w, S("\""));
}

/* What the browser may fill in: as the form says, else by its kind. */
static str autocomplete_of(const struct field *field)
{
    if (field->fill.n > 0) {
        return field->fill;
    }
    return field->kind == FIELD_PHONE    ? S("tel")
           : field->kind == FIELD_SECRET ? S("off")
                                         : S("");
}

static str type_of(enum field_kind kind)
{
    return kind == FIELD_DATE     ? S("date")
           : kind == FIELD_FILE   ? S("file")
           : kind == FIELD_SECRET ? S("password")
           : kind == FIELD_PHONE  ? S("tel")
                                  : S("text");
}

static str inputmode_of(enum field_kind kind)
{
    return kind == FIELD_INT || kind == FIELD_AREA ? S("numeric")
           : kind == FIELD_PHONE                   ? S("tel")
                                                   : S("");
}

static void put_limits(const struct widget *w)
{
    bool counted = w->field->kind == FIELD_TEXT ||
                   w->field->kind == FIELD_LONG ||
                   w->field->kind == FIELD_SECRET;
    if (!counted || w->field->max <= 0) {
        return;
    }
    attribute_int(w, S("maxlength"), w->field->max);
    if (w->field->min > 1 && w->field->kind != FIELD_SECRET) {
        attribute_int(w, S("minlength"), w->field->min);
    }
}

static void put_input(const struct widget *w)
{
    must(w->field->kind != FIELD_FLAG);
    must(w->field->kind != FIELD_LONG);
    str mode = inputmode_of(w->field->kind);
    str fill = autocomplete_of(w->field);
    put(w, S("<input"));
    put_control_id(w);
    attribute(w, S("type"), type_of(w->field->kind));
    put_common(w);
    put_limits(w);
    if (mode.n > 0) {
        attribute(w, S("inputmode"), mode);
    }
    if (fill.n > 0) {
        attribute(w, S("autocomplete"), fill);
    }
    if (w->field->kind == FIELD_CODE) {
        put(w, S(" autocapitalize=\"characters\" spellcheck=\"false\""));
    }
    if (w->raw.n > 0) {
        attribute(w, S("value"), w->raw);
    }
    put(w, S(">\n"));
}

static void put_area(const struct widget *w)
{
    must(w->field->kind == FIELD_LONG);
    put(w, S("<textarea"));
    put_control_id(w);
    put_common(w);
    put_limits(w);
    attribute_int(w, S("rows"), w->field->max > 2000 ? 8 : 4);
    /* The first line break of a textarea is dropped by the browser. */
    put(w, S(">\n"));
    out_html(w->out, w->raw);
    put(w, S("</textarea>\n"));
}

static void put_option(const struct widget *w, const struct choice *choice)
{
    put(w, S("<option"));
    attribute(w, S("value"), choice->value);
    put(w, str_eq(choice->value, w->raw) ? S(" selected>") : S(">"));
    say(w, choice->label);
    put(w, S("</option>\n"));
}

/* What stands in a choice before one was made.  A form called X_filter asks
 * what to show: there nothing chosen is everything. */
static str nothing_chosen(const struct widget *w)
{
    bool filter = str_ends(w->form->table->name, S("_filter"));
    return w->field->required ? W("请选择") : filter ? W("不限") : W("不选");
}

static void put_select(const struct widget *w)
{
    must(w->choice_count >= 0);
    must(w->choices != NULL || w->choice_count == 0);
    put(w, S("<select"));
    put_control_id(w);
    put_common(w);
    put(w, S(">\n<option value=\"\">"));
    say(w, nothing_chosen(w));
    put(w, S("</option>\n"));
    for (ptrdiff_t i = 0; i < w->choice_count; i++) {
        put_option(w, &w->choices[i]);
    }
    put(w, S("</select>\n"));
}

static void put_control(const struct widget *w)
{
    switch (w->field->kind) {
    case FIELD_LONG:
        put_area(w);
        break;
    case FIELD_CHOICE:
        put_select(w);
        break;
    case FIELD_TEXT:
    case FIELD_INT:
    case FIELD_DATE:
    case FIELD_AREA:
    case FIELD_PHONE:
    case FIELD_SECRET:
    case FIELD_CODE:
    case FIELD_FILE:
        if (w->choice_count > 0) {
            put_select(w);
        } else {
            put_input(w);
        }
        break;
    case FIELD_FLAG:
    case FIELD_HIDDEN:
        never("drawn elsewhere");
    }
}

/* ---- the whole field ---------------------------------------------------- */

static void put_label_text(const struct widget *w)
{
    must(w->field->label.n > 0);
    say(w, w->field->label);
    if (w->field->required) {
        put(w, S(" <span class=\"required\">"));
        say(w, W("必填"));
        put(w, S("</span>"));
    }
}

static void put_label(const struct widget *w)
{
    put(w, S("<label for=\""));
    put_id(w);
    put(w, S("\">"));
    put_label_text(w);
    put(w, S("</label>\n"));
}

static void put_hint(const struct widget *w)
{
    if (w->field->hint.n == 0) {
        return;
    }
    put(w, S("<p class=\"hint\" id=\""));
    put_id(w);
    put(w, S("-hint\">"));
    say(w, w->field->hint);
    put(w, S("</p>\n"));
}

static void put_error(const struct widget *w)
{
    if (w->error == NULL) {
        return;
    }
    put(w, S("<p class=\"error\" id=\""));
    put_id(w);
    put(w, S("-error\">"));
    say_error(w->out, w->face, w->error);
    put(w, S("</p>\n"));
}

static bool is_on(str raw)
{
    return raw.n > 0 && !str_eq(raw, S("0")) && !str_eq(raw, S("false")) &&
           !str_eq(raw, S("off"));
}

static void put_flag(const struct widget *w)
{
    must(w->field->kind == FIELD_FLAG);
    put(w, S("<input"));
    put_control_id(w);
    attribute(w, S("type"), S("checkbox"));
    put_common(w);
    attribute(w, S("value"), S("1"));
    put(w, is_on(w->raw) ? S(" checked>\n") : S(">\n"));
    put_label(w);
    put_hint(w);
    put_error(w);
}

/* Few choices are seen at once.  The first one has the field's id, so that
 * the summary leads to it. */
static void put_radios(const struct widget *w)
{
    must(w->choice_count > 0);
    must(w->choice_count <= RADIO_MAX);
    put(w, S("<legend>"));
    put_label_text(w);
    put(w, S("</legend>\n"));
    put_hint(w);
    for (ptrdiff_t i = 0; i < w->choice_count; i++) {
        const struct choice *choice = &w->choices[i];
        put(w, S("<label class=\"choice\"><input"));
        if (i == 0) {
            put_control_id(w);
        }
        attribute(w, S("type"), S("radio"));
        attribute(w, S("value"), choice->value);
        put_name(w);
        put(w, str_eq(choice->value, w->raw) ? S(" checked> ") : S("> "));
        say(w, choice->label);
        put(w, S("</label>\n"));
    }
    put_error(w);
}

/* The label and what belongs to it, in one box. */
static void put_wrapped(const struct widget *w)
{
    must(w->field->kind != FIELD_HIDDEN);
    bool radios = w->field->kind == FIELD_CHOICE && w->field->required &&
                  w->choices == w->field->choices && w->choice_count > 0 &&
                  w->choice_count <= RADIO_MAX;
    bool flag = w->field->kind == FIELD_FLAG;
    put(w, radios ? S("<fieldset class=\"field field-choice")
            : flag ? S("<div class=\"field field-flag")
                   : S("<div class=\"field"));
    put(w, w->error != NULL ? S(" field-bad\"") : S("\""));
    if (radios) {
        put_described(w);
    }
    put(w, S(">\n"));
    if (radios) {
        put_radios(w);
    } else if (flag) {
        put_flag(w);
    } else {
        put_label(w);
        put_hint(w);
        put_control(w);
        put_error(w);
    }
    put(w, radios ? S("</fieldset>\n") : S("</div>\n"));
}

void page_input(struct out *out, const struct face *face,
                const struct form_state *form, int field,
                const struct choices *options)
{
    must(form != NULL);
    must(options == NULL || options->n >= 0);
    must(out != NULL);
    must(face != NULL);
    struct widget w = widget_of(out, face, form, field);
    if (options != NULL) {
        w.choices = options->rows;
        w.choice_count = options->n;
    }
    if (w.field->kind == FIELD_HIDDEN) {
        hidden(out, w.field->name, w.raw);
        return;
    }
    put_wrapped(&w);
}
