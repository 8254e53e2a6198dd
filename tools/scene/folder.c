/* Copying and removing folders, two calls deep at most. */
#include "tools/scene/folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

err folder_temporary(struct arena *arena, str *path)
{
    must(path != NULL);
    str place = str_of(getenv("TMPDIR"));
    str name = str_format(arena, "%.*s/scene-XXXXXX",
                          SF(place.n > 0 ? place : S("/tmp")));
    char *template = (char *)str_c(arena, name);
    if (mkdtemp(template) == NULL) {
        return ERR_UNAVAILABLE;
    }
    *path = str_of(template);
    return OK;
}

static err copy_bytes(int in, int out, off_t size)
{
    off_t left = size;
    while (left > 0) {
        ssize_t n = sendfile(out, in, NULL, (size_t)left);
        if (n <= 0) {
            return ERR_FULL;
        }
        left -= n;
    }
    return OK;
}

static err copy_file(const char *from, const char *to,
                     const struct stat *about)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        return ERR_UNAVAILABLE;
    }
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                   about->st_mode & 0777);
    err result = out < 0 ? ERR_UNAVAILABLE
                         : copy_bytes(in, out, about->st_size);
    if (out >= 0 && close(out) != 0) {
        result = ERR_FULL;
    }
    close(in);
    return result;
}

static err copy_entry(struct arena *arena, str from, str to)
{
    struct stat about;
    if (lstat(str_c(arena, from), &about) != 0) {
        return ERR_UNAVAILABLE;
    }
    if (S_ISDIR(about.st_mode)) {
        return folder_copy(arena, from, to);
    }
    return S_ISREG(about.st_mode)
               ? copy_file(str_c(arena, from), str_c(arena, to), &about)
               : OK;
}

static void close_listing(void *thing)
{
    (void)closedir(thing);
}

err folder_copy(struct arena *arena, str from, str to)
{
    must(from.n > 0);
    must(to.n > 0);
    struct stat about;
    if (stat(str_c(arena, from), &about) != 0 ||
        mkdir(str_c(arena, to), about.st_mode & 0777) != 0) {
        return ERR_UNAVAILABLE;
    }
    DIR *listing = opendir(str_c(arena, from));
    if (listing == NULL) {
        return ERR_UNAVAILABLE;
    }
    arena_defer(arena, close_listing, listing);
    struct dirent *entry = NULL;
    while ((entry = readdir(listing)) != NULL) {
        str name = str_of(entry->d_name);
        if (str_eq(name, S(".")) || str_eq(name, S(".."))) {
            continue;
        }
        TRY(copy_entry(arena, str_format(arena, "%.*s/%.*s", SF(from),
                                         SF(name)),
                       str_format(arena, "%.*s/%.*s", SF(to), SF(name))));
    }
    return OK;
}

static int remove_one(const char *path, const struct stat *about, int kind,
                      struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

void folder_remove(struct arena *arena, str path)
{
    must(str_find(path, S("/scene-")) >= 0);    /* nothing but our own */
    (void)nftw(str_c(arena, path), remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

bool folder_file(struct arena *arena, str path, str *bytes)
{
    const char *root = getenv("XINQIAO_ROOT");
    str whole = str_format(arena, "%s/%.*s", root == NULL ? "." : root,
                           SF(path));
    FILE *file = fopen(str_c(arena, whole), "rb");
    struct stat about;
    if (file == NULL) {
        return false;
    }
    bool good = fstat(fileno(file), &about) == 0 && about.st_size >= 0;
    size_t n = good ? (size_t)about.st_size : 0;
    char *room = arena_take(arena, n + 1, 1);
    good = good && fread(room, 1, n, file) == n;
    fclose(file);
    *bytes = (str){room, (ptrdiff_t)n};
    return good;
}
