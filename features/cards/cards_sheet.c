/* Cards on paper, eight to a sheet. */
#include "features/cards/cards_sheet.h"

#include "crypt/token.h"
#include "desk/settings.h"
#include "features/cards/cards_chosen.h"
#include "features/cards/cards_rules.h"
#include "features/staffing/staffing.h"
#include "office/pdf.h"
#include "page/words.h"

enum { ALSO_MAX = 16 << 10 };

/* ---- what stands on a card ----------------------------------------------- */

/* "清溪县 第三选区": what she was elected to, by whom. */
static str seat_of(struct task *task, const struct card_deputy *row)
{
    str place = row->area == 0 ? task_word(task, W("全国")) : row->place;
    return str_trim(str_format(task->arena, "%.*s %.*s", SF(place),
                               SF(row->constituency)));
}

/* "A、B": where else she can be met. */
static err also_of(struct task *task, const struct card_deputy *row,
                   str *also)
{
    struct deputy_station_line_list list;
    struct out out = out_new(task->arena, ALSO_MAX);
    TRY(staffing_stations_of(task, row->id, &list));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        if (list.rows[i].id != row->station_id) {
            out_str(&out, out.n > 0 ? S("、") : S(""));
            out_str(&out, list.rows[i].name);
        }
    }
    *also = out_text(&out);
    return OK;
}

static struct contact_card card_of(struct task *task, str site,
                                   const struct card_deputy *row)
{
    return (struct contact_card){
        .name = row->name,
        .level = deputy_level_word(row->level),
        .seat = seat_of(task, row),
        .station = row->station_name,
        .address = row->station_address,
        .hours = row->station_hours,
        .code = row->card_code,
        .href = str_format(task->arena, "%.*s/c/%.*s", SF(site),
                           SF(row->card_code)),
    };
}

/* Those of the choice who have a card, as they will be printed. */
static err cards_read(struct task *task, struct chosen *chosen,
                      struct contact_card_list *cards)
{
    const struct form_cards *form = task_form(task, &FORM_CARDS);
    str site;
    str group = str_format(task->arena, "%lld", (long long)form->group);
    TRY(chosen_read(task, form->station, group, form->deputy, chosen));
    TRY(setting_site_url(task, &site));
    cards->rows = NEW_MANY(task->arena, struct contact_card,
                           chosen->list.n);
    cards->n = 0;
    for (ptrdiff_t i = 0; i < chosen->list.n; i++) {
        const struct card_deputy *row = &chosen->list.rows[i];
        if (row->card_code.n > 0) {
            struct contact_card *card = &cards->rows[cards->n++];
            *card = card_of(task, site, row);
            TRY(also_of(task, row, &card->also));
        }
    }
    return OK;
}

err cards_sheet_page(struct task *task)
{
    struct chosen chosen;
    struct page_cards_sheet page = {0};
    TRY(cards_read(task, &chosen, &page.cards));
    str query = chosen_query(task, &chosen);
    for (ptrdiff_t i = 0; i < page.cards.n; i++) {
        struct contact_card *card = &page.cards.rows[i];
        TRY(qr_svg(task->arena, card->href,
                   task_word(task, W("扫码反映情况")), &card->qr.markup));
    }
    page.back = str_join(task->arena, S("/cards?"), query);
    page.pdf = str_join(task->arena, S("/cards/pdf?"), query);
    return task_show(task, &PAGE_CARDS_SHEET, &page);
}

/* ---- PDF ----------------------------------------------------------------- */

enum {
    RED = 0xB3261E, BLACK = 0x111111, GREY = 0x555555, PALE = 0x999999,
    EDGE = 5,                       /* from a card's edge to its words */
    QR_SIDE = 30,
    WORDS_WIDTH = CARD_WIDTH - 2 * EDGE - QR_SIDE
};

/* One line or some beneath each other. */
struct pen {
    struct pdf *pdf;
    double x, y;
};

static void write_line(struct pen *pen, double points, uint32_t colour,
                       int lines, str text)
{
    struct pdf_text how = {
        .x = pen->x, .y = pen->y, .width = WORDS_WIDTH, .points = points,
        .lines = lines, .colour = colour,
    };
    pen->y += pdf_text(pen->pdf, &how, text);
}

static err draw_code(struct task *task, struct pen *pen,
                     const struct contact_card *card)
{
    struct qr_squares squares;
    TRY(qr_squares(task->arena, card->href, &squares));
    struct pdf_box box = {pen->x + WORDS_WIDTH, pen->y, QR_SIDE};
    pdf_qr(pen->pdf, &box, &squares);
    struct pdf_text how = {
        .x = box.x, .y = box.y + QR_SIDE, .width = QR_SIDE, .points = 9.5,
        .lines = 1, .centred = true, .colour = RED,
    };
    how.y += pdf_text(pen->pdf, &how,
                      task_word(task, W("扫码反映情况")));
    how.colour = GREY;
    how.points = 8.5;
    str code = code_shown(task->arena, card->code);
    (void)pdf_text(pen->pdf, &how, code);
    return OK;
}

