/* Any bytes as what is typed at a door or comes back in a cookie: recovery
 * codes, one-time codes, new passwords, base64url, sealed values. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "crypt/base64.h"
#include "crypt/password.h"
#include "crypt/password_rule.h"
#include "crypt/token.h"
#include "crypt/totp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LOOKED_AT = 40 };

static void as_recovery(struct arena *arena, const struct keys *keys,
                        str typed)
{
    str hash = S("-");
    str again = S("-");
    if (!recovery_hash(arena, keys, typed, &hash)) {
        must(str_eq(hash, S("-")));
        return;
    }
    must(hash.n == 32);
    /* Blanks around and hyphens change nothing. */
    str wider = str_format(arena, " -%.*s- ", SF(typed));
    must(recovery_hash(arena, keys, wider, &again));
    must(str_eq(hash, again));
    str longer = str_format(arena, "%.*s2", SF(typed));
    must(!recovery_hash(arena, keys, longer, &again));
}

static void as_totp(struct arena *arena, str typed)
{
    const str secret = S("12345678901234567890");
    const int64_t now = INT64_C(1795305600000);
    const int64_t step = now / TOTP_STEP_MS;
    int64_t used = -1;
    if (!totp_check(arena, secret, typed, now, step - 2, &used)) {
        must(used == -1);
        return;
    }
    must(used >= step - 1 && used <= step + 1);
    must(typed.n >= TOTP_DIGITS);
    must(!totp_check(arena, secret, typed, now, step + 1, &used));
}

static void as_password(struct arena *arena, str typed)
{
    if (!str_is_utf8(typed)) {
        return;
    }
    str rest = typed;
    struct password_owner owner = {.login = str_cut(&rest, '\n'),
                                   .name = str_cut(&rest, '\n'),
                                   .site = S("心桥")};
    enum password_fault fault = password_judge(arena, rest, &owner);
    ptrdiff_t chars = str_chars(rest);
    must(fault < PASSWORD_FAULTS);
    must((fault == PASSWORD_LONG) == (chars > PASSWORD_CHARS_MAX));
    if (chars > LOOKED_AT) {
        return;                     /* slow, and nothing new */
    }
    int worth = password_worth(arena, rest);
    must(worth >= 0 && worth <= chars);
    must((fault == PASSWORD_SHORT) == (chars < PASSWORD_CHARS_MIN));
    must(fault != PASSWORD_FINE || worth >= PASSWORD_WORTH_MIN);
    /* Said twice it is not worth more than one sign more. */
    must(password_worth(arena, str_join(arena, rest, rest)) <= worth + 1);
}

static void as_base64(struct arena *arena, str typed)
{
    str bytes = S("-");
    str text = base64url_text(arena, typed);
    must(base64url_read(arena, text, &bytes) && str_eq(bytes, typed));
    if (base64url_read(arena, typed, &bytes)) {
        must(str_eq(base64url_text(arena, bytes), typed));
    }
}

/* What nobody sealed does not open; what was sealed opens unchanged alone. */
static void as_sealed(struct arena *arena, struct keys *keys, str typed)
{
    const str context = S("cookie");
    str plain = S("-");
    must(typed.n == 0 ||
         seal_open(arena, keys, context, typed, &plain) != OK);
    must(typed.n == 0 || plain.n == 0);
    if (typed.n < 3) {
        return;
    }
    struct dice dice = dice_seeded(7);
    keys->suite = typed.p[0] % 2 == 0 ? SEAL_AES : SEAL_SM4;
    str sealed = seal(arena, keys, &dice, context, typed);
    must(seal_open(arena, keys, context, sealed, &plain) == OK);
    must(str_eq(plain, typed));
    must(seal_open(arena, keys, S("other"), sealed, &plain) != OK);
    ptrdiff_t at = ((unsigned char)typed.p[1] * 256 +
                    (unsigned char)typed.p[2]) % sealed.n;
    char *bent = arena_take(arena, (size_t)sealed.n, 1);
    memcpy(bent, sealed.p, (size_t)sealed.n);
    bent[at] ^= 1;
    must(seal_open(arena, keys, context, (str){bent, sealed.n}, &plain) !=
         OK);
    must(seal_open(arena, keys, context, str_slice(sealed, 0, at), &plain) !=
         OK || at == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool started;
    static struct keys keys;
    if (!started) {
        crypt_start();
        keys = keys_seeded(7);
        started = true;
    }
    if (size == 0 || size > 4096) {
        return 0;
    }
    struct arena *arena = arena_new(1 << 16, 1 << 26);
    str typed = {(const char *)data + 1, (ptrdiff_t)size - 1};
    switch (data[0] % 5) {
    case 0:
        as_recovery(arena, &keys, typed);
        break;
    case 1:
        as_totp(arena, typed);
        break;
    case 2:
        as_password(arena, typed);
        break;
    case 3:
        as_base64(arena, typed);
        break;
    default:
        as_sealed(arena, &keys, typed);
        break;
    }
    arena_free(arena);
    return 0;
}
