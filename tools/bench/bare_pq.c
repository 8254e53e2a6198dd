/* What PostgreSQL costs by itself, through libpq and prepared statements:
 * the rows of bare_rows.h, so many matters to a commit, and point reads.
 *
 *   bare_pq URL SECONDS BATCH...
 *
 * One connection.  What it writes is left: give it a database to spoil. */
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "tools/bench/bare_rows.h"

enum { SQL_BYTES = 2000, NUMBER_BYTES = 40 };

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

int main(int argc, char **argv)
{
    static struct bare bare;
    int64_t seconds = 0;
    if (argc < 4 || !str_to_int(str_of(argv[2]), &seconds)) {
        fputs("usage: bare_pq URL SECONDS BATCH...\n", stderr);
        return 2;
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
