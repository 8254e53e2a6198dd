#include "main/tests/oidc_walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/arena.h"

bool oidc_is_here(void)
{
    bool here = getenv("XINQIAO_OIDC") != NULL &&
                getenv("XINQIAO_ROOT") != NULL;
    if (!here) {
        puts("SKIPPED: script/test-oidc runs this against a provider");
    }
    return here;
}

const struct json *oidc_about(struct arena *arena)
{
    char line[8192] = "";
    const struct json *about = NULL;
    FILE *file = fopen(getenv("XINQIAO_OIDC"), "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    fclose(file);
    assert_int_equal(json_read(arena, str_copy(arena, str_of(line)), &about),
                     OK);
    return about;
}

str oidc_walk(struct arena *arena, str url, const char *who,
              const char *password)
{
    assert_true(str_find_char(url, '\'') < 0);
    str command = str_format(arena,
                             "node '%s/script/browser/oidc_walk.mjs' '%.*s' "
                             "'" OIDC_BACK "' '%s' '%s'",
                             getenv("XINQIAO_ROOT"), SF(url), who, password);
    char line[8192] = "";
    FILE *walker = popen(str_c(arena, command), "r");
    assert_non_null(walker);
    assert_non_null(fgets(line, sizeof line, walker));
    assert_int_equal(pclose(walker), 0);
    str query = str_copy(arena, str_trim(str_of(line)));
    assert_true(str_eq(str_cut(&query, '?'), S(OIDC_BACK)));
    return query;
}
