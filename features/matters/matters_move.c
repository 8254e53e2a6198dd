/* The one door through which a matter's state changes.
 *
 * Order of the questions: whose is it (403), is it legal now (409 with the
 * legal moves), is it this deputy's or organ's (403); then the row is moved
 * on the condition that nobody moved it meanwhile, the words are kept and
 * the event is added. */
#include "desk/journal.h"
#include "desk/settings.h"
#include "features/matters/matters_store.h"
#include "page/words.h"

enum { SENTENCE_MAX = 2000 };

/* ---- refusals --------------------------------------------------------- */

/* What people may do in this state; EXPIRE is the clock's alone. */
static str legal_moves(const struct task *task, enum matter_state state)
{
    struct out out = out_new(task->arena, SENTENCE_MAX);
    str comma = task->face.lang == LANG_EN ? S(", ") : S("、");
    for (int i = 0; i < MATTER_MOVE_COUNT; i++) {
        enum matter_move move = (enum matter_move)i;
        enum matter_state to = MATTER_STATE_COUNT;
        if (move == MOVE_EXPIRE || !matter_next(state, move, &to)) {
            continue;
        }
        out_str(&out, out.n > 0 ? comma : S(""));
        out_str(&out, task_word(task, matter_move_zh(move)));
    }
    return out_text(&out);
}

/* The sentence with what stands for `name` filled in. */
static str filled(struct arena *arena, str sentence, str name, str value)
{
    ptrdiff_t at = str_find(sentence, name);
    must(at >= 0);
    return str_format(arena, "%.*s%.*s%.*s",
                      SF(str_slice(sentence, 0, at)), SF(value),
                      SF(str_skip(sentence, at + name.n)));
}

/* 现在是「待认领」，可以办理：认领、交办、撤回。 */
static err refuse_order(struct task *task, enum matter_state state)
{
    str moves = legal_moves(task, state);
    str sentence = moves.n == 0
        ? W("现在是「{state}」，已经结束，不能再办理。")
        : W("现在是「{state}」，可以办理：{moves}。");
    str told = filled(task->arena, task_word(task, sentence), S("{state}"),
                      task_word(task, matter_state_zh(state)));
    if (moves.n > 0) {
        told = filled(task->arena, told, S("{moves}"), moves);
    }
    return task_fail(task, ERR_CONFLICT, told);
}

static err refuse_claimed(struct task *task, const struct matter_row *matter)
{
    bool own = matter->deputy_id == viewer_deputy(&task->viewer);
    return task_fail(task, ERR_CONFLICT,
                     own ? W("您已经认领了这件事。")
                         : W("已被其他代表认领。"));
}

/* Legal and in scope, but another's. */
static err refuse_person(struct task *task, const struct matter_row *matter,
                         enum matter_move move)
{
    if (move == MOVE_REPLY && str_eq(matter->state, S("dispatched"))) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("已交承办单位办理，由承办单位答复。"));
    }
    if (move == MOVE_REPLY || move == MOVE_RELEASE) {
        return task_fail(task, ERR_FORBIDDEN,
                         W("这件事由认领的代表办理。"));
    }
    return ERR_FORBIDDEN;
}

static err check_move(struct task *task, const struct matter_row *matter,
                      enum matter_move move, enum matter_state *to)
{
    enum matter_state from = MATTER_STATE_COUNT;
    bool known = matter_state_read(matter->state, &from);
    must(known);
    if (move == MOVE_EXPIRE) {
        must(matter_lease_is_over(matter, task->now_ms));
    } else if (!matter_mover(task, matter, move)) {
        return ERR_FORBIDDEN;
    }
    if (!matter_next(from, move, to)) {
        bool late = move == MOVE_CLAIM && from == MATTER_CLAIMED;
        return late ? refuse_claimed(task, matter)
                    : refuse_order(task, from);
    }
    if (move != MOVE_EXPIRE && !matter_may(task, matter, move)) {
        return refuse_person(task, matter, move);
    }
    return OK;
}

/* ---- the new row ------------------------------------------------------ */

static err lease_end(struct task *task, const struct matter_row *matter,
                     int64_t *until)
{
    int64_t days = 0;
    TRY(setting_int(task, matter->area, S("claim.lease_days"), LEASE_DAYS,
                    &days));
    *until = task->now_ms + (days < 1 ? 1 : days) * DAY_MS;
    return OK;
}

static err check_claims(struct task *task, const struct matter_row *matter,
                        int64_t deputy_id)
{
    struct matter_claims claims;
    int64_t most = 0;
    TRY(setting_int(task, matter->area, S("claim.most"), CLAIMS_MAX, &most));
    TRY(q_matter_claims(task->tx, deputy_id, &claims));
    if (claims.n < most) {
        return OK;
    }
    return task_fail(task, ERR_CONFLICT,
                     W("您在办的认领已到上限，请先答复或退回一件再认领。"));
}

