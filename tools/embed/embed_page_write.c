/* Pages as C: structs, functions that append, and the makers. */
#include "tools/embed/embed_page.h"

#include <stdarg.h>
#include <stdio.h>

enum { LITERAL_MAX = 1 << 22 };

struct writer {
    struct catalogue *all;
    struct out *out;
    const char *to;                 /* "out", or "&action" */
    int depth;
    int loops;
};

static void indent(const struct writer *w)
{
    for (int i = 0; i < w->depth; i++) {
        out_str(w->out, S("    "));
    }
}

/* One line of C, indented. */
static void line(const struct writer *w, const char *format, ...)
    PRINTF_LIKE(2, 3);

static void line(const struct writer *w, const char *format, ...)
{
    char text[4096];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    must(n >= 0 && n < (int)sizeof text);
    indent(w);
    out_str(w->out, (str){text, n});
    out_char(w->out, '\n');
}

str page_c_type(struct catalogue *all, const struct type *type)
{
    switch (type->kind) {
    case TYPE_INT:
        return S("int64_t");
    case TYPE_REAL:
        return S("double");
    case TYPE_BOOL:
        return S("bool");
    case TYPE_HTML:
        return S("html");
    case TYPE_FORM:
        return S("struct form_state");
    case TYPE_CHOICES:
        return S("struct choices");
    case TYPE_STRUCT:
        return str_format(all->arena, "struct %.*s", SF(type->name));
    case TYPE_LIST:
        return str_format(all->arena, "struct %.*s_list", SF(type->name));
    case TYPE_TEXT:
    case TYPE_BYTES:
        break;
    }
    return S("str");
}

/* ---- values ------------------------------------------------------------- */

static void write_filtered(const struct writer *w, const struct value *v)
{
    static const char *const CALLS[] = {
        [FILTER_DATE] = "page_date", [FILTER_TIME] = "page_time",
        [FILTER_ISO] = "page_iso", [FILTER_CODE] = "page_code",
        [FILTER_NUM] = "page_num", [FILTER_LINES] = "page_lines"};
    must(CALLS[v->filter] != NULL);
    line(w, "%s(%s, %.*s);", CALLS[v->filter], w->to, SF(v->code));
}

static void write_text_value(const struct writer *w, const struct value *v)
{
    const char *call = v->place == PLACE_URL_START ? "page_url"
                       : v->place == PLACE_URL     ? "out_url"
                                                   : "out_html";
    bool word = v->filter == FILTER_WORD;
    line(w, "%s(%s, %s%.*s%s);", call, w->to,
         word ? "word(face->lang, " : "", SF(v->code), word ? ")" : "");
}

static void write_value(const struct writer *w, const struct value *v)
{
    must(v->place != PLACE_FORBIDDEN);
    if (v->filter != FILTER_NONE && v->filter != FILTER_WORD) {
        write_filtered(w, v);
    } else if (v->type.kind == TYPE_TEXT) {
        write_text_value(w, v);
    } else if (v->type.kind == TYPE_HTML) {
        line(w, "out_str(%s, %.*s.markup);", w->to, SF(v->code));
    } else if (v->type.kind == TYPE_REAL) {
        line(w, "page_real(%s, %.*s);", w->to, SF(v->code));
    } else {
        must(v->type.kind == TYPE_INT);
        line(w, "out_int(%s, %.*s);", w->to, SF(v->code));
    }
}

/* ---- nodes -------------------------------------------------------------- */

static void write_nodes(struct writer *w, const struct node *node);

/* All literals from `node` on in one call; gives the last of them. */
static const struct node *write_literals(const struct writer *w,
                                         const struct node *node)
{
    struct out text = out_new(w->all->arena, LITERAL_MAX);
    out_str(&text, node->text);
    while (node->next != NULL && node->next->kind == NODE_LITERAL) {
        node = node->next;
        out_str(&text, node->text);
    }
    must(!text.full);
    indent(w);
    out_str(w->out, S("out_str("));
    out_str(w->out, str_of(w->to));
    out_str(w->out, S(", S("));
    write_literal(w->out, out_text(&text));
    out_str(w->out, S("));\n"));
    return node;
}

static bool is_plain_text(const struct node *node)
{
    return node != NULL && node->kind == NODE_LITERAL && node->next == NULL;
}

static void write_unit(struct writer *w, const struct node *node)
{
    const struct node *zh = node->first;
    const struct node *en = node->second;
    if (is_plain_text(zh) && is_plain_text(en)) {
        line(w, "out_str(%s, face->lang == LANG_EN", w->to);
        w->depth++;
        indent(w);
        out_str(w->out, S("? S("));
        write_literal(w->out, en->text);
        out_str(w->out, S(")\n"));
        indent(w);
        out_str(w->out, S(": S("));
        write_literal(w->out, zh->text);
        out_str(w->out, S("));\n"));
        w->depth--;
        return;
    }
    line(w, "if (face->lang == LANG_EN) {");
    w->depth++;
    write_nodes(w, en);
    w->depth--;
    line(w, "} else {");
    w->depth++;
    write_nodes(w, zh);
    w->depth--;
    line(w, "}");
}

