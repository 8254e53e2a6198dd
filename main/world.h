/* Building a small world from rows: what fixture and demo share.
 *
 * Areas and categories are written as the house itself; organs, stations,
 * groups and deputies come through their rooms' own acts, accounts through
 * seed_account().  A key names a row for the rows behind it; it is in no
 * table. */
#ifndef MAIN_WORLD_H
#define MAIN_WORLD_H

#include "base/role.h"
#include "main/parts.h"

enum { WORLD_KEYS_MAX = 160 };

struct world_key {
    str key;
    int64_t id;
    str code;                       /* public code, of stations, deputies */
};

struct world {
    struct site *site;
    struct desk *desk;
    struct arena *arena;            /* keeps what the world remembers */
    str keeper;                     /* login that adds organs and so on */
    struct world_key keys[WORLD_KEYS_MAX];
    int key_count;
};

/* Codes are official digits: 2, 4, 6, 9, 12 or 16 of them. */
struct world_area {
    const char *code, *name;
};

struct world_organ {
    const char *key, *area, *kind, *name;
};

struct world_station {
    const char *key, *area, *kind, *name, *address, *phone, *hours, *theme;
    const char *parent;             /* key, or NULL */
};

struct world_group {
    const char *key, *area, *name;
};

/* An account, and if `patch` is given the deputy that it belongs to. */
struct world_person {
    const char *login, *name;
    roles role;
    const char *area;               /* where the role holds */
    const char *at;                 /* key of organ or station, or NULL */
    const char *congress;           /* area of the deputy's congress */
    const char *patch, *motto;
    const char *group;              /* key, or NULL */
};

struct world_setting {
    const char *area, *name, *value;
};

/* A whole place; counts are those of the arrays. */
struct world_plan {
    const struct world_area *areas;
    int area_count;
    const char *const *categories;  /* paths, upper ones first */
    int category_count;
    const struct world_setting *settings;
    int setting_count;
    const struct world_organ *organs;
    int organ_count;
    const struct world_station *stations;
    int station_count;
    const struct world_group *groups;
    int group_count;
    const struct world_person *people;
    int person_count;
};

/* Makes the plan's rows in the order of the struct.  `password` gives each
 * person's, on world->arena.  The keeper's account must be among the people;
 * it is made first. */
MUST_USE err world_build(struct world *world, const struct world_plan *plan,
                         str (*password)(struct world *world, str login));

/* The row of a key; a key that is not there is our own mistake. */
const struct world_key *world_find(const struct world *world, str key);

/* 16 digits as an integer; wrong digits are our own mistake. */
int64_t world_area(const char *digits);

/* The id of a category by its path; 0 for an empty one. */
MUST_USE err world_category(struct world *world, str path, int64_t *id);

/* a=1&b=2 being written; empty values are left out. */
struct fields {
    struct out out;
};
struct fields fields_new(struct arena *arena);
void fields_add(struct fields *fields, const char *name, str value);
void fields_add_int(struct fields *fields, const char *name, int64_t value);

/* One act; its memory is given back, but for the location (may be NULL). */
MUST_USE err world_act(struct world *world, str login, str path,
                       const struct fields *fields, str *location);

#endif
