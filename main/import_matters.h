/* A CSV file of matters, brought in chunk by chunk. */
#ifndef MAIN_IMPORT_MATTERS_H
#define MAIN_IMPORT_MATTERS_H

#include "desk/desk.h"

struct matters_import {
    str path, source, map, set, errors;
    int64_t area;                   /* 0: the place's own */
    int64_t preview;                /* show so many rows and end */
    bool dry_run;
    bool again;                     /* rows that another file has brought */
};

/* The exit code, after a summary. */
int import_matters(struct desk *desk, struct arena *arena,
                   const struct matters_import *options);

#endif
