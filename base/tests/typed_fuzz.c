/* Any bytes as a moment, an area, a number or plain text. */
#include <stdint.h>

#include "base/arena.h"
#include "base/area_code.h"
#include "base/clock.h"
#include "base/out.h"
#include "base/plain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void as_time(struct arena *arena, str text)
{
    int64_t ms = -1;
    int64_t again = -1;
    if (!time_parse(text, &ms)) {
        must(ms == -1);
        return;
    }
    struct date date = date_of_ms(ms);
    must(date.month >= 1 && date.month <= 12);
    must(date.day >= 1 && date.day <= 31);
    must(date_to_ms(date) <= ms && ms - date_to_ms(date) < 1000);
    must(day_start(ms) <= ms && ms - day_start(ms) < INT64_C(86400000));
    must(day_of_ms(day_start(ms)) == day_of_ms(ms));
    must(month_of_ms(ms) / 100 == year_of_ms(ms));
    bool plain = year_of_ms(ms) >= 1 && year_of_ms(ms - 28800000) >= 1 &&
                 year_of_ms(ms) <= 9999 && ms != 0;
    if (plain) {
        must(time_parse(time_iso(arena, ms), &again));
        must(again <= ms && ms - again < 1000);
        must(time_parse(time_text(arena, ms), &again));
        must(again <= ms && ms - again < 60000);
        must(time_parse(date_text(arena, ms), &again));
        must(again == day_start(ms) || again == 0);
    }
}

static void as_area(struct arena *arena, str text)
{
    int64_t area = -1;
    int64_t again = -1;
    if (!area_parse(text, &area)) {
        must(area == -1);
        return;
    }
    must(area > 0 && area < AREA_END);
    must(area_parse(area_text(arena, area), &again));
    must(again == area);
    int level = area_level(area);
    must(level > 0 && level < AREA_LEVELS);
    must(area_end(area) == area + area_span(area));
    for (int i = 0; i <= level; i++) {
        int64_t upper = area_at_level(area, i);
        must(area_holds(upper, area));
        must(area_level(upper) <= i);
    }
    must(area_holds(area_parent(area), area) && area_parent(area) != area);
    must(area_parse(area_digits(arena, area, level), &again));
    must(again == area);
}

static void as_number(struct arena *arena, str text)
{
    int64_t number = -7;
    int64_t again = -7;
    if (!str_to_int(text, &number)) {
        must(number == -7);
        return;
    }
    struct out out = out_new(arena, 64);
    out_int(&out, number);
    must(str_to_int(out_text(&out), &again));
    must(again == number);
}

static void as_text(struct arena *arena, str text)
{
    if (!str_is_utf8(text)) {
        return;
    }
    str plain = plain_undirected(arena, text);
    must(str_is_utf8(plain) && plain.n <= text.n);
    must(str_eq(plain_undirected(arena, plain), plain));
    must(plain_visible(text) == plain_visible(plain));
    must(plain_visible(text) <= str_chars(text));
    for (ptrdiff_t n = 0; n < 5; n++) {
        str first = str_first_chars(text, n);
        must(str_is_utf8(first) && str_starts(text, first));
        must(str_chars(first) == (str_chars(text) < n ? str_chars(text)
                                                      : n));
    }
    must(str_eq(str_trim(str_trim(text)), str_trim(text)));
}

/* Whatever it is, it is written whole and harmless. */
static void as_written(struct arena *arena, str text)
{
    struct out html = out_new(arena, 1 << 20);
    out_html(&html, text);
    must(str_find_char(out_text(&html), '<') < 0);
    must(str_find_char(out_text(&html), '"') < 0);
    must(str_find_char(out_text(&html), '\'') < 0);
    struct out url = out_new(arena, 1 << 20);
    out_url(&url, text);
    must(url.n >= text.n && url.n <= 3 * text.n);
    struct out json = out_new(arena, 1 << 20);
    out_json(&json, text);
    must(str_is_utf8(out_text(&json)));
    must(str_find_char(out_text(&json), '<') < 0);
    must(!html.full && !url.full && !json.full);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 26);
    str text = {(const char *)data, (ptrdiff_t)size};
    as_time(arena, text);
    as_area(arena, text);
    as_number(arena, text);
    as_text(arena, text);
    as_written(arena, text);
    arena_free(arena);
    return 0;
}
