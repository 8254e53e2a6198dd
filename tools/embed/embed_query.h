/* Queries and migrations as embed knows them, between the files that read
 * them (embed_query.c, embed_part.c), prepare them (embed_sql.c) and write
 * them (embed_sql_write.c). */
#ifndef EMBED_EMBED_QUERY_H
#define EMBED_EMBED_QUERY_H

#include "tools/embed/embed.h"

enum { PARAMS_ONE_BY_ONE_MAX = 4, PARAMS_MAX = 64 };

/* As in db/db.h, which a tool does not know. */
enum query_shape { QUERY_ONE, QUERY_MANY, QUERY_CHANGE };
enum { CHANGES_ANY = -1 };

/* A text keeps its line breaks: line n of it is line `line` + n - 1 of the
 * file, whatever was taken out. */
struct sql_text {
    str text;
    int line;
    bool wrong;                     /* which was told already */
};

/* A piece of SQL that the queries of its folder may use. */
struct part_def {
    str name;
    str folder;
    str file;
    int line;
    str text;                       /* on one line, parts of its own put in */
    bool wrong, used;
    struct part_def *next;
};

struct query_def {
    str name, upper;
    str folder;                     /* "matters" */
    str file;
    int line;
    struct member *params;
    int param_count;
    enum query_shape shape;
    str row;                        /* of ONE and MANY */
    int64_t changes;                /* of CHANGE */
    bool later;                     /* the same: "changes 1 later" */
    str roles;                      /* C: "ROLE_DEPUTY | ROLE_ORGAN" */
    str text, real, bytes;          /* names of annotated columns */
    struct sql_text source;         /* with :name */
    struct sql_text postgres_source;    /* empty: the same */
    str sqlite, postgres;           /* with ?1 and $1 */
    int number;
    struct query_def *next;
};

struct migration_def {
    str name;                       /* "matters/001_matters" */
    str file;
    str sqlite, postgres;
    struct migration_def *next;
};

struct sql {
    struct query_def *queries, *last_query;
    struct part_def *parts;         /* the latest first */
    struct migration_def *migrations, *last_migration;
    int query_count, migration_count;
};

struct sql *sql_of(const struct catalogue *all);
const struct query_def *query_by_name(const struct catalogue *all, str name);

/* The queries of one file, without their columns. */
void query_read_file(struct catalogue *all, const struct folder *folder,
                     str path);

/* ---- embed_part.c -------------------------------------------------------- */

/* The text with the folder's parts in the place of {name}. */
struct sql_text part_expand(struct catalogue *all, str folder, str file,
                            struct sql_text source);

/* Takes `sql`, already expanded, as the text of a part whose name, folder,
 * file and line are set. */
void part_add(struct catalogue *all, struct part_def *part,
              struct sql_text sql);

void part_tell_unused(struct catalogue *all);

/* ---- embed_dialect.c ----------------------------------------------------- */

enum sql_token {
    SQL_BLANK, SQL_COMMENT, SQL_QUOTED, SQL_WORD, SQL_NUMBER,
    SQL_PARAM,                      /* :name */
    SQL_SIGN
};

/* The length of the token at the start of `s`, which is not empty. */
ptrdiff_t sql_token(str s, enum sql_token *token);

int sql_line_breaks(str text);

/* What a migration is for either engine; its lines keep their numbers. */
str dialect_part(struct catalogue *all, str schema, bool postgres);

/* integer, blob and real as PostgreSQL calls them. */
str dialect_postgres_types(struct catalogue *all, str text);

/* :name becomes the sign and its number.  What is undeclared is a mistake;
 * used[i] is set for each parameter that occurs. */
str dialect_params(struct catalogue *all, const struct query_def *query,
                   struct sql_text source, char sign,
                   bool used[PARAMS_MAX]);

#endif
