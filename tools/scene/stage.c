/* Sites that come and go. */
#include "tools/scene/stage.h"

#include <sched.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "db/probe.h"
#include "main/site.h"
#include "tools/scene/folder.h"
#include "tools/scene/images.h"

/* The fixture is played an hour before the scenes begin: ids are ordered by
 * time, and no two nodes may make them in the same millisecond. */
static const struct date FIXTURE_BEGIN = {.year = 2026, .month = 3,
                                          .day = 2, .hour = 8};
static const struct date SCENE_BEGIN = {.year = 2026, .month = 3, .day = 2,
                                        .hour = 9};
enum { FIXTURE_SEED = 1, SCENE_SEED = 2 };

static int64_t stage_now(const struct clock *clock)
{
    const struct stage_clock *own = (const struct stage_clock *)clock;
    return own->now_ms;
}

static void stage_fill(struct dice *dice, void *bytes, size_t n)
{
    struct stage_dice *own = (struct stage_dice *)dice;
    while (atomic_flag_test_and_set(&own->taken)) {
        sched_yield();
    }
    dice_fill(&own->seeded, bytes, n);
    atomic_flag_clear(&own->taken);
}

static str database_name(const struct stage_maker *maker)
{
    return str_format(maker->arena, "scene_%d", maker->run);
}

/* postgresql://user@host:port/THIS?settings */
static str database_url(const struct stage_maker *maker)
{
    str url = maker->db_url;
    ptrdiff_t host = str_find(url, S("://"));
    must(host > 0);
    str rest = str_skip(url, host + 3);
    str before = str_slice(url, 0, host + 3);
    ptrdiff_t settings = str_find_char(rest, '?');
    str after = settings < 0 ? S("") : str_skip(rest, settings);
    rest = settings < 0 ? rest : str_slice(rest, 0, settings);
    str server = str_cut(&rest, '/');
    return str_format(maker->arena, "%.*s%.*s/%.*s%.*s", SF(before),
                      SF(server), SF(database_name(maker)), SF(after));
}

static struct stage *stage_new(struct stage_maker *maker,
                               struct arena *arena)
{
    struct stage *stage = NEW(arena, struct stage);
    maker->count++;
    stage->maker = maker;
    stage->number = maker->count;
    stage->folder = str_format(arena, "%.*s/%d", SF(maker->folder),
                               stage->number);
    stage->schema = S("");
    stage->clock.clock.now_ms = stage_now;
    stage->clock.now_ms = date_to_ms(FIXTURE_BEGIN);
    stage->dice.dice.fill = stage_fill;
    stage->dice.seeded = dice_seeded(FIXTURE_SEED);
    atomic_flag_clear(&stage->dice.taken);
    return stage;
}

static err site_make(struct stage *stage, bool create)
{
    struct stage_maker *maker = stage->maker;
    struct site_options options = {
        .data_dir = stage->folder,
        .db_url = maker->rests ? database_url(maker) : maker->db_url,
        .db_schema = stage->schema,
        .address = S("127.0.0.1"),
        .clock = &stage->clock.clock,
        .dice = &stage->dice.dice,
        .create = create,
        .cheap_passwords = true,
        .tell_cost = true,
        .quiet = true,
        .still = true,
        .arena_bytes = maker->arena_bytes,
        .begun = maker->begun,
        .begun_given = maker->begun_given,
    };
    TRY(site_open(&options, &stage->site));
    must(stage->site != NULL);
    stage->db = site_db(stage->site);
    return OK;
}

static void site_end(struct stage *stage)
{
    if (stage->site != NULL) {
        site_close(stage->site);
    }
    stage->site = NULL;
    stage->db = NULL;
}

static bool is_copied(const struct stage_maker *maker)
{
    return maker->db_url.n == 0 || maker->rests;
}

static err make_ready(struct stage_maker *maker)
{
    struct stage *stage = stage_new(maker, maker->arena);
    maker->ready = (struct stage_place){
        .number = stage->number,
        .folder = stage->folder,
        .now_ms = date_to_ms(SCENE_BEGIN),
        .dice = dice_seeded(SCENE_SEED),
    };
    if (maker->rests) {
        TRY(probe_database_make(maker->db_url, database_name(maker),
                                S("")));
    }
    err result = site_make(stage, true);
    if (result == OK) {
        result = site_fixture(stage->site);
    }
    site_end(stage);
    TRY(result);
    return maker->rests ? images_open(database_url(maker), &maker->images)
                        : OK;
}

err stage_maker_open(struct stage_maker *maker)
{
    must(maker != NULL);
    must(maker->arena != NULL);
    maker->run = (int)getpid();
    return folder_temporary(maker->arena, &maker->folder);
}

err stage_maker_ready(struct stage_maker *maker)
{
    must(maker->folder.n > 0);
    return is_copied(maker) ? make_ready(maker) : OK;
}

