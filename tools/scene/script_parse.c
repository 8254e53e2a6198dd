/* Lines into steps.  Each command is a row of a table with the function that
 * reads the rest of its line. */
#include "base/arena.h"
#include "tools/scene/script_line.h"

enum { DAY_MS = 86400000, HOUR_MS = 3600000, MINUTE_MS = 60000 };

/* Longer than any session lives. */
enum { EXPIRE_DAYS = 30 };

bool line_wrong(struct parser *p, str message)
{
    if (p->bad.n == 0) {
        p->bad = message;
    }
    return false;
}

bool line_next(struct parser *p, struct word *word)
{
    return word_next(p->arena, &p->rest, word, &p->bad);
}

bool line_need(struct parser *p, str *text, str what)
{
    struct word word;
    if (!line_next(p, &word)) {
        return line_wrong(p, str_join(p->arena, S("missing: "), what));
    }
    *text = word.text;
    return true;
}

/* ---- commands ----------------------------------------------------------- */

static struct step *step_add(struct parser *p, enum verb verb)
{
    struct step *step = NEW(p->arena, struct step);
    step->verb = verb;
    step->line = p->line;
    step->row_number = -1;
    *p->end = step;
    p->end = &step->next;
    p->last = step;
    p->expect_end = &step->expects;
    p->script->step_count++;
    return step;
}

static bool read_arg(struct parser *p, const struct word *word,
                     struct arg *arg)
{
    str text = word->text;
    ptrdiff_t equals = word->equals;
    static const char SIGNS[] = "!-+";
    ptrdiff_t sign = text.n == 0 || word->quoted
                         ? -1
                         : str_find_char((str){SIGNS, 3}, text.p[0]);
    arg->kind = sign < 0 ? ARG_SET : (enum arg_kind)(sign + 1);
    ptrdiff_t from = sign < 0 ? 0 : 1;
    if (arg->kind == ARG_OMIT) {
        arg->name = str_skip(text, 1);
        return true;
    }
    if (equals <= from) {
        return line_wrong(p, str_join(p->arena, S("not name=value: "), text));
    }
    arg->name = str_slice(text, from, equals);
    arg->value = str_skip(text, equals + 1);
    return true;
}

/* Arguments up to the arrow, then expectations. */
static bool read_args(struct parser *p, struct step *step)
{
    struct arg **end = &step->args;
    struct word word;
    while (line_next(p, &word)) {
        if (str_eq(word.text, S("->")) && !word.quoted) {
            return expectations_read(p);
        }
        bool json = word.quoted && word.text.n > 0 &&
                    (word.text.p[0] == '{' || word.text.p[0] == '[');
        if (step->json && step->post && json) {
            step->body = word.text;
            continue;
        }
        struct arg *arg = NEW(p->arena, struct arg);
        if (!read_arg(p, &word, arg)) {
            return false;
        }
        *end = arg;
        end = &arg->next;
    }
    return p->bad.n == 0;
}

/* GET and POST paths, submit and click texts, follow: what goes out. */
static bool read_request(struct parser *p, str verb, struct step *like)
{
    enum verb kind = VERB_SEND;
    if (str_eq(verb, S("submit"))) {
        kind = VERB_SUBMIT;
    } else if (str_eq(verb, S("click"))) {
        kind = VERB_CLICK;
    } else if (str_eq(verb, S("follow"))) {
        kind = VERB_FOLLOW;
    } else if (!str_eq(verb, S("GET")) && !str_eq(verb, S("POST"))) {
        return line_wrong(p, str_join(p->arena, S("not a request: "), verb));
    }
    struct step *step = step_add(p, kind);
    step->post = str_eq(verb, S("POST"));
    if (like != NULL) {
        step->json = like->json;
        step->times = like->times;
        step->same = like->same;
        step->clients = like->clients;
        step->people = like->people;
    }
    if (kind != VERB_FOLLOW &&
        !line_need(p, &step->target, S("a path or text"))) {
        return false;
    }
    return read_args(p, step);
}

static bool read_json(struct parser *p)
{
    str verb = S("");
    struct step like = {.json = true};
    return line_need(p, &verb, S("GET or POST")) &&
           read_request(p, verb, &like);
}

