/* The rows of one matter written down, for the bare programs.
 *
 * They open a copy of a filled database, read the rows that the newest
 * matter.receive left in every table, and write them again and again under
 * new ids: the same rows, tables and indices as the house, without it.
 *
 * A table's `read` finds the rows of the pattern by $1, the matter's id (or
 * takes none); `write` puts one back, its parameters being the columns in
 * order but for those that `put` says. */
#ifndef TOOLS_BENCH_BARE_ROWS_H
#define TOOLS_BENCH_BARE_ROWS_H

#include <stdint.h>

enum bare_put {
    BARE_KEEP,                      /* as it was read */
    BARE_MATTER, BARE_TEXT, BARE_EVENT,     /* the new ids */
    BARE_CODE,                      /* a new text */
    BARE_KEY,                       /* the same as bytes */
    BARE_SEQ,
    BARE_SLOT                       /* one that no writer has */
};

enum { BARE_COLUMNS_MAX = 40, BARE_SLOT_NUMBER = 1000000 };

struct bare_table {
    const char *read;
    const char *write;              /* NULL: plain insert of all columns */
    const char *name;
    enum bare_put put[BARE_COLUMNS_MAX];
};

enum { BARE_TABLE_COUNT = 8 };
extern const struct bare_table BARE_TABLES[BARE_TABLE_COUNT];

/* The matter that serves as the pattern. */
extern const char BARE_PATTERN[];

/* One matter by its code, as its page begins; what happened to it, by the
 * id that is the first column of the point; and codes to ask for. */
extern const char BARE_POINT[];
extern const char BARE_TIMELINE[];
extern const char BARE_CODES[];

struct bare_ids {
    int64_t matter, text, event, seq;
    char code[24];
};

/* The ids of the next matter: larger than all there are, in order. */
void bare_ids_next(struct bare_ids *ids);

int64_t bare_id(const struct bare_ids *ids, enum bare_put put);

/* batch=32 commits_per_s=... rows_per_s=... */
void bare_tell(const char *what, int batch, int64_t n, double seconds);

#endif
