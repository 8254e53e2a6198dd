/* Sites that come and go. */
#include "tools/scene/stage.h"

#include <sched.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "db/probe.h"
#include "main/site.h"
#include "tools/scene/folder.h"

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

static struct stage *stage_new(struct stage_maker *maker,
                               struct arena *arena, str folder)
{
    struct stage *stage = NEW(arena, struct stage);
    stage->maker = maker;
    stage->folder = folder;
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
    struct site_options options = {
        .data_dir = stage->folder,
        .db_url = stage->maker->db_url,
        .db_schema = stage->schema,
        .address = S("127.0.0.1"),
        .clock = &stage->clock.clock,
        .dice = &stage->dice.dice,
        .create = create,
        .cheap_passwords = true,
        .tell_cost = true,
        .quiet = true,
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

static err make_ready(struct stage_maker *maker)
{
    str ready = str_format(maker->arena, "%.*s/ready-%d", SF(maker->folder),
                           maker->count);
    struct stage *stage = stage_new(maker, maker->arena, ready);
    err result = site_make(stage, true);
    if (result == OK) {
        result = site_fixture(stage->site);
    }
    site_end(stage);
    maker->ready = ready;
    return result;
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
    return maker->db_url.n == 0 ? make_ready(maker) : OK;
}

void stage_maker_close(struct stage_maker *maker)
{
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
    return site_fixture(stage->site);
}

static err fill_copy(struct stage *stage, struct arena *arena)
{
    TRY(folder_copy(arena, stage->maker->ready, stage->folder));
    stage->dice.seeded = dice_seeded(SCENE_SEED);
    stage->clock.now_ms = date_to_ms(SCENE_BEGIN);
    return site_make(stage, false);
}

err stage_open(struct stage_maker *maker, struct arena *arena,
               struct stage **stage)
{
    must(maker->folder.n > 0);
    maker->count++;
    str folder = str_format(arena, "%.*s/%d", SF(maker->folder),
                            maker->count);
    *stage = stage_new(maker, arena, folder);
    TRY(maker->db_url.n > 0 ? fill_schema(*stage, arena)
                            : fill_copy(*stage, arena));
    (*stage)->clock.now_ms = date_to_ms(SCENE_BEGIN);
    TRY(site_listen((*stage)->site));
    (*stage)->port = site_port((*stage)->site);
    must((*stage)->port > 0);
    return OK;
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
    if (access(str_c(maker->arena, stage->folder), F_OK) == 0) {
        folder_remove(maker->arena, stage->folder);
    }
}

void stage_later(struct stage *stage, int64_t ms)
{
    must(stage != NULL);
    stage->clock.now_ms += ms;
}
