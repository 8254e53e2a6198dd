/* What book_deputies.c keeps of a row between looking and writing. */
#ifndef FEATURES_BOOK_DEPUTIES_H
#define FEATURES_BOOK_DEPUTIES_H

#include "features/people/people.h"
#include "features/registers/moving.h"

enum {
    BOOK_CODE, BOOK_NAME, BOOK_LEVEL, BOOK_AREA, BOOK_PATCH, BOOK_GROUP,
    BOOK_STATION, BOOK_CONSTITUENCY, BOOK_DELEGATION, BOOK_SINCE, BOOK_MOTTO,
    BOOK_BORN, BOOK_PHONE, DEPUTY_BOOK_COLUMNS
};

struct book_deputy {
    struct new_deputy deputy;
    bool patch_typed;               /* not taken from the area */
    /* of one who is there: */
    int64_t mandate_id;             /* hers in this congress; 0: a new one */
    bool turns;                     /* patch, group, station or motto */
    bool words;                     /* constituency or delegation */
    bool apart;                     /* in office since another day */
    struct mandate_row mandate;     /* the new one */
};

#endif
