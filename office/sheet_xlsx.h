/* An .xlsx file while it is read; for office/ alone. */
#ifndef OFFICE_SHEET_XLSX_H
#define OFFICE_SHEET_XLSX_H

#include "office/sheet_build.h"
#include "office/sheet_format.h"
#include "office/unzip.h"
#include "office/xml_in.h"

/* Text that comes in pieces, used again and again. */
struct gathering {
    char *p;
    ptrdiff_t n, room;
};

struct xlsx_sheet {
    str name, relation;
    bool hidden;
};

struct xlsx {
    struct arena *arena;
    struct sheet_book *book;
    struct unzip *unzip;
    struct xml_in *xml;             /* the part in hand */
    struct sheet_build build;
    str *strings;                   /* shared ones */
    ptrdiff_t string_count, string_room;
    struct number_look *looks;      /* by the style of a cell */
    int look_count;
    struct xlsx_sheet sheets[SHEET_SHEETS_MAX];
    int sheet_count;
    struct gathering text;
};

/* A hook found the file broken or past a limit. */
void xlsx_refuse(struct xlsx *xlsx, enum sheet_trouble trouble, int64_t n);

/* Reads one part through hooks.  NOT_FOUND leaves the book as it is, every
 * other error has refused it. */
MUST_USE err xlsx_part(struct xlsx *xlsx, str name,
                       const struct xml_hooks *hooks, void *data);

void gather_start(struct xlsx *xlsx);
void gather(struct xlsx *xlsx, str piece);

/* What was gathered, with _x000D_ and its like resolved; a copy. */
str gathered(struct xlsx *xlsx);

/* The sheet that the build has in hand, from its part. */
MUST_USE err xlsx_cells(struct xlsx *xlsx, str part);

#endif
