/* Bytes, letters, rows; see import_table.h. */
#include "main/import_table.h"

#include <iconv.h>
#include <stdio.h>

#include "base/arena.h"
#include "main/console.h"

enum {
    FILE_MAX = 64 << 20,
    CHINESE_PERCENT_MIN = 90        /* of the letters beyond ASCII */
};

struct letters {
    int64_t beyond_ascii, chinese;
};

static bool is_ascii(str text)
{
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if ((unsigned char)text.p[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* Of the lines that are not ASCII, are most UTF-8?  Then the file is UTF-8
 * with a fault, however well its bytes would pass for something else. */
static bool is_damaged_utf8(str bytes)
{
    int64_t good = 0;
    int64_t bad = 0;
    while (bytes.n > 0) {
        str line = str_cut(&bytes, '\n');
        if (!is_ascii(line)) {
            good += str_is_utf8(line) ? 1 : 0;
            bad += str_is_utf8(line) ? 0 : 1;
        }
    }
    return good >= bad;
}

/* What stands in a Chinese table: characters, their signs, wide letters. */
static bool is_chinese(uint32_t point)
{
    return (point >= 0x4E00 && point <= 0x9FFF) ||
           (point >= 0x3000 && point <= 0x303F) ||
           (point >= 0xFF00 && point <= 0xFFEF) ||
           (point >= 0x2010 && point <= 0x2027);
}

static struct letters count_letters(str text)
{
    struct letters letters = {0, 0};
    while (text.n > 0) {
        ptrdiff_t n = 0;
        uint32_t point = str_code_point(text, &n);
        letters.beyond_ascii += point >= 0x80 ? 1 : 0;
        letters.chinese += is_chinese(point) ? 1 : 0;
        must(n > 0);
        text = str_skip(text, n);
    }
    return letters;
}

/* Every byte must be GB18030; two bytes become three at most. */
static bool convert(struct arena *arena, str bytes, str *text)
{
    iconv_t way = iconv_open("UTF-8", "GB18030");
    if (way == (iconv_t)-1) {
        return false;
    }
    char *from = (char *)str_c(arena, bytes);
    size_t from_left = (size_t)bytes.n;
    size_t room = from_left * 2 + 16;
    char *space = arena_take(arena, room, 1);
    char *to = space;
    size_t to_left = room;
    size_t failed = iconv(way, &from, &from_left, &to, &to_left);
    (void)iconv_close(way);
    *text = (str){space, to - space};
    return failed == 0 && from_left == 0;
}

/* Latin or Russian bytes may be GB18030 too, but seldom make Chinese. */
static bool is_gb18030(struct arena *arena, str bytes, str *text)
{
    if (str_find_char(bytes, '\0') >= 0 || is_damaged_utf8(bytes) ||
        !convert(arena, bytes, text) || !str_is_utf8(*text)) {
        return false;
    }
    struct letters letters = count_letters(*text);
    return letters.chinese * 100 >=
           letters.beyond_ascii * CHINESE_PERCENT_MIN;
}

bool import_table_read(struct arena *arena, str path,
                       struct csv_table *table)
{
    str bytes = S("");
    str text = S("");
    must(path.n > 0);
    if (!console_read_file(arena, path, FILE_MAX, &bytes)) {
        return false;
    }
    if (!str_is_utf8(bytes) && is_gb18030(arena, bytes, &text)) {
        fprintf(stderr, "xinqiao import: %.*s is in GB18030; it is read as "
                "if converted with\n  iconv -f GB18030 -t UTF-8\n",
                SF(path));
        bytes = text;
    }
    err e = csv_read(arena, bytes, table);
    if (e != OK) {
        fprintf(stderr, "xinqiao import: %.*s, line %lld: %s; nothing was "
                "brought in\n", SF(path), (long long)table->bad_line,
                table->bad_what);
    } else if (table->count == 0) {
        fprintf(stderr, "xinqiao import: %.*s is empty\n", SF(path));
    }
    return e == OK && table->count > 0;
}
