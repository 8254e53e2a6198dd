/* The data folder from outside; see place.h. */
#include "main/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "all_gen.h"
#include "base/arena.h"
#include "db/db.h"
#include "db/probe.h"

enum { KEY_BYTES_MAX = 1 << 20 };

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

bool place_is_empty(struct arena *arena, str folder)
{
    DIR *list = opendir(str_c(arena, folder));
    if (list == NULL) {
        return errno == ENOENT;
    }
    bool empty = true;
    struct dirent *entry = NULL;
    while (empty && (entry = readdir(list)) != NULL) {
        empty = is_dots(entry->d_name);
    }
    (void)closedir(list);
    return empty;
}

static bool told_why(str path)
{
    fprintf(stderr, "xinqiao: %.*s: %s\n", SF(path), strerror(errno));
    return false;
}

bool place_make(struct arena *arena, str folder)
{
    must(folder.n > 0);
    if (mkdir(str_c(arena, folder), 0700) == 0 || errno == EEXIST) {
        return true;
    }
    return told_why(folder);
}

bool place_has_database(struct arena *arena, str file)
{
    struct stat about;
    return stat(str_c(arena, file), &about) == 0 && about.st_size > 0;
}

void place_tell_damage(const char *command, str file)
{
    fprintf(stderr, "xinqiao %s: %.*s is damaged, or no database of this "
            "program: put back\na copy into a new folder with `xinqiao "
            "restore COPY --data NEWDIR`\n", command, SF(file));
}

bool place_look_read_only(struct arena *arena, str folder, bool *read_only)
{
    struct stat about;
    str log = str_join(arena, folder, S("/xinqiao.db-wal"));
    *read_only = access(str_c(arena, folder), W_OK) != 0 && errno == EROFS;
    if (!*read_only || stat(str_c(arena, log), &about) != 0 ||
        about.st_size == 0) {
        return true;
    }
    fprintf(stderr, "xinqiao: %.*s cannot be written, and %.*s holds what "
            "is not yet in the\ndatabase: copy the folder to where it can "
            "be written\n", SF(folder), SF(log));
    return false;
}

static err accounts_look(struct db *db, struct arena *arena, bool *used)
{
    str *rows = NULL;
    ptrdiff_t n = 0;
    TRY(probe_rows(db, arena, S("select 1 from pg_catalog.pg_class where "
                                "oid = to_regclass('account')"), &rows, &n));
    if (n == 0) {
        return OK;
    }
    TRY(probe_rows(db, arena, S("select 1 from account limit 1"), &rows,
                   &n));
    *used = n > 0;
    return OK;
}

err place_is_used(struct arena *arena, str url, bool *used)
{
    const struct db_options options = {
        .url = url,
        .readers = 1,
        .writers = 1,
        .queries = ALL_QUERIES,
        .query_count = ALL_QUERY_COUNT,
    };
    struct db *db = NULL;
    *used = false;
    TRY(db_open(&options, &db));
    err e = accounts_look(db, arena, used);
    db_close(db);
    return e;
}

static void settle_one(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
}

void place_settle(struct arena *arena, str folder)
{
    settle_one(str_c(arena, folder));
    settle_one(str_c(arena, str_join(arena, folder, S("/.."))));
}

/* ---- keys ---------------------------------------------------------------- */

static bool write_all(int fd, const char *bytes, ssize_t n)
{
    while (n > 0) {
        ssize_t put = write(fd, bytes, (size_t)n);
        if (put < 0) {
            return false;
        }
        bytes += put;
        n -= put;
    }
    return fsync(fd) == 0;
}

static bool copy_file(struct arena *arena, str from, str to)
{
    int in = open(str_c(arena, from), O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        return told_why(from);
    }
    char *bytes = arena_take(arena, KEY_BYTES_MAX, 1);
    ssize_t n = read(in, bytes, KEY_BYTES_MAX);
    (void)close(in);
    if (n < 0) {
        return told_why(from);
    }
    int out = open(str_c(arena, to),
                   O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = out >= 0 && write_all(out, bytes, n);
    if (!good) {
        (void)told_why(to);
    }
    if (out >= 0) {
        (void)close(out);
    }
    return good;
}

bool place_copy_keys(struct arena *arena, str from, str to)
{
    DIR *list = opendir(str_c(arena, from));
    if (list == NULL) {
        return told_why(from);
    }
    bool good = place_make(arena, to);
    struct dirent *entry = NULL;
    while (good && (entry = readdir(list)) != NULL) {
        struct arena_mark mark = arena_mark(arena);
        str name = str_join(arena, S("/"), str_of(entry->d_name));
        if (!is_dots(entry->d_name)) {
            good = copy_file(arena, str_join(arena, from, name),
                             str_join(arena, to, name));
        }
        arena_back(arena, mark);
    }
    (void)closedir(list);
    place_settle(arena, to);
    return good;
}

/* ---- tables -------------------------------------------------------------- */

err place_counts(struct db *db, struct arena *arena,
                 struct table_counts *counts)
{
    must(!db_is_postgres(db));
    str *names = NULL;
    TRY(probe_rows(db, arena, S("select name from pragma_table_list where "
                                "schema = 'main' and type <> 'shadow' and "
                                "type <> 'view' and name not like "
                                "'sqlite_%' order by name"),
                   &names, &counts->n));
    counts->list = NEW_MANY(arena, struct table_count, counts->n);
    for (ptrdiff_t i = 0; i < counts->n; i++) {
        str *rows = NULL;
        ptrdiff_t n = 0;
        str sql = str_format(arena, "select count(*) from \"%.*s\"",
                             SF(names[i]));
        TRY(probe_rows(db, arena, sql, &rows, &n));
        counts->list[i].name = names[i];
        must(n == 1);
        must(str_to_int(rows[0], &counts->list[i].rows));
    }
    return OK;
}

int64_t place_count_of(const struct table_counts *counts, str name)
{
    for (ptrdiff_t i = 0; i < counts->n; i++) {
        if (str_eq(counts->list[i].name, name)) {
            return counts->list[i].rows;
        }
    }
    return -1;
}

err place_open_file(str file, struct db **db)
{
    const struct db_options options = {
        .file = file,
        .readers = 1,
        .queries = ALL_QUERIES,
        .query_count = ALL_QUERY_COUNT,
    };
    return db_open(&options, db);
}
