/* One cell as a typed value; for office/ alone. */
#ifndef OFFICE_REGISTER_VALUE_H
#define OFFICE_REGISTER_VALUE_H

#include "office/register.h"

/* What a cell says, with what a fault wants in its place. */
struct parsed {
    struct register_value value;
    str wanted;
};

/* REGISTER_FAULT_COUNT if all is well.  An empty cell is well and empty;
 * whether it may be is not asked here. */
enum register_fault register_parse(struct arena *arena,
                                   const struct register_column *column,
                                   const struct sheet_cell *cell,
                                   bool from_1904, struct parsed *parsed);

/* register_date.c: the day of a text or number; `rough` for a month. */
enum register_fault register_parse_day(struct arena *arena,
                                       const struct sheet_cell *cell,
                                       bool from_1904, int64_t *day,
                                       bool *rough);

int64_t register_day_ms(int64_t day);
int64_t register_ms_day(int64_t ms);

#endif
