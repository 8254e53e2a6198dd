/* Lines into names and words; see setting_lines.h. */
#include "features/stations/setting_lines.h"

static const str COLONS[] = {S0("："), S0(":")};
static const str COMMAS[] = {S0("、"), S0("，"), S0(",")};
enum { COLON_COUNT = sizeof COLONS / sizeof COLONS[0],
       COMMA_COUNT = sizeof COMMAS / sizeof COMMAS[0] };

/* What stands before the first of these signs; `rest` moves behind it. */
static str cut_at(str *rest, const str *signs, int count)
{
    ptrdiff_t first = rest->n;
    ptrdiff_t width = 0;
    for (int i = 0; i < count; i++) {
        ptrdiff_t at = str_find(*rest, signs[i]);
        if (at >= 0 && at < first) {
            first = at;
            width = signs[i].n;
        }
    }
    str before = str_slice(*rest, 0, first);
    *rest = str_skip(*rest, first + width);
    return str_trim(before);
}

static void words_take(struct setting_line *line, str rest)
{
    while (rest.n > 0 && line->word_count < LINE_WORDS_MAX) {
        str word = cut_at(&rest, COMMAS, COMMA_COUNT);
        if (word.n > 0) {
            line->words[line->word_count++] = word;
        }
    }
}

bool setting_line_next(str *rest, struct setting_line *line)
{
    must(rest != NULL);
    must(line != NULL);
    while (rest->n > 0) {
        str text = str_trim(str_cut(rest, '\n'));
        str name = cut_at(&text, COLONS, COLON_COUNT);
        if (name.n > 0 && str_chars(name) <= LINE_NAME_CHARS_MAX) {
            *line = (struct setting_line){.name = name};
            words_take(line, text);
            return true;
        }
    }
    return false;
}

bool setting_line_says(const struct setting_line *line, str word)
{
    must(word.n > 0);
    for (int i = 0; i < line->word_count; i++) {
        if (str_eq(line->words[i], word)) {
            return true;
        }
    }
    return false;
}
