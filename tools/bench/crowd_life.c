/* What becomes of each matter: its plan is drawn again from (seed, number)
 * whenever it is its turn, so nothing is kept but the ids. */
#include "tools/bench/crowd.h"

#include "base/area_code.h"
#include "base/arena.h"
#include "features/matters/matters.h"
#include "features/matters/matters_store.h"

enum {
    PUBLISH = MATTER_MOVE_COUNT,    /* a step that is no move */
    FRESH_DAYS = 60,                /* younger ones may be under way */
    LEASE_SAFE_DAYS = 12
};

struct life {
    struct dice dice;
    int64_t village, category, station, deputy, organ;
    const char *kind, *channel;
    int steps[CROWD_STEPS_MAX];
    int step_count;
    bool has_person;
};

/* ---- the plan ----------------------------------------------------------- */

static const int ENDS[] = {MOVE_SATISFIED, MOVE_DISSATISFIED, MOVE_REFUSE,
                           MOVE_WITHDRAW, MOVE_REPLY, MOVE_DISPATCH,
                           MOVE_CLAIM, MOVE_ACCEPT, -1};
static const int OLD_PERCENT[] = {88, 1, 4, 3, 1, 1, 0, 1, 1};
static const int FRESH_PERCENT[] = {30, 3, 4, 3, 12, 18, 0, 15, 15};
static const int NEW_PERCENT[] = {5, 0, 3, 2, 5, 15, 20, 20, 30};

static int end_drawn(struct life *life, const int *percent)
{
    int left = (int)dice_below(&life->dice, 100);
    for (int i = 0; i < (int)(sizeof ENDS / sizeof ENDS[0]); i++) {
        if (left < percent[i]) {
            return ENDS[i];
        }
        left -= percent[i];
    }
    never("they add up to a hundred");
}

static void step_add(struct life *life, int step)
{
    must(life->step_count < CROWD_STEPS_MAX);
    life->steps[life->step_count++] = step;
}

/* The way to the end that was drawn. */
static void steps_lay(struct life *life, int end)
{
    if (end == MOVE_REFUSE || end == MOVE_WITHDRAW) {
        step_add(life, end);
        return;
    }
    if (end < 0) {
        return;
    }
    step_add(life, MOVE_ACCEPT);
    if (end == MOVE_ACCEPT) {
        return;
    }
    bool by_deputy = end == MOVE_CLAIM || dice_below(&life->dice, 3) == 0;
    step_add(life, by_deputy && end != MOVE_DISPATCH ? MOVE_CLAIM
                                                     : MOVE_DISPATCH);
    if (end == MOVE_CLAIM || end == MOVE_DISPATCH) {
        return;
    }
    step_add(life, MOVE_REPLY);
    if (end != MOVE_REPLY) {
        step_add(life, end);
    }
    if (end == MOVE_SATISFIED && dice_below(&life->dice, 3) == 0) {
        step_add(life, PUBLISH);
    }
}

static struct life life_of(const struct crowd *crowd, int64_t number)
{
    static const char *const KINDS[] = {"problem", "problem", "problem",
                                        "opinion", "wish", "deed"};
    static const char *const CHANNELS[] = {"net", "net", "sitting",
                                           "visiting", "hotline", "letter"};
    struct life life = {
        .dice = dice_seeded((uint64_t)(crowd->seed * INT64_C(1000003) +
                                       number)),
    };
    struct dice *dice = &life.dice;
    life.village = crowd->villages[
        dice_below(dice, (uint64_t)crowd->village_count)];
    life.category = crowd->categories[dice_below(dice, CROWD_CATEGORIES)];
    uint64_t who = dice_below(dice, CROWD_DEPUTIES);
    life.station = crowd->stations[who];
    life.deputy = crowd->deputies[who];
    life.organ = crowd->organs[dice_below(dice, CROWD_ORGANS)];
    life.kind = KINDS[dice_below(dice, 6)];
    life.channel = CHANNELS[dice_below(dice, 6)];
    life.has_person = dice_below(dice, 2) == 0;
    int64_t age_ms = crowd->now_ms - crowd->began_ms -
                     number * crowd->gap_ms;
    const int *percent = age_ms > FRESH_DAYS * DAY_MS ? OLD_PERCENT
                         : age_ms > LEASE_SAFE_DAYS * DAY_MS
                             ? FRESH_PERCENT : NEW_PERCENT;
    steps_lay(&life, end_drawn(&life, percent));
    return life;
}

