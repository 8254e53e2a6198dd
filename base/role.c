/* The list of roles, by number and by word. */
#include "base/role.h"

struct role_row {
    str word;
    str zh;
};

#define ROLE_ROW(name, word, zh) [ROLE_NUMBER_##name] = {S0(word), S0(zh)},
static const struct role_row ROWS[] = {ROLE_TABLE(ROLE_ROW)};
#undef ROLE_ROW

_Static_assert(ROLE_COUNT <= 32, "roles fit their bits");

str role_word(enum role_number number)
{
    must(number < ROLE_COUNT);
    must(ROWS[number].word.n > 0);
    return ROWS[number].word;
}

str role_zh(enum role_number number)
{
    must(number < ROLE_COUNT);
    must(ROWS[number].zh.n > 0);
    return ROWS[number].zh;
}

roles role_of_word(str word)
{
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (str_eq(ROWS[i].word, word)) {
            return 1u << i;
        }
    }
    return 0;
}
