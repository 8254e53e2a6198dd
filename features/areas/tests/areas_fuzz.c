/* Any bytes as a file of areas: each line is one area, blank, or told as
 * bad; what goes to the register is a code of the tree and a name that can
 * be shown.  The register itself is played by this file. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/area_code.h"
#include "areas_gen.h"
#include "features/areas/areas.h"
#include "features/areas/areas_import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int64_t written;

err db_write(struct db *db, struct db_job *job)
{
    must(db != NULL);
    return job->act(NULL, job);
}

/* Every other code is there already. */
err q_area_by_code(struct tx *tx, int64_t code, struct area_row *row)
{
    must(tx == NULL);
    *row = (struct area_row){.code = code};
    return code / 100000000000000 % 2 == 0 ? OK : ERR_NOT_FOUND;
}

err area_put(struct tx *tx, int64_t code, str name)
{
    must(tx == NULL);
    must(code > 0 && code < AREA_END);
    must(area_level(code) >= 1 && area_level(code) < AREA_LEVELS);
    must(name.n > 0 && str_is_utf8(name) && str_chars(name) <= 100);
    must(str_find_char(name, '\n') < 0 && str_find_char(name, '\t') < 0);
    written++;
    return OK;
}

static void check_result(const struct areas_import_result *result,
                         int64_t lines)
{
    must(result->lines <= lines);
    must(result->lines == result->areas + result->merged + result->bad);
    must(result->areas == written);
    for (int64_t i = 0; i < result->bad && i < AREAS_BAD_NAMED; i++) {
        const struct areas_bad *bad = &result->named[i];
        must(bad->line >= 1 && bad->line <= lines);
        must(bad->why != NULL);
        must(str_is_utf8(str_of(bad->text)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int file = -1;
    char path[64];
    char any_database = 0;
    struct areas_import_result result;
    if (file < 0) {
        file = memfd_create("areas_fuzz", MFD_CLOEXEC);
        must(file >= 0);
    }
    must(ftruncate(file, 0) == 0);
    must(pwrite(file, data, size, 0) == (ssize_t)size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    int64_t lines = 1;
    for (size_t i = 0; i < size; i++) {
        lines += data[i] == '\n';
    }
    written = 0;
    must(areas_import((struct db *)&any_database, str_of(path), NULL,
                      &result) == OK);
    check_result(&result, lines);
    return 0;
}
