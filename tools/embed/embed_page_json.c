/* The JSON twin of a page: writers of rows and pages, and the schema. */
#include "tools/embed/embed_page.h"

struct seen {
    const struct shape *shape;
    struct seen *next;
};

static bool is_shown(const struct member *m)
{
    enum type_kind kind = m->type.kind;
    return !m->type.is_private && kind != TYPE_BYTES && kind != TYPE_FORM &&
           kind != TYPE_CHOICES;
}

static bool is_id(str name)
{
    return str_eq(name, S("id")) || str_ends(name, S("_id"));
}

static bool is_time(str name)
{
    return str_ends(name, S("_at")) || str_eq(name, S("at"));
}

/* ---- writers ------------------------------------------------------------ */

static void write_scalar(struct out *out, const struct member *m,
                         const char *from)
{
    const char *call = "out_json";
    const char *behind = "";
    if (m->type.kind == TYPE_INT) {
        call = is_id(m->name)     ? "page_json_id"
               : is_time(m->name) ? "page_json_time"
                                  : "out_int";
    } else if (m->type.kind == TYPE_REAL) {
        call = "page_json_real";
    } else if (m->type.kind == TYPE_HTML) {
        behind = ".markup";
    } else if (m->type.kind == TYPE_BOOL) {
        out_format(out, "    out_str(out, %s->%.*s ? S(\"true\") : "
                   "S(\"false\"));\n", from, SF(m->name));
        return;
    }
    out_format(out, "    %s(out, %s->%.*s%s);\n", call, from, SF(m->name),
               behind);
}

static void write_list(struct out *out, const struct member *m,
                       const char *from)
{
    out_str(out, S("    out_char(out, '[');\n"));
    out_format(out, "    for (ptrdiff_t i = 0; i < %s->%.*s.n; i++) {\n",
               from, SF(m->name));
    out_str(out, S("        out_str(out, i > 0 ? S(\",\") : S(\"\"));\n"));
    out_format(out, "        json_row_%.*s(out, &%s->%.*s.rows[i]);\n",
               SF(m->type.name), from, SF(m->name));
    out_str(out, S("    }\n    out_char(out, ']');\n"));
}

static void write_object(struct out *out, const struct shape *shape,
                         const char *from)
{
    const char *before = "{";
    for (struct member *m = shape->members; m != NULL; m = m->next) {
        if (!is_shown(m)) {
            continue;
        }
        out_format(out, "    out_str(out, S(\"%s\\\"%.*s\\\":\"));\n", before,
                   SF(m->name));
        before = ",";
        if (m->type.kind == TYPE_LIST) {
            write_list(out, m, from);
        } else if (m->type.kind == TYPE_STRUCT) {
            out_format(out, "    json_row_%.*s(out, &%s->%.*s);\n",
                       SF(m->type.name), from, SF(m->name));
        } else {
            write_scalar(out, m, from);
        }
    }
    out_format(out, "    out_str(out, S(\"%s}\"));\n",
               before[0] == '{' ? "{" : "");
}

/* The writers of all rows that `shape` shows, innermost first. */
static void write_rows(struct catalogue *all, const struct shape *shape,
                       struct seen **seen, struct out *out)
{
    for (struct member *m = shape->members; m != NULL; m = m->next) {
        if (!is_shown(m) || (m->type.kind != TYPE_STRUCT &&
                             m->type.kind != TYPE_LIST)) {
            continue;
        }
        const struct shape *row = shape_by_name(all, m->type.name);
        must(row != NULL);
        const struct seen *known = *seen;
        while (known != NULL && known->shape != row) {
            known = known->next;
        }
        if (known != NULL) {
            continue;
        }
        write_rows(all, row, seen, out);
        struct seen *one = NEW(all->arena, struct seen);
        *one = (struct seen){row, *seen};
        *seen = one;
        out_format(out, "static void json_row_%.*s(struct out *out,\n"
                   "    const struct %.*s *row)\n{\n    (void)row;\n",
                   SF(row->name), SF(row->name));
        write_object(out, row, "row");
        out_str(out, S("}\n\n"));
    }
}

/* ---- schema ------------------------------------------------------------- */

static void out_schema(struct catalogue *all, struct out *out,
                       const struct shape *shape);

static void out_member_schema(struct catalogue *all, struct out *out,
                              const struct member *m)
{
    switch (m->type.kind) {
    case TYPE_INT:
        out_str(out, is_id(m->name) ? S("{\"type\":[\"string\",\"null\"]}")
                     : is_time(m->name)
                         ? S("{\"type\":[\"string\",\"null\"],"
                             "\"format\":\"date-time\"}")
                         : S("{\"type\":\"integer\"}"));
        break;
    case TYPE_REAL:
        out_str(out, S("{\"type\":[\"number\",\"null\"]}"));
        break;
    case TYPE_BOOL:
        out_str(out, S("{\"type\":\"boolean\"}"));
        break;
    case TYPE_STRUCT:
        out_schema(all, out, shape_by_name(all, m->type.name));
        break;
    case TYPE_LIST:
        out_str(out, S("{\"type\":\"array\",\"items\":"));
        out_schema(all, out, shape_by_name(all, m->type.name));
        out_str(out, S("}"));
        break;
    default:
        out_str(out, S("{\"type\":\"string\"}"));
        break;
    }
}

static void out_schema(struct catalogue *all, struct out *out,
                       const struct shape *shape)
{
    must(shape != NULL);
    out_str(out, S("{\"type\":\"object\",\"properties\":{"));
    const char *before = "";
    for (struct member *m = shape->members; m != NULL; m = m->next) {
        if (is_shown(m)) {
            out_format(out, "%s\"%.*s\":", before, SF(m->name));
            out_member_schema(all, out, m);
            before = ",";
        }
    }
    out_str(out, S("},\"required\":["));
    before = "";
    for (struct member *m = shape->members; m != NULL; m = m->next) {
        if (is_shown(m)) {
            out_format(out, "%s\"%.*s\"", before, SF(m->name));
            before = ",";
        }
    }
    out_str(out, S("]}"));
}

/* ---- makers ------------------------------------------------------------- */

static void write_maker(struct catalogue *all, const struct page_file *file,
                        struct out *out)
{
    out_format(out, "static void json_%.*s(struct out *out, "
               "const void *data)\n{\n    const struct page_%.*s *page = "
               "data;\n    (void)page;\n", SF(file->name), SF(file->name));
    write_object(out, file->shape, "page");
    out_str(out, S("}\n\nconst struct page_maker PAGE_"));
    out_str(out, name_upper(all, file->name));
    out_format(out, " = {\n    .name = \"%.*s\",\n    .html = html_%.*s,\n",
               SF(file->name), SF(file->name));
    out_format(out, "    .json = json_%.*s,\n    .schema =\n        ",
               SF(file->name));
    struct out schema = out_new(all->arena, 1 << 20);
    out_schema(all, &schema, file->shape);
    must(!schema.full);
    write_literal(out, out_text(&schema));
    out_str(out, S("\n};\n\n"));
}

void page_write_json(struct catalogue *all, str folder, struct out *out)
{
    struct seen *seen = NULL;
    const struct page_file *f = page_book(all)->files;
    for (; f != NULL; f = f->next) {
        if (f->kind == PAGE_PAGE && str_eq(f->folder, folder)) {
            write_rows(all, f->shape, &seen, out);
        }
    }
    for (f = page_book(all)->files; f != NULL; f = f->next) {
        if (f->kind == PAGE_PAGE && str_eq(f->folder, folder)) {
            write_maker(all, f, out);
        }
    }
}
