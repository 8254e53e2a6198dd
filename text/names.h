/* Names of persons: what they are found by, and how they are read.
 *
 * A name is cut into units: each character that is no Latin letter is one,
 * each run of Latin letters or digits is one; blanks, dots and brackets are
 * none.  It is found by
 *   - its characters, any run of them up to four, and every beginning and
 *     end: 欧阳娜娜 by 欧阳, 阳娜, 娜娜, 欧阳娜 ...
 *   - its syllables in the same runs, without tones: "ouyang", "nana"
 *   - their initials, two at least: "oynn", "nn"
 * each as one key that must be equal, so that a search in any area is a
 * range of one index, however many names there are.
 *
 * Surnames are read as families read them (单 shan, 仇 qiu, 尉迟 yuchi): a
 * table says which character sounds like it.  ü is u, as is v. */
#ifndef TEXT_NAMES_H
#define TEXT_NAMES_H

#include "base/str.h"

struct arena;

struct name_keys {
    str *list;                      /* none twice */
    int count;
};

/* What a name is found by; none for a text without letters. */
struct name_keys name_keys(struct arena *arena, str name);

/* The key of what was typed: "Zhang Wei", "zhangwei", " 张 伟 "; empty if
 * there is no letter in it. */
str name_query(struct arena *arena, str typed);

/* "单田芳" -> "shan tian fang". */
str name_latin(struct arena *arena, str name);

/* For order by sound and by strokes; see text/collate.h. */
str name_by_pinyin(struct arena *arena, str name);
str name_by_strokes(struct arena *arena, str name);

#endif
