/* Many hands on one thing: a matter that all claim at the same moment, and
 * connections beyond what the server can hold. */
#include "tools/siege/siege.h"

#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "tools/siege/siege_people.h"
#include "tools/siege/siege_wire.h"

enum {
    RACERS_MAX = 500, GUEST = 40, HOLD_MS = 2000,
    CRUSH_US_MAX = 15 * 1000 * 1000
};

struct race {
    const struct siege *siege;
    struct people people;
    const struct team *team;
    int fds[RACERS_MAX];
    str last[RACERS_MAX];           /* the byte that is held back */
    int won, refused, other, winner;
};

static struct answer race_post(struct race *race, const struct person *who,
                               str path, str fields)
{
    struct arena *arena = race->siege->arena;
    const struct letter letter = {
        "POST", path, who->cookie,
        str_format(arena, "_token=%.*s%.*s", SF(who->token), SF(fields))};
    return wire_ask(arena, (int)race->siege->port, GUEST, &letter);
}

static str race_path(struct race *race, str code, const char *act)
{
    return str_format(race->siege->arena, "/matters/%.*s/%s", SF(code), act);
}

/* A matter that waits to be claimed; empty if it cannot be had. */
static str race_matter(struct race *race, int round)
{
    struct arena *arena = race->siege->arena;
    const struct person *liaison = race->team->liaison;
    str area = race->team->villages.values[0];
    str title = str_format(arena, "siege race %d", round);
    str fields = str_format(
        arena, "&channel=sitting&kind=problem&consent=1&area=%.*s%.*s%.*s",
        SF(area), SF(siege_field(arena, "title", title)),
        SF(siege_field(arena, "body", S("all want this one"))));
    struct answer made = race_post(race, liaison, S("/matters"), fields);
    str code = str_skip(made.location, S("/slips/").n);
    fields = str_format(arena, "&kind=problem&area=%.*s", SF(area));
    struct answer open = race_post(race, liaison,
                                   race_path(race, code, "accept"), fields);
    return made.status == 303 && open.status == 303 ? code : S("");
}

/* Everything but the last byte of each claim. */
static bool race_line_up(struct race *race, str code, int round)
{
    struct arena *arena = race->siege->arena;
    for (int i = 0; i < race->siege->clients; i++) {
        const struct person *who =
            race->team->deputies[i % race->team->deputy_count];
        const struct letter letter = {
            "POST", race_path(race, code, "claim"), who->cookie,
            str_format(arena, "_token=%.*s&_once=race-%d-%d", SF(who->token),
                       round, i)};
        str bytes = wire_request(arena, (int)race->siege->port, &letter);
        race->last[i] = str_skip(bytes, bytes.n - 1);
        race->fds[i] = wire_connect((int)race->siege->port, GUEST + i);
        if (race->fds[i] < 0 ||
            !wire_send(race->fds[i], str_slice(bytes, 0, bytes.n - 1))) {
            return false;
        }
    }
    return true;
}

static void race_go(struct race *race)
{
    int n = (int)race->siege->clients;
    for (int i = 0; i < n; i++) {
        (void)wire_send(race->fds[i], race->last[i]);
    }
    race->won = race->refused = race->other = 0;
    for (int i = 0; i < n; i++) {
        struct answer answer = wire_answer(race->siege->arena,
                                           race->fds[i]);
        race->won += answer.whole && answer.status == 303;
        race->refused += answer.whole && answer.status == 409;
        race->other += !answer.whole ||
                       (answer.status != 303 && answer.status != 409);
        if (answer.status == 303) {
            race->winner = i % race->team->deputy_count;
        }
    }
}

/* The winner answers, so that no one reaches the limit of claims. */
static bool race_end(struct race *race, str code)
{
    const struct person *who = race->team->deputies[race->winner];
    str fields = str_join(
        race->siege->arena, S("&result=B"),
        siege_field(race->siege->arena, "answer", S("done by the winner")));
    return race_post(race, who, race_path(race, code, "reply"), fields)
               .status == 303;
}

static int race_run(struct race *race)
{
    int bad = 0;
    int64_t other = 0;
    for (int round = 0; round < race->siege->rounds; round++) {
        struct arena_mark mark = arena_mark(race->siege->arena);
        str code = race_matter(race, round);
        if (code.n == 0 || !race_line_up(race, code, round)) {
            fprintf(stderr, "race: round %d cannot begin\n", round);
            return 1;
        }
        race_go(race);
        other += race->other;
        bool fair = race->won == 1 &&
                    race->refused == race->siege->clients - 1;
        if (!fair) {
            fprintf(stderr, "race: round %d: %d winners, %d refused, %d "
                    "other\n", round, race->won, race->refused, race->other);
            bad++;
        }
        if (race->won > 0 && !race_end(race, code)) {
            fprintf(stderr, "race: round %d: the winner cannot answer\n",
                    round);
            bad++;
        }
        arena_back(race->siege->arena, mark);
    }
    printf("race: rounds=%lld clients=%lld one_winner=%lld other_answers="
           "%lld\n", (long long)race->siege->rounds,
           (long long)race->siege->clients,
           (long long)(race->siege->rounds - bad), (long long)other);
    return bad == 0 ? 0 : 1;
}

int siege_race(const struct siege *siege)
{
    static struct race race;
    if (siege->port == 0 || siege->accounts == NULL ||
        siege->clients < 1 || siege->clients > RACERS_MAX) {
        fputs("siege race: --port, --accounts; at most 500 --clients\n",
              stderr);
        return 2;
    }
    race.siege = siege;
    race.people.arena = siege->arena;
    race.people.port = (int)siege->port;
    if (!people_gather(&race.people, siege->accounts)) {
        return 1;
    }
    for (int i = 0; i < race.people.team_count; i++) {
        const struct team *team = &race.people.teams[i];
        if (race.team == NULL ||
            team->deputy_count > race.team->deputy_count) {
            race.team = team;
        }
    }
    return race_run(&race);
}

/* ---- too many ----------------------------------------------------------- */

int siege_crush(const struct siege *siege)
{
    int fds[RACERS_MAX];
    int open = 0;
    int answered = 0;
    const struct letter letter = {"GET", S("/help"), {"", 0}, {"", 0}};
    str bytes = wire_request(siege->arena, (int)siege->port, &letter);
    must(siege->clients <= RACERS_MAX);
    for (int i = 0; i < siege->clients; i++) {
        fds[i] = wire_connect((int)siege->port, i);
        open += fds[i] >= 0;
    }
    usleep(HOLD_MS * 1000);
    int64_t until_us = clock_monotonic_us() + CRUSH_US_MAX;
    for (int i = 0; i < siege->clients; i++) {
        if (fds[i] >= 0) {
            (void)wire_send(fds[i], bytes);
        }
    }
    for (int i = 0; i < siege->clients; i++) {
        struct pollfd there = {.fd = fds[i], .events = POLLIN};
        int wait = clock_monotonic_us() < until_us ? HOLD_MS : 0;
        bool comes = fds[i] >= 0 && poll(&there, 1, wait) == 1;
        if (comes) {
            answered += wire_answer(siege->arena, fds[i]).status == 200;
        } else if (fds[i] >= 0) {
            close(fds[i]);
        }
    }
    printf("crush: clients=%lld connected=%d answered=%d\n",
           (long long)siege->clients, open, answered);
    return 0;
}
