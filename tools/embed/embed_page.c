/* Heads of pages, and the book of all pages. */
#include "tools/embed/embed_page.h"


enum { FIELDS_MAX = 64, PARAMS_MAX = 3, VIEW_DEPTH_MAX = 4 };

/* Rows that every page knows without declaring them. */
static const struct {
    const char *shape, *name, *row;
    enum type_kind kind;
} BUILT_IN[] = {
    {"choice", "value", "", TYPE_TEXT},
    {"choice", "label", "", TYPE_TEXT},
    {"face_link", "href", "", TYPE_TEXT},
    {"face_link", "label", "", TYPE_TEXT},
    {"face_link", "current", "", TYPE_BOOL},
    {"face_link", "badge", "", TYPE_INT},
    {"face", "lang", "", TYPE_TEXT},
    {"face", "elder", "", TYPE_BOOL},
    {"face", "contrast", "", TYPE_BOOL},
    {"face", "kiosk", "", TYPE_BOOL},
    {"face", "logged_in", "", TYPE_BOOL},
    {"face", "site", "", TYPE_TEXT},
    {"face", "viewer", "", TYPE_TEXT},
    {"face", "viewer_role", "", TYPE_TEXT},
    {"face", "acting", "", TYPE_TEXT},
    {"face", "acting_over", "", TYPE_BOOL},
    {"face", "path", "", TYPE_TEXT},
    {"face", "back", "", TYPE_TEXT},
    {"face", "token", "", TYPE_TEXT},
    {"face", "once", "", TYPE_TEXT},
    {"face", "flash", "", TYPE_TEXT},
    {"face", "flash_bad", "", TYPE_BOOL},
    {"face", "request_id", "", TYPE_TEXT},
    {"face", "now_ms", "", TYPE_INT},
    {"face", "nav", "face_link", TYPE_LIST},
};

static void add_built_in(struct catalogue *all)
{
    int count = (int)(sizeof BUILT_IN / sizeof BUILT_IN[0]);
    struct shape *shape = NULL;
    for (int i = 0; i < count; i++) {
        str name = str_of(BUILT_IN[i].shape);
        if (shape == NULL || !str_eq(shape->name, name)) {
            if (shape_by_name(all, name) != NULL) {
                embed_wrong(all, S("page/face.h"), 1,
                            "no row may have the name '%.*s'", SF(name));
                return;
            }
            shape = shape_add(all, name, S(""), true);
        }
        member_add(all, shape, str_of(BUILT_IN[i].name),
                   (struct type){.kind = BUILT_IN[i].kind,
                                 .name = str_of(BUILT_IN[i].row)});
    }
}

struct page_book *page_book(struct catalogue *all)
{
    must(all != NULL);
    if (all->pages == NULL) {
        all->pages = NEW(all->arena, struct page_book);
        add_built_in(all);
    }
    return all->pages;
}

struct page_file *page_file_by_name(const struct catalogue *all,
                                    enum page_kind kind, str name)
{
    const struct page_book *book = all->pages;
    must(book != NULL);
    for (struct page_file *f = book->files; f != NULL; f = f->next) {
        if (f->kind == kind && str_eq(f->name, name)) {
            return f;
        }
    }
    return NULL;
}

/* ---- words of a head ---------------------------------------------------- */

str page_next_word(str *rest)
{
    ptrdiff_t from = 0;
    while (from < rest->n && html_is_blank(rest->p[from])) {
        from++;
    }
    ptrdiff_t to = from;
    while (to < rest->n && !html_is_blank(rest->p[to])) {
        to++;
    }
    str found = str_slice(*rest, from, to);
    *rest = str_skip(*rest, to);
    return found;
}

ptrdiff_t page_brace_end(str s)
{
    must(s.n > 0 && s.p[0] == '{');
    int open = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '{') {
            open++;
        } else if (s.p[i] == '}' && --open == 0) {
            return i + 1;
        }
    }
    return -1;
}

int page_count_lines(str s)
{
    int lines = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        lines += s.p[i] == '\n';
    }
    return lines;
}

void page_needs_folder(struct catalogue *all, struct page_file *file,
                       str folder)
{
    for (struct folder_use *use = file->folders; use; use = use->next) {
        if (str_eq(use->name, folder)) {
            return;
        }
    }
    struct folder_use *use = NEW(all->arena, struct folder_use);
    *use = (struct folder_use){folder, file->folders};
    file->folders = use;
}

/* ---- types -------------------------------------------------------------- */

static int folder_rank(const struct catalogue *all, str name)
{
    int rank = 1;
    for (struct folder *f = all->folders; f != NULL; f = f->next, rank++) {
        if (str_eq(f->name, name)) {
            return rank;
        }
    }
    return 0;                       /* built in, or a test without folders */
}

