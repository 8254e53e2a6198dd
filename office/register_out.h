/* A register as a spreadsheet: empty to be filled in, full to be kept, or
 * full of marks to be corrected.  What is written here reads back through
 * office/register.h as the same values. */
#ifndef OFFICE_REGISTER_OUT_H
#define OFFICE_REGISTER_OUT_H

#include "office/register.h"

/* How a Chinese key is said in the reader's language; NULL keeps it. */
struct register_words {
    str (*say)(void *data, str zh);
    void *data;
};

/* Headings with hints, drop-downs, no rows. */
struct sheet_out register_template(struct arena *arena,
                                   const struct register_table *table,
                                   const struct register_words *words);

/* `rows` with values as register_read() makes them: `empty` ones stay empty,
 * CHOICE and DATE and the like are taken from `number`, others from `text`. */
struct sheet_out register_export(struct arena *arena,
                                 const struct register_table *table,
                                 const struct register_row *rows,
                                 ptrdiff_t count,
                                 const struct register_words *words);

/* The rows as read, wrong cells as they were found, coloured, with what is
 * wrong as comment; and a second sheet that lists the errors by address. */
void register_corrected(struct arena *arena, const struct register_rows *rows,
                        const struct register_words *words,
                        struct sheet_out sheets[2]);

#endif
