/* What commands tell the person at the terminal. */
#ifndef MAIN_CONSOLE_H
#define MAIN_CONSOLE_H

#include <stdint.h>

#include "base/str.h"

struct arena;

/* "12,345" */
str console_number(struct arena *arena, int64_t n);

/* "1,200 / 2,699 rows" on standard error: on a terminal over and over in
 * one line, else a line per call.  total 0: not known. */
void console_progress(int64_t done, int64_t total, const char *what);

/* End the line that console_progress() kept open. */
void console_progress_end(void);

/* The bytes of a file, at most `most`, on the arena; prints why not. */
MUST_USE bool console_read_file(struct arena *arena, str path, int64_t most,
                                str *bytes);

#endif