/* Lets the file use what `folder` declares, if its place in ORDER allows. */
static bool may_use(struct catalogue *all, struct page_file *file, int line,
                    str folder)
{
    if (folder_rank(all, folder) > folder_rank(all, file->folder)) {
        embed_wrong(all, file->path, line,
                    "'%.*s' stands later in features/ORDER", SF(folder));
        return false;
    }
    page_needs_folder(all, file, folder);
    return true;
}

static bool simple_type(str word, struct type *type)
{
    static const struct {
        const char *word;
        enum type_kind kind;
    } SIMPLE[] = {{"text", TYPE_TEXT}, {"int", TYPE_INT},
                  {"real", TYPE_REAL}, {"bool", TYPE_BOOL},
                  {"html", TYPE_HTML}, {"choices", TYPE_CHOICES}};
    for (size_t i = 0; i < sizeof SIMPLE / sizeof SIMPLE[0]; i++) {
        if (str_eq(word, str_of(SIMPLE[i].word))) {
            type->kind = SIMPLE[i].kind;
            return true;
        }
    }
    return false;
}

static bool form_type(struct catalogue *all, struct page_file *file,
                      int line, str name, struct type *type)
{
    const struct form *form = form_by_name(all, name);
    if (form == NULL) {
        embed_wrong(all, file->path, line, "there is no form '%.*s'",
                    SF(name));
        return false;
    }
    *type = (struct type){.kind = TYPE_FORM, .name = form->name};
    return may_use(all, file, line, form->folder);
}

static bool row_type(struct catalogue *all, struct page_file *file, int line,
                     str word, struct type *type)
{
    bool list = str_ends(word, S("[]"));
    str name = list ? str_slice(word, 0, word.n - 2) : word;
    const struct shape *shape = shape_by_name(all, name);
    bool refused = str_eq(name, S("face")) ||
                   (list && str_eq(name, S("choice")));
    if (shape == NULL || refused) {
        embed_wrong(all, file->path, line, "unknown type '%.*s'", SF(word));
        return false;
    }
    *type = (struct type){.kind = list ? TYPE_LIST : TYPE_STRUCT,
                          .name = shape->name};
    return may_use(all, file, line, shape->folder);
}

static bool is_always_private(str name, const struct type *type)
{
    return type->kind == TYPE_FORM || type->kind == TYPE_CHOICES ||
           (type->kind == TYPE_BOOL && str_starts(name, S("may_")));
}

/* "NAME TYPE [private]" becomes a member of `shape`. */
static bool read_member(struct catalogue *all, struct page_file *file,
                        int line, struct shape *shape, str text)
{
    str rest = text;
    str name = page_next_word(&rest);
    str word = page_next_word(&rest);
    struct type type = {0};
    if (!name_is_good(name) || word.n == 0) {
        embed_wrong(all, file->path, line, "expected NAME TYPE, not '%.*s'",
                    SF(str_first_chars(text, 60)));
        return false;
    }
    if (str_eq(word, S("form"))) {
        if (!form_type(all, file, line, page_next_word(&rest), &type)) {
            return false;
        }
    } else if (!simple_type(word, &type) &&
               !row_type(all, file, line, word, &type)) {
        return false;
    }
    str behind = page_next_word(&rest);
    type.is_private = str_eq(behind, S("private")) ||
                      is_always_private(name, &type);
    bool extra = behind.n > 0 && !str_eq(behind, S("private"));
    if (extra || page_next_word(&rest).n > 0) {
        embed_wrong(all, file->path, line, "too much behind '%.*s'",
                    SF(name));
        return false;
    }
    if (member_by_name(shape, name) != NULL || shape->count >= FIELDS_MAX) {
        embed_wrong(all, file->path, line, "'%.*s' twice, or too many",
                    SF(name));
        return false;
    }
    member_add(all, shape, name, type);
    return true;
}

static void read_members(struct catalogue *all, struct page_file *file,
                         int line, struct shape *shape, str list)
{
    while (str_trim(list).n > 0) {
        str one = str_trim(str_cut(&list, ','));
        if (!read_member(all, file, line, shape, one)) {
            return;
        }
    }
}

/* ---- directives --------------------------------------------------------- */

/* How many levels of views and rows a shape has. */
static int shape_depth(const struct catalogue *all, const struct shape *shape)
{
    int deepest = 0;
    for (struct member *m = shape->members; m != NULL; m = m->next) {
        if (path_has_rows(&m->type) || m->type.kind == TYPE_STRUCT) {
            const struct shape *inner =
                shape_by_name(all, path_row_name(&m->type));
            int depth = inner == NULL ? 0 : shape_depth(all, inner);
            deepest = depth > deepest ? depth : deepest;
        }
    }
    return deepest + 1;
}

