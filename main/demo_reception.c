/* Timetables of the demo: every station that has deputies receives people,
 * each town in a way of its own. */
#include "main/demo.h"

#include "base/arena.h"

#define COUNT(rows) (int)(sizeof(rows) / sizeof(rows)[0])

/* Ways in which stations receive people: the 15th, every other week, the
 * first Tuesday, market days. */
static const struct way {
    const char *how, *name, *value, *more, *turn, *off, *starts, *ends;
} WAYS[] = {
    {"monthly", "numbers", "15", "", "rota", "keep", "t0900", "t1100"},
    {"weekly", "thu", "1", "", "rota", "skip", "t0830", "t1130"},
    {"nth", "tue", "1", "first", "all", "next", "t0900", "t1130"},
    {"lunar_digit", "numbers", "3、8", "", "rota", "keep", "t0800", "t1000"},
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
    if (way->more[0] != '\0') {
        fields_add(&fields, way->more, S("1"));
    }
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
    int place = 0;
    for (int i = 0; i < plan->station_count; i++) {
        str key = str_of(plan->stations[i].key);
        str names = deputies_at(world->arena, plan, key);
        if (names.n > 0) {
            TRY(receive(world, &WAYS[place++ % COUNT(WAYS)], key, names));
        }
    }
    return OK;
}
