/* See siege_people.h. */
#include "tools/siege/siege_people.h"

#include <stdio.h>

#include "base/arena.h"
#include "tools/siege/siege_wire.h"

enum { FILE_BYTES_MAX = 64 << 10, LOGIN_GUEST = 200 };

#define LIAISON S("联络员")
#define PRESIDIUM S("主席团")
#define DEPUTY S("人大代表")
#define CLERK S("承办单位")

/* ---- pages -------------------------------------------------------------- */

/* What stands between `before` and the next quote, from *rest on. */
static bool quoted_after(str *rest, str before, str *value)
{
    ptrdiff_t at = str_find(*rest, before);
    if (at < 0) {
        return false;
    }
    *rest = str_skip(*rest, at + before.n);
    *value = str_cut(rest, '"');
    return true;
}

str page_token(str page)
{
    str token = S("");
    return quoted_after(&page, S("name=\"_token\" value=\""), &token)
               ? token : S("");
}

struct options page_options(str page, str name)
{
    struct options options = {.count = 0};
    str chosen = S("");
    while (!str_eq(chosen, name)) {
        if (!quoted_after(&page, S("<select"), &chosen) ||
            !quoted_after(&page, S("name=\""), &chosen)) {
            return options;
        }
    }
    page = str_slice(page, 0, str_find(page, S("</select>")));
    str value = S("");
    while (options.count < OPTIONS_MAX &&
           quoted_after(&page, S("<option value=\""), &value)) {
        if (value.n > 0) {
            options.values[options.count++] = value;
        }
    }
    return options;
}

/* ---- logging in --------------------------------------------------------- */

static struct answer person_get(struct people *people, const char *path,
                                str cookie, int guest)
{
    const struct letter letter = {"GET", str_of(path), cookie, {"", 0}};
    return wire_ask(people->arena, people->port, guest, &letter);
}

static bool person_enter(struct people *people, struct person *person)
{
    int guest = LOGIN_GUEST + (int)(person - people->list) % 40;
    struct answer page = person_get(people, "/login", S(""), guest);
    str token = page_token(page.body);
    const struct letter letter = {
        "POST", S("/login"), wire_cookie(&page, S("xq")),
        str_format(people->arena, "name=%.*s&password=%.*s&_token=%.*s",
                   SF(person->login), SF(person->password), SF(token)),
    };
    struct answer in = wire_ask(people->arena, people->port, guest, &letter);
    person->cookie = wire_cookie(&in, S("sid"));
    struct answer work = person_get(people, "/work", person->cookie, guest);
    person->token = page_token(work.body);
    if (in.status != 303 || person->token.n == 0) {
        fprintf(stderr, "siege: %.*s cannot log in: %d, then %d\n",
                SF(person->login), in.status, work.status);
        return false;
    }
    return true;
}

/* ---- teams -------------------------------------------------------------- */

static bool has_role(const struct person *person, str role)
{
    return str_find(person->roles, role) >= 0;
}

/* "rd-wujie" and "rd-zhujian" are of one place. */
static bool same_place(const struct person *a, const struct person *b)
{
    str left = a->login;
    str right = b->login;
    return str_eq(str_cut(&left, '-'), str_cut(&right, '-'));
}

static void team_join(struct team *team, const struct person *person)
{
    bool here = str_eq(person->area, team->liaison->area);
    if (here && has_role(person, PRESIDIUM)) {
        team->presidium = person;
    }
    if (here && has_role(person, DEPUTY) && team->deputy_count < TEAM_MAX) {
        team->deputies[team->deputy_count++] = person;
    }
    if (has_role(person, CLERK) && same_place(person, team->liaison) &&
        team->clerk_count < TEAM_MAX) {
        team->clerks[team->clerk_count++] = person;
    }
}

static bool team_exists(const struct people *people, str area)
{
    for (int i = 0; i < people->team_count; i++) {
        if (str_eq(people->teams[i].liaison->area, area)) {
            return true;
        }
    }
    return false;
}

static bool team_enter(struct people *people, struct team *team)
{
    for (int i = 0; i < people->count; i++) {
        struct person *person = &people->list[i];
        bool wanted = person == team->liaison || person == team->presidium;
        for (int j = 0; j < TEAM_MAX; j++) {
            wanted = wanted || person == team->deputies[j] ||
                     person == team->clerks[j];
        }
        if (wanted && person->token.n == 0 &&
            !person_enter(people, person)) {
            return false;
        }
    }
    struct answer page = person_get(people, "/matters/new",
                                    team->liaison->cookie, LOGIN_GUEST);
    team->villages = page_options(page.body, S("area"));
    return team->villages.count > 0;
}

static bool teams_make(struct people *people)
{
    for (int i = 0; i < people->count; i++) {
        struct person *person = &people->list[i];
        struct team team = {.liaison = person};
        if (!has_role(person, LIAISON) ||
            team_exists(people, person->area)) {
            continue;
        }
        for (int j = 0; j < people->count; j++) {
            team_join(&team, &people->list[j]);
        }
        if (team.presidium == NULL || team.deputy_count == 0 ||
            team.clerk_count == 0) {
            continue;
        }
        if (!team_enter(people, &team)) {
            return false;
        }
        must(people->team_count < TEAMS_MAX);
        people->teams[people->team_count++] = team;
    }
    return people->team_count > 0;
}

/* ---- the file ----------------------------------------------------------- */

/* Columns stand apart by one or more blanks. */
static str column(str *line)
{
    *line = str_trim(*line);
    return str_cut(line, ' ');
}

static bool file_read(struct people *people, const char *path)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        fprintf(stderr, "siege: %s cannot be read\n", path);
        return false;
    }
    char *bytes = NEW_MANY(people->arena, char, FILE_BYTES_MAX);
    size_t n = fread(bytes, 1, FILE_BYTES_MAX, file);
    (void)fclose(file);
    str rest = {bytes, (ptrdiff_t)n};
    while (rest.n > 0 && people->count < PEOPLE_MAX) {
        str line = str_cut(&rest, '\n');
        struct person person = {0};
        person.login = column(&line);
        person.password = column(&line);
        person.roles = column(&line);
        (void)column(&line);        /* the name */
        person.area = column(&line);
        if (person.area.n > 0) {
            people->list[people->count++] = person;
        }
    }
    return people->count > 0;
}

bool people_gather(struct people *people, const char *file)
{
    must(people->arena != NULL);
    must(people->port > 0);
    if (!file_read(people, file)) {
        return false;
    }
    if (!teams_make(people)) {
        fprintf(stderr, "siege: no team can be made of %s\n", file);
        return false;
    }
    return true;
}