/* Nobody's any more: back in the pool. */
static void to_pool(struct matter_row *matter)
{
    matter->deputy_id = 0;
    matter->lead_organ = 0;
    matter->due_at = 0;
}

/* What the move makes of the row, beside its state. */
static err row_after(struct task *task, struct matter_row *matter,
                     enum matter_move move, const struct matter_with *with)
{
    matter->lease_until = 0;
    switch (move) {
    case MOVE_CLAIM:
        must(with->deputy_id != 0);
        TRY(check_claims(task, matter, with->deputy_id));
        to_pool(matter);
        matter->deputy_id = with->deputy_id;
        return lease_end(task, matter, &matter->lease_until);
    case MOVE_RELEASE:
    case MOVE_EXPIRE:
    case MOVE_HAND_BACK:
        to_pool(matter);
        return OK;
    case MOVE_DISPATCH:
        must(with->lead_organ != 0);
        must(with->due_at != 0);
        matter->lead_organ = with->lead_organ;
        matter->due_at = with->due_at;
        return OK;
    case MOVE_REPLY:
        must(with->result.n == 1);
        matter->result = with->result;
        return OK;
    case MOVE_DISSATISFIED:
        matter->redo_count++;
        matter->due_at = 0;         /* of a dispatch that is over */
        matter->rating = with->rating;
        return OK;
    case MOVE_SATISFIED:
        matter->rating = with->rating;
        return OK;
    default:
        return OK;
    }
}

static err row_store(struct task *task, const struct matter_row *matter,
                     str old)
{
    err e = q_matter_set_state(task->tx, &(struct q_matter_set_state_args){
        .id = matter->id,
        .code = matter->code,
        .old = old,
        .state = matter->state,
        .now = task->now_ms,
        .closed_at = matter->closed_at,
        .due_at = matter->due_at,
        .deputy_id = matter->deputy_id,
        .lease_until = matter->lease_until,
        .lead_organ = matter->lead_organ,
        .result = matter->result,
        .rating = matter->rating,
        .redo_count = matter->redo_count,
    });
    if (e == ERR_CONFLICT) {
        return task_fail(task, e,
                         W("这件事刚刚有了变化，请刷新后再办。"));
    }
    return e;
}

/* ---- words and event -------------------------------------------------- */

static err words_store(struct task *task, const struct matter_row *matter,
                       const struct matter_with *with, int64_t ids[2])
{
    struct matter_words words = {
        .matter_id = matter->id,
        .kind = with->text_kind,
        .body = with->text,
        .is_public = true,
        .author_id = task->viewer.account_id,
    };
    TRY(matter_text_put(task, &words, &ids[0]));
    words.kind = S("note");
    words.body = with->inner;
    words.is_public = false;
    return matter_text_put(task, &words, &ids[1]);
}

/* The role under which it is told: the one that opened this door. */
static roles acting_role(const struct task *task,
                         const struct matter_row *matter,
                         enum matter_move move)
{
    const struct viewer *viewer = &task->viewer;
    roles who = matter_move_roles(move);
    if (move == MOVE_EXPIRE) {
        return ROLE_SYSTEM;
    }
    if ((who & ROLE_ORGAN) != 0 &&
        viewer_holds(viewer, ROLE_ORGAN, matter->lead_organ)) {
        return ROLE_ORGAN;
    }
    roles role = viewer_acts_as(viewer, who & ROLES_STAFF, matter->area);
    bool slip = role == ROLE_PUBLIC && viewer->slip_matter == matter->id;
    return slip ? ROLE_CONSTITUENT : role;
}

struct moved {
    struct matter_row before;
    enum matter_move move;
    roles role;
    int64_t texts[2];
    bool taken_down;
};

/* What ends without an answer is nobody's to read any more. */
static err row_take_down(struct task *task, const struct matter_row *matter,
                         enum matter_state to, bool *taken_down)
{
    *taken_down = matter->is_published != 0 &&
                  (to == MATTER_WITHDRAWN || to == MATTER_REFUSED);
    return *taken_down ? matter_take_down(task, matter) : OK;
}

static err move_event(struct task *task, const struct matter_row *matter,
                      const struct moved *moved)
{
    const struct matter_row *before = &moved->before;
    int64_t deputy = matter->deputy_id != 0 ? matter->deputy_id
                                            : before->deputy_id;
    int64_t organ = matter->lead_organ != 0 ? matter->lead_organ
                                            : before->lead_organ;
    int64_t root = 0;
    TRY(category_root(task, matter->category_id, &root));
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "move", matter_move_word(moved->move));
    facts_add(&facts, "from", before->state);
    facts_add(&facts, "to", matter->state);
    facts_add(&facts, "result", matter->result);
    facts_add(&facts, "rating", matter->rating);
    facts_add_int(&facts, "deputy", deputy);
    facts_add_int(&facts, "organ", organ);
    facts_add_int(&facts, "text", moved->texts[0]);
    facts_add_int(&facts, "inner", moved->texts[1]);
    facts_add_int(&facts, "received", matter->received_at);
    facts_add(&facts, "channel", matter->channel);
    facts_add(&facts, "kind", matter->kind);
    facts_add_int(&facts, "category", root);
    if (moved->taken_down) {
        facts_add_int(&facts, "unpublished", 1);
    }
    struct event event = {
        .kind = S("matter.move"),
        .object_id = matter->id,
        .area = matter->area,
        .actor_role = moved->role,
        .is_public = true,
        .facts = facts_text(&facts),
        .deputies = &deputy,
        .deputy_count = deputy != 0 ? 1 : 0,
    };
    return journal_add(task, &event);
}