/* ---- the acts ----------------------------------------------------------- */

/* Everybody who may be needed, in one. */
static void viewer_set(struct task *task, const struct life *life)
{
    static const roles ROLES[] = {ROLE_LIAISON, ROLE_PRESIDIUM, ROLE_DEPUTY,
                                  ROLE_ORGAN};
    const int64_t refs[] = {life->station, 0, life->deputy, life->organ};
    struct viewer *viewer = &task->viewer;
    viewer->grants = NEW_MANY(task->arena, struct grant, 4);
    viewer->grant_count = 4;
    viewer->roles = ROLE_PUBLIC | ROLE_SYSTEM;
    for (int i = 0; i < 4; i++) {
        viewer->grants[i] = (struct grant){ROLES[i], AREA_NATION, AREA_END,
                                           refs[i]};
        viewer->roles |= ROLES[i];
    }
}

static err receive(struct crowd *crowd, struct task *task, int64_t number)
{
    struct life life = life_of(crowd, number);
    struct dice *dice = &life.dice;
    struct matter_made made;
    struct matter_new new = {
        .kind = str_of(life.kind), .channel = str_of(life.channel),
        .category_id = life.category, .area = life.village,
        .station_id = life.station,
        .title = crowd_title(task->arena, dice),
        .body = crowd_body(task->arena, dice, crowd->sentences),
        .place = crowd_spot(dice),
    };
    if (life.has_person) {
        new.person_name = crowd_person(task->arena, dice);
        new.person_phone = str_format(task->arena, "190%08lld",
                                      (long long)number);
    }
    viewer_set(task, &life);
    TRY(matter_receive(task, &new, &made));
    crowd->ids[number] = made.id;
    return OK;
}

static err publish(struct crowd *crowd, struct task *task,
                   const struct matter_row *matter, struct dice *dice)
{
    return matter_publish(task, matter, matter->title,
                          crowd_body(task->arena, dice, crowd->sentences),
                          crowd_answer(task->arena, dice));
}

static err step(struct crowd *crowd, struct task *task, int64_t number,
                int nth)
{
    struct life life = life_of(crowd, number);
    struct matter_row matter;
    if (nth >= life.step_count) {
        return OK;
    }
    viewer_set(task, &life);
    task->viewer.slip_matter = crowd->ids[number];
    TRY(matter_by_id(task, crowd->ids[number], &matter));
    int move = life.steps[nth];
    if (move == PUBLISH) {
        return publish(crowd, task, &matter, &life.dice);
    }
    bool told = move == MOVE_REPLY || move == MOVE_REFUSE;
    struct matter_with with = {
        .deputy_id = life.deputy, .lead_organ = life.organ,
        .due_at = task->now_ms + DUE_DAYS * DAY_MS,
        .result = S("A"),
        .rating = move == MOVE_DISSATISFIED ? S("dissatisfied")
                                            : S("satisfied"),
        .text_kind = move == MOVE_REPLY ? S("reply") : S("reason"),
        .text = told ? crowd_answer(task->arena, &life.dice) : S(""),
    };
    return matter_move(task, &matter, (enum matter_move)move, &with);
}

err crowd_turn(struct crowd *crowd, struct task *task, int64_t at)
{
    task->now_ms = crowd->began_ms + at * crowd->gap_ms;
    if (at < crowd->matters) {
        struct arena_mark mark = arena_mark(task->arena);
        TRY(receive(crowd, task, at));
        arena_back(task->arena, mark);
    }
    for (int nth = 0; nth < CROWD_STEPS_MAX; nth++) {
        int64_t number = at - (nth + 1) * crowd->lag;
        if (number < 0 || number >= crowd->matters) {
            continue;
        }
        struct arena_mark mark = arena_mark(task->arena);
        TRY(step(crowd, task, number, nth));
        arena_back(task->arena, mark);
    }
    return OK;
}
