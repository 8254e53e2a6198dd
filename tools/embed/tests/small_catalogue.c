/* What the compilers ask of the rest of embed, in a few lines. */
#include "tools/embed/tests/small_catalogue.h"

#include <stdarg.h>
#include <stdio.h>

static struct out mistakes;
static const struct small_word *table;
static const struct small_file *files;

struct catalogue small_catalogue(struct arena *arena)
{
    mistakes = out_new(arena, 1 << 16);
    struct folder *folder = NEW(arena, struct folder);
    folder->name = S("small");
    folder->path = S("features/small");
    return (struct catalogue){.arena = arena, .folders = folder};
}

str small_mistakes(void)
{
    return out_text(&mistakes);
}

void small_words(const struct small_word *words)
{
    table = words;
}

void embed_wrong(struct catalogue *all, str file, int line,
                 const char *format, ...)
{
    char text[400];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    must(n >= 0);
    out_format(&mistakes, "%.*s:%d: ", SF(str_slice(file, 0, 60)), line);
    out_str(&mistakes, str_of(text));
    out_char(&mistakes, '\n');
    all->wrong++;
}

const struct shape *shape_by_name(const struct catalogue *all, str name)
{
    const struct shape *shape = all->shapes;
    while (shape != NULL && !str_eq(shape->name, name)) {
        shape = shape->next;
    }
    return shape;
}

struct shape *shape_add(struct catalogue *all, str name, str folder,
                        bool is_view)
{
    must(name_is_good(name));
    must(shape_by_name(all, name) == NULL);
    struct shape *shape = NEW(all->arena, struct shape);
    *shape = (struct shape){.name = name, .folder = folder,
                            .is_view = is_view, .next = all->shapes};
    all->shapes = shape;
    return shape;
}

struct member *member_add(struct catalogue *all, struct shape *shape,
                          str name, struct type type)
{
    must(member_by_name(shape, name) == NULL);
    struct member *member = NEW(all->arena, struct member);
    *member = (struct member){.name = name, .type = type};
    struct member **last = &shape->members;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = member;
    shape->count++;
    return member;
}

const struct member *member_by_name(const struct shape *shape, str name)
{
    const struct member *member = shape->members;
    while (member != NULL && !str_eq(member->name, name)) {
        member = member->next;
    }
    return member;
}

const struct form *form_by_name(const struct catalogue *all, str name)
{
    const struct form *form = all->forms;
    while (form != NULL && !str_eq(form->name, name)) {
        form = form->next;
    }
    return form;
}

bool asset_is_known(const struct catalogue *all, str name)
{
    (void)all;
    return str_ends(name, S(".css")) || str_ends(name, S(".js"));
}

bool words_has_han(str text)
{
    while (text.n > 0) {
        ptrdiff_t n = 0;
        uint32_t c = str_code_point(text, &n);
        if (c >= 0x3000 && c != 0xFFFD) {
            return true;
        }
        text = str_skip(text, n);
    }
    return false;
}

str words_english(struct catalogue *all, str zh, str file, int line)
{
    const struct small_word *w = table;
    for (; w != NULL && w->zh != NULL; w++) {
        if (str_eq(str_of(w->zh), zh)) {
            return str_of(w->en);
        }
    }
    if (table != NULL) {
        embed_wrong(all, file, line, "no English: %.*s", SF(zh));
    }
    return zh;
}

void small_files(const struct small_file *given)
{
    files = given;
}

/* Whether the path is that of a file right in the folder. */
static bool is_in(str path, str folder, str ending)
{
    str rest = str_skip(path, folder.n + 1);
    return str_starts(path, folder) && path.n > folder.n &&
           path.p[folder.n] == '/' && str_find_char(rest, '/') < 0 &&
           str_ends(rest, ending);
}

struct paths embed_list(struct catalogue *all, str folder, const char *sub,
                        const char *ending)
{
    struct paths paths = {0};
    if (*sub != '\0') {
        folder = str_format(all->arena, "%.*s/%s", SF(folder), sub);
    }
    const struct small_file *file = files;
    for (; file != NULL && file->path != NULL; file++) {
        if (is_in(str_of(file->path), folder, str_of(ending))) {
            must(paths.count == 0); /* one of a kind is enough */
            paths.list = NEW(all->arena, str);
            paths.list[paths.count++] = str_of(file->path);
        }
    }
    return paths;
}

str embed_read(struct catalogue *all, str path)
{
    (void)all;
    const struct small_file *file = files;
    for (; file != NULL && file->path != NULL; file++) {
        if (str_eq(path, str_of(file->path))) {
            return file->text;
        }
    }
    never("only what was listed is read");
}

str embed_base_name(str path, const char *ending)
{
    must(str_ends(path, str_of(ending)));
    while (str_find_char(path, '/') >= 0) {
        (void)str_cut(&path, '/');
    }
    return str_slice(path, 0, path.n - str_of(ending).n);
}
