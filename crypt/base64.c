#include "crypt/base64.h"

#include "base/arena.h"

enum { BASE64_BITS = 6, BASE32_BITS = 5 };

static const char PLAIN[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char FOR_URL[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char LETTERS32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* `bits` of the text's bits a letter; what is missing at the end is 0. */
static str letters_of(struct arena *arena, str bytes, const char *letters,
                      int bits)
{
    must(bytes.n >= 0);
    must(bits == BASE64_BITS || bits == BASE32_BITS);
    ptrdiff_t n = (bytes.n * 8 + bits - 1) / bits;
    char *text = arena_take(arena, (size_t)n, 1);
    unsigned have = 0;
    int count = 0;
    ptrdiff_t next = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        if (count < bits) {
            unsigned char byte =
                next < bytes.n ? (unsigned char)bytes.p[next] : 0;
            next++;
            have = (have << 8 | byte) & 0xffff;
            count += 8;
        }
        count -= bits;
        text[i] = letters[have >> count & ((1u << bits) - 1)];
    }
    must(next >= bytes.n);
    return (str){text, n};
}

str base64_text(struct arena *arena, str bytes)
{
    str text = letters_of(arena, bytes, PLAIN, BASE64_BITS);
    ptrdiff_t missing = (4 - text.n % 4) % 4;
    must(missing < 3);
    return str_join(arena, text, str_slice(S("=="), 0, missing));
}

str base64url_text(struct arena *arena, str bytes)
{
    return letters_of(arena, bytes, FOR_URL, BASE64_BITS);
}

str base32_text(struct arena *arena, str bytes)
{
    return letters_of(arena, bytes, LETTERS32, BASE32_BITS);
}

bool base64url_read(struct arena *arena, str text, str *bytes)
{
    must(bytes != NULL);
    must(text.n >= 0);
    ptrdiff_t n = text.n * BASE64_BITS / 8;
    char *read = arena_take(arena, (size_t)n, 1);
    unsigned have = 0;
    int count = 0;
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        ptrdiff_t number =
            str_find_char((str){FOR_URL, sizeof FOR_URL - 1}, text.p[i]);
        if (number < 0) {
            return false;
        }
        have = (have << BASE64_BITS | (unsigned)number) & 0xffff;
        count += BASE64_BITS;
        if (count >= 8) {
            count -= 8;
            must(at < n);
            read[at++] = (char)(have >> count & 0xff);
        }
    }
    bool whole = count < BASE64_BITS && (have & ((1u << count) - 1)) == 0;
    if (!whole) {
        return false;
    }
    must(at == n);
    *bytes = (str){read, n};
    return true;
}
