/* Rows into acts; see world.h. */
#include "main/world.h"

#include "base/arena.h"
#include "base/area_code.h"
#include "base/log.h"
#include "desk/ids.h"
#include "desk/steps.h"
#include "features/areas/areas.h"
#include "features/matters/matters.h"
#include "features/organs/organs.h"
#include "features/people/people.h"
#include "features/stations/stations.h"

enum { FIELDS_MAX = 64 << 10 };

/* ---- words for acts ---------------------------------------------------- */

struct fields fields_new(struct arena *arena)
{
    return (struct fields){.out = out_new(arena, FIELDS_MAX)};
}

void fields_add(struct fields *fields, const char *name, str value)
{
    must(name != NULL);
    if (value.n == 0) {
        return;
    }
    if (fields->out.n > 0) {
        out_char(&fields->out, '&');
    }
    out_str(&fields->out, str_of(name));
    out_char(&fields->out, '=');
    out_url(&fields->out, value);
}

void fields_add_int(struct fields *fields, const char *name, int64_t value)
{
    if (value != 0) {
        fields_add(fields, name, str_format(fields->out.arena, "%lld",
                                            (long long)value));
    }
}

err world_act(struct world *world, str login, str path,
              const struct fields *fields, str *location)
{
    must(!fields->out.full);
    struct act act = {.login = login, .path = path,
                      .fields = out_text(&fields->out)};
    char kept[200];
    str where = S("");
    struct arena_mark mark = arena_mark(world->arena);
    err e = site_act(world->site, world->arena, &act, &where);
    if (where.n > (ptrdiff_t)sizeof kept) {
        where.n = (ptrdiff_t)sizeof kept;
    }
    for (ptrdiff_t i = 0; i < where.n; i++) {
        kept[i] = where.p[i];
    }
    arena_back(world->arena, mark);
    if (e == OK && location != NULL) {
        *location = str_copy(world->arena, (str){kept, where.n});
    }
    return e;
}

/* ---- keys -------------------------------------------------------------- */

const struct world_key *world_find(const struct world *world, str key)
{
    for (int i = 0; i < world->key_count; i++) {
        if (str_eq(world->keys[i].key, key)) {
            return &world->keys[i];
        }
    }
    log_say(LOG_ERROR, "the world has no \"%.*s\"", SF(key));
    never("a key that no row has");
}

static void key_add(struct world *world, const char *key, int64_t id,
                    str code)
{
    must(world->key_count < WORLD_KEYS_MAX);
    must(id != 0);
    world->keys[world->key_count++] =
        (struct world_key){str_of(key), id, code};
}

int64_t world_area(const char *digits)
{
    int64_t area = AREA_NATION;
    if (digits != NULL && digits[0] != '\0') {
        bool known = area_parse(str_of(digits), &area);
        must(known);
    }
    return area;
}

/* ---- areas and categories, as the house itself ------------------------- */

struct laying {
    struct db_job job;
    const struct world_plan *plan;
    int64_t now_ms;
};

static err category_lay(struct tx *tx, str path, int64_t now_ms)
{
    struct category_row row = {0};
    err e = q_category_by_path(tx, path, &row);
    if (e != ERR_NOT_FOUND) {
        return e;
    }
    ptrdiff_t cut = path.n;
    while (cut > 0 && path.p[cut - 1] != '/') {
        cut--;
    }
    if (cut > 0) {
        TRY(q_category_by_path(tx, str_slice(path, 0, cut - 1), &row));
    }
    return q_category_add(tx, id_new(tx_slot(tx), now_ms),
                          cut > 0 ? row.id : 0, str_skip(path, cut), path);
}

static err lay_act(struct tx *tx, struct db_job *job)
{
    const struct laying *laying = (const struct laying *)(const void *)job;
    const struct world_plan *plan = laying->plan;
    for (int i = 0; i < plan->area_count; i++) {
        TRY(area_put(tx, world_area(plan->areas[i].code),
                     str_of(plan->areas[i].name)));
    }
    for (int i = 0; i < plan->category_count; i++) {
        TRY(category_lay(tx, str_of(plan->categories[i]),
                         laying->now_ms));
    }
    return OK;
}

static err lay(struct world *world, const struct world_plan *plan)
{
    struct laying laying = {
        .job = {.act = lay_act, .who = ROLE_SYSTEM, .arena = world->arena},
        .plan = plan, .now_ms = clock_now_ms(world->desk->clock),
    };
    return db_write(world->desk->db, &laying.job);
}

err world_category(struct world *world, str path, int64_t *id)
{
    *id = 0;
    if (path.n == 0) {
        return OK;
    }
    struct tx *tx = NULL;
    struct category_row row;
    TRY(db_read_begin(world->desk->db, ROLE_SYSTEM, world->arena, &tx));
    err e = q_category_by_path(tx, path, &row);
    db_read_end(tx);
    *id = e == OK ? row.id : 0;
    return e;
}

/* ---- organs, stations, groups, deputies -------------------------------- */

static err organ_build(struct world *world, const struct world_organ *row)
{
    struct fields fields = fields_new(world->arena);
    fields_add(&fields, "area", str_of(row->area));
    fields_add(&fields, "kind", str_of(row->kind));
    fields_add(&fields, "name", str_of(row->name));
    TRY(world_act(world, world->keeper, S("/organs"), &fields, NULL));
    struct tx *tx = NULL;
    struct organ_row_list list = {0};
    TRY(db_read_begin(world->desk->db, ROLE_SYSTEM, world->arena, &tx));
    err e = q_organ_named(tx, world_area(row->area), str_of(row->name),
                          &list);
    db_read_end(tx);
    TRY(e);
    must(list.n == 1);
    key_add(world, row->key, list.rows[0].id, S(""));
    return OK;
}

