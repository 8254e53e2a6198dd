/* Passwords: argon2id, slow on purpose.  Never call on the writer: use a
 * route's `prepare` step.  The text form carries its own parameters.
 *
 * Normal cost: 2 passes over 32 MiB.  An account that does not exist takes
 * as long as one that does, so the answer's time tells nobody who is known
 * here. */
#ifndef CRYPT_PASSWORD_H
#define CRYPT_PASSWORD_H

#include "base/err.h"
#include "base/str.h"

struct arena;

enum { PASSWORD_BYTES_MIN = 1, PASSWORD_BYTES_MAX = 1024 };

/* Must be called once, before any thread and anything else of crypt/. */
void crypt_start(void);

/* The cheap cost is for demos' and tests' many accounts, never by default. */
enum password_cost { PASSWORD_COST_NORMAL, PASSWORD_COST_TEST };

/* INVALID: too short or too long; UNAVAILABLE: no memory for it now. */
MUST_USE err password_hash(struct arena *arena, str password,
                           enum password_cost cost, str *hash);

/* An unknown account passes an empty hash: as slow as a real one, false.
 * A password that password_hash() would refuse is false at once, whoever
 * asks. */
MUST_USE bool password_matches(str hash, str password);

/* The cost that most accounts of this process have, for the unknown ones;
 * PASSWORD_COST_NORMAL if never called.  For the process as a whole. */
void password_nobody(enum password_cost cost);

#endif
