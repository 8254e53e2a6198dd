/* Reads the error table; adds nothing to it. */
#include "base/err.h"

struct err_row {
    const char *name;
    const char *sentence;
    int status;
    enum log_level level;
};

#define ERR_ROW(name, status, level, sentence) \
    [ERR_##name] = {#name, sentence, status, LOG_##level},
static const struct err_row ROWS[] = {ERR_TABLE(ERR_ROW)};
#undef ERR_ROW

_Static_assert(sizeof ROWS / sizeof ROWS[0] == ERR_COUNT,
               "every error has its row");

static const struct err_row *err_row(err e)
{
    must(e >= OK);
    must(e < ERR_COUNT);
    must(ROWS[e].status >= 200);
    must(ROWS[e].status < 600);
    return &ROWS[e];
}

int err_status(err e)
{
    return err_row(e)->status;
}

const char *err_name(err e)
{
    return err_row(e)->name;
}

const char *err_sentence(err e)
{
    return err_row(e)->sentence;
}

enum log_level err_level(err e)
{
    return err_row(e)->level;
}
