/* Archives through libzip. */
#include "office/unzip.h"

#include <zip.h>

#include "base/arena.h"

enum { PARTS_MAX = 5000, PIECE = 1 << 16 };

struct unzip {
    struct arena *arena;
    zip_t *zip;                     /* NULL once closed */
    zip_file_t *part;               /* open while it is read */
    int64_t left;                   /* bytes that may still come out */
    char *piece;
};

/* A full arena may jump out of the middle of a part. */
static void close_all(void *thing)
{
    struct unzip *unzip = thing;
    if (unzip->part != NULL) {
        (void)zip_fclose(unzip->part);
        unzip->part = NULL;
    }
    if (unzip->zip != NULL) {
        zip_discard(unzip->zip);
        unzip->zip = NULL;
    }
}

void unzip_close(struct unzip *unzip)
{
    must(unzip != NULL);
    close_all(unzip);
    must(unzip->zip == NULL);
}

static zip_t *open_bytes(str bytes)
{
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source =
        zip_source_buffer_create(bytes.p, (zip_uint64_t)bytes.n, 0, &why);
    zip_t *zip = NULL;
    if (source != NULL) {
        zip = zip_open_from_source(source, ZIP_RDONLY, &why);
        if (zip == NULL) {
            zip_source_free(source);
        }
    }
    zip_error_fini(&why);
    return zip;
}

err unzip_open(struct arena *arena, str bytes, int64_t limit,
               struct unzip **unzip)
{
    must(arena != NULL);
    must(limit > 0);
    struct unzip *new = NEW(arena, struct unzip);
    *unzip = new;
    new->arena = arena;
    new->left = limit;
    new->piece = arena_take_raw(arena, PIECE, 1);
    arena_defer(arena, close_all, new);
    new->zip = open_bytes(bytes);
    if (new->zip == NULL) {
        return ERR_BAD_REQUEST;
    }
    if (zip_get_num_entries(new->zip, 0) > PARTS_MAX) {
        unzip_close(new);
        return ERR_TOO_LARGE;
    }
    return OK;
}

static zip_int64_t find(const struct unzip *unzip, str name)
{
    must(unzip->zip != NULL);
    must(name.n >= 0);
    if (name.n == 0 || str_find_char(name, '\0') >= 0) {
        return -1;
    }
    return zip_name_locate(unzip->zip, str_c(unzip->arena, name),
                           ZIP_FL_NOCASE);
}

bool unzip_has(const struct unzip *unzip, str name)
{
    return find(unzip, name) >= 0;
}

static err take_pieces(struct unzip *unzip, err (*take)(void *, str),
                       void *data)
{
    for (;;) {
        zip_int64_t n = zip_fread(unzip->part, unzip->piece, PIECE);
        must(n <= PIECE);
        if (n < 0) {
            return ERR_BAD_REQUEST;     /* cut off, or a wrong check sum */
        }
        if (n == 0) {
            return OK;
        }
        if (n > unzip->left) {
            return ERR_TOO_LARGE;
        }
        unzip->left -= n;
        TRY(take(data, (str){unzip->piece, (ptrdiff_t)n}));
    }
}

err unzip_part(struct unzip *unzip, str name, err (*take)(void *, str),
               void *data)
{
    must(unzip->part == NULL);
    must(take != NULL);
    zip_int64_t index = find(unzip, name);
    if (index < 0) {
        return ERR_NOT_FOUND;
    }
    unzip->part = zip_fopen_index(unzip->zip, (zip_uint64_t)index, 0);
    if (unzip->part == NULL) {
        return ERR_BAD_REQUEST;
    }
    err e = take_pieces(unzip, take, data);
    (void)zip_fclose(unzip->part);
    unzip->part = NULL;
    return e;
}
