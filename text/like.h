/* What a person typed, as a pattern for SQL's like with '\' as escape. */
#ifndef TEXT_LIKE_H
#define TEXT_LIKE_H

#include "base/str.h"

struct arena;

/* `typed` anywhere in a text: "%柳溪%".  Its own signs stand for
 * themselves; nothing typed matches everything. */
str like_anywhere(struct arena *arena, str typed);

#endif
