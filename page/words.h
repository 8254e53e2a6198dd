/* The catalogue: Chinese is the source, English complete.
 *
 * A page's own words are compiled in, both languages; this is for sentences
 * that come as data: names of states, labels of fields, messages of C code.
 * W() marks such a sentence, so that embed can check that its English is
 * there. */
#ifndef PAGE_WORDS_H
#define PAGE_WORDS_H

#include "base/str.h"
#include "page/face.h"

#define W(literal) S(literal)
#define W0(literal) S0(literal)

struct word {                       /* sorted by zh, bytewise */
    str zh;
    str en;
};

/* Set once at start from the generated table. */
void words_set(const struct word *words, int count);

/* The sentence in the language; the Chinese itself if it is not known. */
str word(enum lang lang, str zh);
bool word_known(str zh);

#endif
