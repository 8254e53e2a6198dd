/* Clients that take matters through their lives, one act after the other.
 *
 * An act that was not answered, or answered with "later", is sent again with
 * the same key until it is: whatever happened to the server in between, it
 * must be done exactly once. */
#include "tools/siege/siege.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/dice.h"
#include "tools/siege/siege_people.h"
#include "tools/siege/siege_wire.h"

enum {
    CLIENTS_MAX = 128,
    STATUSES = 600,
    AGAIN_US = 40000,
    ACT_US_MAX = 120 * 1000 * 1000,     /* then nobody knows */
    SECOND_US = 1000 * 1000,
    ARENA_LIMIT = 64 << 20
};

struct crowd_load {
    const struct siege *siege;
    struct people people;
    FILE *log;
    pthread_mutex_t lock;
    _Atomic bool stopping;
    _Atomic int64_t done, refused, unknown, retried, reads, reads_bad;
    _Atomic int64_t statuses[STATUSES];
};

struct client {
    struct crowd_load *load;
    const struct team *team;
    const struct person *deputy;
    struct arena *arena;            /* of one life */
    struct dice dice;
    int number, acts;
};

struct act {
    const char *kind;               /* the word of its move */
    const struct person *who;       /* NULL: a stranger */
    str path, fields, cookie, token;
    const char *marked;             /* field that carries the marker */
    str marker, code;               /* filled in on the way */
};

enum outcome { DONE, REFUSED, UNKNOWN };
static const char *const OUTCOMES[] = {"done", "refused", "unknown"};

static bool chance(struct client *client, int percent)
{
    return (int)dice_below(&client->dice, 100) < percent;
}

/* ---- one act ------------------------------------------------------------ */

static void act_log(struct crowd_load *load, const struct act *act,
                    enum outcome outcome, int tries)
{
    pthread_mutex_lock(&load->lock);
    fprintf(load->log, "%s %s %.*s %.*s %d\n", OUTCOMES[outcome], act->kind,
            SF(act->marker), act->code.n > 0 ? (int)act->code.n : 1,
            act->code.n > 0 ? act->code.p : "-", tries);
    fflush(load->log);
    pthread_mutex_unlock(&load->lock);
    atomic_fetch_add(outcome == DONE ? &load->done
                     : outcome == REFUSED ? &load->refused : &load->unknown,
                     1);
    atomic_fetch_add(&load->retried, tries > 1);
}

/* No word, or a word that asks to come again. */
static bool is_later(const struct answer *answer)
{
    return !answer->whole || answer->status >= 500 ||
           answer->status == 408 || answer->status == 429;
}

static struct answer act_try(struct client *client, const struct letter *sent)
{
    struct crowd_load *load = client->load;
    struct answer answer =
        wire_ask(client->arena, (int)load->siege->port, client->number, sent);
    int status = answer.whole && answer.status < STATUSES ? answer.status : 0;
    atomic_fetch_add(&load->statuses[status], 1);
    return answer;
}

/* Sends until it is answered; the location of a done act goes to *to. */
static enum outcome act_send(struct client *client, struct act *act, str *to)
{
    struct crowd_load *load = client->load;
    bool staff = act->who != NULL;
    str token = staff ? act->who->token : act->token;
    str key = siege_field(client->arena, "_once", act->marker);
    const struct letter letter = {
        "POST", act->path, staff ? act->who->cookie : act->cookie,
        str_format(client->arena, "_token=%.*s%.*s%.*s", SF(token), SF(key),
                   SF(act->fields))};
    struct answer answer = act_try(client, &letter);
    int64_t began_us = clock_monotonic_us();
    int64_t stopped_us = 0;
    int64_t patience_us = load->siege->patience * SECOND_US;
    int tries = 1;
    while (is_later(&answer)) {
        int64_t now_us = clock_monotonic_us();
        if (stopped_us == 0 && atomic_load(&load->stopping)) {
            stopped_us = now_us;
        }
        if (now_us - began_us > ACT_US_MAX ||
            (stopped_us != 0 && now_us - stopped_us > patience_us)) {
            act_log(load, act, UNKNOWN, tries);
            return UNKNOWN;
        }
        usleep(AGAIN_US);
        answer = act_try(client, &letter);
        tries++;
    }
    *to = answer.location;
    enum outcome outcome = answer.status == 303 ? DONE : REFUSED;
    str path = answer.location;
    if (outcome == DONE && act->code.n == 0 &&
        str_starts(path, S("/slips/"))) {
        act->code = str_skip(path, 7);
    }
    act_log(load, act, outcome, tries);
    return outcome;
}

