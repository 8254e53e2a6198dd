/* Timetables of the demo: every station that has deputies with an account
 * receives people. */
#include "main/demo.h"

#include "base/arena.h"

#define COUNT(rows) (int)(sizeof(rows) / sizeof(rows)[0])

/* What the stations of demo_places.c say of their hours, as rules: the 15th,
 * once a week, two days of a month, market days of the lunar calendar. */
static const struct way {
    const char *station, *how, *name, *value, *turn, *off, *starts, *ends;
} WAYS[] = {
    {"rd.掘港", "monthly", "numbers", "15", "rota", "keep", "t0900", "t1100"},
    {"rd.马塘", "monthly", "numbers", "15", "rota", "keep", "t0900", "t1100"},
    {"rd.山禾", "weekly", "sat", "1", "rota", "keep", "t1400", "t1630"},
    {"rd.诉源", "weekly", "wed", "1", "rota", "skip", "t0900", "t1130"},
    {"rd.新能人", "monthly", "numbers", "8", "rota", "keep", "t0900",
     "t1100"},
    {"rd.亚秋", "weekly", "fri", "1", "rota", "skip", "t1400", "t1630"},
    {"cj.中心", "monthly", "numbers", "10、25", "rota", "next", "t0900",
     "t1100"},
    {"hc.中心", "monthly", "numbers", "15", "rota", "next", "t0900", "t1100"},
    {"hc.停车", "monthly", "numbers", "20", "rota", "next", "t0900", "t1100"},
    {"hc.海珠", "monthly", "numbers", "15", "rota", "next", "t0900", "t1100"},
    {"th.中心", "weekly", "tue", "1", "rota", "skip", "t0900", "t1130"},
    {"th.西河", "lunar_digit", "numbers", "3、8", "rota", "keep", "t0800",
     "t1000"},
    {"hn.柯生", "monthly", "numbers", "5", "rota", "keep", "t0900", "t1130"},
    {"hn.优干宁", "monthly", "numbers", "5", "rota", "keep", "t0900",
     "t1130"},
    {"hn.多松", "monthly", "numbers", "5", "rota", "keep", "t0900", "t1130"},
};

/* The deputies of a station by name, as its form wants them. */
static str deputies_at(struct arena *arena, const struct world_plan *plan,
                       str key)
{
    struct out out = out_new(arena, 1 << 12);
    for (int i = 0; i < plan->person_count; i++) {
        const struct world_person *row = &plan->people[i];
        if ((row->role & ROLE_DEPUTY) != 0 && str_eq(str_of(row->at), key)) {
            out_str(&out, out.n > 0 ? S("、") : S(""));
            out_str(&out, str_of(row->name));
        }
    }
    return out_text(&out);
}

static err receive(struct world *world, const struct way *way, str key,
                   str names)
{
    struct fields fields = fields_new(world->arena);
    struct date today = date_of_ms(clock_now_ms(world->desk->clock));
    str path = str_format(world->arena, "/stations/%.*s/reception/rules",
                          SF(world_find(world, key)->code));
    fields_add(&fields, "kind", S("reception"));
    fields_add(&fields, "how", str_of(way->how));
    fields_add(&fields, way->name, str_of(way->value));
    fields_add(&fields, "starts", str_of(way->starts));
    fields_add(&fields, "ends", str_of(way->ends));
    fields_add(&fields, "off", str_of(way->off));
    fields_add(&fields, "turn", str_of(way->turn));
    fields_add(&fields, "deputies", names);
    fields_add(&fields, "from",
               str_format(world->arena, "%04d-01-01", today.year));
    fields_add(&fields, "sure", S("1"));
    return world_act(world, world->keeper, path, &fields, NULL);
}

err demo_reception(struct world *world, const struct world_plan *plan)
{
    for (int i = 0; i < COUNT(WAYS); i++) {
        str key = str_of(WAYS[i].station);
        str names = deputies_at(world->arena, plan, key);
        if (names.n > 0) {
            TRY(receive(world, &WAYS[i], key, names));
        }
    }
    return OK;
}
