/* Chance, written so that a person or a cookie can carry it. */
#include "crypt/token.h"

#include <assert.h>

#include "base/arena.h"
#include "crypt/hash.h"

static const char BASE32[] = "abcdefghijklmnopqrstuvwxyz234567";
static const char LETTERS[] = "23456789BCDFGHJKMNPQRSTVWXYZ";

enum {
    FIELD = 29,                     /* prime: see the header */
    LETTER_COUNT = sizeof LETTERS - 1,
    CHECK_AT = CODE_LETTERS - 1,
    TOKEN_BYTES = 32
};
const str CODE_ALPHABET = {LETTERS, LETTER_COUNT};

static_assert((int)LETTER_COUNT == FIELD - 1, "one element has no letter");
static_assert((int)CODE_LETTERS < FIELD, "all weights differ");
static_assert((TOKEN_BYTES * 8 + 4) / 5 == TOKEN_LETTERS, "base32");

str token_new(struct arena *arena, struct dice *dice)
{
    unsigned char bytes[TOKEN_BYTES];
    char *text = arena_take(arena, TOKEN_LETTERS, 1);
    unsigned bits = 0;
    int have = 0;
    int next = 0;
    dice_fill(dice, bytes, sizeof bytes);
    for (int i = 0; i < TOKEN_LETTERS; i++) {
        if (have < 5) {
            unsigned byte = next < TOKEN_BYTES ? bytes[next++] : 0;
            bits = (bits << 8 | byte) & 0xffff;
            have += 8;
        }
        have -= 5;
        text[i] = BASE32[bits >> have & 31];
    }
    must(next == TOKEN_BYTES);      /* no chance was thrown away */
    return (str){text, TOKEN_LETTERS};
}

str token_hash(struct arena *arena, str token)
{
    must(token.n >= 0);
    str hash = hash_sha256(arena, token);
    must(hash.n == HASH_BYTES);
    return hash;
}

static int number_of(char letter)
{
    return (int)str_find_char((str){LETTERS, LETTER_COUNT}, letter);
}

/* The number of the eighth character, 0..28. */
static int check_of(const int *numbers)
{
    int sum = 0;
    for (int i = 0; i < CHECK_AT; i++) {
        must(numbers[i] >= 0 && numbers[i] < LETTER_COUNT);
        sum += (i + 1) * numbers[i];
    }
    return sum % FIELD;
}

str code_new(struct arena *arena, struct dice *dice)
{
    char *text = arena_take(arena, CODE_LETTERS, 1);
    int numbers[CODE_LETTERS];
    do {
        for (int i = 0; i < CHECK_AT; i++) {
            numbers[i] = (int)dice_below(dice, LETTER_COUNT);
        }
        numbers[CHECK_AT] = check_of(numbers);
    } while (numbers[CHECK_AT] == LETTER_COUNT);
    for (int i = 0; i < CODE_LETTERS; i++) {
        must(numbers[i] < LETTER_COUNT);
        text[i] = LETTERS[numbers[i]];
    }
    return (str){text, CODE_LETTERS};
}

/* Full-width forms to ASCII, all kinds of dashes to a hyphen. */
static uint32_t plain_form(uint32_t c)
{
    if (c == 0x3000 || c == 0xA0) {
        return ' ';
    }
    if (c >= 0xFF01 && c <= 0xFF5E) {
        c -= 0xFF01 - '!';
    }
    bool dash = (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
    return dash ? '-' : c;
}

bool code_read(struct arena *arena, str typed, str *code)
{
    must(code != NULL);
    must(typed.n >= 0);
    char text[CODE_LETTERS];
    int numbers[CODE_LETTERS];
    int n = 0;
    ptrdiff_t length = 0;
    for (; typed.n > 0; typed = str_skip(typed, length)) {
        uint32_t c = plain_form(str_code_point(typed, &length));
        must(length > 0);
        if (c == ' ' || c == '\t' || c == '-') {
            continue;
        }
        c -= c >= 'a' && c <= 'z' ? 'a' - 'A' : 0;
        if (n == CODE_LETTERS || c > 'Z') {
            return false;
        }
        text[n] = (char)c;
        numbers[n] = number_of((char)c);
        if (numbers[n] < 0) {
            return false;
        }
        n++;
    }
    if (n != CODE_LETTERS || check_of(numbers) != numbers[CHECK_AT]) {
        return false;
    }
    *code = str_copy(arena, (str){text, CODE_LETTERS});
    return true;
}

str code_shown(struct arena *arena, str code)
{
    must(code.n == CODE_LETTERS);
    str half = str_slice(code, 0, CODE_LETTERS / 2);
    return str_join(arena, str_join(arena, half, S("-")),
                    str_skip(code, half.n));
}

str pin_new(struct arena *arena, struct dice *dice)
{
    int pin = (int)dice_below(dice, 1000000);
    str text = str_format(arena, "%0*d", PIN_DIGITS, pin);
    must(text.n == PIN_DIGITS);
    return text;
}
