/* Places on a sheet, and where a code leads. */
#include "features/cards/cards_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "office/pdf.h"

static const struct {
    int number, page;
    double x, y;
} SPOTS[] = {
    {0, 0, 15, 20},   {1, 0, 105, 20},  {2, 0, 15, 84},  {7, 0, 105, 212},
    {8, 1, 15, 20},   {15, 1, 105, 212}, {199, 24, 105, 212},
};

static void cards_stand_in_their_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SPOTS / sizeof SPOTS[0]; i++) {
        struct card_spot spot = card_spot(SPOTS[i].number);
        assert_int_equal(spot.page, SPOTS[i].page);
        assert_true(spot.x == SPOTS[i].x);
        assert_true(spot.y == SPOTS[i].y);
    }
}

static void all_cards_lie_on_the_paper(void **state)
{
    (void)state;
    struct card_spot last = card_spot(CARDS_ON_SHEET - 1);
    assert_true(last.x + CARD_WIDTH + SHEET_LEFT <= PDF_WIDTH);
    assert_true(last.y + CARD_HEIGHT + SHEET_TOP <= PDF_HEIGHT);
    assert_int_equal(card_pages(0), 0);
    assert_int_equal(card_pages(1), 1);
    assert_int_equal(card_pages(8), 1);
    assert_int_equal(card_pages(9), 2);
    assert_int_equal(card_pages(200), 25);
}

static const struct {
    bool revoked;
    str state;
    enum card_way way;
} WAYS[] = {
    {false, S0("active"), CARD_LEADS_ON},
    {false, S0("suspended"), CARD_LEADS_ON},
    {false, S0("ended"), CARD_OUT_OF_OFFICE},
    {true, S0("active"), CARD_TAKEN_BACK},
    {true, S0("suspended"), CARD_TAKEN_BACK},
    {true, S0("ended"), CARD_OUT_OF_OFFICE},
};

static void a_code_leads_where_it_must(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof WAYS / sizeof WAYS[0]; i++) {
        assert_int_equal(card_way(WAYS[i].revoked, WAYS[i].state),
                         WAYS[i].way);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cards_stand_in_their_places),
        cmocka_unit_test(all_cards_lie_on_the_paper),
        cmocka_unit_test(a_code_leads_where_it_must),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
