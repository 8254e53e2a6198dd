/* Imports of spreadsheets as the county of the fixture makes them, without
 * pages: what tests of moving in share. */
#ifndef MAIN_TESTS_IMPORT_HELP_H
#define MAIN_TESTS_IMPORT_HELP_H

#include "main/tests/stand.h"

/* Sent, and to be checked by the next round of chores. */
int64_t import_put(struct stand *stand, const char *book, str bytes);

/* As its buttons do. */
void import_turn(struct stand *stand, int64_t id, const char *was,
                 const char *to);

/* "checked 0 0": state, rows with errors, double persons. */
str import_state(struct stand *stand, int64_t id);

/* One round of chores. */
void import_round(struct stand *stand);

#endif
