/* embed: turns SQL, forms, pages, words and assets into C.
 *
 *   embed --root ROOT --out DIR [--assets DIR] [--depfile FILE]
 *
 * doc/PIPELINE.md is the language.  Nothing is written while there is a
 * mistake; all mistakes of a run are told. */
#include "tools/embed/embed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OUT_LIMIT = 256 * 1024 * 1024 };

/* ---- the catalogue ------------------------------------------------------- */

const struct shape *shape_by_name(const struct catalogue *all, str name)
{
    for (const struct shape *shape = all->shapes; shape != NULL;
         shape = shape->next) {
        if (str_eq(shape->name, name)) {
            return shape;
        }
    }
    return NULL;
}

struct shape *shape_add(struct catalogue *all, str name, str folder,
                        bool is_view)
{
    must(name_is_good(name));
    must(shape_by_name(all, name) == NULL);
    struct shape *shape = NEW(all->arena, struct shape);
    shape->name = name;
    shape->folder = folder;
    shape->is_view = is_view;
    struct shape **last = &all->shapes;
    while (*last != NULL) {
        last = &(*last)->next;
    }
    *last = shape;
    return shape;
}

struct member *member_add(struct catalogue *all, struct shape *shape,
                          str name, struct type type)
{
    must(member_by_name(shape, name) == NULL);
    struct member *member = NEW(all->arena, struct member);
    member->name = name;
    member->type = type;
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
    must(shape != NULL);
    for (const struct member *member = shape->members; member != NULL;
         member = member->next) {
        if (str_eq(member->name, name)) {
            return member;
        }
    }
    return NULL;
}

const struct form *form_by_name(const struct catalogue *all, str name)
{
    for (const struct form *form = all->forms; form != NULL;
         form = form->next) {
        if (str_eq(form->name, name)) {
            return form;
        }
    }
    return NULL;
}

/* ---- folders ------------------------------------------------------------- */

static bool folder_exists(const struct catalogue *all, str name)
{
    for (const struct folder *folder = all->folders; folder != NULL;
         folder = folder->next) {
        if (str_eq(folder->name, name)) {
            return true;
        }
    }
    return false;
}

static void add_folder(struct catalogue *all, struct folder ***last,
                       str name, str path)
{
    struct folder *folder = NEW(all->arena, struct folder);
    folder->name = name;
    folder->path = path;
    **last = folder;
    *last = &folder->next;
}

static void read_folders(struct catalogue *all)
{
    struct folder **last = &all->folders;
    str order = embed_path(all, S("features"), "ORDER");
    if (embed_exists(embed_path(all, S("desk"), ""))) {
        add_folder(all, &last, S("desk"), S("desk"));
    }
    /* Looked at also so that a new ORDER is noticed by the next build. */
    if (embed_list(all, S("features"), "", "ORDER").count == 0) {
        return;
    }
    str rest = embed_read(all, order);
    for (int line = 1; rest.n > 0; line++) {
        str name = str_trim(str_cut(&rest, '\n'));
        if (name.n == 0 || name.p[0] == '#') {
            continue;
        }
        str path = str_format(all->arena, "features/%.*s", SF(name));
        if (!name_is_good(name) || folder_exists(all, name) ||
            str_eq(name, S("all")) ||
            !embed_exists(embed_path(all, path, ""))) {
            embed_wrong(all, order, line, "%.*s is no folder of features, "
                        "or stands here twice", SF(name));
            continue;
        }
        add_folder(all, &last, name, path);
    }
}

/* ---- what is written ----------------------------------------------------- */

/* An output file, made whole before the first one is saved. */
struct made {
    str path;
    struct out out;
    struct made *next;
};

static struct made *make(struct catalogue *all, struct made **list,
                         const char *format, str folder)
{
    struct made *made = NEW(all->arena, struct made);
    str name = str_format(all->arena, format, SF(folder));
    made->path = str_format(all->arena, "%.*s/%.*s", SF(all->out_dir),
                            SF(name));
    made->out = out_new(all->arena, OUT_LIMIT);
    made->next = *list;
    *list = made;
    return made;
}

/* Each #include line once. */
static void write_includes(struct catalogue *all, str folder,
                           struct out *out)
{
    struct out lines = out_new(all->arena, OUT_LIMIT);
    sql_write_includes(all, folder, &lines);
    page_write_includes(all, folder, &lines);
    str rest = out_text(&lines);
    while (rest.n > 0) {
        str line = str_cut(&rest, '\n');
        str text = out_text(out);
        if (str_find(text, line) < 0) {
            out_str(out, line);
            out_char(out, '\n');
        }
    }
}