static void write_if(struct writer *w, const struct node *node)
{
    indent(w);
    out_str(w->out, S("if ("));
    out_str(w->out, node->text);
    out_str(w->out, S(") {\n"));
    w->depth++;
    write_nodes(w, node->first);
    w->depth--;
    if (node->second != NULL) {
        line(w, "} else {");
        w->depth++;
        write_nodes(w, node->second);
        w->depth--;
    }
    line(w, "}");
}

static void write_each(struct writer *w, const struct node *node)
{
    const struct value *v = &node->value;
    const char *dot = v->pointer ? "->" : ".";
    str row = path_row_name(&v->type);
    int loop = ++w->loops;
    line(w, "for (ptrdiff_t i%d = 0; i%d < %.*s%sn; i%d++) {", loop, loop,
         SF(v->code), dot, loop);
    w->depth++;
    line(w, "const struct %.*s *%.*s = &%.*s%srows[i%d];", SF(row),
         SF(node->text), SF(v->code), dot, loop);
    line(w, "(void)%.*s;", SF(node->text));
    write_nodes(w, node->first);
    w->depth--;
    line(w, "}");
    if (node->second != NULL) {
        line(w, "if (%.*s%sn == 0) {", SF(v->code), dot);
        w->depth++;
        write_nodes(w, node->second);
        w->depth--;
        line(w, "}");
    }
}

static void write_form(struct writer *w, const struct node *node)
{
    line(w, "{");
    w->depth++;
    line(w, "struct out action = out_new(out->arena, PAGE_ACTION_MAX);");
    w->to = "&action";
    write_nodes(w, node->second);
    w->to = "out";
    line(w, "page_form_open(out, face, %.*s, out_text(&action));",
         SF(node->text));
    w->depth--;
    line(w, "}");
    write_nodes(w, node->first);
    line(w, "page_form_close(out);");
}

static void write_node(struct writer *w, const struct node *node)
{
    switch (node->kind) {
    case NODE_LITERAL:
        never("literals are written together");
    case NODE_VALUE:
        write_value(w, &node->value);
        break;
    case NODE_UNIT:
        write_unit(w, node);
        break;
    case NODE_IF:
        write_if(w, node);
        break;
    case NODE_EACH:
        write_each(w, node);
        break;
    case NODE_FORM:
        write_form(w, node);
        break;
    case NODE_CALL:
        line(w, "%.*s", SF(node->text));
        break;
    case NODE_SLOT:
        line(w, "body(out, face, page);");
        break;
    case NODE_TITLE:
        line(w, "title(out, face, page);");
        break;
    }
}

static void write_nodes(struct writer *w, const struct node *node)
{
    for (; node != NULL; node = node->next) {
        if (node->kind == NODE_LITERAL) {
            node = write_literals(w, node);
        } else {
            write_node(w, node);
        }
    }
}

/* ---- functions ---------------------------------------------------------- */

static void write_body(struct catalogue *all, struct out *out,
                       const struct node *node)
{
    struct writer w = {.all = all, .out = out, .to = "out", .depth = 1};
    write_nodes(&w, node);
    out_str(out, S("}\n\n"));
}

static void write_page_part(struct catalogue *all, struct out *out,
                            const struct page_file *file, const char *part,
                            const struct node *node)
{
    out_format(out, "static void %s_%.*s(struct out *out, "
               "const struct face *face,\n    const void *data)\n{\n", part,
               SF(file->name));
    out_format(out, "    const struct page_%.*s *page = data;\n"
               "    (void)page;\n    (void)face;\n    (void)out;\n",
               SF(file->name));
    write_body(all, out, node);
}

static void write_page(struct catalogue *all, struct out *out,
                       const struct page_file *file)
{
    bool layout = file->layout.n > 0;
    write_page_part(all, out, file, layout ? "body" : "html", file->body);
    if (!layout) {
        return;
    }
    write_page_part(all, out, file, "title", file->title_nodes);
    out_format(out, "static void html_%.*s(struct out *out, "
               "const struct face *face,\n    const void *page)\n{\n",
               SF(file->name));
    out_format(out, "    layout_%.*s(out, face, title_%.*s, ",
               SF(file->layout), SF(file->name));
    out_format(out, "body_%.*s, page);\n}\n\n", SF(file->name));
}

static void write_layout(struct catalogue *all, struct out *out,
                         const struct page_file *file)
{
    out_format(out, "void layout_%.*s(struct out *out, "
               "const struct face *face,\n    page_part *title, "
               "page_part *body, const void *page)\n{\n"
               "    (void)title;\n    (void)body;\n    (void)page;\n"
               "    (void)face;\n",
               SF(file->name));
    write_body(all, out, file->body);
}

