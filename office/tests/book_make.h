/* Workbooks made by hand for tests: every part is written as XML and packed
 * without compression, so a kept file can be read by a person. */
#ifndef OFFICE_TESTS_BOOK_MAKE_H
#define OFFICE_TESTS_BOOK_MAKE_H

#include "base/str.h"

struct arena;
struct zip_make;

struct zip_make *zip_make_new(struct arena *arena);
void zip_make_add(struct zip_make *zip, str name, str bytes);

/* Bytes that are deflated already; the size is what the archive claims. */
void zip_make_add_deflated(struct zip_make *zip, str name, str packed,
                           uint32_t size);
str zip_make_bytes(struct zip_make *zip);

/* Deflated by hand: `start` and then `count` x 258 blanks, in 13 bits for
 * each 258. */
str deflate_blanks(struct arena *arena, str start, int64_t count);

enum { MADE_SHEETS_MAX = 4 };

struct made_sheet {
    str name;
    bool hidden;
    str rows;               /* what stands in <sheetData> */
    str merges;             /* what stands in <mergeCells>, or empty */
};

struct made_book {
    bool from_1904;
    str strings;            /* what stands in <sst>: <si> elements */
    str formats;            /* <numFmt> elements, ids from 164 */
    str styles;             /* <xf> elements of the cells */
    struct made_sheet sheets[MADE_SHEETS_MAX];
    int sheet_count;
};

/* All parts of the book; `zip` may get more before its bytes are taken. */
struct zip_make *book_make(struct arena *arena, const struct made_book *book);
str book_bytes(struct arena *arena, const struct made_book *book);

/* A book of one sheet without styles. */
str book_of_rows(struct arena *arena, str rows);

#endif
