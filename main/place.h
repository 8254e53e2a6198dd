/* The data folder of a place, from outside: is it empty, what stands in its
 * tables, copy it. */
#ifndef MAIN_PLACE_H
#define MAIN_PLACE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

struct arena;
struct db;

/* True if there is no such folder, or nothing in it. */
bool place_is_empty(struct arena *arena, str folder);

/* Make it if it is missing (mode 0700); prints why not. */
MUST_USE bool place_make(struct arena *arena, str folder);

/* A SQLite file with something in it. */
bool place_has_database(struct arena *arena, str file);

/* What a person needs to hear about a file that cannot be read. */
void place_tell_damage(const char *command, str file);

/* Is the folder on a medium that nobody can write?  False, after a sentence,
 * if its database cannot be read there as it is. */
MUST_USE bool place_look_read_only(struct arena *arena, str folder,
                                   bool *read_only);

/* Has anybody an account in this PostgreSQL database?  Nothing is written. */
MUST_USE err place_is_used(struct arena *arena, str url, bool *used);

/* What was written into the folder and its parent is on the disk. */
void place_settle(struct arena *arena, str folder);

/* Copy the files of one folder into another, new one, mode 0600; prints why
 * not. */
MUST_USE bool place_copy_keys(struct arena *arena, str from, str to);

struct table_count {
    str name;
    int64_t rows;
};
struct table_counts {
    struct table_count *list;
    ptrdiff_t n;
};

/* The rows of every table, by name; SQLite alone. */
MUST_USE err place_counts(struct db *db, struct arena *arena,
                          struct table_counts *counts);

/* -1: there is no such table. */
int64_t place_count_of(const struct table_counts *counts, str name);

/* Open a SQLite file with all queries; no keys, no migration. */
MUST_USE err place_open_file(str file, struct db **db);

#endif
