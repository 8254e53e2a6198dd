/* Any bytes as a multipart body: every part lies within them. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_within(str part, str whole)
{
    must(part.n >= 0);
    if (part.n > 0) {
        must(part.p >= whole.p);
        must(part.p + part.n <= whole.p + whole.n);
    }
}

static void check_body(const struct body *body, str bytes)
{
    must(body->pairs.count <= FORM_FIELDS_MAX);
    must(body->upload_count <= FORM_FILES_MAX);
    for (int i = 0; i < body->pairs.count; i++) {
        must(body->pairs.list[i].name.n > 0);
        must(str_is_utf8(body->pairs.list[i].name));
        must(str_is_utf8(body->pairs.list[i].value));
        check_within(body->pairs.list[i].value, bytes);
    }
    for (int i = 0; i < body->upload_count; i++) {
        const struct upload *upload = &body->uploads[i];
        must(str_is_utf8(upload->file_name));
        must(str_find_char(upload->file_name, '/') < 0);
        must(str_find_char(upload->file_name, '\\') < 0);
        check_within(upload->bytes, bytes);
    }
}

/* The first line is the content type if it looks like one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 16, 1 << 24);
    str bytes = {(const char *)data, (ptrdiff_t)size};
    str type = S("multipart/form-data; boundary=b");
    if (str_starts(bytes, S("multipart/"))) {
        type = str_cut(&bytes, '\n');
    }
    struct body body;
    err e = multipart_read(arena, type, bytes, &body);
    must(e == OK || e == ERR_BAD_REQUEST || e == ERR_TOO_LARGE);
    if (e == OK) {
        check_body(&body, bytes);
    }
    arena_free(arena);
    return 0;
}
