/* Text made comparable and findable.  utf8proc is known here alone.
 *
 * fold: NFKC, case folded, controls and invisible characters dropped, white
 * space to single blanks, none around.  Folding twice changes nothing.
 * search tokens: folded text; each run of CJK characters becomes its
 * overlapping pairs, each run of letters or digits one word, all joined by
 * single blanks: "停车难 in Area 3" -> "停车 车难 in area 3".  Both engines
 * store the same token text, so two-character Chinese words are found.  A
 * lone CJK character becomes itself; as a query it finds pairs only where
 * the engine is asked for words that begin with it. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/str.h"

struct arena;

/* Invalid UTF-8 gives the empty text. */
str fold_text(struct arena *arena, str text);
str fold_tokens(struct arena *arena, str text);

/* What a person types into a search box, as tokens of which all must occur;
 * `count` tokens at most 16, duplicates dropped. */
struct tokens {
    str *list;
    int count;
};
struct tokens fold_query(struct arena *arena, str typed);

#endif
