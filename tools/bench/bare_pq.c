/* What PostgreSQL costs by itself, through libpq and prepared statements:
 * the rows of bare_rows.h, so many matters to a commit, and point reads.
 *
 *   bare_pq URL SECONDS BATCH...       over one connection; what it writes is
 *                                      left: give it a database to spoil
 *   bare_pq URL SECONDS --pages N CODES
 *                                      over N connections, each a thread: a
 *                                      matter and its timeline, again and
 *                                      again; writes nothing.  CODES is a
 *                                      file of one code a line */
#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/str.h"
#include "tools/bench/bare_rows.h"

enum {
    SQL_BYTES = 2000, NUMBER_BYTES = 40, LINES_MAX = 64,
    CODES_MAX = 250000, CODE_BYTES = 16
};

struct bare {
    PGconn *line;
    PGresult *rows[BARE_TABLE_COUNT];
    struct bare_ids ids;
    char key[2 * sizeof(((struct bare_ids *)0)->code) + 3];
    int64_t written;
};

static PGresult *good(struct bare *bare, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        fprintf(stderr, "bare_pq: %s\n", PQerrorMessage(bare->line));
        must(status == PGRES_COMMAND_OK);
    }
    return result;
}

static void run(struct bare *bare, const char *sql)
{
    PQclear(good(bare, PQexec(bare->line, sql)));
}

/* ---- the pattern -------------------------------------------------------- */

static bool has_parameter(const char *sql)
{
    return strstr(sql, "$1") != NULL;
}

static void rows_read(struct bare *bare, int table, const char *matter)
{
    const struct bare_table *about = &BARE_TABLES[table];
    PGresult *rows = good(bare, PQexecParams(
        bare->line, about->read, has_parameter(about->read) ? 1 : 0, NULL,
        &matter, NULL, NULL, 0));
    char sql[SQL_BYTES];
    int n = snprintf(sql, sizeof sql, "insert into %s values (",
                     about->name);
    for (int i = 0; i < PQnfields(rows); i++) {
        n += snprintf(sql + n, sizeof sql - (size_t)n, "%s$%d",
                      i > 0 ? ", " : "", i + 1);
    }
    snprintf(sql + n, sizeof sql - (size_t)n, ")");
    bare->rows[table] = rows;
    PQclear(good(bare, PQprepare(bare->line, about->name,
                                 about->write != NULL ? about->write : sql,
                                 0, NULL)));
}

static void pattern_read(struct bare *bare)
{
    PGresult *pattern = good(bare, PQexec(bare->line, BARE_PATTERN));
    must(PQntuples(pattern) == 1);
    for (int i = 0; i < BARE_TABLE_COUNT; i++) {
        rows_read(bare, i, PQgetvalue(pattern, 0, 0));
    }
    PQclear(pattern);
}

/* ---- writing ------------------------------------------------------------ */

static void write_row(struct bare *bare, int table, int row)
{
    PGresult *rows = bare->rows[table];
    const char *values[BARE_COLUMNS_MAX];
    char numbers[BARE_COLUMNS_MAX][NUMBER_BYTES];
    int columns = PQnfields(rows);
    must(columns <= BARE_COLUMNS_MAX);
    for (int i = 0; i < columns; i++) {
        enum bare_put put = BARE_TABLES[table].put[i];
        if (put == BARE_KEEP) {
            values[i] = PQgetvalue(rows, row, i);
        } else if (put == BARE_CODE) {
            values[i] = bare->ids.code;
        } else if (put == BARE_KEY) {
            values[i] = bare->key;
        } else {
            snprintf(numbers[i], NUMBER_BYTES, "%lld",
                     (long long)bare_id(&bare->ids, put));
            values[i] = numbers[i];
        }
    }
    PQclear(good(bare, PQexecPrepared(bare->line, BARE_TABLES[table].name,
                                      columns, values, NULL, NULL, 0)));
    bare->written++;
}

static void write_matter(struct bare *bare)
{
    bare_ids_next(&bare->ids);
    int n = snprintf(bare->key, sizeof bare->key, "\\x");
    for (const char *p = bare->ids.code; *p != '\0'; p++) {
        n += snprintf(bare->key + n, sizeof bare->key - (size_t)n, "%02x",
                      (unsigned char)*p);
    }
    for (int table = 0; table < BARE_TABLE_COUNT; table++) {
        for (int i = 0; i < PQntuples(bare->rows[table]); i++) {
            write_row(bare, table, i);
        }
    }
}

static void measure_writes(struct bare *bare, int batch, int64_t seconds)
{
    int64_t began = clock_monotonic_us();
    int64_t now = began;
    int64_t matters = 0;
    bare->written = 0;
    while (now - began < seconds * 1000000) {
        run(bare, "begin");
        for (int i = 0; i < batch; i++) {
            write_matter(bare);
        }
        run(bare, "commit");
        matters += batch;
        now = clock_monotonic_us();
    }
    double took = (double)(now - began) / 1e6;
    bare_tell("matters", batch, matters, took);
    bare_tell("commits", batch, matters / batch, took);
    bare_tell("rows", batch, bare->written, took);
}

/* ---- reading ------------------------------------------------------------ */

