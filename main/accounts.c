/* xinqiao account, xinqiao token: for whoever stands at the machine. */
#include <stdio.h>
#include <string.h>

#include "base/area_code.h"
#include "base/arena.h"
#include "crypt/password.h"
#include "crypt/password_rule.h"
#include "crypt/token.h"
#include "desk/desk_batch.h"
#include "desk/journal.h"
#include "desk_gen.h"
#include "features/people/people_rules.h"
#include "main/options.h"

enum { BLOCK = 1 << 16, LIMIT = 64 << 20, DAYS_MAX = 3660 };
#define DAY_MS INT64_C(86400000)

struct account_work {
    str login, name, password, hash;
    str role_word;
    roles role;
    int64_t area, ref_id, ends_at;
    str token_hash;
};

/* Every act at the machine is an event like any other. */
static err account_event(struct task *task, const char *kind, int64_t id,
                         const struct account_work *work)
{
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "from", S("command"));
    if (work->role != 0) {
        facts_add(&facts, "role", work->role_word);
        facts_add(&facts, "area", area_text(task->arena, work->area));
    }
    struct event event = {
        .kind = str_of(kind),
        .object_id = id,
        .area = work->area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

/* ---- account add, password ----------------------------------------------- */

static err add_act(struct task *task, void *arg)
{
    const struct account_work *work = arg;
    struct account_row there;
    must(work->role != 0);
    must(work->hash.n > 0);
    err found = q_account_by_login(task->tx, work->login, &there);
    if (found != ERR_NOT_FOUND) {
        return found == OK ? ERR_CONFLICT : found;
    }
    int64_t id = task_id(task);
    TRY(q_account_add(task->tx, &(struct q_account_add_args){
        .id = id, .login = work->login, .name = work->name,
        .hash = work->hash, .made_at = task->now_ms}));
    TRY(q_grant_add(task->tx, &(struct q_grant_add_args){
        .id = task_id(task), .account_id = id, .role = work->role,
        .area_lo = work->area, .area_hi = area_end(work->area),
        .ref_id = work->ref_id, .since_at = task->now_ms}));
    return account_event(task, "account.add", id, work);
}

static err password_act(struct task *task, void *arg)
{
    const struct account_work *work = arg;
    struct account_row row;
    TRY(q_account_by_login(task->tx, work->login, &row));
    TRY(q_account_set_hash(task->tx, row.id, work->hash,
                           task->now_ms));
    TRY(q_session_end_all(task->tx, row.id, NULL));
    return account_event(task, "account.reset", row.id, work);
}

static err grants_print(struct task *task, int64_t account_id)
{
    struct account_grant_list grants;
    TRY(q_account_grants(task->tx, account_id, task->now_ms, &grants));
    for (ptrdiff_t g = 0; g < grants.n; g++) {
        int64_t lo = grants.rows[g].area_lo;
        str area = lo == AREA_NATION ? S("all") : area_text(task->arena, lo);
        for (int bit = 0; bit < ROLE_COUNT; bit++) {
            if ((grants.rows[g].role >> bit & 1) != 0) {
                str word = role_word((enum role_number)bit);
                printf(" %.*s@%.*s", SF(word), SF(area));
            }
        }
    }
    return OK;
}

static err list_look(struct task *task, void *arg)
{
    (void)arg;
    struct account_line_list list;
    TRY(q_account_list(task->tx, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct account_line *row = &list.rows[i];
        str made = date_text(task->arena, row->made_at);
        printf("%-20.*s %-8.*s %.*s  %.*s ", SF(row->login), SF(row->state),
               SF(made), SF(row->name));
        TRY(grants_print(task, row->id));
        printf("\n");
    }
    return OK;
}

static bool password_is_good(struct arena *arena, const struct desk *desk,
                             const struct account_work *work)
{
    const struct password_owner owner = {work->login, work->name,
                                         desk->site_name};
    if (str_is_utf8(work->password) &&
        password_judge(arena, work->password, &owner) == PASSWORD_FINE) {
        return true;
    }
    fprintf(stderr, "that password is too short (8 characters at least), one "
            "that everybody tries first,\nor rests on the login or name\n");
    return false;
}

/* Without --password one is made; shown only if it came to count. */
static err account_write(struct desk *desk, struct arena *arena, bool adds,
                         struct account_work *work)
{
    bool made = work->password.n == 0;
    if (made) {
        work->password = password_new(arena, desk->dice);
    } else if (!password_is_good(arena, desk, work)) {
        return ERR_INVALID;
    }
    TRY(password_hash(arena, work->password, desk->password_cost,
                      &work->hash));
    TRY(desk_batch(desk, arena, adds ? add_act : password_act, work));
    if (made) {
        printf("password of %.*s, shown this once: %.*s\n", SF(work->login),
               SF(work->password));
    }
    return OK;
}

static err account_do(struct desk *desk, struct arena *arena, str verb,
                      struct account_work *work)
{
    return str_eq(verb, S("list"))
               ? desk_look(desk, arena, list_look, NULL)
               : account_write(desk, arena, str_eq(verb, S("add")), work);
}

static int account_tell(str verb, const struct account_work *work, err e)
{
    if (e == ERR_CONFLICT) {
        fprintf(stderr, "xinqiao account: there is an account %.*s "
                "already; nothing was changed\n", SF(work->login));
    } else if (e == ERR_NOT_FOUND) {
        fprintf(stderr, "xinqiao account: there is no account %.*s\n",
                SF(work->login));
    } else if (e != OK) {
        fprintf(stderr, "xinqiao account: %s\n", err_name(e));
    } else if (!str_eq(verb, S("list"))) {
        printf("%.*s: done\n", SF(work->login));
    }
    return e == OK ? 0 : 1;
}

static int wrong(const char *command, const char *why, str word)
{
    fprintf(stderr, "xinqiao %s: %s%s%.*s (see xinqiao %s --help)\n",
            command, why, word.n > 0 ? ": " : "", SF(word), command);
    return 2;
}

/* What the words mean; 0, or the exit code after a sentence. */
static int account_check(const str *words, int count, str role, str area,
                         str ref, struct account_work *work)
{
    str verb = words[0];
    bool adds = str_eq(verb, S("add"));
    bool sets = str_eq(verb, S("password"));
    if (!adds && !sets && !str_eq(verb, S("list"))) {
        return wrong("account", "say add, password or list", verb);
    }
    if (count != (adds ? 3 : sets ? 2 : 1)) {
        return wrong("account", "other words are needed behind", verb);
    }
    work->login = adds || sets ? words[1] : S("");
    work->name = adds ? words[2] : S("");
    work->role = role_of_word(role);
    work->role_word = role;
    if (adds && !login_is_good(work->login)) {
        return wrong("account", "a login is 2 to 40 of a-z 0-9 . _ -",
                     work->login);
    }
    if (adds && ((work->role & ROLES_STAFF) == 0)) {
        return wrong("account", "--role wants deputy, liaison, leader, "
                     "presidium, organ, county, auditor, sysadmin, secadmin "
                     "or auditadmin, not", role);
    }
    if (adds && !str_eq(area, S("0")) && !area_parse(area, &work->area)) {
        return wrong("account", "--area wants a code, or 0 for all, not",
                     area);
    }
    if (ref.n > 0 && !str_to_int(ref, &work->ref_id)) {
        return wrong("account", "--ref wants a number, not", ref);
    }
    return 0;
}

int command_account(int argc, char **argv)
{
    struct data_options data;
    struct account_work work = {.password = S("")};
    str role = S("");
    str area = S("");
    str ref = S("");
    str words[3] = {S(""), S(""), S("")};
    struct option_row rows[DATA_ROWS + 4] = {
        [DATA_ROWS] = {"--role", "ROLE", "deputy, liaison, organ, ...",
                       &role, NULL},
        {"--area", "CODE", "where the role holds, with all beneath; 0: all",
         &area, NULL},
        {"--ref", "ID", "the deputy, station or organ it is about", &ref,
         NULL},
        {"--password", "PW", "default: one is made and printed once",
         &work.password, NULL},
    };
    options_data(&data, rows);
    struct command_line line = {
        .name = "account",
        .usage = "add LOGIN NAME --role ROLE --area CODE [options]\n"
                 "       xinqiao account password LOGIN [options]\n"
                 "       xinqiao account list [options]",
        .what = "Adds an account with one role, sets a password (and ends "
                "its sessions), or\nlists accounts.  Exit: 0 done, 1 not "
                "done, 2 wrong words.",
        .rows = rows, .row_count = DATA_ROWS + 4, .words = words,
        .word_max = 3};
    int code = 0;
    struct site *site = NULL;
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    code = account_check(words, line.word_count, role, area, ref, &work);
    if (code != 0) {
        return code;
    }
    if (options_open(&data, false, &site) != OK) {
        return 1;
    }
    struct arena *arena = arena_new(BLOCK, LIMIT);
    err e = account_do(site_desk(site), arena, words[0], &work);
    code = account_tell(words[0], &work, e);
    arena_free(arena);
    site_close(site);
    return code;
}

/* ---- token --------------------------------------------------------------- */

static err token_act(struct task *task, void *arg)
{
    const struct account_work *work = arg;
    struct account_row row;
    must(work->token_hash.n > 0);
    must(work->ends_at > task->now_ms);
    TRY(q_account_by_login(task->tx, work->login, &row));
    TRY(q_token_add(task->tx, &(struct q_token_add_args){
        .token_hash = work->token_hash, .account_id = row.id,
        .name = work->name, .made_at = task->now_ms,
        .ends_at = work->ends_at}));
    return account_event(task, "account.token", row.id, work);
}

static err token_make(struct desk *desk, struct arena *arena, int64_t days,
                      struct account_work *work)
{
    str token = token_new(arena, desk->dice);
    work->token_hash = token_hash(arena, token);
    work->ends_at = clock_now_ms(desk->clock) + days * DAY_MS;
    TRY(desk_batch(desk, arena, token_act, work));
    fprintf(stderr, "valid until %.*s; shown this once:\n",
            SF(date_text(arena, work->ends_at)));
    printf("%.*s\n", SF(token));
    return OK;
}

int command_token(int argc, char **argv)
{
    struct data_options data;
    struct account_work work = {.name = S("command")};
    str days_typed = S("365");
    int64_t days = 0;
    str words[1] = {S("")};
    struct option_row rows[DATA_ROWS + 2] = {
        [DATA_ROWS] = {"--name", "NAME", "of the program that will use it",
                       &work.name, NULL},
        {"--days", "N", "how long it holds (default 365)", &days_typed,
         NULL},
    };
    options_data(&data, rows);
    struct command_line line = {
        .name = "token", .usage = "LOGIN [options]",
        .what = "Prints a bearer token of an account on standard output, "
                "once; the database\nkeeps only its hash.  Exit: 0 made, 1 "
                "not made, 2 wrong words.",
        .rows = rows, .row_count = DATA_ROWS + 2, .words = words,
        .word_max = 1};
    int code = 0;
    struct site *site = NULL;
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    if (words[0].n == 0) {
        return wrong("token", "whose? give a LOGIN", S(""));
    }
    if (!str_to_int(days_typed, &days) || days < 1 || days > DAYS_MAX) {
        return wrong("token", "--days wants 1 to 3660, not", days_typed);
    }
    work.login = words[0];
    if (options_open(&data, false, &site) != OK) {
        return 1;
    }
    struct arena *arena = arena_new(BLOCK, LIMIT);
    err e = token_make(site_desk(site), arena, days, &work);
    code = e == OK ? 0 : account_tell(S("token"), &work, e);
    arena_free(arena);
    site_close(site);
    return code;
}