static void read_view(struct catalogue *all, struct page_file *file,
                      const struct directive *line)
{
    str rest = line->rest;
    str name = page_next_word(&rest);
    if (!name_is_good(name) ||
        shape_by_name(all, name) != NULL) {
        embed_wrong(all, file->path, line->line,
                    "'%.*s' cannot be the name of a view, or is taken",
                    SF(name));
        return;
    }
    /* Read apart first: a view cannot hold itself. */
    struct shape apart = {.name = name};
    read_members(all, file, line->line, &apart, rest);
    if (apart.count == 0 || shape_depth(all, &apart) > VIEW_DEPTH_MAX) {
        embed_wrong(all, file->path, line->line,
                    "view '%.*s' has no fields, or is too deep", SF(name));
        return;
    }
    struct shape *shape = shape_add(all, name, file->folder, true);
    must(shape != NULL);
    for (struct member *m = apart.members; m != NULL; m = m->next) {
        member_add(all, shape, m->name, m->type);
    }
    struct page_book *book = page_book(all);
    struct view_use *use = NEW(all->arena, struct view_use);
    use->shape = shape;
    if (book->last_view == NULL) {
        book->views = use;
    } else {
        book->last_view->next = use;
    }
    book->last_view = use;
}

/* {uses face.x TYPE}: says that page/face.h has it. */
static void read_uses(struct catalogue *all, struct page_file *file,
                      const struct directive *line)
{
    struct shape *face = (struct shape *)shape_by_name(all, S("face"));
    must(face != NULL);
    str rest = str_trim(line->rest);
    if (!str_starts(rest, S("face."))) {
        embed_wrong(all, file->path, line->line, "only face.x can be used");
        return;
    }
    rest = str_skip(rest, S("face.").n);
    str behind = rest;
    const struct member *known = member_by_name(face, page_next_word(&behind));
    if (known == NULL) {
        (void)read_member(all, file, line->line, face, rest);
        return;
    }
    struct shape apart = {.name = S("face")};
    if (!read_member(all, file, line->line, &apart, rest)) {
        return;
    }
    if (apart.members->type.kind != known->type.kind) {
        embed_wrong(all, file->path, line->line,
                    "face.%.*s has another type", SF(known->name));
    }
}

static void read_layout(struct catalogue *all, struct page_file *file,
                        const struct directive *line)
{
    str rest = line->rest;
    file->layout = page_next_word(&rest);
    file->layout_line = line->line;
    const struct page_file *layout =
        page_file_by_name(all, PAGE_LAYOUT, file->layout);
    if (layout == NULL || file->kind != PAGE_PAGE) {
        embed_wrong(all, file->path, line->line, "there is no layout '%.*s'",
                    SF(file->layout));
        file->layout = S("");
        return;
    }
    (void)may_use(all, file, line->line, layout->folder);
}

static void read_directive(struct catalogue *all, struct page_file *file,
                           const struct directive *line)
{
    bool is_page = file->kind == PAGE_PAGE;
    if (str_eq(line->word, S("field")) && is_page) {
        (void)read_member(all, file, line->line, file->shape, line->rest);
    } else if (str_eq(line->word, S("uses"))) {
        read_uses(all, file, line);
    } else if (str_eq(line->word, S("layout")) && is_page) {
        read_layout(all, file, line);
    } else if (str_eq(line->word, S("title")) && is_page) {
        file->title = str_trim(line->rest);
        file->title_line = line->line;
    } else {
        embed_wrong(all, file->path, line->line,
                    "'%.*s' does not belong into this head", SF(line->word));
    }
}

static void read_head(struct catalogue *all, struct page_file *file)
{
    struct directive *line = file->directives;
    must(line != NULL);
    if (file->kind == PAGE_PARTIAL) {
        read_members(all, file, line->line, file->shape, line->rest);
        if (file->shape->count > PARAMS_MAX) {
            embed_wrong(all, file->path, line->line,
                        "a partial takes at most %d values", PARAMS_MAX);
        }
    }
    for (line = line->next; line != NULL; line = line->next) {
        if (!str_eq(line->word, S("view"))) {
            read_directive(all, file, line);
        }
    }
    if (file->layout.n > 0 && file->title.n == 0) {
        embed_wrong(all, file->path, file->layout_line,
                    "a page with a layout needs a title");
    }
}

/* ---- taking a file apart ------------------------------------------------ */

