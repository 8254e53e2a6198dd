/* The life of a mandate; see mandate_rules.h. */
#include "features/people/mandate_rules.h"

#include "page/words.h"

enum {
    FROM_ACTIVE = 1u << MANDATE_ACTIVE,
    FROM_SUSPENDED = 1u << MANDATE_SUSPENDED,
    FROM_BOTH = FROM_ACTIVE | FROM_SUSPENDED
};

static const struct mandate_act ACTS[] = {
    {S0("elect"), W0("当选"), {"", 0}, 0, MANDATE_ACTIVE, false, false, false},
    {S0("by_election"), W0("补选当选"), {"", 0}, 0, MANDATE_ACTIVE, false,
     false, false},
    {S0("suspend"), W0("暂时停止执行代表职务"), W0("代表法第六十一条"),
     FROM_ACTIVE, MANDATE_SUSPENDED, false, true, false},
    {S0("resume"), W0("恢复执行代表职务"), W0("代表法第六十一条"),
     FROM_SUSPENDED, MANDATE_ACTIVE, false, true, false},
    {S0("move"), W0("迁出或者调离本行政区域"), W0("代表法第六十二条"),
     FROM_BOTH, MANDATE_ENDED, true, true, false},
    {S0("resign"), W0("辞职被接受"), W0("代表法第六十二条"), FROM_BOTH,
     MANDATE_ENDED, false, true, false},
    {S0("absent"), W0("未经批准两次不出席本级人民代表大会会议"),
     W0("代表法第六十二条"), FROM_BOTH, MANDATE_ENDED, false, true, false},
    {S0("recall"), W0("被罢免"), W0("代表法第六十二条"), FROM_BOTH,
     MANDATE_ENDED, false, true, false},
    {S0("nationality"), W0("丧失中华人民共和国国籍"),
     W0("代表法第六十二条"), FROM_BOTH, MANDATE_ENDED, false, true, true},
    {S0("rights"), W0("依照法律被剥夺政治权利"), W0("代表法第六十二条"),
     FROM_BOTH, MANDATE_ENDED, false, true, true},
    {S0("incapable"), W0("丧失行为能力"), W0("代表法第六十二条"), FROM_BOTH,
     MANDATE_ENDED, false, true, true},
    {S0("die"), W0("去世"), {"", 0}, FROM_BOTH, MANDATE_ENDED, false, true,
     true},
    {S0("term_end"), W0("任期届满"), {"", 0}, FROM_BOTH, MANDATE_ENDED,
     false, false, false},
};
enum { ACT_COUNT = sizeof ACTS / sizeof ACTS[0] };

static const struct {
    str word, zh;
} STATES[] = {
    [MANDATE_ACTIVE] = {S0("active"), W0("在任")},
    [MANDATE_SUSPENDED] = {S0("suspended"), W0("暂停职务")},
    [MANDATE_ENDED] = {S0("ended"), W0("已终止")},
};
enum { STATE_COUNT = sizeof STATES / sizeof STATES[0] };

const struct mandate_act *mandate_act(str word)
{
    for (int i = 0; i < ACT_COUNT; i++) {
        if (str_eq(ACTS[i].word, word)) {
            return &ACTS[i];
        }
    }
    return NULL;
}

const struct mandate_act *mandate_acts(int *count)
{
    *count = ACT_COUNT;
    return ACTS;
}

str mandate_state_word(enum mandate_state state)
{
    must((int)state < (int)STATE_COUNT);
    return STATES[state].word;
}

str mandate_state_zh(enum mandate_state state)
{
    must((int)state < (int)STATE_COUNT);
    return STATES[state].zh;
}

bool mandate_state_read(str word, enum mandate_state *state)
{
    for (int i = 0; i < STATE_COUNT; i++) {
        if (str_eq(STATES[i].word, word)) {
            *state = (enum mandate_state)i;
            return true;
        }
    }
    return false;
}

bool mandate_allows(const struct mandate_act *act, enum mandate_state state,
                    int64_t level)
{
    must(act != NULL);
    return act->by_hand && (act->from & 1u << state) != 0 &&
           !(act->local_only && level == 0);
}
