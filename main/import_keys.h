/* Keys that name the rows of one file, each row once.
 *
 * A row without a key is named by the hash of its cells.  Where a file uses
 * one key for different rows, the later ones get the beginning of their hash
 * behind it: all go in, and the same file gives the same names again.  A key
 * that looks like such a name is none for another row. */
#ifndef MAIN_IMPORT_KEYS_H
#define MAIN_IMPORT_KEYS_H

#include "office/csv.h"

struct import_keys;

struct import_keys *import_keys_new(struct arena *arena, ptrdiff_t rows);

/* The name of the next row.  Two rows with equal cells have the same. */
str import_key(struct import_keys *keys, const struct csv_row *cells,
               str key);

#endif
