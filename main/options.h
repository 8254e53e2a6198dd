/* The words behind a command.
 *
 * Each command lists its options; --help prints them.  An unknown or
 * incomplete one ends the program with status 2 and a sentence. */
#ifndef MAIN_OPTIONS_H
#define MAIN_OPTIONS_H

#include "main/parts.h"

struct option_row {
    const char *name;               /* "--data" */
    const char *value;              /* "DIR"; NULL: a switch */
    const char *help;
    str *text;                      /* where the value goes */
    bool *on;                       /* of a switch */
};

struct command_line {
    const char *name;               /* "serve" */
    const char *usage;              /* "FILE.csv [options]" */
    const char *what;
    const struct option_row *rows;
    int row_count;
    str *words;                     /* what is no option, in order */
    int word_max, word_count;
};

/* 0: go on; otherwise end the program with *code. */
bool options_read(struct command_line *line, int argc, char **argv,
                  int *code);

/* The options that every command on data has: --data DIR, --db URL. */
enum { DATA_ROWS = 2 };
struct data_options {
    str data, db;
    bool read_only;                 /* no option: see struct site_options */
};
void options_data(struct data_options *data,
                  struct option_row rows[DATA_ROWS]);

/* Open the site as the options say; prints why not. */
MUST_USE err options_open(const struct data_options *data, bool create,
                          struct site **site);

#endif
