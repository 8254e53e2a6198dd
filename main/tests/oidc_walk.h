/* The test provider of script/test-oidc, and a person's way through it. */
#ifndef MAIN_TESTS_OIDC_WALK_H
#define MAIN_TESTS_OIDC_WALK_H

#include "base/json.h"

struct arena;

#define OIDC_BACK "http://127.0.0.1:8311/login/oidc/back"
#define OIDC_PASSWORD "kuihua-luntan-9"

/* Whether there is a provider; else says that the test is skipped. */
bool oidc_is_here(void);
enum { OIDC_SKIPPED = 77 };         /* the exit status that meson knows */

/* What it printed of itself. */
const struct json *oidc_about(struct arena *arena);

/* Opens the authorization's address, logs in ("no": declines), and gives the
 * query with which the person is sent back. */
str oidc_walk(struct arena *arena, str url, const char *who,
              const char *password);

#endif