err matter_move(struct task *task, struct matter_row *matter,
                enum matter_move move, const struct matter_with *with)
{
    enum matter_state to = MATTER_STATE_COUNT;
    if (move == MOVE_CLAIM && matter_lease_is_over(matter, task->now_ms) &&
        matter_may(task, matter, move)) {
        struct matter_with nothing = {0};
        TRY(matter_move(task, matter, MOVE_EXPIRE, &nothing));
    }
    TRY(check_move(task, matter, move, &to));
    struct moved moved = {.before = *matter, .move = move,
                          .role = acting_role(task, matter, move)};
    TRY(row_after(task, matter, move, with));
    matter->state = matter_state_stored(to);
    matter->changed_at = task->now_ms;
    matter->closed_at = matter_state_is_end(to) ? task->now_ms : 0;
    TRY(row_store(task, matter, moved.before.state));
    TRY(row_take_down(task, matter, to, &moved.taken_down));
    TRY(words_store(task, matter, with, moved.texts));
    if (moved.taken_down) {
        matter->is_published = 0;
    }
    return move_event(task, matter, &moved);
}

err matters_expire(struct task *task, int64_t *expired)
{
    roles before = tx_set_roles(task->tx, ROLE_SYSTEM);
    struct matter_row_list list;
    err e = q_matter_leases_over(task->tx, task->now_ms, &list);
    struct matter_with nothing = {0};
    for (ptrdiff_t i = 0; e == OK && i < list.n; i++) {
        e = matter_move(task, &list.rows[i], MOVE_EXPIRE, &nothing);
    }
    tx_set_roles(task->tx, before);
    *expired = e == OK ? list.n : 0;
    return e;
}

/* ---- sorting ---------------------------------------------------------- */

/* Of the areas above only those that differ: all matters of a county stand
 * under the same nation, and whoever takes one out there stands in the way
 * of all who put one in. */
static err sort_places(struct task *task, const struct matter_row *matter,
                       int64_t area)
{
    int64_t old[MATTER_PLACES_MAX];
    int64_t new[MATTER_PLACES_MAX];
    int old_count = matter_places(matter->area, old);
    int new_count = matter_places(area, new);
    int same = 0;
    while (same < old_count && same < new_count && old[same] == new[same]) {
        same++;
    }
    for (int i = same; i < old_count; i++) {
        TRY(q_matter_place_drop(task->tx, old[i], matter->received_at,
                                matter->id));
    }
    for (int i = same; i < new_count; i++) {
        TRY(q_matter_place_add(task->tx, new[i], matter->received_at,
                               matter->id));
    }
    return OK;
}

static err sort_event(struct task *task, const struct matter_row *before,
                      const struct matter_row *after)
{
    int64_t root_before = 0;
    int64_t root_after = 0;
    TRY(category_root(task, before->category_id, &root_before));
    TRY(category_root(task, after->category_id, &root_after));
    struct facts facts = facts_new(task->arena);
    facts_add(&facts, "kind_old", before->kind);
    facts_add(&facts, "kind", after->kind);
    facts_add_int(&facts, "category_old", root_before);
    facts_add_int(&facts, "category", root_after);
    facts_add_int(&facts, "area_old", before->area);
    facts_add_int(&facts, "area", after->area);
    facts_add_int(&facts, "received", after->received_at);
    facts_add(&facts, "channel", after->channel);
    struct event event = {
        .kind = S("matter.sort"),
        .object_id = after->id,
        .area = after->area,
        .facts = facts_text(&facts),
    };
    return journal_add(task, &event);
}

err matter_sort(struct task *task, struct matter_row *matter, str kind,
                int64_t category_id, int64_t area)
{
    struct matter_row before = *matter;
    bool same = str_eq(kind, matter->kind) && area == matter->area &&
                category_id == matter->category_id;
    if (same) {
        return OK;
    }
    must(matter_kind_zh(kind).n > 0);
    TRY(q_matter_sort(task->tx, &(struct q_matter_sort_args){
        .id = matter->id,
        .code = matter->code,
        .kind = kind,
        .category_id = category_id,
        .area = area,
    }));
    if (area != matter->area) {
        TRY(sort_places(task, matter, area));
        matter_search_moved(task, matter, area);
    }
    matter->kind = kind;
    matter->category_id = category_id;
    matter->area = area;
    return sort_event(task, &before, matter);
}
