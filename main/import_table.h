/* A CSV file from a person's disk as a table, whatever wrote it. */
#ifndef MAIN_IMPORT_TABLE_H
#define MAIN_IMPORT_TABLE_H

#include "office/csv.h"

/* UTF-8; a file that is clearly GB18030 (older spreadsheets in China save
 * so) is converted, which is told.  False after a sentence that names the
 * line of the first fault. */
MUST_USE bool import_table_read(struct arena *arena, str path,
                                struct csv_table *table);

#endif
