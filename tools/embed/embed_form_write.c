/* Forms as C text. */
#include "tools/embed/embed.h"

static const char *field_type(enum field_kind kind)
{
    switch (kind) {
    case FIELD_TEXT:
    case FIELD_LONG:
    case FIELD_CHOICE:
    case FIELD_PHONE:
    case FIELD_SECRET:
    case FIELD_CODE:
    case FIELD_FILE:
    case FIELD_HIDDEN:
        return "str ";
    case FIELD_INT:
    case FIELD_DATE:
    case FIELD_AREA:
        return "int64_t ";
    case FIELD_FLAG:
        return "bool ";
    }
    never("a field has one of the kinds above");
}

static const char *const KINDS[] = {
    [FIELD_TEXT] = "FIELD_TEXT",     [FIELD_LONG] = "FIELD_LONG",
    [FIELD_INT] = "FIELD_INT",       [FIELD_DATE] = "FIELD_DATE",
    [FIELD_AREA] = "FIELD_AREA",     [FIELD_FLAG] = "FIELD_FLAG",
    [FIELD_CHOICE] = "FIELD_CHOICE", [FIELD_PHONE] = "FIELD_PHONE",
    [FIELD_SECRET] = "FIELD_SECRET", [FIELD_CODE] = "FIELD_CODE",
    [FIELD_FILE] = "FIELD_FILE",     [FIELD_HIDDEN] = "FIELD_HIDDEN",
};

/* C has no struct without members. */
static void write_struct(const struct form *form, struct out *out)
{
    out_format(out, "struct form_%.*s {\n", SF(form->name));
    for (const struct form_field *field = form->fields; field != NULL;
         field = field->next) {
        out_format(out, "    %s%.*s;\n", field_type(field->kind),
                   SF(field->name));
    }
    if (form->count == 0) {
        out_str(out, S("    bool nothing;\n"));
    }
    out_str(out, S("};\n"));
}

void form_write_header(struct catalogue *all, str folder, struct out *out)
{
    for (const struct form *form = all->forms; form != NULL;
         form = form->next) {
        if (!str_eq(form->folder, folder)) {
            continue;
        }
        str upper = name_upper(all, form->name);
        write_struct(form, out);
        if (form->count > 0) {
            out_str(out, S("enum {\n"));
            for (const struct form_field *field = form->fields;
                 field != NULL; field = field->next) {
                out_format(out, "    FORM_%.*s_%.*s,\n", SF(upper),
                           SF(name_upper(all, field->name)));
            }
            out_str(out, S("};\n"));
        }
        out_format(out, "extern const struct form_table FORM_%.*s;\n\n",
                   SF(upper));
    }
}

static void write_s0(struct out *out, str text)
{
    out_str(out, S("S0("));
    write_literal(out, text);
    out_char(out, ')');
}

static void write_choices(struct catalogue *all, const struct form *form,
                          const struct form_field *field, struct out *out)
{
    out_format(out, "static const struct choice FORM_%.*s_%.*s_CHOICES[] = "
               "{\n", SF(name_upper(all, form->name)),
               SF(name_upper(all, field->name)));
    for (int i = 0; i < field->choice_count; i++) {
        out_str(out, S("    {"));
        write_s0(out, field->choices[i].value);
        out_str(out, S(", "));
        write_s0(out, field->choices[i].label);
        out_str(out, S("},\n"));
    }
    out_str(out, S("};\n"));
}

static void write_field(struct catalogue *all, const struct form *form,
                        const struct form_field *field, struct out *out)
{
    out_str(out, S("    {.name = "));
    write_s0(out, field->name);
    out_str(out, S(",\n     .label = "));
    write_s0(out, field->label);
    out_str(out, S(",\n     .hint = "));
    write_s0(out, field->hint);
    out_str(out, S(",\n     .fill = "));
    write_s0(out, field->fill);
    out_format(out, ",\n     .kind = %s,\n     .required = %s,\n",
               KINDS[field->kind], field->required ? "true" : "false");
    out_format(out, "     .min = %lld,\n     .max = %lld,\n",
               (long long)field->min, (long long)field->max);
    if (field->choice_count > 0) {
        out_format(out, "     .choices = FORM_%.*s_%.*s_CHOICES,\n"
                   "     .choice_count = %d,\n",
                   SF(name_upper(all, form->name)),
                   SF(name_upper(all, field->name)), field->choice_count);
    }
    out_format(out, "     .offset = offsetof(struct form_%.*s, %.*s)},\n",
               SF(form->name), SF(field->name));
}

static void write_form(struct catalogue *all, const struct form *form,
                       struct out *out)
{
    str upper = name_upper(all, form->name);
    for (const struct form_field *field = form->fields; field != NULL;
         field = field->next) {
        if (field->choice_count > 0) {
            write_choices(all, form, field, out);
        }
    }
    if (form->count > 0) {
        out_format(out, "static const struct field FORM_%.*s_FIELDS[] = {\n",
                   SF(upper));
        for (const struct form_field *field = form->fields; field != NULL;
             field = field->next) {
            write_field(all, form, field, out);
        }
        out_str(out, S("};\n"));
    }
    out_format(out, "const struct form_table FORM_%.*s = {\n    .name = ",
               SF(upper));
    write_s0(out, form->name);
    out_str(out, S(",\n"));
    if (form->count > 0) {
        out_format(out, "    .fields = FORM_%.*s_FIELDS,\n"
                   "    .field_count = %d,\n", SF(upper), form->count);
    }
    out_format(out, "    .size = sizeof(struct form_%.*s),\n};\n\n",
               SF(form->name));
}

void form_write_source(struct catalogue *all, str folder, struct out *out)
{
    must(out != NULL);
    for (const struct form *form = all->forms; form != NULL;
         form = form->next) {
        if (str_eq(form->folder, folder)) {
            write_form(all, form, out);
        }
    }
}
