/* What may happen to a matter, as data: pure decisions, no database.
 *
 *   NEW ----accept---> OPEN <---release/expire/hand_back---.
 *    |                  |  \                                |
 *    |                claim  dispatch                       |
 *    |                  v        v                          |
 *    |              CLAIMED --dispatch--> DISPATCHED -------'
 *    |                  |                  |
 *    |                reply              reply
 *    |                  v                  v
 *    |                  ANSWERED <---------'
 *    |                  |      |
 *    |            rate: good   rate: dissatisfied
 *    |                  v      v
 *    |               CLOSED   REDO --claim--> CLAIMED
 *    |                            --dispatch--> DISPATCHED
 *    |-refuse-> REFUSED      (with referral: 不予受理)
 *    `-withdraw-> WITHDRAWN  (from every state before ANSWERED, and REDO)
 *
 * CLOSED, REFUSED and WITHDRAWN are ends.  Every move goes through
 * matter_move() in matters_store.c, which asks matter_next() here.
 * Source of the chain: HOUSE.md section 1; a deputy hears, records, forwards
 * and follows, she does not decide the case (代表法 2025 art. 31). */
#ifndef FEATURES_MATTERS_RULES_H
#define FEATURES_MATTERS_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/role.h"
#include "base/str.h"

/*    name        stored        Chinese       what a constituent reads */
#define MATTER_STATE_TABLE(X)                                               \
    X(NEW,        "new",        "待受理",   "已收到，等待联络站受理")       \
    X(OPEN,       "open",       "待认领",   "已受理，等待代表认领")         \
    X(CLAIMED,    "claimed",    "已认领",   "代表已认领，正在办理")         \
    X(DISPATCHED, "dispatched", "已交办",   "已交承办单位办理")             \
    X(ANSWERED,   "answered",   "已答复",   "已答复，请您评价")             \
    X(REDO,       "redo",       "重新办理", "您不满意，正在重新安排办理")   \
    X(CLOSED,     "closed",     "已销号",   "已办结销号")                   \
    X(REFUSED,    "refused",    "不予受理", "不属于受理范围，已告知去处")   \
    X(WITHDRAWN,  "withdrawn",  "已撤回",   "您已撤回")

#define MATTER_STATE_NAME(name, stored, zh, told) MATTER_##name,
enum matter_state { MATTER_STATE_TABLE(MATTER_STATE_NAME)
                    MATTER_STATE_COUNT };
#undef MATTER_STATE_NAME

/*    name         word in events and API   Chinese */
#define MATTER_MOVE_TABLE(X)                                                \
    X(ACCEPT,      "accept",    "受理")                                     \
    X(REFUSE,      "refuse",    "不予受理")                                 \
    X(CLAIM,       "claim",     "认领")                                     \
    X(RELEASE,     "release",   "退回认领")                                 \
    X(EXPIRE,      "expire",    "认领到期")                                 \
    X(DISPATCH,    "dispatch",  "交办")                                     \
    X(HAND_BACK,   "hand_back", "退办")                                     \
    X(REPLY,       "reply",     "答复")                                     \
    X(SATISFIED,   "satisfied", "满意销号")                                 \
    X(DISSATISFIED,"dissatisfied", "不满意重办")                            \
    X(WITHDRAW,    "withdraw",  "撤回")

#define MATTER_MOVE_NAME(name, word, zh) MOVE_##name,
enum matter_move { MATTER_MOVE_TABLE(MATTER_MOVE_NAME) MATTER_MOVE_COUNT };
#undef MATTER_MOVE_NAME

str matter_state_stored(enum matter_state state);
str matter_state_zh(enum matter_state state);
str matter_state_told(enum matter_state state);
MUST_USE bool matter_state_read(str stored, enum matter_state *state);
bool matter_state_is_end(enum matter_state state);

str matter_move_word(enum matter_move move);
str matter_move_zh(enum matter_move move);

/* Where a move leads; false if it is not legal in this state. */
MUST_USE bool matter_next(enum matter_state from, enum matter_move move,
                          enum matter_state *to);

/* Which roles may make the move (scope is checked where the matter is). */
roles matter_move_roles(enum matter_move move);

/* ---- lists of values -------------------------------------------------- */

/* Chinese of a stored kind, channel, result or rating; empty if unknown. */
str matter_kind_zh(str kind);
str matter_channel_zh(str channel);
str matter_result_zh(str result);
str matter_rating_zh(str rating);

/* ---- clocks ----------------------------------------------------------- */

enum {
    LEASE_DAYS = 15,        /* a claim returns to the pool by itself */
    CLAIMS_MAX = 5,         /* open claims of one deputy */
    DUE_DAYS = 15,          /* of a dispatch without a date */
    DUE_DAYS_MOST = 732     /* two years, and a leap day each */
};

#endif
