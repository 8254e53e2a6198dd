#include "crypt/totp.h"

#include "base/arena.h"
#include "base/out.h"
#include "crypt/base64.h"
#include "crypt/hash.h"
#include "crypt/raw.h"

/* Thirty without look-alikes: no 0 1 i l o, and no u, which a hand writes
 * like v.  Ten of them are 49 bits of chance. */
static const char RECOVERY_ALPHABET[] = "23456789abcdefghjkmnpqrstvwxyz";

enum {
    RECOVERY_LETTER_COUNT = sizeof RECOVERY_ALPHABET - 1,
    RECOVERY_HALF = RECOVERY_LETTERS / 2,
    URI_BYTES_MAX = 2000,
    URI_NAME_CHARS_MAX = 60
};

str totp_secret_new(struct arena *arena, struct dice *dice)
{
    char *secret = arena_take(arena, TOTP_SECRET_BYTES, 1);
    dice_fill(dice, secret, TOTP_SECRET_BYTES);
    return (str){secret, TOTP_SECRET_BYTES};
}

str totp_secret_shown(struct arena *arena, str secret)
{
    must(secret.n == TOTP_SECRET_BYTES);
    str text = base32_text(arena, secret);
    struct out out = out_new(arena, text.n * 2);
    for (ptrdiff_t i = 0; i < text.n; i += 4) {
        out_str(&out, i > 0 ? S(" ") : S(""));
        out_str(&out, str_slice(text, i, i + 4));
    }
    must(!out.full);
    return out_text(&out);
}

str totp_code(struct arena *arena, str secret, int64_t step)
{
    must(secret.n > 0);
    must(step >= 0);
    char counter[8];
    uint8_t mac[SHA1_BYTES];
    for (int i = 0; i < 8; i++) {
        counter[i] = (char)(step >> (56 - 8 * i) & 0xff);
    }
    raw_sha1_mac(secret, (str){counter, sizeof counter}, mac);
    int at = mac[SHA1_BYTES - 1] & 0xf;
    must(at + 4 <= SHA1_BYTES);
    uint32_t number = (uint32_t)(mac[at] & 0x7f) << 24 |
                      (uint32_t)mac[at + 1] << 16 |
                      (uint32_t)mac[at + 2] << 8 | (uint32_t)mac[at + 3];
    return str_format(arena, "%06u", (unsigned)(number % 1000000));
}

/* Full-width forms to ASCII; blanks of both widths and hyphens go. */
static str plain_typed(struct arena *arena, str typed)
{
    struct out out = out_new(arena, typed.n + 1);
    ptrdiff_t length = 0;
    for (; typed.n > 0; typed = str_skip(typed, length)) {
        uint32_t c = str_code_point(typed, &length);
        must(length > 0);
        c -= c >= 0xFF01 && c <= 0xFF5E ? 0xFF01 - '!' : 0;
        c += c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0;
        bool gap = c == ' ' || c == 0x3000 || c == 0xA0 || c == '-';
        if (!gap) {
            out_char(&out, c < 0x7f ? (char)c : '?');
        }
    }
    return out_text(&out);
}

bool totp_check(struct arena *arena, str secret, str typed, int64_t now_ms,
                int64_t last_step, int64_t *step)
{
    must(step != NULL);
    must(now_ms > TOTP_STEP_MS);
    str code = plain_typed(arena, typed);
    int64_t now = now_ms / TOTP_STEP_MS;
    bool found = false;
    /* All three are always computed: the time tells nothing. */
    for (int64_t tried = now - 1; tried <= now + 1; tried++) {
        bool same = bytes_equal(totp_code(arena, secret, tried), code);
        if (same && !found && tried > last_step) {
            *step = tried;
            found = true;
        }
    }
    return found;
}

str totp_uri(struct arena *arena, str secret, str site, str login)
{
    must(secret.n == TOTP_SECRET_BYTES);
    must(login.n > 0);
    struct out out = out_new(arena, URI_BYTES_MAX);
    str issuer = str_first_chars(site, URI_NAME_CHARS_MAX);
    out_str(&out, S("otpauth://totp/"));
    out_url(&out, issuer);
    out_char(&out, ':');
    out_url(&out, str_first_chars(login, URI_NAME_CHARS_MAX));
    out_str(&out, S("?secret="));
    out_str(&out, base32_text(arena, secret));
    out_str(&out, S("&issuer="));
    out_url(&out, issuer);
    must(!out.full);
    return out_text(&out);
}

str recovery_new(struct arena *arena, struct dice *dice)
{
    char *text = arena_take(arena, RECOVERY_LETTERS + 1, 1);
    for (int i = 0; i < RECOVERY_LETTERS; i++) {
        int at = i < RECOVERY_HALF ? i : i + 1;
        text[at] = RECOVERY_ALPHABET[dice_below(dice, RECOVERY_LETTER_COUNT)];
    }
    text[RECOVERY_HALF] = '-';
    return (str){text, RECOVERY_LETTERS + 1};
}

bool recovery_hash(struct arena *arena, const struct keys *keys, str typed,
                   str *hash)
{
    must(hash != NULL);
    str code = plain_typed(arena, typed);
    if (code.n != RECOVERY_LETTERS) {
        return false;
    }
    for (ptrdiff_t i = 0; i < code.n; i++) {
        str letters = {RECOVERY_ALPHABET, RECOVERY_LETTER_COUNT};
        if (str_find_char(letters, code.p[i]) < 0) {
            return false;
        }
    }
    *hash = lookup_hash(arena, keys, str_join(arena, S("recovery "), code));
    return true;
}