/* Cuts the next {word rest} of the head from *rest; false at its end. */
static bool next_directive(struct catalogue *all, str path, str *rest,
                           int *line, struct directive *found)
{
    ptrdiff_t blanks = 0;
    while (blanks < rest->n && html_is_blank(rest->p[blanks])) {
        *line += rest->p[blanks] == '\n';
        blanks++;
    }
    *rest = str_skip(*rest, blanks);
    if (str_starts(*rest, S("---"))) {
        return false;
    }
    ptrdiff_t end = rest->n > 0 && rest->p[0] == '{' ? page_brace_end(*rest)
                                                     : -1;
    if (end < 0) {
        embed_wrong(all, path, *line, "expected {…} or --- in the head");
        *rest = S("");
        return false;
    }
    str inner = str_slice(*rest, 1, end - 1);
    *found = (struct directive){.line = *line};
    found->word = page_next_word(&inner);
    found->rest = inner;
    *line += page_count_lines(str_slice(*rest, 0, end));
    *rest = str_skip(*rest, end);
    return true;
}

static bool find_kind(struct page_file *file)
{
    struct directive *first = file->directives;
    if (first == NULL) {
        return false;
    }
    if (str_eq(first->word, S("page"))) {
        file->kind = PAGE_PAGE;
    } else if (str_eq(first->word, S("partial"))) {
        file->kind = PAGE_PARTIAL;
    } else if (str_eq(first->word, S("layout_of"))) {
        file->kind = PAGE_LAYOUT;
    } else {
        return false;
    }
    file->name = page_next_word(&first->rest);
    return name_is_good(file->name);
}

static void add_file(struct catalogue *all, struct page_file *file)
{
    struct page_book *book = page_book(all);
    if (page_file_by_name(all, file->kind, file->name) != NULL) {
        embed_wrong(all, file->path, file->directives->line,
                    "the name '%.*s' is taken", SF(file->name));
        return;
    }
    if (book->last == NULL) {
        book->files = file;
    } else {
        book->last->next = file;
    }
    book->last = file;
}

void page_take(struct catalogue *all, str folder, str path, str text)
{
    (void)page_book(all);
    struct page_file *file = NEW(all->arena, struct page_file);
    *file = (struct page_file){.folder = folder, .path = path, .text = text};
    file->shape = NEW(all->arena, struct shape);
    if (!str_is_utf8(text)) {
        embed_wrong(all, path, 1, "not valid UTF-8");
        return;
    }
    str rest = text;
    int line = 1;
    struct directive found;
    struct directive **at = &file->directives;
    while (next_directive(all, path, &rest, &line, &found)) {
        *at = NEW(all->arena, struct directive);
        **at = found;
        at = &(*at)->next;
    }
    if (!find_kind(file)) {
        embed_wrong(all, path, 1, "a page begins with {page NAME}, "
                    "{partial NAME …} or {layout_of NAME}");
        return;
    }
    (void)str_cut(&rest, '\n');     /* the line --- */
    file->body_at = text.n - rest.n;
    file->body_line = line + 1;
    add_file(all, file);
}

static void read_views(struct catalogue *all, struct page_file *file)
{
    for (struct directive *line = file->directives; line != NULL;
         line = line->next) {
        if (str_eq(line->word, S("view"))) {
            read_view(all, file, line);
        }
    }
}

void page_finish_body(struct catalogue *all, struct page_file *file)
{
    if (file->busy || file->done) {
        return;
    }
    file->busy = true;
    page_parse_body(all, file);
    file->busy = false;
    file->done = true;
}

/* `step` for all files of the folder: partials, then layouts, then pages. */
static void each_file(struct catalogue *all, str folder,
                      void (*step)(struct catalogue *all,
                                   struct page_file *file))
{
    for (int kind = PAGE_PARTIAL; kind <= PAGE_PAGE; kind++) {
        struct page_file *file = page_book(all)->files;
        for (; file != NULL; file = file->next) {
            if ((int)file->kind == kind && str_eq(file->folder, folder)) {
                step(all, file);
            }
        }
    }
}

void page_close_folder(struct catalogue *all, str folder)
{
    each_file(all, folder, read_views);
    each_file(all, folder, read_head);
    each_file(all, folder, page_finish_body);
}

void page_read(struct catalogue *all)
{
    for (struct folder *f = all->folders; f != NULL; f = f->next) {
        struct paths paths = embed_list(all, f->path, "pages", ".html");
        for (int i = 0; i < paths.count; i++) {
            page_take(all, f->name, paths.list[i],
                      embed_read(all, paths.list[i]));
        }
        page_close_folder(all, f->name);
    }
}
