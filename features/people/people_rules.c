/* Pure decisions; see people_rules.h. */
#include "features/people/people_rules.h"

#include "base/arena.h"
#include "page/words.h"

str deputy_level_word(int64_t level)
{
    static const str WORDS[] = {
        W0("全国人大代表"), W0("省级人大代表"), W0("市级人大代表"),
        W0("县级人大代表"), W0("乡镇人大代表"),
    };
    must(level >= 0);
    must(level <= DEPUTY_LEVEL_MAX);
    return WORDS[level];
}

static bool is_login_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool login_is_good(str login)
{
    if (login.n < 2 || login.n > 40 || !is_login_letter(login.p[0])) {
        return false;
    }
    for (ptrdiff_t i = 1; i < login.n; i++) {
        char c = login.p[i];
        if (!is_login_letter(c) && c != '.' && c != '_' && c != '-') {
            return false;
        }
    }
    return true;
}

bool roles_go_together(roles held, roles added)
{
    const roles apart[] = {ROLE_SYSADMIN, ROLE_SECADMIN, ROLE_AUDITADMIN,
                           ROLE_AUDITOR};
    for (size_t i = 0; i < sizeof apart / sizeof apart[0]; i++) {
        roles one = apart[i];
        bool mixed = ((held & one) != 0 && (added & ~one) != 0) ||
                     ((added & one) != 0 && (held & ~one) != 0);
        if (mixed) {
            return false;
        }
    }
    return true;
}

bool role_may_be_lent(roles role)
{
    const roles lent = ROLE_DEPUTY | ROLE_LIAISON | ROLE_LEADER |
                       ROLE_PRESIDIUM | ROLE_ORGAN | ROLE_COUNTY;
    return (role & lent) != 0 && (role & ~lent) == 0;
}

enum grant_about role_about(roles role)
{
    switch (role) {
    case ROLE_DEPUTY:
    case ROLE_LEADER:
        return ABOUT_DEPUTY;
    case ROLE_LIAISON:
        return ABOUT_STATION;
    case ROLE_ORGAN:
        return ABOUT_ORGAN;
    default:
        return ABOUT_NOTHING;
    }
}

str password_new(struct arena *arena, struct dice *dice)
{
    static const char LETTERS[] = "abcdefghjkmnpqrstuvwxyz";    /* no i l o */
    char *p = arena_take(arena, PASSWORD_LETTERS, 1);
    for (int i = 0; i < PASSWORD_LETTERS; i++) {
        p[i] = LETTERS[dice_below(dice, sizeof LETTERS - 1)];
    }
    return (str){p, PASSWORD_LETTERS};
}
