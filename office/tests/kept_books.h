/* Spreadsheets as offices send them, with every trouble that was met.
 *
 * They are kept as files in tests/kept, to be looked at and to be sent by
 * other tests; kept_books_test compares them with what is made here, and
 * writes them anew with XINQIAO_WRITE_KEPT=1. */
#ifndef OFFICE_TESTS_KEPT_BOOKS_H
#define OFFICE_TESTS_KEPT_BOOKS_H

#include "base/str.h"

struct arena;

enum { KEPT_BOOKS = 6 };

struct kept_book {
    str name;                       /* of the file */
    str bytes;
};

void kept_books(struct arena *arena, struct kept_book books[KEPT_BOOKS]);

/* "deputies.xlsx" as made here. */
str kept_book(struct arena *arena, str name);

#endif
