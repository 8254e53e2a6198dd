/* Who may do things, as bits; the whole list.
 *
 * A route names the roles that may use it, a query the roles that may run
 * it (STYLE A8): no role, no entry.  A grant ties a role to an area; the
 * scope is checked by desk/guard. */
#ifndef BASE_ROLE_H
#define BASE_ROLE_H

#include <stdint.h>

#include "base/str.h"

/*    name        word in .sql and matrix   Chinese            */
#define ROLE_TABLE(X)                                           \
    X(PUBLIC,      "public",      "公众")                       \
    X(CONSTITUENT, "constituent", "群众（凭回执）")             \
    X(DEPUTY,      "deputy",      "人大代表")                   \
    X(LIAISON,     "liaison",     "联络员")                     \
    X(LEADER,      "leader",      "代表小组组长")               \
    X(PRESIDIUM,   "presidium",   "主席团")                     \
    X(ORGAN,       "organ",       "承办单位")                   \
    X(COUNTY,      "county",      "县级人大常委会")             \
    X(AUDITOR,     "auditor",     "审计员")                     \
    X(SYSADMIN,    "sysadmin",    "系统管理员")                 \
    X(SECADMIN,    "secadmin",    "安全管理员")                 \
    X(AUDITADMIN,  "auditadmin",  "审计管理员")                 \
    X(SYSTEM,      "system",      "系统")

#define ROLE_NUMBER(name, word, zh) ROLE_NUMBER_##name,
enum role_number { ROLE_TABLE(ROLE_NUMBER) ROLE_COUNT };
#undef ROLE_NUMBER

#define ROLE_BIT(name, word, zh) \
    ROLE_##name = 1u << ROLE_NUMBER_##name,
enum role { ROLE_TABLE(ROLE_BIT) };
#undef ROLE_BIT

typedef uint32_t roles;             /* any number of enum role, or-ed */

/* Everybody who has logged in. */
#define ROLES_STAFF                                                     \
    (ROLE_DEPUTY | ROLE_LIAISON | ROLE_LEADER | ROLE_PRESIDIUM |        \
     ROLE_ORGAN | ROLE_COUNTY | ROLE_AUDITOR | ROLE_SYSADMIN |          \
     ROLE_SECADMIN | ROLE_AUDITADMIN)
/* Who keep the registers (congresses, deputies, stations, organs) of their
 * own areas. */
#define ROLES_KEEPERS (ROLE_SYSADMIN | ROLE_PRESIDIUM | ROLE_COUNTY)
#define ROLES_ALL (ROLE_PUBLIC | ROLE_CONSTITUENT | ROLES_STAFF)

str role_word(enum role_number number);    /* "deputy" */
str role_zh(enum role_number number);      /* "人大代表" */

/* The bit of a word; 0 if there is no such role. */
roles role_of_word(str word);

#endif