/* True if it was done. */
static bool act_do(struct client *client, struct act *act)
{
    str to = S("");
    act->marker = str_format(client->arena, "siege-%lld-%d-%d-%s",
                             (long long)client->load->siege->seed,
                             client->number, client->acts++, act->kind);
    if (act->marked != NULL) {
        act->fields = str_join(
            client->arena, act->fields,
            siege_field(client->arena, act->marked, act->marker));
    }
    return !atomic_load(&client->load->stopping) &&
           act_send(client, act, &to) == DONE;
}

/* A move of the matter `code`. */
static bool move_do(struct client *client, const struct act *like, str code)
{
    struct act act = *like;
    act.code = code;
    act.path = str_format(client->arena, "/matters/%.*s/%.*s", SF(code),
                          SF(like->path));
    return act_do(client, &act);
}

static struct answer look(struct client *client, const struct person *who,
                          str path)
{
    const struct letter letter = {"GET", path,
                                  who == NULL ? S("") : who->cookie,
                                  {"", 0}};
    struct answer answer = act_try(client, &letter);
    atomic_fetch_add(&client->load->reads, 1);
    atomic_fetch_add(&client->load->reads_bad, answer.status != 200);
    return answer;
}

/* ---- a life ------------------------------------------------------------- */

static void say(struct client *client)
{
    struct answer page = look(client, NULL, S("/say"));
    struct options stations = page_options(page.body, S("station"));
    if (stations.count == 0) {
        return;
    }
    int which = (int)dice_below(&client->dice, (uint64_t)stations.count);
    struct act act = {
        .kind = "say", .path = S("/say"), .marked = "title",
        .cookie = wire_cookie(&page, S("xq")),
        .token = page_token(page.body),
        .fields = str_format(client->arena, "&kind=problem&station=%.*s%.*s",
                             SF(stations.values[which]),
                             SF(siege_field(client->arena, "body",
                                            S("路灯坏了，晚上看不见路。")))),
    };
    (void)act_do(client, &act);
}

static str village(struct client *client)
{
    const struct options *villages = &client->team->villages;
    return villages->values[dice_below(&client->dice,
                                       (uint64_t)villages->count)];
}

static bool record(struct client *client, str *code)
{
    str area = village(client);
    struct act act = {
        .kind = "record", .who = client->team->liaison,
        .path = S("/matters"), .marked = "title",
        .fields = str_format(client->arena,
                             "&channel=sitting&kind=problem&consent=1"
                             "&area=%.*s%.*s", SF(area),
                             SF(siege_field(client->arena, "body",
                                            S("井盖松了，走过去会响。")))),
    };
    bool done = act_do(client, &act);
    *code = act.code;
    return done && act.code.n > 0;
}

static bool accept(struct client *client, str code)
{
    str area = village(client);
    struct act act = {
        .kind = "accept", .who = client->team->liaison, .path = S("accept"),
        .fields = str_format(client->arena, "&kind=problem&area=%.*s",
                             SF(area)),
    };
    return move_do(client, &act, code);
}

static bool reply(struct client *client, const struct person *who, str code)
{
    const struct act act = {.kind = "reply", .who = who, .path = S("reply"),
                            .fields = S("&result=B"), .marked = "answer"};
    return move_do(client, &act, code);
}

static bool by_deputy(struct client *client, str code)
{
    const struct act claim = {.kind = "claim", .who = client->deputy,
                              .path = S("claim")};
    const struct act note = {.kind = "note", .who = client->deputy,
                             .path = S("note"), .marked = "note"};
    const struct act release = {.kind = "release", .who = client->deputy,
                                .path = S("release"), .marked = "reason"};
    if (!move_do(client, &claim, code)) {
        return false;
    }
    if (chance(client, 50)) {
        (void)move_do(client, &note, code);
    }
    if (chance(client, 20) && (!move_do(client, &release, code) ||
                               !move_do(client, &claim, code))) {
        return false;
    }
    return reply(client, client->deputy, code);
}

/* We do not know which clerk works at the organ: all but one are refused,
 * and what they wrote must be nowhere. */
