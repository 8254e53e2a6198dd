/* Plays the stories of the demo: each step is the POST that its person would
 * have sent, at its time.  All steps of all stories are sorted by time
 * first, for ids and the journal go with the time. */
#include "main/demo.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "desk/steps.h"
#include "features/matters/matters.h"

enum {
    CUES_MAX = 1024,
    MATTERS_MAX = 128,
    CODE_BYTES = 8,
    MORNING_MS = 9 * 3600 * 1000,
    STEP_MS = 37 * 60 * 1000,       /* between steps of a day */
    MATTER_MS = 7 * 60 * 1000,      /* between matters of a day */
    TOLD_EVERY = 50
};
#define DAY INT64_C(86400000)

/* A matter while it is played. */
struct part {
    const struct demo_matter *matter;
    int64_t at_ms;                  /* received */
    int64_t id;                     /* 0: not yet */
    char code[CODE_BYTES];
    int number;
};

struct cue {
    int64_t at_ms;
    struct part *part;
    const struct demo_step *step;   /* NULL: it is received */
    int order;                      /* of those at the same moment */
};

struct play {
    struct world *world;
    struct part parts[MATTERS_MAX];
    int part_count;
    struct cue cues[CUES_MAX];
    int cue_count;
};

/* ---- when -------------------------------------------------------------- */

static void cue_add(struct play *play, struct part *part, int64_t at_ms,
                    const struct demo_step *step)
{
    must(play->cue_count < CUES_MAX);
    play->cues[play->cue_count] =
        (struct cue){at_ms, part, step, play->cue_count};
    play->cue_count++;
}

/* Today's steps would lie in the future at dawn: they move before now. */
static void part_add(struct play *play, const struct demo_matter *matter,
                     int64_t now_ms)
{
    must(play->part_count < MATTERS_MAX);
    struct part *part = &play->parts[play->part_count];
    struct date morning = date_of_ms(now_ms - matter->ago * DAY);
    morning.hour = 0;
    morning.minute = 0;
    morning.second = 0;
    part->matter = matter;
    part->number = ++play->part_count;
    part->at_ms = date_to_ms(morning) + MORNING_MS +
                  part->number % 30 * MATTER_MS;
    if (part->at_ms >= now_ms) {
        part->at_ms -= DAY;
    }
    cue_add(play, part, part->at_ms, NULL);
    int64_t last = part->at_ms;
    const struct demo_step *step = matter->steps;
    for (int i = 1; step->verb != DEMO_END; step++, i++) {
        int64_t at_ms = part->at_ms + step->day * DAY + i * STEP_MS;
        must(step->day <= matter->ago);
        must(at_ms > last);         /* a story is told in its order */
        if (at_ms >= now_ms) {
            at_ms = now_ms - 1000 + i;
        }
        cue_add(play, part, at_ms, step);
        last = at_ms;
    }
}

