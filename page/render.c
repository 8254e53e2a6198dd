/* Values as text: addresses, dates, numbers. */
#include "page/render.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"

str page_lang(const struct face *face)
{
    must(face != NULL);
    must(face->lang < LANG_COUNT);
    return face->lang == LANG_EN ? S("en") : S("zh-CN");
}

/* ---- addresses ---------------------------------------------------------- */

/* Browsers drop tabs and line breaks from addresses, and take a backslash
 * for a slash, so both could hide another host or scheme. */
static bool has_tricks(str url)
{
    for (ptrdiff_t i = 0; i < url.n; i++) {
        unsigned char c = (unsigned char)url.p[i];
        if (c < 0x20 || c == 0x7f || c == '\\') {
            return true;
        }
    }
    return false;
}

static bool is_safe_url(str url)
{
    if (url.n == 0 || has_tricks(url)) {
        return false;
    }
    if (url.p[0] == '/') {
        return !str_starts(url, S("//"));
    }
    return url.p[0] == '#' || url.p[0] == '?' ||
           str_eq_nocase(str_slice(url, 0, 7), S("http://")) ||
           str_eq_nocase(str_slice(url, 0, 8), S("https://"));
}

void page_url(struct out *out, str url)
{
    must(out != NULL);
    must(url.n >= 0);
    out_html(out, is_safe_url(url) ? url : S("#"));
}

/* ---- times and numbers -------------------------------------------------- */

void page_date(struct out *out, int64_t at_ms)
{
    must(out != NULL);
    out_html(out, date_text(out->arena, at_ms));
}

void page_time(struct out *out, int64_t at_ms)
{
    must(out != NULL);
    out_html(out, time_text(out->arena, at_ms));
}

void page_iso(struct out *out, int64_t at_ms)
{
    must(out != NULL);
    out_html(out, time_iso(out->arena, at_ms));
}

/* From its end to its beginning: 19 digits, six commas, a sign at most. */
void page_num(struct out *out, int64_t n)
{
    must(out != NULL);
    char text[28];
    ptrdiff_t at = sizeof text;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    int digits = 0;
    do {
        if (digits > 0 && digits % 3 == 0) {
            text[--at] = ',';
        }
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
        digits++;
    } while (rest > 0);
    if (n < 0) {
        text[--at] = '-';
    }
    must(at >= 0);
    out_str(out, (str){text + at, (ptrdiff_t)sizeof text - at});
}

void page_code(struct out *out, str code)
{
    must(out != NULL);
    if (code.n != 8) {
        out_html(out, code);
        return;
    }
    out_html(out, str_slice(code, 0, 4));
    out_char(out, '-');
    out_html(out, str_skip(code, 4));
}

void page_lines(struct out *out, str text)
{
    must(out != NULL);
    while (text.n > 0) {
        bool more = str_find_char(text, '\n') >= 0;
        str line = str_cut(&text, '\n');
        if (str_ends(line, S("\r"))) {
            line = str_slice(line, 0, line.n - 1);
        }
        out_html(out, line);
        out_str(out, more ? S("<br>\n") : S(""));
    }
}

/* The shortest digits that mean the same number. */
static str real_text(double x, char buffer[40])
{
    int n = snprintf(buffer, 40, "%.15g", x);
    if (strtod(buffer, NULL) != x) {
        n = snprintf(buffer, 40, "%.17g", x);
    }
    must(n > 0);
    must(n < 40);
    return (str){buffer, n};
}

void page_real(struct out *out, double x)
{
    char buffer[40];
    must(out != NULL);
    out_str(out, isfinite(x) ? real_text(x, buffer) : S("–"));
}

/* ---- JSON --------------------------------------------------------------- */

void page_json_time(struct out *out, int64_t at_ms)
{
    must(out != NULL);
    if (at_ms == 0) {
        out_str(out, S("null"));
    } else {
        out_json(out, time_iso(out->arena, at_ms));
    }
}

void page_json_id(struct out *out, int64_t id)
{
    must(out != NULL);
    if (id == 0) {
        out_str(out, S("null"));
    } else {
        out_char(out, '"');
        out_int(out, id);
        out_char(out, '"');
    }
}

void page_json_real(struct out *out, double x)
{
    char buffer[40];
    must(out != NULL);
    out_str(out, isfinite(x) ? real_text(x, buffer) : S("null"));
}
