/* The files of the tree, without what is built or fetched. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/tidy/tidy.h"

enum { FILE_BYTES_MAX = 8 << 20 };

struct found {
    struct found *next;
    str path;
};

struct walk {
    struct tidy *tidy;
    struct found **last;
};

/* The same folders that .gitignore names, and inputs of the fuzzers, which
 * are meant to be untidy. */
static bool is_left_out(str folder, str name)
{
    if (str_eq(name, S(".git")) || str_eq(name, S("node_modules")) ||
        str_eq(name, S("corpus"))) {
        return true;
    }
    return folder.n == 0 &&
           (str_eq(name, S("build")) || str_starts(name, S("build-")) ||
            str_eq(name, S("data")));
}

static void walk_folder(struct walk *walk, str folder);

static void walk_entry(struct walk *walk, str folder, const char *name)
{
    struct tidy *tidy = walk->tidy;
    if (str_eq(str_of(name), S(".")) || str_eq(str_of(name), S("..")) ||
        is_left_out(folder, str_of(name))) {
        return;
    }
    str path = folder.n == 0 ? str_of(name)
                             : str_format(tidy->arena, "%.*s/%s",
                                          SF(folder), name);
    str full = str_format(tidy->arena, "%s/%.*s", tidy->root, SF(path));
    struct stat about;
    if (lstat(full.p, &about) != 0) {
        return;
    }
    if (S_ISDIR(about.st_mode)) {
        walk_folder(walk, path);
    } else if (S_ISREG(about.st_mode)) {
        struct found *found = NEW(tidy->arena, struct found);
        found->path = str_copy(tidy->arena, path);
        *walk->last = found;
        walk->last = &found->next;
        tidy->path_count++;
    }
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void walk_folder(struct walk *walk, str folder)
{
    struct tidy *tidy = walk->tidy;
    str full =
        str_format(tidy->arena, "%s/%.*s", tidy->root, SF(folder));
    struct dirent **entries = NULL;
    int count = scandir(full.p, &entries, NULL, by_bytes);
    for (int i = 0; i < count; i++) {
        walk_entry(walk, folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

void tidy_walk(struct tidy *tidy)
{
    must(tidy->path_count == 0);
    struct found *first = NULL;
    struct walk walk = {tidy, &first};
    walk_folder(&walk, S(""));
    tidy->paths = NEW_MANY(tidy->arena, str, tidy->path_count);
    int i = 0;
    for (const struct found *at = first; at != NULL; at = at->next) {
        tidy->paths[i++] = at->path;
    }
    must(i == tidy->path_count);
}

static bool read_all(struct arena *arena, int file, str *text)
{
    struct stat about;
    if (fstat(file, &about) != 0 || about.st_size > FILE_BYTES_MAX) {
        return false;
    }
    size_t room = (size_t)about.st_size;
    char *bytes = arena_take(arena, room + 1, 1);
    size_t n = 0;
    while (n < room) {
        ssize_t more = read(file, bytes + n, room - n);
        if (more <= 0) {
            break;
        }
        n += (size_t)more;
    }
    *text = (str){bytes, (ptrdiff_t)n};
    return n == room;
}

bool tidy_read(struct tidy *tidy, str path, str *text)
{
    str full =
        str_format(tidy->scratch, "%s/%.*s", tidy->root, SF(path));
    int file = open(full.p, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    bool good = read_all(tidy->scratch, file, text);
    close(file);
    return good && str_find_char(*text, '\0') < 0;
}
