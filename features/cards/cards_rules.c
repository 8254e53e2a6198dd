/* Pure decisions; see cards_rules.h. */
#include "features/cards/cards_rules.h"

#include "base/must.h"

struct card_spot card_spot(int number)
{
    must(number >= 0);
    int here = number % CARDS_ON_SHEET;
    return (struct card_spot){
        .page = number / CARDS_ON_SHEET,
        .x = SHEET_LEFT + here % CARD_COLUMNS * CARD_WIDTH,
        .y = SHEET_TOP + here / CARD_COLUMNS * CARD_HEIGHT,
    };
}

int card_pages(int cards)
{
    must(cards >= 0);
    return (cards + CARDS_ON_SHEET - 1) / CARDS_ON_SHEET;
}

enum card_way card_way(bool revoked, str deputy_state)
{
    if (str_eq(deputy_state, S("ended"))) {
        return CARD_OUT_OF_OFFICE;
    }
    return revoked ? CARD_TAKEN_BACK : CARD_LEADS_ON;
}
