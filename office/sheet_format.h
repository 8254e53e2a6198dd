/* What number formats say, and numbers as text; for office/ alone. */
#ifndef OFFICE_SHEET_FORMAT_H
#define OFFICE_SHEET_FORMAT_H

#include <stdint.h>

#include "base/str.h"
#include "office/sheet.h"

/* How numbers in a style are read. */
struct number_look {
    bool is_date;
    uint8_t zeros;                  /* "000000" shows at least 6 digits */
};

/* A format by its number (ECMA-376 18.8.30, with those of Chinese Excel),
 * or by its code. */
struct number_look format_built_in(int64_t id);
struct number_look format_of_code(str code);

/* Days since 1970-01-01 of a serial date; false past the year 9999. */
MUST_USE bool serial_to_days(double serial, bool from_1904, double *days);

/* What a person sees. */
str days_text(struct arena *arena, double days);
str number_text(struct arena *arena, double number, int zeros);

/* The whole of `text` as a number in the notation of XML files. */
MUST_USE bool number_parse(str text, double *number);

#endif
