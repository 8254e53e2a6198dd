/* What is decided about cards without looking anything up. */
#ifndef FEATURES_CARDS_RULES_H
#define FEATURES_CARDS_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Eight cards on a sheet of A4, in millimetres: two beside each other, four
 * beneath, nothing between them, so that one cut parts two. */
enum {
    CARD_COLUMNS = 2, CARD_ROWS = 4,
    CARDS_ON_SHEET = CARD_COLUMNS * CARD_ROWS,
    CARD_WIDTH = 90, CARD_HEIGHT = 64,
    SHEET_LEFT = 15, SHEET_TOP = 20
};

struct card_spot {
    int page;                       /* 0: the first */
    double x, y;                    /* upper left corner */
};
struct card_spot card_spot(int number);
int card_pages(int cards);

/* Where the code of a card leads. */
enum card_way {
    CARD_LEADS_ON,                  /* to the deputy's page */
    CARD_TAKEN_BACK,                /* 410; she still is a deputy */
    CARD_OUT_OF_OFFICE              /* 410 */
};
enum card_way card_way(bool revoked, str deputy_state);

#endif
