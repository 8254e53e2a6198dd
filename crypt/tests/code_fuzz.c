/* Any bytes as a tracking code: what is taken has one canonical form, which
 * reads as itself, and no neighbour of it is a code too. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "crypt/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char ALPHABET[] = "23456789BCDFGHJKMNPQRSTVWXYZ";

static void check_wrong(struct arena *arena, str code, int place)
{
    char text[CODE_LETTERS];
    str untouched = S("-");
    str wrong = {text, CODE_LETTERS};
    memcpy(text, code.p, CODE_LETTERS);
    for (const char *letter = ALPHABET; *letter != '\0'; letter++) {
        text[place] = *letter;
        must(*letter == code.p[place] ||
             !code_read(arena, wrong, &untouched));
    }
    for (int i = 0; i < CODE_LETTERS; i++) {
        memcpy(text, code.p, CODE_LETTERS);
        text[i] = code.p[place];
        text[place] = code.p[i];
        must(text[i] == text[place] ||
             !code_read(arena, wrong, &untouched));
    }
    must(str_eq(untouched, S("-")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 12, 1 << 24);
    str typed = {(const char *)data, (ptrdiff_t)size};
    str code = S("-");
    if (!code_read(arena, typed, &code)) {
        must(str_eq(code, S("-")));
    } else {
        must(code.n == CODE_LETTERS);
        str again = S("");
        must(code_read(arena, code, &again));
        must(str_eq(code, again));
        must(code_read(arena, code_shown(arena, code), &again));
        must(str_eq(code, again));
        for (int i = 0; i < CODE_LETTERS; i++) {
            check_wrong(arena, code, i);
        }
    }
    arena_free(arena);
    return 0;
}