static void measure_reads(struct bare *bare, int64_t seconds)
{
    PGresult *codes = good(bare, PQexec(bare->line, BARE_CODES));
    int64_t count = PQntuples(codes);
    must(count > 0);
    PQclear(good(bare, PQprepare(bare->line, "point", BARE_POINT, 0, NULL)));
    int64_t began = clock_monotonic_us();
    int64_t done = 0;
    while (clock_monotonic_us() - began < seconds * 1000000) {
        const char *code = PQgetvalue(codes, (int)(done * 7919 % count), 0);
        PQclear(good(bare, PQexecPrepared(bare->line, "point", 1, &code,
                                          NULL, NULL, 0)));
        done++;
    }
    bare_tell("reads", 1, done,
              (double)(clock_monotonic_us() - began) / 1e6);
    PQclear(codes);
}

/* ---- pages -------------------------------------------------------------- */

struct pages {
    const char *url;
    char (*codes)[CODE_BYTES];
    int code_count;
    atomic_llong next;
    int64_t until_us;
};

/* Each code once a round, whatever the number of threads. */
static void *pages_read(void *arg)
{
    struct pages *pages = arg;
    struct bare bare = {.line = PQconnectdb(pages->url)};
    run(&bare, "set default_transaction_read_only = on");
    PQclear(good(&bare, PQprepare(bare.line, "point", BARE_POINT, 0, NULL)));
    PQclear(good(&bare, PQprepare(bare.line, "timeline", BARE_TIMELINE, 0,
                                  NULL)));
    while (clock_monotonic_us() < pages->until_us) {
        int64_t at = atomic_fetch_add(&pages->next, 1);
        const char *code = pages->codes[at % pages->code_count];
        PGresult *matter = good(&bare, PQexecPrepared(
            bare.line, "point", 1, &code, NULL, NULL, 0));
        must(PQntuples(matter) == 1);
        const char *id = PQgetvalue(matter, 0, 0);
        PGresult *events = good(&bare, PQexecPrepared(
            bare.line, "timeline", 1, &id, NULL, NULL, 0));
        must(PQntuples(events) > 0);
        PQclear(events);
        PQclear(matter);
    }
    PQfinish(bare.line);
    return NULL;
}

static int64_t own_cpu_us(void)
{
    struct rusage used;
    must(getrusage(RUSAGE_SELF, &used) == 0);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000 +
           used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

static void codes_load(struct pages *pages, const char *path)
{
    static char codes[CODES_MAX][CODE_BYTES];
    char line[CODE_BYTES];
    FILE *file = fopen(path, "re");
    must(file != NULL);
    pages->codes = codes;
    while (pages->code_count < CODES_MAX &&
           fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        memcpy(codes[pages->code_count++], line, CODE_BYTES);
    }
    fclose(file);
    must(pages->code_count > 0);
}

static void measure_pages(struct pages *pages, int lines, int64_t seconds)
{
    pthread_t threads[LINES_MAX];
    int64_t cpu_us = own_cpu_us();
    int64_t began = clock_monotonic_us();
    must(lines > 0);
    must(lines <= LINES_MAX);
    pages->until_us = began + seconds * 1000000;
    for (int i = 0; i < lines; i++) {
        must(pthread_create(&threads[i], NULL, pages_read, pages) == 0);
    }
    for (int i = 0; i < lines; i++) {
        must(pthread_join(threads[i], NULL) == 0);
    }
    double took = (double)(clock_monotonic_us() - began) / 1e6;
    int64_t done = atomic_load(&pages->next);
    printf("pages lines=%d per_s=%.1f cpu_us=%.1f\n", lines,
           (double)done / took,
           (double)(own_cpu_us() - cpu_us) / (double)(done > 0 ? done : 1));
}

static int pages_main(char **argv, int64_t seconds)
{
    static struct pages pages;
    int64_t lines = 0;
    if (!str_to_int(str_of(argv[4]), &lines) || lines < 1 ||
        lines > LINES_MAX) {
        return 2;
    }
    pages.url = argv[1];
    codes_load(&pages, argv[5]);
    measure_pages(&pages, (int)lines, seconds);
    return 0;
}

int main(int argc, char **argv)
{
    static struct bare bare;
    int64_t seconds = 0;
    if (argc < 4 || !str_to_int(str_of(argv[2]), &seconds)) {
        fputs("usage: bare_pq URL SECONDS BATCH... | --pages N CODES\n",
              stderr);
        return 2;
    }
    if (argc == 6 && str_eq(str_of(argv[3]), S("--pages"))) {
        return pages_main(argv, seconds);
    }
    bare.line = PQconnectdb(argv[1]);
    if (PQstatus(bare.line) != CONNECTION_OK) {
        fprintf(stderr, "bare_pq: %s", PQerrorMessage(bare.line));
        return 1;
    }
    pattern_read(&bare);
    measure_reads(&bare, seconds);
    for (int i = 3; i < argc; i++) {
        int64_t batch = 0;
        if (str_to_int(str_of(argv[i]), &batch) && batch > 0) {
            measure_writes(&bare, (int)batch, seconds);
        }
    }
    for (int i = 0; i < BARE_TABLE_COUNT; i++) {
        PQclear(bare.rows[i]);
    }
    PQfinish(bare.line);
    return 0;
}
