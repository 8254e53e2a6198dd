/* One-time codes as a second factor (RFC 6238 over RFC 4226): HMAC-SHA-1,
 * six digits, 30 seconds, which every code app can do.
 *
 * A code is good in its own step, the one before and the one after: a
 * phone's clock may be off by half a minute, and people type slowly.  Each
 * step works once: the caller keeps the last step that was used and only
 * later ones are taken, so a code seen over a shoulder is worth nothing
 * (RFC 6238 section 5.2).  Guessing is for the caller to stop (tries_*).
 *
 * Recovery codes are for a lost phone: ten of them, each good once.  They
 * have 49 bits of chance, so what is kept is a hash with the node's key,
 * which is not in the database: a stolen table cannot be tried out. */
#ifndef CRYPT_TOTP_H
#define CRYPT_TOTP_H

#include "crypt/seal.h"

struct arena;

enum {
    TOTP_SECRET_BYTES = 20,         /* RFC 4226 R6: 160 bits */
    TOTP_DIGITS = 6,
    TOTP_STEP_MS = 30 * 1000,
    RECOVERY_CODES = 10,
    RECOVERY_LETTERS = 10
};

str totp_secret_new(struct arena *arena, struct dice *dice);

/* For typing in, in groups of four: "JBSW Y3DP ...". */
str totp_secret_shown(struct arena *arena, str secret);

/* The code of a step (time / TOTP_STEP_MS). */
str totp_code(struct arena *arena, str secret, int64_t step);

/* Blanks and full-width digits are forgiven.  The step that the code
 * belongs to goes to *step if it is later than `last_step`; else false. */
MUST_USE bool totp_check(struct arena *arena, str secret, str typed,
                         int64_t now_ms, int64_t last_step, int64_t *step);

/* otpauth://totp/... for a QR code; `site` and `login` as people see them. */
str totp_uri(struct arena *arena, str secret, str site, str login);

/* "k7m2q-x9dfb": letters without look-alikes. */
str recovery_new(struct arena *arena, struct dice *dice);

/* What is kept of it: 32 bytes; the same for what a person makes of it
 * (case, blanks, hyphens, full width).  False: no recovery code. */
MUST_USE bool recovery_hash(struct arena *arena, const struct keys *keys,
                            str typed, str *hash);

#endif
