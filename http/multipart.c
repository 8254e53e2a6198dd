/* Finds the boundaries first, then reads each part's headers. */
#include "http/multipart.h"

#include <string.h>

#include "base/arena.h"

enum { BOUNDARY_MAX = 70, PART_HEADERS_MAX = 4096, FILE_NAME_MAX = 200 };

/* What a part says of itself. */
struct part {
    str name, file_name, type;
    bool has_name, is_file;
    str bytes;
};

static ptrdiff_t find_bytes(str s, str needle)
{
    must(needle.n > 0);
    if (s.n < needle.n) {
        return -1;
    }
    const char *at = memmem(s.p, (size_t)s.n, needle.p, (size_t)needle.n);
    return at == NULL ? -1 : at - s.p;
}

/* Takes "name=value" or name="quoted value" from the front of `params` and
 * what separates it from the next.  False at the end or at nonsense. */
static bool next_param(str *params, str *name, str *value)
{
    must(params != NULL);
    must(name != NULL);
    must(value != NULL);
    *params = str_trim(*params);
    while (str_starts(*params, S(";"))) {
        *params = str_trim(str_skip(*params, 1));
    }
    ptrdiff_t equals = str_find_char(*params, '=');
    if (equals <= 0) {
        return false;
    }
    *name = str_trim(str_slice(*params, 0, equals));
    *params = str_trim(str_skip(*params, equals + 1));
    if (!str_starts(*params, S("\""))) {
        *value = str_trim(str_cut(params, ';'));
        return true;
    }
    *params = str_skip(*params, 1);
    ptrdiff_t end = str_find_char(*params, '"');
    if (end < 0) {
        return false;
    }
    *value = str_slice(*params, 0, end);
    *params = str_skip(*params, end + 1);
    return true;
}

static str find_boundary(str type)
{
    str params = type;
    (void)str_cut(&params, ';');
    str name;
    str value;
    while (next_param(&params, &name, &value)) {
        if (str_eq_nocase(name, S("boundary"))) {
            return value.n <= BOUNDARY_MAX ? value : (str){"", 0};
        }
    }
    return (str){"", 0};
}

static bool has_control(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 || c == 0x7f) {
            return true;
        }
    }
    return false;
}

/* What stands behind the last slash of either kind. */
static str base_name(str path)
{
    for (ptrdiff_t i = path.n; i > 0; i--) {
        if (path.p[i - 1] == '/' || path.p[i - 1] == '\\') {
            return str_skip(path, i);
        }
    }
    return path;
}

static err read_disposition(str value, struct part *part)
{
    str params = value;
    if (!str_eq_nocase(str_trim(str_cut(&params, ';')), S("form-data"))) {
        return ERR_BAD_REQUEST;
    }
    str name;
    str text;
    while (next_param(&params, &name, &text)) {
        if (!str_is_utf8(text) || has_control(text)) {
            return ERR_BAD_REQUEST;
        }
        if (str_eq_nocase(name, S("name"))) {
            part->name = text;
            part->has_name = true;
        } else if (str_eq_nocase(name, S("filename"))) {
            part->file_name = str_first_chars(base_name(text),
                                              FILE_NAME_MAX);
            part->is_file = true;
        }
    }
    return OK;
}

static err read_part_header(str line, struct part *part)
{
    str value = line;
    str name = str_trim(str_cut(&value, ':'));
    if (str_eq_nocase(name, S("Content-Disposition"))) {
        return read_disposition(value, part);
    }
    if (str_eq_nocase(name, S("Content-Type"))) {
        part->type = str_trim(value);
        bool good = str_is_utf8(part->type) && !has_control(part->type);
        return good ? OK : ERR_BAD_REQUEST;
    }
    return OK;
}

/* `raw` is what stands between two boundaries, line breaks around it gone. */
static err read_part(str raw, struct part *part)
{
    must(part != NULL);
    *part = (struct part){0};
    /* A part with no header at all would begin with the empty line. */
    ptrdiff_t end = find_bytes(raw, S("\r\n\r\n"));
    if (end < 0 || end > PART_HEADERS_MAX) {
        return ERR_BAD_REQUEST;
    }
    str lines = str_slice(raw, 0, end);
    part->bytes = str_skip(raw, end + 4);
    must(part->bytes.n <= raw.n);
    while (lines.n > 0) {
        str line = str_cut(&lines, '\n');
        TRY(read_part_header(str_trim(line), part));
    }
    return part->has_name && part->name.n > 0 ? OK : ERR_BAD_REQUEST;
}

static err keep_part(const struct part *part, struct body *body)
{
    must(part->name.n > 0);
    must(body->pairs.count <= FORM_FIELDS_MAX);
    must(body->upload_count <= FORM_FILES_MAX);
    if (part->is_file) {
        if (part->file_name.n == 0 && part->bytes.n == 0) {
            return OK;
        }
        if (body->upload_count == FORM_FILES_MAX) {
            return ERR_TOO_LARGE;
        }
        body->uploads[body->upload_count++] = (struct upload){
            part->name, part->file_name, part->type, part->bytes};
    }
    str value = part->is_file ? part->file_name : part->bytes;
    if (body->pairs.count == FORM_FIELDS_MAX) {
        return ERR_TOO_LARGE;
    }
    if (!str_is_utf8(value)) {
        return ERR_BAD_REQUEST;
    }
    body->pairs.list[body->pairs.count++] =
        (struct pair){part->name, value};
    return OK;
}

/* Behind a boundary stands "--" (the end), or blanks and a line break. */
static bool is_last(str behind)
{
    return str_starts(behind, S("--"));
}

static err skip_line_end(str *rest)
{
    while (str_starts(*rest, S(" ")) || str_starts(*rest, S("\t"))) {
        *rest = str_skip(*rest, 1);
    }
    if (!str_starts(*rest, S("\r\n"))) {
        return ERR_BAD_REQUEST;
    }
    *rest = str_skip(*rest, 2);
    return OK;
}

err multipart_read(struct arena *arena, str type, str bytes,
                   struct body *body)
{
    must(arena != NULL);
    must(body != NULL);
    str boundary = find_boundary(type);
    if (boundary.n == 0) {
        return ERR_BAD_REQUEST;
    }
    *body = (struct body){0};
    body->pairs.list = NEW_MANY(arena, struct pair, FORM_FIELDS_MAX);
    body->uploads = NEW_MANY(arena, struct upload, FORM_FILES_MAX);
    str mark = str_join(arena, S("\r\n--"), boundary);
    str first = str_skip(mark, 2);
    must(first.n == boundary.n + 2);
    bool at_once = str_starts(bytes, first);
    ptrdiff_t start = at_once ? 0 : find_bytes(bytes, mark);
    if (start < 0) {
        return ERR_BAD_REQUEST;
    }
    str rest = str_skip(bytes, start + (at_once ? first.n : mark.n));
    while (!is_last(rest)) {
        TRY(skip_line_end(&rest));
        ptrdiff_t end = find_bytes(rest, mark);
        if (end < 0) {
            return ERR_BAD_REQUEST;
        }
        struct part part;
        TRY(read_part(str_slice(rest, 0, end), &part));
        TRY(keep_part(&part, body));
        rest = str_skip(rest, end + mark.n);
    }
    must(body->pairs.count <= FORM_FIELDS_MAX);
    must(body->upload_count <= FORM_FILES_MAX);
    return OK;
}
