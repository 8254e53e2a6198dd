/* One line per event on standard error, in logfmt: at=… level=… msg="…" k=v.
 * Log once, where the fault is handled, never on the way.  Values are quoted
 * and control characters escaped, so nobody can forge a line.  Never pass
 * personal data. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/err.h"
#include "base/str.h"

struct log_field {
    const char *key;
    str value;
};

/* Ends at the first field whose key is NULL. */
void log_line(enum log_level level, const char *message,
              const struct log_field *fields);

/* Text only, printf-like. */
void log_say(enum log_level level, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* Lines below this level are not written (default LOG_INFO). */
void log_threshold(enum log_level level);

/* Whether such a line would be written: saves making one for nothing. */
bool log_is_heard(enum log_level level);

#endif