static bool by_organ(struct client *client, str code)
{
    const struct team *team = client->team;
    str path = str_join(client->arena, S("/matters/"), code);
    struct answer page = look(client, team->presidium, path);
    struct options organs = page_options(page.body, S("organ"));
    if (organs.count == 0) {
        return false;
    }
    int which = (int)dice_below(&client->dice, (uint64_t)organs.count);
    const struct act dispatch = {
        .kind = "dispatch", .who = team->presidium, .path = S("dispatch"),
        .fields = siege_field(client->arena, "organ", organs.values[which]),
        .marked = "remark"};
    bool going = move_do(client, &dispatch, code);
    for (int i = 0; going && i < team->clerk_count; i++) {
        if (reply(client, team->clerks[i], code)) {
            return true;
        }
    }
    return false;
}

static void live(struct client *client)
{
    str code = S("");
    if (chance(client, 10)) {
        say(client);
    }
    if (!record(client, &code) || !accept(client, code)) {
        return;
    }
    if (chance(client, 30)) {
        (void)look(client, client->team->liaison, S("/matters"));
    }
    bool answered = chance(client, 25) ? by_organ(client, code)
                                       : by_deputy(client, code);
    bool good = chance(client, 80);
    const struct act rate = {
        .kind = good ? "satisfied" : "dissatisfied",
        .who = client->team->liaison, .path = S("rate"), .marked = "comment",
        .fields = good ? S("&rating=satisfied") : S("&rating=dissatisfied")};
    if (answered) {
        (void)move_do(client, &rate, code);
    }
}

static void *client_run(void *arg)
{
    struct client *client = arg;
    while (!atomic_load(&client->load->stopping)) {
        live(client);
        arena_reset(client->arena);
    }
    return NULL;
}

/* ---- all of them -------------------------------------------------------- */

static void load_wait(const struct siege *siege)
{
    int64_t until_us = clock_monotonic_us() + siege->seconds * 1000000;
    while (clock_monotonic_us() < until_us &&
           (siege->until == NULL || access(siege->until, F_OK) != 0)) {
        usleep(20000);
    }
}

static void load_tell(const struct crowd_load *load)
{
    printf("load: done=%lld refused=%lld unknown=%lld retried=%lld "
           "reads=%lld reads_bad=%lld", (long long)load->done,
           (long long)load->refused, (long long)load->unknown,
           (long long)load->retried, (long long)load->reads,
           (long long)load->reads_bad);
    for (int i = 0; i < STATUSES; i++) {
        if (load->statuses[i] > 0 && i != 200 && i != 303) {
            printf(" %d:%lld", i, (long long)load->statuses[i]);
        }
    }
    printf("\n");
}

static void load_run(struct crowd_load *load)
{
    static struct client clients[CLIENTS_MAX];
    pthread_t threads[CLIENTS_MAX];
    int n = (int)load->siege->clients;
    for (int i = 0; i < n; i++) {
        const struct team *team =
            &load->people.teams[i % load->people.team_count];
        int turn = i / load->people.team_count;
        clients[i] = (struct client){
            .load = load, .team = team, .number = i,
            .deputy = team->deputies[turn % team->deputy_count],
            .arena = arena_new(1 << 16, ARENA_LIMIT),
            .dice = dice_seeded((uint64_t)load->siege->seed * 1000 +
                                (uint64_t)i)};
        must(pthread_create(&threads[i], NULL, client_run, &clients[i]) == 0);
    }
    load_wait(load->siege);
    atomic_store(&load->stopping, true);
    for (int i = 0; i < n; i++) {
        must(pthread_join(threads[i], NULL) == 0);
        arena_free(clients[i].arena);
    }
}

int siege_load(const struct siege *siege)
{
    static struct crowd_load load;
    if (siege->log == NULL || siege->accounts == NULL || siege->port == 0 ||
        siege->clients < 1 || siege->clients > CLIENTS_MAX) {
        fputs("siege load: --port, --accounts, --log; at most 128 "
              "--clients\n", stderr);
        return 2;
    }
    load.siege = siege;
    load.people.arena = siege->arena;
    load.people.port = (int)siege->port;
    must(pthread_mutex_init(&load.lock, NULL) == 0);
    if (!people_gather(&load.people, siege->accounts)) {
        return 1;
    }
    load.log = fopen(siege->log, "ae");
    if (load.log == NULL) {
        perror(siege->log);
        return 1;
    }
    load_run(&load);
    load_tell(&load);
    return fclose(load.log) == 0 && load.unknown == 0 ? 0 : 1;
}