static bool read_twice(struct parser *p)
{
    str verb = S("");
    struct step like = {.times = TIMES_TWICE};
    return line_need(p, &verb, S("POST or submit")) &&
           read_request(p, verb, &like);
}

enum { PEOPLE_MAX = 200 };

/* together [same] 8 POST ..., together lichun wanghe submit ... */
static bool read_together(struct parser *p)
{
    struct step like = {.times = TIMES_TOGETHER};
    like.people.list = NEW_MANY(p->arena, str, PEOPLE_MAX);
    str word = S("");
    while (line_need(p, &word, S("GET, POST or submit"))) {
        int64_t n = 0;
        if (str_eq(word, S("GET")) || str_eq(word, S("POST")) ||
            str_eq(word, S("submit"))) {
            break;
        }
        if (str_eq(word, S("same"))) {
            like.same = true;
        } else if (str_to_int(word, &n)) {
            like.clients = n >= 2 && n <= PEOPLE_MAX ? (int)n : 0;
        } else if (like.people.count < PEOPLE_MAX) {
            like.people.list[like.people.count++] = word;
        }
    }
    if (p->bad.n == 0 && (like.clients == 0) == (like.people.count == 0)) {
        return line_wrong(p, S("together takes a number from 2 to 200, or "
                          "people"));
    }
    return p->bad.n == 0 && read_request(p, word, &like);
}

static bool read_later(struct parser *p)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } UNITS[] = {
        {"day", DAY_MS},       {"days", DAY_MS},
        {"hour", HOUR_MS},     {"hours", HOUR_MS},
        {"minute", MINUTE_MS}, {"minutes", MINUTE_MS},
        {"second", 1000},      {"seconds", 1000},
    };
    struct step *step = step_add(p, VERB_LATER);
    str amount = S("");
    str unit = S("");
    int64_t n = 0;
    if (!line_need(p, &amount, S("how much later")) ||
        !line_need(p, &unit, S("days, hours, minutes or seconds"))) {
        return false;
    }
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (str_eq(unit, str_of(UNITS[i].unit)) && str_to_int(amount, &n)) {
            step->number = n * UNITS[i].ms;
        }
    }
    return step->number != 0 ||
           line_wrong(p, S("as in: later 3 days, later 2 hours"));
}

/* The rest of the line as it stands, up to the last arrow. */
static str take_sql(struct parser *p)
{
    str sql = p->rest;
    ptrdiff_t arrow = -1;
    for (ptrdiff_t i = 0; i + 4 <= sql.n; i++) {
        arrow = str_eq(str_slice(sql, i, i + 4), S(" -> ")) ? i : arrow;
    }
    bool has = arrow >= 0;
    p->rest = has ? str_skip(sql, arrow + 4) : str_skip(sql, sql.n);
    return str_trim(has ? str_slice(sql, 0, arrow) : sql);
}

enum { ROWS_MAX = 100 };

static bool read_rows(struct parser *p)
{
    struct step *step = step_add(p, VERB_ROWS);
    step->target = take_sql(p);
    step->rows.list = NEW_MANY(p->arena, str, ROWS_MAX);
    struct word word;
    while (line_next(p, &word)) {
        if (!word.quoted && str_to_int(word.text, &step->row_number)) {
            continue;
        }
        if (!word.quoted || step->rows.count == ROWS_MAX) {
            return line_wrong(p, S("rows SQL -> NUMBER, or -> \"a|b\" "
                                   "\"c|d\""));
        }
        step->rows.list[step->rows.count++] = word.text;
    }
    if (step->rows.count == 0 && step->row_number < 0) {
        return line_wrong(p, S("rows SQL needs -> and what is expected"));
    }
    return p->bad.n == 0;
}

static bool read_source(struct parser *p, struct step *step)
{
    static const char *const NAMES[] = {"path",   "text", "field",   "json",
                                        "header", "rows", "location"};
    str from = S("");
    if (!line_need(p, &from, S("where the value comes from"))) {
        return false;
    }
    int source = 0;
    while (source <= SOURCE_LOCATION &&
           !str_eq(from, str_of(NAMES[source]))) {
        source++;
    }
    if (source > SOURCE_LOCATION) {
        return line_wrong(p, S("keep takes path N, text \".class\", field "
                               "NAME, json PATH, header NAME, rows SQL or "
                               "location"));
    }
    step->source = (enum source)source;
    if (step->source == SOURCE_LOCATION) {
        return true;
    }
    if (step->source == SOURCE_ROWS) {
        step->target = take_sql(p);
        return true;
    }
    if (!line_need(p, &step->target, S("what to keep"))) {
        return false;
    }
    bool number = step->source != SOURCE_PATH ||
                  str_to_int(step->target, &step->number);
    return number || line_wrong(p, S("path takes the number of a segment"));
}

