/* States and ends of what was imported.  See the header. */
#include "features/registers/moving_things.h"

#include "base/area_code.h"
#include "desk/journal.h"
#include "desk_gen.h"
#include "features/areas/areas.h"
#include "features/organs/organs.h"
#include "features/people/people.h"
#include "features/stations/stations.h"
#include "registers_gen.h"

struct thing {
    const char *name;
    err (*state)(struct task *task, int64_t id, struct facts *facts);
    err (*remove)(struct task *task, int64_t id);
    err (*restore)(struct task *task, int64_t id, str state);
};

/* ---- areas --------------------------------------------------------------- */

static err area_state(struct task *task, int64_t code, struct facts *facts)
{
    struct area_row area;
    TRY(area_get(task, code, &area));
    facts_add(facts, "name", area.name);
    return OK;
}

static err area_remove(struct task *task, int64_t code)
{
    return q_area_gone(task->tx, code);
}

static err area_restore(struct task *task, int64_t code, str state)
{
    return q_area_rename(task->tx, code, fact(state, "name"));
}

/* ---- organs -------------------------------------------------------------- */

static err organ_state(struct task *task, int64_t id, struct facts *facts)
{
    struct organ_row organ;
    TRY(organ_get(task, id, &organ));
    facts_add_int(facts, "area", organ.area);
    facts_add(facts, "kind", organ.kind);
    facts_add(facts, "name", organ.name);
    facts_add(facts, "state", organ.state);
    return OK;
}

static err organ_remove(struct task *task, int64_t id)
{
    return q_organ_gone(task->tx, id);
}

static err organ_restore(struct task *task, int64_t id, str state)
{
    return q_organ_turn(task->tx, id, fact(state, "kind"));
}

/* ---- stations ------------------------------------------------------------ */

static err station_state(struct task *task, int64_t id, struct facts *facts)
{
    struct station_row station;
    TRY(station_get(task, id, &station));
    facts_add_int(facts, "area", station.area);
    facts_add_int(facts, "parent", station.parent_id);
    facts_add(facts, "kind", station.kind);
    facts_add(facts, "name", station.name);
    facts_add(facts, "address", station.address);
    facts_add(facts, "phone", station.phone);
    facts_add(facts, "hours", station.hours);
    facts_add(facts, "theme", station.theme);
    facts_add(facts, "state", station.state);
    return OK;
}

static err station_restore(struct task *task, int64_t id, str state)
{
    const struct station_row station = {
        .id = id,
        .area = fact_int(state, "area"),
        .parent_id = fact_int(state, "parent"),
        .kind = fact(state, "kind"),
        .name = fact(state, "name"),
        .address = fact(state, "address"),
        .phone = fact(state, "phone"),
        .hours = fact(state, "hours"),
        .theme = fact(state, "theme"),
    };
    return station_change(task, &station);
}

/* ---- groups -------------------------------------------------------------- */

static err group_state(struct task *task, int64_t id, struct facts *facts)
{
    struct deputy_group_row group;
    TRY(q_deputy_group_by_id(task->tx, id, &group));
    facts_add_int(facts, "area", group.area);
    facts_add(facts, "name", group.name);
    return OK;
}

static err group_remove(struct task *task, int64_t id)
{
    return q_group_gone(task->tx, id);
}

/* ---- deputies and mandates ----------------------------------------------- */

static void mandate_facts(const struct mandate_row *mandate,
                          struct facts *facts)
{
    facts_add_int(facts, "area", mandate->area);
    facts_add_int(facts, "since", mandate->since_at);
    facts_add_int(facts, "until", mandate->until_at);
    facts_add(facts, "state", mandate->state);
    facts_add(facts, "constituency", mandate->constituency);
    facts_add(facts, "delegation", mandate->delegation);
}

static err mandate_state(struct task *task, int64_t id, struct facts *facts)
{
    struct mandate_row mandate;
    TRY(q_mandate_by_id(task->tx, id, &mandate));
    mandate_facts(&mandate, facts);
    return OK;
}

static err mandate_remove(struct task *task, int64_t id)
{
    struct mandate_row mandate;
    struct deputy_row deputy;
    TRY(q_mandate_by_id(task->tx, id, &mandate));
    TRY(deputy_get(task, mandate.deputy_id, &deputy));
    TRY(mandate_unstore(task, id));
    return deputy_settled(task, deputy.id, task->now_ms);
}

