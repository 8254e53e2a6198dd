/* Any text as what goes out in a calendar's feed or as a QR code: the feed
 * has whole lines of at most 75 bytes, and who unfolds it reads what was
 * written; a code is a square of the same text. */
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"
#include "office/ical.h"
#include "office/qr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINE_MAX_BYTES = 75, DAYS = 3 };

/* Without folds; each line is looked at. */
static str unfolded(struct arena *arena, str feed)
{
    struct out out = out_new(arena, feed.n + 1);
    while (feed.n > 0) {
        ptrdiff_t end = str_find(feed, S("\r\n"));
        must(end >= 0 && end <= LINE_MAX_BYTES);
        str line = str_slice(feed, 0, end);
        must(str_is_utf8(line));
        for (ptrdiff_t i = 0; i < line.n; i++) {
            must((unsigned char)line.p[i] >= ' ' && line.p[i] != 0x7f);
        }
        bool goes_on = str_starts(line, S(" "));
        out_str(&out, goes_on || out.n == 0 ? S("") : S("\n"));
        out_str(&out, str_skip(line, goes_on));
        feed = str_skip(feed, end + 2);
    }
    return out_text(&out);
}

/* As RFC 5545 reads a TEXT. */
static str unescaped(struct arena *arena, str text)
{
    struct out out = out_new(arena, text.n + 1);
    for (ptrdiff_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        must(c != ',' && c != ';');
        if (c == '\\') {
            must(++i < text.n);
            c = text.p[i] == 'n' ? '\n' : text.p[i];
        }
        out_char(&out, c);
    }
    return out_text(&out);
}

static str without_controls(struct arena *arena, str text)
{
    struct out out = out_new(arena, text.n + 1);
    for (ptrdiff_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c >= ' ' && c != 0x7f) || c == '\n') {
            out_char(&out, (char)c);
        }
    }
    return out_text(&out);
}

static void check_feed(struct arena *arena, str text)
{
    str rest = text;
    str places[DAYS] = {text, S(""), text};
    struct recur_day days[DAYS] = {
        {.day = 20454, .planned = 20454, .start_min = 540, .end_min = 690},
        {.day = 20455, .planned = 20454, .start_min = 540, .end_min = 690},
        {.day = 20461, .planned = 20461, .start_min = 0, .end_min = 1439}};
    struct recur_list list = {.days = days, .count = DAYS};
    struct ical_feed feed = {
        .name = text, .stem = S("s7"), .host = S("h.example"),
        .summary = text, .location = str_cut(&rest, '\n'),
        .description = rest, .places = places, .stamp_ms = 1795305600000};
    struct out out = out_new(arena, 1 << 24);
    ical_write(&out, &feed, &list);
    must(!out.full);
    str lines = unfolded(arena, out_text(&out));
    str head = str_cut(&lines, '\n');
    must(str_eq(head, S("BEGIN:VCALENDAR")));
    int begun = 0;
    int ended = 0;
    while (lines.n > 0) {
        str line = str_cut(&lines, '\n');
        begun += str_eq(line, S("BEGIN:VEVENT"));
        ended += str_eq(line, S("END:VEVENT"));
        must(begun == ended || begun == ended + 1);
        if (str_starts(line, S("SUMMARY:"))) {
            str said = unescaped(arena, str_skip(line, 8));
            must(str_starts(said, without_controls(arena, text)));
        }
    }
    must(begun == DAYS && ended == DAYS);
}

static void check_qr(struct arena *arena, str text)
{
    str svg = S("");
    struct qr_squares squares;
    err e = qr_squares(arena, text, &squares);
    must(e == OK || e == ERR_TOO_LARGE);
    must(e == OK || text.n > 1200 || text.n == 0);
    if (e == OK) {
        must(squares.width >= 21 && squares.width <= 177);
        must(squares.width % 4 == 1);
        must(squares.dark[0]);
        must(qr_svg(arena, text, text, &svg) == OK);
        must(str_starts(svg, S("<svg")) && str_ends(svg, S("</svg>")));
        must(str_is_utf8(svg));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > 4096) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 28);
    str text = {(const char *)data, (ptrdiff_t)size};
    if (str_is_utf8(text)) {
        check_feed(arena, text);
        if (size % 8 == 0) {
            check_qr(arena, text);  /* slow */
        }
    }
    arena_free(arena);
    return 0;
}
