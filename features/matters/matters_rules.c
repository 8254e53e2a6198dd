/* The table of legal moves and the lists of words. */
#include "features/matters/matters_rules.h"

#include "page/words.h"

struct state_row {
    str stored, zh, told;
};

#define STATE_ROW(name, stored, zh, told) \
    [MATTER_##name] = {S0(stored), W0(zh), W0(told)},
static const struct state_row STATES[] = {MATTER_STATE_TABLE(STATE_ROW)};
#undef STATE_ROW

struct move_row {
    str word, zh;
};

#define MOVE_ROW(name, word, zh) [MOVE_##name] = {S0(word), W0(zh)},
static const struct move_row MOVES[] = {MATTER_MOVE_TABLE(MOVE_ROW)};
#undef MOVE_ROW

/* The graph of the header, arrow by arrow. */
struct arrow {
    enum matter_state from;
    enum matter_move move;
    enum matter_state to;
};

static const struct arrow ARROWS[] = {
    {MATTER_NEW, MOVE_ACCEPT, MATTER_OPEN},
    {MATTER_NEW, MOVE_REFUSE, MATTER_REFUSED},
    {MATTER_NEW, MOVE_WITHDRAW, MATTER_WITHDRAWN},
    {MATTER_OPEN, MOVE_CLAIM, MATTER_CLAIMED},
    {MATTER_OPEN, MOVE_DISPATCH, MATTER_DISPATCHED},
    {MATTER_OPEN, MOVE_WITHDRAW, MATTER_WITHDRAWN},
    {MATTER_CLAIMED, MOVE_RELEASE, MATTER_OPEN},
    {MATTER_CLAIMED, MOVE_EXPIRE, MATTER_OPEN},
    {MATTER_CLAIMED, MOVE_DISPATCH, MATTER_DISPATCHED},
    {MATTER_CLAIMED, MOVE_REPLY, MATTER_ANSWERED},
    {MATTER_CLAIMED, MOVE_WITHDRAW, MATTER_WITHDRAWN},
    {MATTER_DISPATCHED, MOVE_HAND_BACK, MATTER_OPEN},
    {MATTER_DISPATCHED, MOVE_REPLY, MATTER_ANSWERED},
    {MATTER_DISPATCHED, MOVE_WITHDRAW, MATTER_WITHDRAWN},
    {MATTER_ANSWERED, MOVE_SATISFIED, MATTER_CLOSED},
    {MATTER_ANSWERED, MOVE_DISSATISFIED, MATTER_REDO},
    {MATTER_REDO, MOVE_CLAIM, MATTER_CLAIMED},
    {MATTER_REDO, MOVE_DISPATCH, MATTER_DISPATCHED},
    {MATTER_REDO, MOVE_WITHDRAW, MATTER_WITHDRAWN},
};
enum { ARROW_COUNT = sizeof ARROWS / sizeof ARROWS[0] };

static const roles MOVE_ROLES[] = {
    [MOVE_ACCEPT] = ROLE_LIAISON | ROLE_PRESIDIUM,
    [MOVE_REFUSE] = ROLE_LIAISON | ROLE_PRESIDIUM,
    [MOVE_CLAIM] = ROLE_DEPUTY | ROLE_LEADER,
    [MOVE_RELEASE] = ROLE_DEPUTY | ROLE_LEADER,
    [MOVE_EXPIRE] = ROLE_SYSTEM,
    [MOVE_DISPATCH] = ROLE_PRESIDIUM,
    [MOVE_HAND_BACK] = ROLE_ORGAN,
    [MOVE_REPLY] = ROLE_DEPUTY | ROLE_LEADER | ROLE_ORGAN,
    [MOVE_SATISFIED] = ROLE_CONSTITUENT | ROLE_LIAISON,
    [MOVE_DISSATISFIED] = ROLE_CONSTITUENT | ROLE_LIAISON,
    [MOVE_WITHDRAW] = ROLE_CONSTITUENT | ROLE_LIAISON,
};

_Static_assert(sizeof MOVE_ROLES / sizeof MOVE_ROLES[0] ==
                   MATTER_MOVE_COUNT,
               "every move names its roles");

str matter_state_stored(enum matter_state state)
{
    must(state < MATTER_STATE_COUNT);
    return STATES[state].stored;
}

str matter_state_zh(enum matter_state state)
{
    must(state < MATTER_STATE_COUNT);
    return STATES[state].zh;
}

str matter_state_told(enum matter_state state)
{
    must(state < MATTER_STATE_COUNT);
    return STATES[state].told;
}

bool matter_state_read(str stored, enum matter_state *state)
{
    for (int i = 0; i < MATTER_STATE_COUNT; i++) {
        if (str_eq(STATES[i].stored, stored)) {
            *state = (enum matter_state)i;
            return true;
        }
    }
    return false;
}

bool matter_state_is_end(enum matter_state state)
{
    for (int i = 0; i < ARROW_COUNT; i++) {
        if (ARROWS[i].from == state) {
            return false;
        }
    }
    return true;
}

str matter_move_word(enum matter_move move)
{
    must(move < MATTER_MOVE_COUNT);
    return MOVES[move].word;
}

str matter_move_zh(enum matter_move move)
{
    must(move < MATTER_MOVE_COUNT);
    return MOVES[move].zh;
}

bool matter_next(enum matter_state from, enum matter_move move,
                 enum matter_state *to)
{
    for (int i = 0; i < ARROW_COUNT; i++) {
        if (ARROWS[i].from == from && ARROWS[i].move == move) {
            *to = ARROWS[i].to;
            return true;
        }
    }
    return false;
}

roles matter_move_roles(enum matter_move move)
{
    must(move < MATTER_MOVE_COUNT);
    return MOVE_ROLES[move];
}

/* ---- lists of values -------------------------------------------------- */

static str find_zh(const struct move_row *rows, int count, str word)
{
    for (int i = 0; i < count; i++) {
        if (str_eq(rows[i].word, word)) {
            return rows[i].zh;
        }
    }
    return (str){"", 0};
}

#define FIND_ZH(rows, word) \
    find_zh(rows, (int)(sizeof(rows) / sizeof(rows)[0]), word)

static const struct move_row KINDS[] = {
    {S0("problem"), W0("问题")},
    {S0("opinion"), W0("意见建议")},
    {S0("wish"), W0("微心愿")},
    {S0("deed"), W0("微实事")},
};

static const struct move_row CHANNELS[] = {
    {S0("sitting"), W0("坐诊")},   {S0("visiting"), W0("巡诊")},
    {S0("net"), W0("网诊")},       {S0("kiosk"), W0("自助机")},
    {S0("hotline"), W0("热线")},   {S0("letter"), W0("来信")},
    {S0("event"), W0("活动")},
};

/* The class of a reply, as the national congress grades them (FIELD 2.3). */
static const struct move_row RESULTS[] = {
    {S0("A"), W0("A 已经解决或基本解决")},
    {S0("B"), W0("B 正在解决或列入计划")},
    {S0("C"), W0("C 条件不具备，以后解决")},
    {S0("D"), W0("D 留作参考")},
};

static const struct move_row RATINGS[] = {
    {S0("satisfied"), W0("满意")},
    {S0("basic"), W0("基本满意")},
    {S0("dissatisfied"), W0("不满意")},
};

str matter_kind_zh(str kind)
{
    return FIND_ZH(KINDS, kind);
}

str matter_channel_zh(str channel)
{
    return FIND_ZH(CHANNELS, channel);
}

str matter_result_zh(str result)
{
    return FIND_ZH(RESULTS, result);
}

str matter_rating_zh(str rating)
{
    return FIND_ZH(RATINGS, rating);
}