static err mandate_restore(struct task *task, int64_t id, str state)
{
    return q_mandate_turn_words(task->tx, id, fact(state, "constituency"),
                                fact(state, "delegation"));
}

static void deputy_facts(const struct deputy_row *deputy,
                         const struct mandate_row_list *mandates,
                         struct facts *facts)
{
    facts_add(facts, "name", deputy->name);
    facts_add_int(facts, "level", deputy->level);
    facts_add_int(facts, "area", deputy->area);
    facts_add_int(facts, "patch", deputy->patch);
    facts_add_int(facts, "group", deputy->group_id);
    facts_add_int(facts, "station", deputy->station_id);
    facts_add(facts, "motto", deputy->motto);
    facts_add(facts, "state", deputy->state);
    for (ptrdiff_t i = 0; i < mandates->n; i++) {
        facts_add_int(facts, "mandate", mandates->rows[i].id);
        mandate_facts(&mandates->rows[i], facts);
    }
}

static err deputy_state(struct task *task, int64_t id, struct facts *facts)
{
    struct deputy_row deputy;
    struct mandate_row_list mandates;
    TRY(deputy_get(task, id, &deputy));
    TRY(q_mandates_of(task->tx, id, &mandates));
    deputy_facts(&deputy, &mandates, facts);
    return OK;
}

str new_deputy_state(struct arena *arena, const struct new_deputy *deputy)
{
    struct mandate_row mandate = deputy->mandate;
    const struct mandate_row_list mandates = {&mandate, 1};
    struct facts facts = facts_new(arena);
    mandate.state = S("active");
    deputy_facts(&deputy->row, &mandates, &facts);
    return facts_text(&facts);
}

static err deputy_restore(struct task *task, int64_t id, str state)
{
    struct deputy_row deputy;
    TRY(deputy_get(task, id, &deputy));
    deputy.patch = fact_int(state, "patch");
    deputy.group_id = fact_int(state, "group");
    deputy.station_id = fact_int(state, "station");
    deputy.motto = fact(state, "motto");
    return deputy_correct(task, &deputy);
}

/* ---- accounts and roles -------------------------------------------------- */

static err account_state(struct task *task, int64_t id, struct facts *facts)
{
    struct account_row account;
    TRY(q_account_by_id(task->tx, id, &account));
    facts_add(facts, "login", account.login);
    facts_add(facts, "name", account.name);
    facts_add(facts, "state", account.state);
    facts_add_int(facts, "entered", account.hash.n > 0);
    return OK;
}

static err account_remove(struct task *task, int64_t id)
{
    return q_account_gone(task->tx, id);
}

static err grant_state(struct task *task, int64_t id, struct facts *facts)
{
    struct grant_of_import grant;
    TRY(q_grant_of_import(task->tx, id, &grant));
    facts_add_int(facts, "account", grant.account_id);
    facts_add_int(facts, "role", grant.role);
    facts_add_int(facts, "area", grant.area_lo);
    facts_add_int(facts, "ref", grant.ref_id);
    facts_add_int(facts, "until", grant.until_at);
    return OK;
}

static err grant_remove(struct task *task, int64_t id)
{
    return q_grant_gone(task->tx, id);
}

/* ---- by name ------------------------------------------------------------- */

static const struct thing THINGS[] = {
    {"area", area_state, area_remove, area_restore},
    {"organ", organ_state, organ_remove, organ_restore},
    {"station", station_state, station_unstore, station_restore},
    {"group", group_state, group_remove, NULL},
    {"deputy", deputy_state, deputy_unstore, deputy_restore},
    {"mandate", mandate_state, mandate_remove, mandate_restore},
    {"account", account_state, account_remove, NULL},
    {"grant", grant_state, grant_remove, NULL},
};

static const struct thing *thing_of(str name)
{
    for (size_t i = 0; i < sizeof THINGS / sizeof THINGS[0]; i++) {
        if (str_eq(name, str_of(THINGS[i].name))) {
            return &THINGS[i];
        }
    }
    never("a thing that no import writes");
}

err thing_state(struct task *task, str thing, int64_t id, str *state)
{
    struct facts facts = facts_new(task->arena);
    TRY(thing_of(thing)->state(task, id, &facts));
    *state = facts_text(&facts);
    return OK;
}

err thing_remove(struct task *task, str thing, int64_t id)
{
    return thing_of(thing)->remove(task, id);
}

err thing_restore(struct task *task, str thing, int64_t id, str state)
{
    must(thing_of(thing)->restore != NULL);
    return thing_of(thing)->restore(task, id, state);
}
