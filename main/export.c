/* xinqiao export: the matters as a table for offices. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/area_code.h"
#include "base/arena.h"
#include "base/out.h"
#include "crypt/token.h"
#include "desk/desk_batch.h"
#include "features/matters/matters_store.h"
#include "main/console.h"
#include "main/options.h"
#include "office/csv.h"

enum { BLOCK = 1 << 20, LIMIT = 64 << 20, STEP_BYTES_MAX = 8 << 20 };

struct exporting {
    struct data_options data;
    str path, area_digits;
    int64_t area;
    bool with_persons, bom;
    FILE *file;
    int64_t at, after;              /* the last row that was written */
    int64_t rows;
};

/* One step; begins anew with every run of its transaction. */
struct export_step {
    const struct exporting *exporting;
    struct out out;
    int64_t at, after;
    ptrdiff_t n;
};

static const char HEADING[] =
    "编号 code,类型 kind,来源 channel,分类 category,区划代码 area,"
    "区划 area name,联络站 station,标题 title,状态 state,收到 received,"
    "变动 changed,期限 due,销号 closed,主办 organ,代表 deputy,"
    "结果 result,评价 rating,重办 redo,公开 published";

/* A text that a spreadsheet would take for a formula is made plain. */
static void text_cell(struct out *out, str text)
{
    bool formula = text.n > 0 && strchr("=+-@\t", text.p[0]) != NULL;
    csv_add_cell(out, formula ? str_join(out->arena, S("'"), text) : text,
                 false);
}

static void row_cells(struct out *out, const struct matter_export *row)
{
    struct arena *arena = out->arena;
    enum matter_state state = MATTER_NEW;
    bool known = matter_state_read(row->state, &state);
    must(known);
    csv_add_cell(out, code_shown(arena, row->code), false);
    csv_add_cell(out, matter_kind_zh(row->kind), false);
    csv_add_cell(out, matter_channel_zh(row->channel), false);
    text_cell(out, row->category_path);
    csv_add_cell(out, area_text(arena, row->area), false);
    text_cell(out, row->area_name);
    text_cell(out, row->station_name);
    text_cell(out, row->title);
    csv_add_cell(out, matter_state_zh(state), false);
    csv_add_cell(out, time_text(arena, row->received_at), false);
    csv_add_cell(out, time_text(arena, row->changed_at), false);
    csv_add_cell(out, date_text(arena, row->due_at), false);
    csv_add_cell(out, date_text(arena, row->closed_at), false);
    text_cell(out, row->organ_name);
    text_cell(out, row->deputy_name);
    csv_add_cell(out, row->result, false);
    csv_add_cell(out, row->rating.n > 0 ? matter_rating_zh(row->rating)
                                        : S(""), false);
    csv_add_cell(out, str_format(arena, "%lld", (long long)row->redo_count),
                 false);
}

/* Name and phone in clear: each look is an event of its matter. */
static err person_cells(struct task *task, struct out *out, int64_t id)
{
    struct matter_row matter;
    struct matter_clear clear;
    TRY(matter_by_id(task, id, &matter));
    TRY(matter_unmask(task, &matter, &clear));
    text_cell(out, clear.name);
    csv_add_cell(out, clear.phone, true);
    return OK;
}

static err step_act(struct task *task, void *arg)
{
    struct export_step *step = arg;
    const struct exporting *exporting = step->exporting;
    struct matter_export_list list;
    TRY(q_matters_export(task->tx, exporting->area, exporting->at,
                         exporting->after, &list));
    step->out = out_new(task->arena, STEP_BYTES_MAX);
    step->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct matter_export *row = &list.rows[i];
        must(row->received_at > exporting->at ||
             (row->received_at == exporting->at &&
              row->id > exporting->after));
        row_cells(&step->out, row);
        csv_add_cell(&step->out, row->is_published ? S("1") : S("0"),
                     !exporting->with_persons);
        if (exporting->with_persons) {
            TRY(person_cells(task, &step->out, row->id));
        }
        step->at = row->received_at;
        step->after = row->id;
    }
    return step->out.full ? ERR_TOO_LARGE : OK;
}