static void drop_database(struct stage_maker *maker)
{
    bool made = maker->rests && maker->ready.number > 0;
    str name = database_name(maker);
    if (made && !maker->keep &&
        probe_database_drop(maker->db_url, name) != OK) {
        log_say(LOG_WARN, "the database %.*s stays behind", SF(name));
    }
}

void stage_maker_close(struct stage_maker *maker)
{
    drop_database(maker);
    if (maker->folder.n > 0 && !maker->keep) {
        folder_remove(maker->arena, maker->folder);
    }
}

static str schema_name(const struct stage_maker *maker, struct arena *arena)
{
    return str_format(arena, "scene_%d_%d", maker->run, maker->count);
}

void stage_maker_sweep(struct stage_maker *maker)
{
    if (maker->db_url.n == 0 || maker->keep) {
        return;
    }
    if (maker->rests) {
        drop_database(maker);
        maker->rest.number = 0;
        maker->ready.number = 0;
        maker->images = NULL;       /* the child's */
        return;
    }
    str schema = schema_name(maker, maker->arena);
    if (probe_schema_drop(maker->db_url, schema) != OK) {
        log_say(LOG_WARN, "the schema %.*s stays behind", SF(schema));
    }
}

/* On PostgreSQL there is nothing to copy: schema, then fixture. */
static err fill_schema(struct stage *stage, struct arena *arena)
{
    struct stage_maker *maker = stage->maker;
    str schema = schema_name(maker, arena);
    TRY(probe_schema_make(maker->db_url, schema));
    stage->schema = schema;
    TRY(site_make(stage, true));
    TRY(site_fixture(stage->site));
    stage->clock.now_ms = date_to_ms(SCENE_BEGIN);
    return OK;
}

static err fill_copy(struct stage *stage, struct arena *arena,
                     const struct stage_place *place)
{
    struct stage_maker *maker = stage->maker;
    must(place->number > 0);
    TRY(folder_copy(arena, place->folder, stage->folder));
    if (maker->rests) {
        TRY(images_back(maker->images, place == &maker->rest ? IMAGE_REST
                                                             : IMAGE_READY));
    }
    stage->dice.seeded = place->dice;
    stage->clock.now_ms = place->now_ms;
    return site_make(stage, false);
}

static err serve(struct stage *stage)
{
    TRY(site_listen(stage->site));
    stage->port = site_port(stage->site);
    must(stage->port > 0);
    return OK;
}

err stage_open(struct stage_maker *maker, struct arena *arena,
               struct stage **stage)
{
    must(maker->folder.n > 0);
    *stage = stage_new(maker, arena);
    TRY(is_copied(maker) ? fill_copy(*stage, arena, &maker->ready)
                         : fill_schema(*stage, arena));
    return serve(*stage);
}

err stage_again(struct stage_maker *maker, struct arena *arena,
                struct stage **stage)
{
    must(maker->rest.number > 0);
    *stage = stage_new(maker, arena);
    TRY(fill_copy(*stage, arena, &maker->rest));
    return serve(*stage);
}

err stage_back(struct stage *stage)
{
    const struct stage_place *rest = &stage->maker->rest;
    must(stage->maker->rests);
    must(rest->number > 0);
    TRY(images_back(stage->maker->images, IMAGE_REST));
    stage->dice.seeded = rest->dice;
    stage->clock.now_ms = rest->now_ms;
    return OK;
}

static void take_away(struct stage_maker *maker, str folder)
{
    if (!maker->keep && access(str_c(maker->arena, folder), F_OK) == 0) {
        folder_remove(maker->arena, folder);
    }
}

err stage_rest(struct stage *stage)
{
    struct stage_maker *maker = stage->maker;
    must(is_copied(maker));
    site_end(stage);
    if (maker->rest.number > 0) {
        take_away(maker, maker->rest.folder);
    }
    maker->rest = (struct stage_place){
        .number = stage->number,
        .folder = str_copy(maker->arena, stage->folder),
        .now_ms = stage->clock.now_ms,
        .dice = stage->dice.seeded,
    };
    return maker->rests ? images_keep(maker->images, IMAGE_REST) : OK;
}

void stage_close(struct stage *stage)
{
    if (stage == NULL) {
        return;
    }
    struct stage_maker *maker = stage->maker;
    site_end(stage);
    if (maker->keep) {
        return;
    }
    if (stage->schema.n > 0 &&
        probe_schema_drop(maker->db_url, stage->schema) != OK) {
        stage->schema = S("");      /* the server is gone: so be it */
    }
    take_away(maker, stage->folder);
}

void stage_later(struct stage *stage, int64_t ms)
{
    must(stage != NULL);
    stage->clock.now_ms += ms;
}
