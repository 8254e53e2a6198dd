/* What a press on the pad makes of what was pressed before, and how a matter
 * is called whose teller gave it no title.  Pure. */
#ifndef FEATURES_KIOSK_RULES_H
#define FEATURES_KIOSK_RULES_H

#include "base/str.h"

struct arena;

/* What stands on the pad: at most CODE_LETTERS of the code's alphabet, then
 * at most PIN_DIGITS digits. */
struct pad {
    str code, pin;
};

/* Only what can be a part of a code and a PIN: what else came is dropped. */
struct pad pad_clean(struct arena *arena, struct pad typed);

/* After one more key: a letter or digit, "back" (the last one goes) or
 * "clear".  A key that has no place changes nothing. */
struct pad pad_press(struct arena *arena, struct pad pad, str key);

bool pad_has_code(const struct pad *pad);
bool pad_is_full(const struct pad *pad);

/* The first sentence of somebody's words as a title: 4 to 30 characters that
 * can be seen, one line.  The words have at least 4 that can. */
enum { KIOSK_TITLE_LEAST = 4, KIOSK_TITLE_MOST = 30 };
str kiosk_title(struct arena *arena, str words);

#endif