static bool read_keep(struct parser *p)
{
    struct step *step = step_add(p, VERB_KEEP);
    str sign = S("");
    if (!line_need(p, &step->keep, S("a name")) ||
        !line_need(p, &sign, S("="))) {
        return false;
    }
    if (!str_eq(sign, S("="))) {
        return line_wrong(p, S("as in: keep code = path 2"));
    }
    return read_source(p, step) && expectations_read(p);
}

static bool read_as(struct parser *p)
{
    return line_need(p, &step_add(p, VERB_AS)->target, S("who"));
}

static bool read_lang(struct parser *p)
{
    return line_need(p, &step_add(p, VERB_LANG)->target, S("a language"));
}

static bool read_raw(struct parser *p)
{
    return line_need(p, &step_add(p, VERB_RAW)->target, S("bytes in quotes")) &&
           expectations_read(p);
}

static bool read_chores(struct parser *p)
{
    step_add(p, VERB_CHORES);
    return true;
}

static bool read_verify(struct parser *p)
{
    step_add(p, VERB_VERIFY);
    return true;
}

static bool read_expire(struct parser *p)
{
    step_add(p, VERB_LATER)->number = (int64_t)EXPIRE_DAYS * DAY_MS;
    return true;
}

static bool read_title(struct parser *p)
{
    p->script->title = str_trim(p->rest);
    p->rest = S("");
    return p->script->title.n > 0 || line_wrong(p, S("the title is empty"));
}

static const struct {
    const char *name;
    bool (*read)(struct parser *p);
} COMMANDS[] = {
    {"title", read_title},   {"as", read_as},
    {"lang", read_lang},     {"json", read_json},
    {"twice", read_twice},   {"together", read_together},
    {"later", read_later},   {"expire", read_expire},
    {"rows", read_rows},     {"keep", read_keep},
    {"raw", read_raw},       {"verify", read_verify},
    {"chores", read_chores},
};

/* `json GET` is a command, `json a.b == 1` an expectation. */
static bool is_json_command(struct parser *p)
{
    str rest = p->rest;
    struct word word;
    str bad = S("");
    return word_next(p->arena, &rest, &word, &bad) &&
           (str_eq(word.text, S("GET")) || str_eq(word.text, S("POST")));
}

static bool read_line(struct parser *p)
{
    struct word word;
    if (!line_next(p, &word)) {
        return p->bad.n == 0;
    }
    bool json = str_eq(word.text, S("json"));
    if (line_expects(&word) && !(json && is_json_command(p))) {
        if (p->last == NULL) {
            return line_wrong(p, S("an expectation without a command above "
                                   "it"));
        }
        return expectation_read(p, &word) && expectations_read(p);
    }
    for (size_t i = 0; i < sizeof COMMANDS / sizeof COMMANDS[0]; i++) {
        if (str_eq(word.text, str_of(COMMANDS[i].name))) {
            return COMMANDS[i].read(p);
        }
    }
    return read_request(p, word.text, NULL);
}

bool script_parse(struct arena *arena, str text, struct script *script,
                  struct script_fault *fault)
{
    must(script != NULL);
    must(fault != NULL);
    *script = (struct script){.title = S("")};
    struct parser p = {.arena = arena, .script = script,
                       .end = &script->steps};
    while (text.n > 0) {
        p.line++;
        p.rest = str_cut(&text, '\n');
        bool good = read_line(&p);
        if (good && str_trim(p.rest).n > 0 &&
            str_trim(p.rest).p[0] != '#') {
            good = line_wrong(&p, str_join(arena, S("left over: "), p.rest));
        }
        if (!good) {
            must(p.bad.n > 0);
            *fault = (struct script_fault){p.line, p.bad};
            return false;
        }
    }
    if (script->title.n == 0) {
        *fault = (struct script_fault){1, S("the scene has no title")};
        return false;
    }
    return true;
}
