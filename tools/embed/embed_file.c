/* The files that embed reads and writes, and the mistakes that it tells. */
#include "tools/embed/embed.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { OUT_LIMIT = 256 * 1024 * 1024 };

/* Every file and folder that was looked at, newest first. */
struct input {
    str path;
    struct input *next;
};

void embed_wrong(struct catalogue *all, str file, int line,
                 const char *format, ...)
{
    must(all != NULL);
    fprintf(stderr, "%.*s:", SF(file));
    if (line > 0) {
        fprintf(stderr, "%d:", line);
    }
    fputc(' ', stderr);
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    all->wrong++;
}

static void note_input(struct catalogue *all, str path)
{
    must(path.n > 0);
    for (const struct input *known = all->inputs; known != NULL;
         known = known->next) {
        if (str_eq(known->path, path)) {
            return;
        }
    }
    struct input *input = NEW(all->arena, struct input);
    *input = (struct input){str_copy(all->arena, path), all->inputs};
    all->inputs = input;
}

str embed_path(struct catalogue *all, str folder, const char *name)
{
    str root = all->root;
    if (str_eq(root, S("."))) {
        root = S("");
    }
    const char *after_root = root.n > 0 && folder.n > 0 ? "/" : "";
    const char *after_folder =
        (root.n > 0 || folder.n > 0) && name[0] != '\0' ? "/" : "";
    str path = str_format(all->arena, "%.*s%s%.*s%s%s", SF(root), after_root,
                          SF(folder), after_folder, name);
    return path.n > 0 ? path : S(".");
}

/* Paths are short; one that is not cannot be opened anyway. */
struct c_path {
    char text[4096];
};

static struct c_path c_path_of(str path)
{
    struct c_path c;
    snprintf(c.text, sizeof c.text, "%.*s", SF(path));
    return c;
}

bool embed_exists(str path)
{
    struct c_path c = c_path_of(path);
    struct stat found;
    return stat(c.text, &found) == 0;
}

/* False: it could not be read, errno says why. */
static bool read_whole(struct arena *arena, str path, str *content)
{
    struct c_path c = c_path_of(path);
    FILE *file = fopen(c.text, "rb");
    if (file == NULL) {
        return false;
    }
    struct out out = out_new(arena, OUT_LIMIT);
    char chunk[65536];
    size_t n = 0;
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0) {
        out_str(&out, (str){chunk, (ptrdiff_t)n});
    }
    bool good = ferror(file) == 0 && !out.full;
    fclose(file);
    *content = out_text(&out);
    return good;
}

str embed_read_bytes(struct catalogue *all, str path)
{
    str content = S("");
    note_input(all, path);
    if (!read_whole(all->arena, path, &content)) {
        embed_wrong(all, path, 0, "cannot be read: %s", strerror(errno));
        return S("");
    }
    return content;
}

str embed_read(struct catalogue *all, str path)
{
    str text = embed_read_bytes(all, path);
    str rest = text;
    for (int line = 1; rest.n > 0; line++) {
        str one = str_cut(&rest, '\n');
        if (!str_is_utf8(one)) {
            embed_wrong(all, path, line, "this is not UTF-8");
            return S("");
        }
        if (str_find_char(one, '\r') >= 0) {
            embed_wrong(all, path, line, "a carriage return; lines end "
                        "with a line feed alone");
            return S("");
        }
    }
    return text;
}

static int path_order(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

static bool is_wanted(const struct dirent *entry, const char *ending)
{
    str name = str_of(entry->d_name);
    return name.n > 0 && name.p[0] != '.' && str_ends(name, str_of(ending));
}

static bool is_file(str path)
{
    struct c_path c = c_path_of(path);
    struct stat found;
    return stat(c.text, &found) == 0 && S_ISREG(found.st_mode);
}

struct paths embed_list(struct catalogue *all, str folder, const char *sub,
                        const char *ending)
{
    struct paths paths = {NULL, 0};
    int room = 0;
    str dir = embed_path(all, folder, sub);
    struct c_path c = c_path_of(dir);
    DIR *open_dir = opendir(c.text);
    if (open_dir == NULL) {
        return paths;
    }
    note_input(all, dir);
    const struct dirent *entry = NULL;
    while ((entry = readdir(open_dir)) != NULL) {
        if (!is_wanted(entry, ending)) {
            continue;
        }
        str path = str_format(all->arena, "%.*s/%s", SF(dir), entry->d_name);
        if (!is_file(path)) {
            continue;
        }
        if (paths.count == room) {
            room = room == 0 ? 32 : room * 2;
            str *more = NEW_MANY(all->arena, str, room);
            if (paths.count > 0) {
                memcpy(more, paths.list,
                       (size_t)paths.count * sizeof *more);
            }
            paths.list = more;
        }
        paths.list[paths.count++] = path;
    }
    closedir(open_dir);
    if (paths.count > 1) {
        qsort(paths.list, (size_t)paths.count, sizeof *paths.list,
              path_order);
    }
    return paths;
}

str embed_base_name(str path, const char *ending)
{
    for (ptrdiff_t at = str_find_char(path, '/'); at >= 0;
         at = str_find_char(path, '/')) {
        path = str_skip(path, at + 1);
    }
    str tail = str_of(ending);
    return str_ends(path, tail) ? str_slice(path, 0, path.n - tail.n) : path;
}

void embed_make_folder(str path)
{
    struct c_path c = c_path_of(path);
    /* If it is there already, good; if it cannot be, saving will say so. */
    (void)mkdir(c.text, 0755);
}

void embed_save(struct catalogue *all, str path, str text)
{
    struct c_path c = c_path_of(path);
    str old = S("");
    if (read_whole(all->arena, path, &old) && str_eq(old, text)) {
        return;
    }
    FILE *file = fopen(c.text, "wb");
    if (file == NULL) {
        embed_wrong(all, path, 0, "cannot be written: %s", strerror(errno));
        return;
    }
    size_t written = fwrite(text.p, 1, (size_t)text.n, file);
    if (fclose(file) != 0 || written != (size_t)text.n) {
        embed_wrong(all, path, 0, "cannot be written: %s", strerror(errno));
    }
}

/* As a word of a makefile. */
static void out_make(struct out *out, str path)
{
    for (ptrdiff_t i = 0; i < path.n; i++) {
        if (path.p[i] == ' ' || path.p[i] == '#') {
            out_char(out, '\\');
        }
        if (path.p[i] == '$') {
            out_char(out, '$');
        }
        out_char(out, path.p[i]);
    }
}

void embed_save_depfile(struct catalogue *all, str path, str target)
{
    struct out out = out_new(all->arena, OUT_LIMIT);
    out_make(&out, target);
    out_char(&out, ':');
    for (const struct input *input = all->inputs; input != NULL;
         input = input->next) {
        out_str(&out, S(" \\\n  "));
        out_make(&out, input->path);
    }
    out_char(&out, '\n');
    must(!out.full);
    embed_save(all, path, out_text(&out));
}
