/* Any bytes as what a browser says of a pad, the keys that are pressed on
 * it, and words that need a title. */
#include <stdint.h>

#include "base/arena.h"
#include "base/plain.h"
#include "crypt/token.h"
#include "features/kiosk/kiosk_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_pad(struct arena *arena, struct pad pad)
{
    must(pad.code.n <= CODE_LETTERS && pad.pin.n <= PIN_DIGITS);
    must(pad.pin.n == 0 || pad_has_code(&pad));
    for (ptrdiff_t i = 0; i < pad.code.n; i++) {
        must(str_find_char(CODE_ALPHABET, pad.code.p[i]) >= 0);
    }
    for (ptrdiff_t i = 0; i < pad.pin.n; i++) {
        must(pad.pin.p[i] >= '0' && pad.pin.p[i] <= '9');
    }
    struct pad again = pad_clean(arena, pad);
    must(str_eq(again.code, pad.code) && str_eq(again.pin, pad.pin));
    must(pad_is_full(&pad) == (pad.code.n + pad.pin.n ==
                               (ptrdiff_t)CODE_LETTERS + PIN_DIGITS));
}

/* One key adds one, takes one, or changes nothing. */
static void as_keys(struct arena *arena, str text)
{
    struct pad pad = pad_clean(arena, (struct pad){str_cut(&text, '\n'),
                                                   str_cut(&text, '\n')});
    check_pad(arena, pad);
    while (text.n > 0) {
        str key = str_cut(&text, '\n');
        struct pad next = pad_press(arena, pad, key);
        check_pad(arena, next);
        ptrdiff_t more = next.code.n + next.pin.n - pad.code.n - pad.pin.n;
        bool back = str_eq(key, S("back"));
        must(str_eq(key, S("clear")) ? next.code.n + next.pin.n == 0
             : back                  ? more == -1 || pad.code.n == 0
                                     : more == 0 || more == 1);
        pad = next;
    }
}

static void as_words(struct arena *arena, str text)
{
    if (!str_is_utf8(text)) {
        return;
    }
    str title = kiosk_title(arena, text);
    must(str_is_utf8(title));
    must(str_chars(title) <= KIOSK_TITLE_MOST);
    must(plain_visible(title) >= KIOSK_TITLE_LEAST);
    must(str_find_char(title, '\n') < 0);
    must(str_eq(kiosk_title(arena, title), title));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 12, 1 << 26);
    str text = {(const char *)data + 1, (ptrdiff_t)size - 1};
    if (data[0] % 2 == 0) {
        as_keys(arena, text);
    } else {
        as_words(arena, text);
    }
    arena_free(arena);
    return 0;
}
