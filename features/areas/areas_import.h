/* Reads the official register of areas from a CSV file.
 *
 * A line is `code,name`: UTF-8, 2, 4, 6, 9 or 12 digits (16 for grids); a
 * first line without digits is a heading.  More fields behind the name are
 * ignored, quotes around a field are taken off.  Memory does not grow with
 * the file; a file read twice changes nothing the second time.
 *
 * Some lines name an area that a shorter code names too: the county 441900
 * is the prefecture 4419.  They are merged: the upper one stays. */
#ifndef FEATURES_AREAS_IMPORT_H
#define FEATURES_AREAS_IMPORT_H

#include "base/err.h"
#include "base/str.h"
#include "db/db.h"

enum { AREAS_BAD_NAMED = 20, AREAS_BAD_CHARS = 40 };

struct areas_bad {
    int64_t line;                   /* 1 is the first */
    const char *why;
    char text[4 * AREAS_BAD_CHARS + 1];     /* its beginning, UTF-8 */
};

struct areas_import_result {
    int64_t lines;                  /* read, without heading and blanks */
    int64_t areas;                  /* written or the same already */
    int64_t merged;
    int64_t bad;
    struct areas_bad named[AREAS_BAD_NAMED];    /* the first of the bad */
};

/* `progress` (may be NULL) hears lines done and bytes done of how many.
 * NOT_FOUND: there is no such file; errors of the database as they are, and
 * what was written before them stays. */
MUST_USE err areas_import(struct db *db, str csv_path,
                          void (*progress)(int64_t lines, int64_t bytes,
                                           int64_t bytes_total),
                          struct areas_import_result *result);

#endif