/* Written only when the events of the step are durable. */
static err steps_run(struct desk *desk, struct arena *arena,
                     struct exporting *exporting)
{
    struct export_step step = {.exporting = exporting};
    do {
        arena_reset(arena);
        TRY(exporting->with_persons
                ? desk_batch(desk, arena, step_act, &step)
                : desk_look(desk, arena, step_act, &step));
        str text = out_text(&step.out);
        if (text.n > 0 && fwrite(text.p, (size_t)text.n, 1,
                                 exporting->file) != 1) {
            return errno == ENOSPC ? ERR_FULL : ERR_UNAVAILABLE;
        }
        exporting->at = step.at;
        exporting->after = step.after;
        exporting->rows += step.n;
    } while (step.n > 0);
    return OK;
}

static int export_open(struct exporting *exporting, struct arena *arena)
{
    bool to_output = str_eq(exporting->path, S("-"));
    exporting->file = to_output ? stdout
                                : fopen(str_c(arena, exporting->path), "wxe");
    if (exporting->file == NULL) {
        fprintf(stderr, "xinqiao export: %.*s: %s\n", SF(exporting->path),
                strerror(errno));
        return 1;
    }
    fprintf(exporting->file, "%s%s%s\r\n",
            exporting->bom ? "\xEF\xBB\xBF" : "", HEADING,
            exporting->with_persons ? ",姓名 name,电话 phone" : "");
    return 0;
}

static int export_run(struct exporting *exporting)
{
    struct site *site = NULL;
    struct arena *arena = arena_new(BLOCK, LIMIT);
    int code = options_open(&exporting->data, false, &site) == OK ? 0 : 1;
    if (code == 0) {
        code = export_open(exporting, arena);
    }
    if (code == 0) {
        err e = steps_run(site_desk(site), arena, exporting);
        bool closed = fclose(exporting->file) == 0;
        arena_reset(arena);
        str rows = console_number(arena, exporting->rows);
        fprintf(stderr, "%.*s: %.*s matters%s\n", SF(exporting->path),
                SF(rows), e == OK && closed ? "" : ", then it stopped");
        code = e == OK && closed ? 0 : 1;
    }
    if (site != NULL) {
        site_close(site);
    }
    arena_free(arena);
    return code;
}

int command_export(int argc, char **argv)
{
    struct exporting exporting = {.path = S(""), .area_digits = S("")};
    str words[1] = {S("")};
    struct option_row rows[DATA_ROWS + 4] = {
        [DATA_ROWS] = {"--out", "FILE.csv", "a new file; - is the output",
                       &exporting.path, NULL},
        {"--area", "CODE", "this area and all beneath", &exporting.area_digits,
         NULL},
        {"--bom", NULL, "with a byte order mark, for spreadsheets", NULL,
         &exporting.bom},
        {"--with-persons", NULL,
         "names and phones in clear; each is recorded", NULL,
         &exporting.with_persons},
    };
    options_data(&exporting.data, rows);
    struct command_line line = {
        .name = "export", .usage = "matters --out FILE.csv [options]",
        .what = "Writes the matters as CSV in UTF-8, oldest first, without "
                "personal data.\nExit: 0 written, 1 not, 2 wrong options.",
        .rows = rows, .row_count = DATA_ROWS + 4, .words = words,
        .word_max = 1};
    int code = 0;
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    if (!str_eq(words[0], S("matters")) || exporting.path.n == 0) {
        fprintf(stderr, "xinqiao export: say `export matters --out "
                "FILE.csv` (see --help)\n");
        return 2;
    }
    if (exporting.area_digits.n > 0 &&
        !area_parse(exporting.area_digits, &exporting.area)) {
        fprintf(stderr, "xinqiao export: %.*s is no area code\n",
                SF(exporting.area_digits));
        return 2;
    }
    return export_run(&exporting);
}