static void make_folder(struct catalogue *all, const struct folder *folder,
                        struct made **list)
{
    str name = folder->name;
    struct out *out = &make(all, list, "%.*s_gen.h", name)->out;
    str guard = name_upper(all, name);
    out_format(out, "/* Made by tools/embed from %.*s/. */\n"
               "#ifndef %.*s_GEN_H\n#define %.*s_GEN_H\n\n"
               "#include \"base/form.h\"\n#include \"db/db.h\"\n"
               "#include \"page/render.h\"\n", SF(folder->path), SF(guard),
               SF(guard));
    write_includes(all, name, out);
    out_char(out, '\n');
    sql_write_header(all, name, out);
    form_write_header(all, name, out);
    page_write_header(all, name, out);
    out_str(out, S("\n#endif\n"));

    out = &make(all, list, "%.*s_gen.c", name)->out;
    out_format(out, "/* Made by tools/embed from %.*s/. */\n"
               "#include \"%.*s_gen.h\"\n\n", SF(folder->path), SF(name));
    sql_write_source(all, name, out);
    form_write_source(all, name, out);
    page_write_source(all, name, out);
}

static void make_all(struct catalogue *all, struct made **list)
{
    struct out *out = &make(all, list, "%.*s_gen.h", S("all"))->out;
    out_str(out, S("/* Made by tools/embed: what all folders have. */\n"
                   "#ifndef ALL_GEN_H\n#define ALL_GEN_H\n\n"
                   "#include \"db/db.h\"\n#include \"page/asset.h\"\n"
                   "#include \"page/words.h\"\n\n"));
    sql_write_all_header(all, out);
    out_str(out, S("extern const struct word ALL_WORDS[];\n"
                   "extern const int ALL_WORD_COUNT;\n"
                   "extern const struct asset ALL_ASSETS[];\n"
                   "extern const int ALL_ASSET_COUNT;\n\n#endif\n"));

    out = &make(all, list, "%.*s_gen.c", S("all"))->out;
    out_str(out, S("/* Made by tools/embed: what all folders have. */\n"
                   "#include \"all_gen.h\"\n\n"));
    for (const struct folder *folder = all->folders; folder != NULL;
         folder = folder->next) {
        out_format(out, "#include \"%.*s_gen.h\"\n", SF(folder->name));
    }
    out_char(out, '\n');
    sql_write_all_source(all, out);
    words_write_all_source(all, out);
    asset_write_source(all, out);
}

static void read_everything(struct catalogue *all, str assets)
{
    read_folders(all);
    sql_read(all);
    words_read(all);
    form_read(all);
    asset_read(all, assets);
    page_read(all);
}

static void write_everything(struct catalogue *all, str depfile)
{
    struct made *list = NULL;
    for (const struct folder *folder = all->folders; folder != NULL;
         folder = folder->next) {
        make_folder(all, folder, &list);
    }
    make_all(all, &list);
    embed_make_folder(all->out_dir);
    for (; list != NULL && all->wrong == 0; list = list->next) {
        must(!list->out.full);
        embed_save(all, list->path, out_text(&list->out));
    }
    if (depfile.n > 0 && all->wrong == 0) {
        embed_save_depfile(all, depfile,
                           str_format(all->arena, "%.*s/all_gen.c",
                                      SF(all->out_dir)));
    }
}

/* ---- the command line ---------------------------------------------------- */

struct options {
    str root, out, assets, depfile;
};

static bool read_options(int argc, char **argv, struct options *options)
{
    const struct {
        const char *flag;
        str *value;
    } known[] = {{"--root", &options->root},
                 {"--out", &options->out},
                 {"--assets", &options->assets},
                 {"--depfile", &options->depfile}};
    for (int i = 1; i < argc; i += 2) {
        bool found = false;
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
            if (i + 1 < argc && strcmp(argv[i], known[k].flag) == 0) {
                *known[k].value = str_of(argv[i + 1]);
                found = true;
            }
        }
        if (!found) {
            return false;
        }
    }
    return options->root.n > 0 && options->out.n > 0;
}

int main(int argc, char **argv)
{
    struct options options = {S(""), S(""), S(""), S("")};
    if (!read_options(argc, argv, &options)) {
        fputs("embed --root ROOT --out DIR [--assets DIR] "
              "[--depfile FILE]\n", stderr);
        return 2;
    }
    struct catalogue all = {
        .arena = arena_new(1024 * 1024, (size_t)2 * 1024 * 1024 * 1024),
        .root = options.root,
        .out_dir = options.out,
    };
    read_everything(&all, options.assets);
    if (all.wrong == 0) {
        write_everything(&all, options.depfile);
    }
    words_tell(&all);
    if (all.wrong > 0) {
        fprintf(stderr, "embed: %d %s\n", all.wrong,
                all.wrong == 1 ? "mistake" : "mistakes");
    }
    int code = all.wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    arena_free(all.arena);
    return code;
}
