/* Any bytes as text: folded it is UTF-8 and stays as it is, tokens are words
 * with single blanks between, and a mask hides what it must. */
#include <stdint.h>

#include "base/arena.h"
#include "text/fold.h"
#include "text/like.h"
#include "text/mask.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DIGITS_SHOWN_MAX = 7 };

static void check_blanks(str text)
{
    must(str_is_utf8(text));
    must(str_find(text, S("  ")) < 0);
    must(!str_starts(text, S(" ")) && !str_ends(text, S(" ")));
}

static void check_fold(struct arena *arena, str text)
{
    str folded = fold_text(arena, text);
    check_blanks(folded);
    must(str_find_char(folded, '\n') < 0);
    must(str_eq(fold_text(arena, folded), folded));
    str words = fold_tokens(arena, text);
    check_blanks(words);
    must(str_eq(fold_tokens(arena, folded), words));
    must(str_is_utf8(text) || (folded.n == 0 && words.n == 0));
}

static void check_query(struct arena *arena, str text)
{
    struct tokens tokens = fold_query(arena, text);
    must(tokens.count >= 0 && tokens.count <= 16);
    for (int i = 0; i < tokens.count; i++) {
        must(tokens.list[i].n > 0 && str_is_utf8(tokens.list[i]));
        must(str_find_char(tokens.list[i], ' ') < 0);
        for (int k = 0; k < i; k++) {
            must(!str_eq(tokens.list[i], tokens.list[k]));
        }
    }
}

static void check_masks(struct arena *arena, str text)
{
    str name = mask_name(arena, text);
    must(str_is_utf8(name));
    must(str_trim(text).n == 0 || str_ends(name, S("*")));
    str phone = mask_phone(arena, text);
    int shown = str_starts(text, S("+86")) ? -2 : 0;
    for (ptrdiff_t i = 0; i < phone.n; i++) {
        shown += phone.p[i] >= '0' && phone.p[i] <= '9';
    }
    must(shown <= DIGITS_SHOWN_MAX);
    must(!phone_is_plausible(text) || text.n <= 20);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 16, 1 << 26);
    str text = {(const char *)data, (ptrdiff_t)size};
    check_fold(arena, text);
    check_query(arena, text);
    if (str_is_utf8(text)) {
        check_masks(arena, text);
        must(str_is_utf8(like_anywhere(arena, text)));
    }
    arena_free(arena);
    return 0;
}
