/* The one way out when our own reasoning was wrong. */
#include "base/must.h"

#include <stdio.h>
#include <stdlib.h>

static _Thread_local const char *note;

void must_note(const char *text)
{
    note = text;
}

void must_failed(const char *file, int line, const char *fact)
{
    fprintf(stderr, "panic at %s:%d: %s (%s)\n", file, line, fact,
            note != NULL ? note : "no request");
    fflush(stderr);
    abort();
}
