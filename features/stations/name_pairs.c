/* Two letters at a time; see name_pairs.h. */
#include "features/stations/name_pairs.h"

#include "base/arena.h"

str name_lower(struct arena *arena, str name)
{
    char *p = NEW_MANY(arena, char, name.n);
    for (ptrdiff_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        p[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (str){p, name.n};
}

/* The letters at place `at` and the next. */
static str pair_at(str name, ptrdiff_t at)
{
    str before = str_first_chars(name, at);
    return str_first_chars(str_skip(name, before.n), 2);
}

int name_pairs(str name, str *pairs, int most)
{
    ptrdiff_t places = str_chars(name) - 1;
    must(most >= 2);
    must(places >= 1);
    int n = places < most ? (int)places : most;
    for (int i = 0; i < n; i++) {
        pairs[i] = pair_at(name, n == 1 ? 0 : i * (places - 1) / (n - 1));
    }
    return n;
}