static void write_partial_head(struct catalogue *all, struct out *out,
                               const struct page_file *file)
{
    out_format(out, "void partial_%.*s(struct out *out, "
               "const struct face *face", SF(file->name));
    for (struct member *m = file->shape->members; m != NULL; m = m->next) {
        bool simple = m->type.kind <= TYPE_HTML;
        out_format(out, ",\n    %s%.*s %s%.*s_", simple ? "" : "const ",
                   SF(page_c_type(all, &m->type)), simple ? "" : "*",
                   SF(m->name));
    }
    out_str(out, S(")"));
}

static void write_partial(struct catalogue *all, struct out *out,
                          const struct page_file *file)
{
    write_partial_head(all, out, file);
    out_str(out, S("\n{\n    (void)face;\n    (void)out;\n"));
    for (struct member *m = file->shape->members; m != NULL; m = m->next) {
        out_format(out, "    (void)%.*s_;\n", SF(m->name));
    }
    write_body(all, out, file->body);
}

/* ---- what others call --------------------------------------------------- */

static bool is_of(const struct page_file *file, str folder)
{
    return str_eq(file->folder, folder);
}

static bool folder_has_pages(const struct catalogue *all, str folder)
{
    const struct page_book *book = all->pages;
    for (const struct page_file *f = book->files; f != NULL; f = f->next) {
        if (is_of(f, folder)) {
            return true;
        }
    }
    return false;
}

void page_write_includes(struct catalogue *all, str folder, struct out *out)
{
    (void)page_book(all);
    if (!folder_has_pages(all, folder)) {
        return;
    }
    for (struct folder *other = all->folders; other; other = other->next) {
        bool needed = false;
        const struct page_file *f = page_book(all)->files;
        for (; f != NULL; f = f->next) {
            struct folder_use *use = is_of(f, folder) ? f->folders : NULL;
            for (; use != NULL; use = use->next) {
                needed = needed || str_eq(use->name, other->name);
            }
        }
        if (needed && !str_eq(other->name, folder)) {
            out_format(out, "#include \"%.*s_gen.h\"\n", SF(other->name));
        }
    }
    out_str(out, S("#include \"page/render.h\"\n"));
}

static void write_members(struct catalogue *all, const struct shape *shape,
                          struct out *out)
{
    for (struct member *m = shape->members; m != NULL; m = m->next) {
        out_format(out, "    %.*s %.*s;\n", SF(page_c_type(all, &m->type)),
                   SF(m->name));
    }
}

static void write_view(struct catalogue *all, const struct shape *view,
                       struct out *out)
{
    out_format(out, "struct %.*s {\n", SF(view->name));
    write_members(all, view, out);
    out_format(out, "};\nstruct %.*s_list {\n    struct %.*s *rows;\n"
               "    ptrdiff_t n;\n};\n\n", SF(view->name), SF(view->name));
}

static void write_page_head(struct catalogue *all, struct out *out,
                            const struct page_file *file)
{
    out_format(out, "struct page_%.*s {\n", SF(file->name));
    write_members(all, file->shape, out);
    if (file->shape->count == 0) {
        out_str(out, S("    bool nothing;\n"));
    }
    out_str(out, S("};\nextern const struct page_maker PAGE_"));
    out_str(out, name_upper(all, file->name));
    out_str(out, S(";\n\n"));
}

void page_write_header(struct catalogue *all, str folder, struct out *out)
{
    struct page_book *book = page_book(all);
    for (struct view_use *use = book->views; use != NULL; use = use->next) {
        if (str_eq(use->shape->folder, folder)) {
            write_view(all, use->shape, out);
        }
    }
    for (struct page_file *f = book->files; f != NULL; f = f->next) {
        if (!is_of(f, folder)) {
            continue;
        }
        if (f->kind == PAGE_PAGE) {
            write_page_head(all, out, f);
        } else if (f->kind == PAGE_PARTIAL) {
            write_partial_head(all, out, f);
            out_str(out, S(";\n\n"));
        } else {
            out_format(out, "void layout_%.*s(struct out *out, "
                       "const struct face *face,\n    page_part *title, "
                       "page_part *body, const void *page);\n\n",
                       SF(f->name));
        }
    }
}

void page_write_source(struct catalogue *all, str folder, struct out *out)
{
    struct page_book *book = page_book(all);
    if (!folder_has_pages(all, folder)) {
        return;
    }
    out_str(out, S("#include \"page/asset.h\"\n#include \"page/words.h\"\n\n"));
    for (struct page_file *f = book->files; f != NULL; f = f->next) {
        if (!is_of(f, folder)) {
            continue;
        }
        out_format(out, "/* %.*s */\n", SF(f->path));
        if (f->kind == PAGE_PARTIAL) {
            write_partial(all, out, f);
        } else if (f->kind == PAGE_LAYOUT) {
            write_layout(all, out, f);
        } else {
            write_page(all, out, f);
        }
    }
    page_write_json(all, folder, out);
}
