/* Settings that are lists: one thing a line, its name and behind a colon what
 * is said of it:
 *
 *     代表工作室：特色、领衔代表
 *
 * The colon may be ： or :, the words are parted by 、 or a comma of either
 * width.  Names that are empty or too long are passed over. */
#ifndef FEATURES_SETTING_LINES_H
#define FEATURES_SETTING_LINES_H

#include <stdbool.h>

#include "base/str.h"

enum { LINE_WORDS_MAX = 6, LINE_NAME_CHARS_MAX = 20 };

struct setting_line {
    str name;
    str words[LINE_WORDS_MAX];
    int word_count;
};

/* The next line with a name, taken off `rest`; false when there is none. */
bool setting_line_next(str *rest, struct setting_line *line);

/* Whether the word stands behind the colon. */
bool setting_line_says(const struct setting_line *line, str word);

#endif