/* "/stations/K7M2QX9D" -> "K7M2QX9D" */
static str last_part(str location)
{
    ptrdiff_t from = location.n;
    while (from > 0 && location.p[from - 1] != '/') {
        from--;
    }
    return str_skip(location, from);
}

static err station_build(struct world *world,
                         const struct world_station *row)
{
    struct fields fields = fields_new(world->arena);
    fields_add(&fields, "area", str_of(row->area));
    fields_add(&fields, "kind", str_of(row->kind));
    fields_add(&fields, "name", str_of(row->name));
    fields_add(&fields, "address", str_of(row->address));
    fields_add(&fields, "phone", str_of(row->phone));
    fields_add(&fields, "hours", str_of(row->hours));
    fields_add(&fields, "theme", str_of(row->theme));
    if (row->parent != NULL) {
        fields_add(&fields, "parent",
                   world_find(world, str_of(row->parent))->code);
    }
    str location = S("");
    TRY(world_act(world, world->keeper, S("/stations"), &fields,
                  &location));
    str code = last_part(location);
    struct tx *tx = NULL;
    struct station_row station;
    TRY(db_read_begin(world->desk->db, ROLE_SYSTEM, world->arena, &tx));
    err e = q_station_by_code(tx, code, &station);
    db_read_end(tx);
    TRY(e);
    key_add(world, row->key, station.id, code);
    return OK;
}

static err group_build(struct world *world, const struct world_group *row)
{
    struct fields fields = fields_new(world->arena);
    fields_add(&fields, "area", str_of(row->area));
    fields_add(&fields, "name", str_of(row->name));
    TRY(world_act(world, world->keeper, S("/groups"), &fields, NULL));
    struct tx *tx = NULL;
    struct deputy_group_row_list list = {0};
    TRY(db_read_begin(world->desk->db, ROLE_SYSTEM, world->arena, &tx));
    err e = q_deputy_group_named(tx, world_area(row->area),
                                 str_of(row->name), &list);
    db_read_end(tx);
    TRY(e);
    must(list.n == 1);
    key_add(world, row->key, list.rows[0].id, S(""));
    return OK;
}

/* The deputy's key is the login. */
static err deputy_build(struct world *world, const struct world_person *row)
{
    struct fields fields = fields_new(world->arena);
    fields_add(&fields, "name", str_of(row->name));
    fields_add(&fields, "area", str_of(row->congress));
    fields_add(&fields, "patch",
               str_format(world->arena, "%016lld",
                          (long long)world_area(row->patch)));
    fields_add(&fields, "motto", str_of(row->motto));
    if (row->group != NULL) {
        fields_add_int(&fields, "group",
                       world_find(world, str_of(row->group))->id);
    }
    if (row->at != NULL) {
        fields_add(&fields, "station",
                   world_find(world, str_of(row->at))->code);
    }
    str location = S("");
    TRY(world_act(world, world->keeper, S("/deputies"), &fields,
                  &location));
    str code = last_part(location);
    struct tx *tx = NULL;
    struct deputy_row deputy;
    TRY(db_read_begin(world->desk->db, ROLE_SYSTEM, world->arena, &tx));
    err e = q_deputy_by_code(tx, code, &deputy);
    db_read_end(tx);
    TRY(e);
    key_add(world, row->login, deputy.id, code);
    return OK;
}

/* ---- accounts ---------------------------------------------------------- */

static err person_build(struct world *world, const struct world_person *row,
                        str password)
{
    int64_t ref_id = 0;
    if (row->patch != NULL) {
        TRY(deputy_build(world, row));
        ref_id = world_find(world, str_of(row->login))->id;
    } else if (row->at != NULL) {
        ref_id = world_find(world, str_of(row->at))->id;
    }
    return seed_account(world->desk, world->arena, &(struct seed){
        .login = str_of(row->login), .name = str_of(row->name),
        .password = password, .role = row->role,
        .area = world_area(row->area), .ref_id = ref_id});
}

static err people_build(struct world *world, const struct world_plan *plan,
                        bool keepers,
                        str (*password)(struct world *world, str login))
{
    for (int i = 0; i < plan->person_count; i++) {
        const struct world_person *row = &plan->people[i];
        if (str_eq(str_of(row->login), world->keeper) == keepers) {
            TRY(person_build(world, row,
                             password(world, str_of(row->login))));
        }
    }
    return OK;
}

err world_build(struct world *world, const struct world_plan *plan,
                str (*password)(struct world *world, str login))
{
    must(world->keeper.n > 0);
    TRY(lay(world, plan));
    for (int i = 0; i < plan->setting_count; i++) {
        const struct world_setting *row = &plan->settings[i];
        TRY(seed_setting(world->desk, world->arena, world_area(row->area),
                         str_of(row->name), str_of(row->value)));
    }
    TRY(people_build(world, plan, true, password));
    for (int i = 0; i < plan->organ_count; i++) {
        TRY(organ_build(world, &plan->organs[i]));
    }
    for (int i = 0; i < plan->station_count; i++) {
        TRY(station_build(world, &plan->stations[i]));
    }
    for (int i = 0; i < plan->group_count; i++) {
        TRY(group_build(world, &plan->groups[i]));
    }
    return people_build(world, plan, false, password);
}
