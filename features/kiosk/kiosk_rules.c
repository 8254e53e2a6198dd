/* See kiosk_rules.h. */
#include "features/kiosk/kiosk_rules.h"

#include "base/arena.h"
#include "base/must.h"
#include "base/out.h"
#include "base/plain.h"
#include "crypt/token.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return str_find_char(CODE_ALPHABET, c) >= 0;
}

/* The first `most` bytes of a text that are good. */
static str sifted(struct arena *arena, str text, bool (*good)(char c),
                  ptrdiff_t most)
{
    struct out out = out_new(arena, most + 1);
    for (ptrdiff_t i = 0; i < text.n && out.n < most; i++) {
        if (good(text.p[i])) {
            out_char(&out, text.p[i]);
        }
    }
    must(!out.full);
    return out_text(&out);
}

struct pad pad_clean(struct arena *arena, struct pad typed)
{
    struct pad pad = {
        .code = sifted(arena, typed.code, is_letter, CODE_LETTERS),
        .pin = sifted(arena, typed.pin, is_digit, PIN_DIGITS),
    };
    if (!pad_has_code(&pad)) {
        pad.pin = S("");            /* the code comes first */
    }
    return pad;
}

bool pad_has_code(const struct pad *pad)
{
    must(pad->code.n <= CODE_LETTERS);
    return pad->code.n == CODE_LETTERS;
}

bool pad_is_full(const struct pad *pad)
{
    must(pad->pin.n <= PIN_DIGITS);
    return pad_has_code(pad) && pad->pin.n == PIN_DIGITS;
}

static str shorter(str text)
{
    return text.n > 0 ? str_slice(text, 0, text.n - 1) : text;
}

struct pad pad_press(struct arena *arena, struct pad pad, str key)
{
    pad = pad_clean(arena, pad);
    if (str_eq(key, S("clear"))) {
        return (struct pad){S(""), S("")};
    }
    if (str_eq(key, S("back"))) {
        bool in_pin = pad.pin.n > 0;
        pad.pin = shorter(pad.pin);
        pad.code = in_pin ? pad.code : shorter(pad.code);
        return pad;
    }
    if (key.n != 1) {
        return pad;
    }
    if (pad_has_code(&pad)) {
        pad.pin = str_join(arena, pad.pin, key);
    } else {
        pad.code = str_join(arena, pad.code, key);
    }
    return pad_clean(arena, pad);
}

/* ---- titles -------------------------------------------------------------- */

/* One line: every run of white space is one blank. */
static str one_line(struct arena *arena, str words)
{
    struct out out = out_new(arena, words.n + 1);
    bool blank = true;              /* none at the beginning */
    for (ptrdiff_t i = 0; i < words.n; i++) {
        char c = words.p[i];
        bool white = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!white) {
            out_char(&out, c);
        } else if (!blank) {
            out_char(&out, ' ');
        }
        blank = white;
    }
    must(!out.full);
    return str_trim(out_text(&out));
}

/* Without the signs that end a sentence, and what follows the first. */
static str first_sentence(str line)
{
    static const str ENDS[] = {S0("。"), S0("！"), S0("？"), S0("；"),
                               S0("!"),  S0("?"),  S0(";")};
    ptrdiff_t end = line.n;
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++) {
        ptrdiff_t at = str_find(line, ENDS[i]);
        end = at >= 0 && at < end ? at : end;
    }
    return str_slice(line, 0, end);
}

str kiosk_title(struct arena *arena, str words)
{
    str line = one_line(arena, words);
    str title = str_first_chars(first_sentence(line), KIOSK_TITLE_MOST);
    if (plain_visible(title) >= KIOSK_TITLE_LEAST) {
        return str_trim(title);
    }
    title = str_trim(str_first_chars(line, KIOSK_TITLE_MOST));
    return plain_visible(title) >= KIOSK_TITLE_LEAST
               ? title
               : S("群众在自助机上反映的事");
}