static err draw_card(struct task *task, struct pdf *pdf,
                     const struct card_spot *spot,
                     const struct contact_card *card)
{
    struct pen pen = {pdf, spot->x + EDGE, spot->y + EDGE};
    struct pdf_text head = {
        .x = pen.x, .y = pen.y, .width = CARD_WIDTH - 2 * EDGE, .points = 10,
        .lines = 1, .colour = RED,
    };
    str title = str_format(task->arena, "%.*s  %.*s",
                           SF(task_word(task, W("人大代表便民联系卡"))),
                           SF(task->face.site));
    pen.y += pdf_text(pdf, &head, title) + 0.5;
    struct pdf_line rule = {pen.x, pen.y, spot->x + CARD_WIDTH - EDGE,
                            pen.y, 0.3, false, RED};
    pdf_line(pdf, &rule);
    pen.y += 1.5;
    TRY(draw_code(task, &pen, card));
    write_line(&pen, 20, BLACK, 1, card->name);
    write_line(&pen, 11, BLACK, 1, task_word(task, card->level));
    write_line(&pen, 10, GREY, 2, card->seat);
    pen.y += 1.5;
    write_line(&pen, 10.5, BLACK, 2, card->station);
    write_line(&pen, 9, GREY, 2, card->address);
    if (card->hours.n > 0) {
        str hours = str_format(task->arena, "%.*s%.*s",
                               SF(task_word(task, W("接待时间："))),
                               SF(card->hours));
        write_line(&pen, 9, GREY, 3, hours);
    }
    if (card->also.n > 0) {
        str also = str_join(task->arena, task_word(task, W("也在：")),
                            card->also);
        write_line(&pen, 9, GREY, 2, also);
    }
    return OK;
}

/* Short marks in the margin for the cutter, and pale dashes between. */
static void draw_marks(struct pdf *pdf)
{
    const double right = SHEET_LEFT + CARD_COLUMNS * CARD_WIDTH;
    const double bottom = SHEET_TOP + CARD_ROWS * CARD_HEIGHT;
    for (int i = 0; i <= CARD_COLUMNS; i++) {
        double x = SHEET_LEFT + i * CARD_WIDTH;
        struct pdf_line cut = {x, SHEET_TOP, x, bottom, 0.1, true, PALE};
        struct pdf_line above = {x, SHEET_TOP - 8, x, SHEET_TOP - 2, 0.2,
                                 false, BLACK};
        struct pdf_line below = {x, bottom + 2, x, bottom + 8, 0.2, false,
                                 BLACK};
        pdf_line(pdf, &cut);
        pdf_line(pdf, &above);
        pdf_line(pdf, &below);
    }
    for (int i = 0; i <= CARD_ROWS; i++) {
        double y = SHEET_TOP + i * CARD_HEIGHT;
        struct pdf_line cut = {SHEET_LEFT, y, right, y, 0.1, true, PALE};
        struct pdf_line before = {SHEET_LEFT - 8, y, SHEET_LEFT - 2, y, 0.2,
                                  false, BLACK};
        struct pdf_line behind = {right + 2, y, right + 8, y, 0.2, false,
                                  BLACK};
        pdf_line(pdf, &cut);
        pdf_line(pdf, &before);
        pdf_line(pdf, &behind);
    }
}

err cards_pdf(struct task *task)
{
    struct chosen chosen;
    struct contact_card_list cards;
    TRY(cards_read(task, &chosen, &cards));
    if (cards.n == 0) {
        return task_fail(task, ERR_NOT_FOUND,
                         W("这些代表还没有联系卡，请先生成。"));
    }
    struct pdf *pdf = pdf_begin(task->arena,
                                task_word(task, W("人大代表便民联系卡")),
                                day_start(task->now_ms));
    for (int i = 0; i < (int)cards.n; i++) {
        struct card_spot spot = card_spot(i);
        if (i > 0 && i % CARDS_ON_SHEET == 0) {
            pdf_page(pdf);
        }
        if (i % CARDS_ON_SHEET == 0) {
            draw_marks(pdf);
        }
        TRY(draw_card(task, pdf, &spot, &cards.rows[i]));
    }
    str bytes;
    TRY(pdf_end(pdf, &bytes));
    response_header(&task->response, S("Content-Disposition"),
                    S("inline; filename=\"cards.pdf\""));
    return task_send(task, S("application/pdf"), bytes);
}