static int cue_cmp(const void *left, const void *right)
{
    const struct cue *a = left;
    const struct cue *b = right;
    if (a->at_ms != b->at_ms) {
        return a->at_ms < b->at_ms ? -1 : 1;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

/* ---- receiving --------------------------------------------------------- */

/* No such number is in use: 190 0000 00nn. */
static void person_add(struct fields *fields, const struct part *part)
{
    if (part->matter->person == NULL) {
        return;
    }
    fields_add(fields, "name", str_of(part->matter->person));
    fields_add(fields, "phone", str_format(fields->out.arena,
                                           "190000000%02d",
                                           part->number % 100));
    fields_add(fields, "secret", part->matter->is_secret ? S("1") : S(""));
}

static err part_learn(struct play *play, struct part *part, str location)
{
    struct world *world = play->world;
    str rest = str_skip(location, 1);
    str_cut(&rest, '/');
    str code = str_cut(&rest, '/');
    must(code.n == CODE_BYTES);
    for (int i = 0; i < CODE_BYTES; i++) {
        part->code[i] = code.p[i];
    }
    struct tx *tx = NULL;
    struct matter_row row = {0};
    TRY(db_read_begin(world->desk->db, ROLE_SYSTEM, world->arena, &tx));
    err e = q_matter_by_code(tx, code, &row);
    db_read_end(tx);
    part->id = row.id;
    return e;
}

static err part_receive(struct play *play, struct part *part)
{
    const struct demo_matter *matter = part->matter;
    struct world *world = play->world;
    bool public = matter->taker == NULL;
    struct fields fields = fields_new(world->arena);
    fields_add(&fields, "kind", str_of(matter->kind));
    fields_add(&fields, "channel", str_of(matter->channel));
    fields_add(&fields, "title", str_of(matter->title));
    fields_add(&fields, "body", str_of(matter->body));
    fields_add(&fields, "place", str_of(matter->spot));
    fields_add(&fields, "consent", S("1"));
    person_add(&fields, part);
    if (public) {
        str station = str_of(matter->station);
        fields_add(&fields, "station", world_find(world, station)->code);
    } else {
        fields_add(&fields, "area", str_of(matter->area));
    }
    str location = S("");
    TRY(world_act(world, str_of(matter->taker),
                  public ? S("/say") : S("/matters"), &fields, &location));
    return part_learn(play, part, location);
}

/* ---- the other steps --------------------------------------------------- */

static const char *const VERBS[] = {
    [DEMO_ACCEPT] = "accept",       [DEMO_REFUSE] = "refuse",
    [DEMO_CLAIM] = "claim",         [DEMO_RELEASE] = "release",
    [DEMO_DISPATCH] = "dispatch",   [DEMO_HAND_BACK] = "hand_back",
    [DEMO_REPLY] = "reply",         [DEMO_RATE] = "rate",
    [DEMO_WITHDRAW] = "withdraw",   [DEMO_NOTE] = "note",
    [DEMO_PUBLISH] = "publish",
};

/* The names under which a verb's form takes `text`, `with` and `more`. */
struct verb_fields {
    const char *text, *with, *more;
};

static const struct verb_fields VERB_FIELDS[] = {
    [DEMO_REFUSE] = {"referral", "reason", NULL},
    [DEMO_RELEASE] = {"reason", NULL, NULL},
    [DEMO_DISPATCH] = {"remark", NULL, NULL},
    [DEMO_HAND_BACK] = {"cause", NULL, NULL},
    [DEMO_REPLY] = {"answer", "result", "evidence"},
    [DEMO_RATE] = {"comment", "rating", NULL},
    [DEMO_WITHDRAW] = {"why", NULL, NULL},
    [DEMO_NOTE] = {"note", NULL, NULL},
    [DEMO_PUBLISH] = {"public_body", "public_title", "public_reply"},
};

static void plain_add(struct fields *fields, const char *name,
                      const char *value)
{
    if (name != NULL) {
        fields_add(fields, name, str_of(value));
    }
}

/* What needs an id: the category and village of accepting, the organ. */
static err special_add(struct play *play, const struct cue *cue,
                       struct fields *fields)
{
    const struct demo_step *step = cue->step;
    const struct demo_matter *matter = cue->part->matter;
    if (step->verb == DEMO_ACCEPT) {
        int64_t category = 0;
        TRY(world_category(play->world, str_of(step->with), &category));
        fields_add_int(fields, "category", category);
        fields_add(fields, "kind", str_of(matter->kind));
        fields_add(fields, "area", str_of(matter->area));
    } else if (step->verb == DEMO_DISPATCH) {
        str organ = str_of(step->with);
        fields_add_int(fields, "organ", world_find(play->world, organ)->id);
        if (step->due > 0) {
            fields_add(fields, "due",
                       date_text(fields->out.arena,
                                 cue->at_ms + step->due * DAY));
        }
    } else if (step->verb == DEMO_PUBLISH) {
        fields_add(fields, "consent", S("1"));
    }
    return OK;
}

static err part_step(struct play *play, const struct cue *cue)
{
    const struct demo_step *step = cue->step;
    struct world *world = play->world;
    struct arena *arena = world->arena;
    struct fields fields = fields_new(arena);
    must(cue->part->id != 0);
    if (step->verb < sizeof VERB_FIELDS / sizeof VERB_FIELDS[0]) {
        const struct verb_fields *names = &VERB_FIELDS[step->verb];
        plain_add(&fields, names->text, step->text);
        plain_add(&fields, names->with, step->with);
        plain_add(&fields, names->more, step->more);
    }
    TRY(special_add(play, cue, &fields));
    must(!fields.out.full);
    struct act act = {
        .login = str_of(step->who),
        .path = str_format(arena, "/matters/%.*s/%s", CODE_BYTES,
                           cue->part->code, VERBS[step->verb]),
        .fields = out_text(&fields.out),
        .slip_matter = step->who[0] == '\0' ? cue->part->id : 0,
    };
    return site_act(world->site, arena, &act, NULL);
}

/* ---- all of it --------------------------------------------------------- */

static err play_cues(struct play *play, struct clock *clock)
{
    struct arena *arena = play->world->arena;
    for (int i = 0; i < play->cue_count; i++) {
        struct cue *cue = &play->cues[i];
        struct arena_mark mark = arena_mark(arena);
        clock->fixed_ms = cue->at_ms;
        err e = cue->step == NULL ? part_receive(play, cue->part)
                                  : part_step(play, cue);
        arena_back(arena, mark);
        if (e != OK) {
            fprintf(stderr, "demo: \"%s\" stopped: %s\n",
                    cue->part->matter->title, err_name(e));
            return e;
        }
        if ((i + 1) % TOLD_EVERY == 0) {
            fprintf(stderr, "demo: %d of %d acts\n", i + 1,
                    play->cue_count);
        }
    }
    return OK;
}

err demo_play(struct world *world, struct clock *clock, int64_t now_ms,
              int *acts)
{
    static const struct demo_story *const stories[] = {
        &DEMO_RUDONG, &DEMO_CHANGJIANG, &DEMO_HAICHENG, &DEMO_HENAN,
        &DEMO_TAIHE};
    struct play *play = NEW(world->arena, struct play);
    play->world = world;
    for (size_t s = 0; s < sizeof stories / sizeof stories[0]; s++) {
        for (int i = 0; i < stories[s]->count; i++) {
            part_add(play, &stories[s]->rows[i], now_ms);
        }
    }
    qsort(play->cues, (size_t)play->cue_count, sizeof play->cues[0],
          cue_cmp);
    *acts = play->cue_count;
    return play_cues(play, clock);
}
