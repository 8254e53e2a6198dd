/* A register for tests, as a county would have it. */
#ifndef OFFICE_TESTS_REGISTER_TABLE_H
#define OFFICE_TESTS_REGISTER_TABLE_H

#include "office/register.h"

enum deputy_field {
    DEPUTY_NAME, DEPUTY_SEX, DEPUTY_BORN, DEPUTY_PHONE, DEPUTY_LEVEL,
    DEPUTY_AREA, DEPUTY_STATION, DEPUTY_SINCE, DEPUTY_LEADER, DEPUTY_TIMES,
    DEPUTY_NOTE, DEPUTY_FIELDS
};

extern const struct register_table DEPUTIES;

#endif
