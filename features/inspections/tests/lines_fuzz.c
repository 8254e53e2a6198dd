/* Any text as a setting of lines: kinds of stations, posts, items of an
 * inspection.  There is always one, there are never too many, and what was
 * read is read again from its own line. */
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"
#include "features/inspections/inspections_rules.h"
#include "features/stations/stations.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_name(str name)
{
    must(name.n > 0 && str_is_utf8(name));
    must(str_chars(name) <= LINE_NAME_CHARS_MAX);
    must(str_find_char(name, '\n') < 0 && str_find_char(name, ':') < 0);
    must(str_find(name, S("：")) < 0);
    must(str_eq(str_trim(name), name));
}

static void check_line(struct arena *arena, const struct setting_line *line)
{
    struct out out = out_new(arena, 1 << 20);
    out_str(&out, line->name);
    for (int i = 0; i < line->word_count; i++) {
        out_str(&out, i == 0 ? S("：") : S("、"));
        out_str(&out, line->words[i]);
    }
    str text = out_text(&out);
    struct setting_line again;
    must(setting_line_next(&text, &again));
    must(str_eq(again.name, line->name));
    must(again.word_count == line->word_count);
    for (int i = 0; i < line->word_count; i++) {
        must(str_eq(again.words[i], line->words[i]));
        must(setting_line_says(line, line->words[i]));
    }
    must(text.n == 0);
}

static void check_points(int64_t most, int64_t typed)
{
    static const str MARKS[] = {S0("yes"), S0("partly"), S0("no"), S0("x")};
    for (int i = 0; i < 4; i++) {
        int64_t points = -1;
        if (inspection_points(MARKS[i], most, typed, &points)) {
            must(points >= 0 && points <= most);
            int64_t percent = score_percent((struct score){points, most});
            must(percent >= 0 && percent <= 100);
        }
        must((mark_word(MARKS[i]).n == 0) == (i == 3));
    }
}

static void check_rooms(struct arena *arena, str text)
{
    struct station_kinds kinds = station_kinds_read(arena, text);
    must(kinds.n > 0 && kinds.n <= KINDS_MAX);
    for (int i = 0; i < kinds.n; i++) {
        check_name(kinds.rows[i].name);
        must(station_kind_named(&kinds, kinds.rows[i].name) != NULL);
    }
    struct station_posts posts = station_posts_read(arena, text);
    must(posts.n > 0 && posts.n <= POSTS_MAX);
    for (int i = 0; i < posts.n; i++) {
        check_name(posts.rows[i].name);
        must(station_post_named(&posts, posts.rows[i].name) != NULL);
    }
    struct inspection_items items = inspection_items_read(arena, text);
    must(items.n > 0 && items.n <= ITEMS_MAX);
    for (int i = 0; i < items.n; i++) {
        check_name(items.rows[i].name);
        must(items.rows[i].most >= 1);
        must(items.rows[i].most <= ITEM_POINTS_MAX);
        check_points(items.rows[i].most, i);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 16, 1 << 26);
    str text = {(const char *)data, (ptrdiff_t)size};
    /* As a form promises it. */
    if (str_is_utf8(text)) {
        check_rooms(arena, text);
        struct setting_line line;
        while (setting_line_next(&text, &line)) {
            check_name(line.name);
            check_line(arena, &line);
        }
    }
    arena_free(arena);
    return 0;
}
