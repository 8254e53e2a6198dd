/* Applies the migrations to a SQLite in memory and prepares each query
 * there, so that a misspelt column fails the build.  The only tool that
 * knows SQLite. */
#include "tools/embed/embed_query.h"

#include <sqlite3.h>

/* ---- migrations ---------------------------------------------------------- */

static int lines_before(str text, ptrdiff_t offset)
{
    int lines = 0;
    for (ptrdiff_t i = 0; i < offset && i < text.n; i++) {
        lines += text.p[i] == '\n';
    }
    return lines;
}

static ptrdiff_t skip_blanks(str text, ptrdiff_t at)
{
    while (at < text.n && str_find_char(S(" \n\t"), text.p[at]) >= 0) {
        at++;
    }
    return at;
}

/* Where in `text` the last mistake of SQLite is; `from` if it does not say. */
static int wrong_line(sqlite3 *db, str text, ptrdiff_t from)
{
    int offset = sqlite3_error_offset(db);
    return lines_before(text, offset > 0 ? from + offset
                                         : skip_blanks(text, from));
}

static bool apply(struct catalogue *all, sqlite3 *db,
                  const struct migration_def *migration)
{
    str text = migration->sqlite;
    const char *at = text.p;
    const char *end = text.p + text.n;
    while (at < end) {
        sqlite3_stmt *statement = NULL;
        const char *tail = end;
        int code = sqlite3_prepare_v2(db, at, (int)(end - at), &statement,
                                      &tail);
        if (code == SQLITE_OK && statement != NULL) {
            code = sqlite3_step(statement);
        }
        bool good = code == SQLITE_OK || code == SQLITE_DONE ||
                    code == SQLITE_ROW;
        if (!good) {
            embed_wrong(all, migration->file,
                        1 + wrong_line(db, text, at - text.p), "%s",
                        sqlite3_errmsg(db));
        }
        sqlite3_finalize(statement);
        if (!good) {
            return false;
        }
        at = tail;
    }
    return true;
}

/* The number at the start of "001_matters"; 0 if it is not so named. */
static int migration_number(str name)
{
    int64_t number = 0;
    str digits = str_slice(name, 0, 3);
    str rest = str_skip(name, 4);
    bool good = name.n > 4 && name.p[3] == '_' && digits.p[0] != '-' &&
                str_to_int(digits, &number) && name_is_good(rest);
    return good ? (int)number : 0;
}

static void read_migrations(struct catalogue *all,
                            const struct folder *folder)
{
    struct sql *sql = sql_of(all);
    struct paths paths = embed_list(all, folder->path, "schema", ".sql");
    int before = 0;
    for (int i = 0; i < paths.count; i++) {
        str name = embed_base_name(paths.list[i], ".sql");
        int number = migration_number(name);
        if (number <= before) {
            embed_wrong(all, paths.list[i], 0, "migrations are called "
                        "001_name.sql, 002_..., each number once");
            continue;
        }
        before = number;
        str text = embed_read(all, paths.list[i]);
        struct migration_def *migration =
            NEW(all->arena, struct migration_def);
        migration->name = str_format(all->arena, "%.*s/%.*s",
                                     SF(folder->name), SF(name));
        migration->file = paths.list[i];
        migration->sqlite = dialect_part(all, text, false);
        migration->postgres =
            dialect_postgres_types(all, dialect_part(all, text, true));
        if (sql->last_migration == NULL) {
            sql->migrations = migration;
        } else {
            sql->last_migration->next = migration;
        }
        sql->last_migration = migration;
        sql->migration_count++;
    }
}

/* ---- columns ------------------------------------------------------------- */

struct preparing {
    struct catalogue *all;
    const struct query_def *query;
    int line;                       /* of the first word of the SQL */
    sqlite3_stmt *statement;
};

static void query_wrong(const struct preparing *now, const char *what)
{
    embed_wrong(now->all, now->query->file, now->line, "%.*s: %s",
                SF(now->query->name), what);
}

/* Whether `name` is one of the words of an annotation. */
static bool is_listed(str words, str name)
{
    while (words.n > 0) {
        str word = str_cut(&words, ' ');
        if (str_eq(word, name)) {
            return true;
        }
    }
    return false;
}

static bool annotated_kind(const struct query_def *query, str name,
                           enum type_kind *kind)
{
    if (is_listed(query->text, name)) {
        *kind = TYPE_TEXT;
    } else if (is_listed(query->real, name)) {
        *kind = TYPE_REAL;
    } else if (is_listed(query->bytes, name)) {
        *kind = TYPE_BYTES;
    } else {
        return false;
    }
    return true;
}

static bool declared_kind(str type, enum type_kind *kind)
{
    static const struct {
        str type;
        enum type_kind kind;
    } TYPES[] = {{S0("integer"), TYPE_INT}, {S0("bigint"), TYPE_INT},
                 {S0("int"), TYPE_INT},     {S0("text"), TYPE_TEXT},
                 {S0("blob"), TYPE_BYTES},  {S0("real"), TYPE_REAL}};
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (str_eq_nocase(TYPES[i].type, type)) {
            *kind = TYPES[i].kind;
            return true;
        }
    }
    return false;
}

static enum type_kind column_kind(const struct preparing *now, int i,
                                  str name)
{
    enum type_kind declared = TYPE_INT;
    enum type_kind annotated = TYPE_INT;
    str type = str_of(sqlite3_column_decltype(now->statement, i));
    bool has_annotation = annotated_kind(now->query, name, &annotated);
    if (type.n == 0) {
        return annotated;
    }
    if (!declared_kind(type, &declared)) {
        embed_wrong(now->all, now->query->file, now->line,
                    "%.*s: column %.*s is declared %.*s; integer, text, "
                    "blob and real are known", SF(now->query->name),
                    SF(name), SF(type));
    } else if (has_annotation && annotated != declared) {
        embed_wrong(now->all, now->query->file, now->line,
                    "%.*s: column %.*s is %.*s by its table, the annotation "
                    "says otherwise", SF(now->query->name), SF(name),
                    SF(type));
    }
    return declared;
}

static bool column_name_is_good(const struct preparing *now, str name)
{
    static const str TYPES[] = {S0("integer"), S0("blob"), S0("real")};
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (str_eq(TYPES[i], name)) {
            embed_wrong(now->all, now->query->file, now->line,
                        "%.*s: a column cannot be called %.*s",
                        SF(now->query->name), SF(name));
            return false;
        }
    }
    if (!name_is_good(name)) {
        embed_wrong(now->all, now->query->file, now->line,
                    "%.*s: column \"%.*s\" cannot be the member of a "
                    "struct; give it a name with as", SF(now->query->name),
                    SF(name));
        return false;
    }
    return true;
}

/* A new shape off the catalogue with the columns of the statement. */
static struct shape *columns_of(const struct preparing *now)
{
    struct shape *shape = NEW(now->all->arena, struct shape);
    shape->name = now->query->row;
    int count = sqlite3_column_count(now->statement);
    bool good = true;
    for (int i = 0; i < count; i++) {
        str name = str_copy(now->all->arena,
                            str_of(sqlite3_column_name(now->statement, i)));
        if (!column_name_is_good(now, name)) {
            good = false;
            continue;
        }
        if (member_by_name(shape, name) != NULL) {
            embed_wrong(now->all, now->query->file, now->line,
                        "%.*s: two columns are called %.*s; give one "
                        "another name with as", SF(now->query->name),
                        SF(name));
            good = false;
            continue;
        }
        struct type type = {column_kind(now, i, name), S(""), false};
        member_add(now->all, shape, name, type);
    }
    return good ? shape : NULL;
}

static void check_annotations(const struct preparing *now,
                              const struct shape *shape)
{
    const str lists[] = {now->query->text, now->query->real,
                         now->query->bytes};
    for (int i = 0; i < 3; i++) {
        str words = fold_blanks(now->all, lists[i]);
        while (words.n > 0) {
            str word = str_cut(&words, ' ');
            if (member_by_name(shape, word) == NULL) {
                embed_wrong(now->all, now->query->file, now->query->line,
                            "%.*s: there is no column %.*s to annotate",
                            SF(now->query->name), SF(word));
            }
        }
    }
}

static bool same_members(const struct shape *a, const struct shape *b)
{
    const struct member *one = a->members;
    const struct member *two = b->members;
    while (one != NULL && two != NULL) {
        if (!str_eq(one->name, two->name) ||
            one->type.kind != two->type.kind) {
            return false;
        }
        one = one->next;
        two = two->next;
    }
    return one == NULL && two == NULL;
}

static void note_shape(const struct preparing *now,
                       const struct shape *columns)
{
    struct catalogue *all = now->all;
    const struct shape *known = shape_by_name(all, columns->name);
    if (known == NULL) {
        struct shape *shape = shape_add(all, columns->name,
                                        now->query->folder, false);
        shape->members = columns->members;
        shape->count = columns->count;
        return;
    }
    if (!same_members(known, columns)) {
        embed_wrong(all, now->query->file, now->line,
                    "%.*s: row %.*s has other columns in an earlier query",
                    SF(now->query->name), SF(columns->name));
    }
}

/* ---- queries ------------------------------------------------------------- */

static bool starts_with_word(str text, str word)
{
    return str_eq_nocase(str_slice(text, 0, word.n), word) &&
           (text.n == word.n || !char_is_name(text.p[word.n]));
}

static bool is_plain_statement(str text)
{
    static const str WORDS[] = {S0("select"), S0("with"),   S0("values"),
                                S0("insert"), S0("update"), S0("delete")};
    text = str_trim(text);
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (starts_with_word(text, WORDS[i])) {
            return true;
        }
    }
    return false;
}

/* Adds its row or fails: then nobody need look at how many it changed. */
static bool is_sure(const struct query_def *query)
{
    return starts_with_word(str_trim(query->sqlite), S("insert")) &&
           str_find(query->sqlite, S("do nothing")) < 0 &&
           (query->changes == CHANGES_ANY ||
            str_find(query->sqlite, S("values")) >= 0);
}

/* What the shape promises against what the statement does. */
static void check_shape(const struct preparing *now)
{
    bool reads = sqlite3_stmt_readonly(now->statement) != 0;
    bool has_columns = sqlite3_column_count(now->statement) > 0;
    if (now->query->shape == QUERY_CHANGE) {
        if (has_columns) {
            query_wrong(now, "it promises changes but returns columns");
        } else if (reads) {
            query_wrong(now, "it promises changes but changes nothing");
        } else if (now->query->later && !is_sure(now->query)) {
            query_wrong(now, "only an insert of values is sure enough to "
                        "be heard of later");
        }
        return;
    }
    if (!has_columns) {
        query_wrong(now, "it promises a row but has no columns");
        return;
    }
    if (!reads && now->query->shape == QUERY_MANY) {
        query_wrong(now, "many only reads; a change with returning is one");
    }
    const struct shape *columns = columns_of(now);
    if (columns != NULL) {
        check_annotations(now, columns);
        note_shape(now, columns);
    }
}

static void prepare(struct preparing *now, sqlite3 *db)
{
    const struct query_def *query = now->query;
    const char *tail = NULL;
    str text = query->sqlite;
    if (sqlite3_prepare_v2(db, text.p, (int)text.n, &now->statement,
                           &tail) != SQLITE_OK) {
        embed_wrong(now->all, query->file,
                    query->source.line + wrong_line(db, text, 0),
                    "%.*s: %s", SF(query->name), sqlite3_errmsg(db));
        return;
    }
    if (now->statement == NULL || str_trim(str_skip(text,
                                           tail - text.p)).n > 0) {
        query_wrong(now, "a query is one statement");
    } else if (sqlite3_bind_parameter_count(now->statement) !=
               query->param_count) {
        query_wrong(now, "parameters are written :name");
    } else {
        check_shape(now);
    }
    sqlite3_finalize(now->statement);
}

static void check_used(const struct preparing *now, const bool *used,
                       const char *where)
{
    int i = 0;
    for (const struct member *param = now->query->params; param != NULL;
         param = param->next) {
        if (!used[i]) {
            embed_wrong(now->all, now->query->file, now->query->line,
                        "%.*s: parameter %.*s is not used%s",
                        SF(now->query->name), SF(param->name), where);
        }
        i++;
    }
}

/* Both texts with their parameters by number.  False: do not go on. */
static bool translate(const struct preparing *now, struct query_def *query)
{
    struct catalogue *all = now->all;
    int wrong = all->wrong;
    bool used[PARAMS_MAX] = {false};
    query->sqlite = dialect_params(all, query, query->source, '?', used);
    check_used(now, used, "");
    bool same = query->postgres_source.text.n == 0;
    if (all->wrong > wrong) {
        return false;
    }
    bool used_too[PARAMS_MAX] = {false};
    query->postgres = dialect_params(
        all, query, same ? query->source : query->postgres_source, '$',
        used_too);
    if (!same) {
        check_used(now, used_too, " in the text for PostgreSQL");
    }
    query->postgres = dialect_postgres_types(all, query->postgres);
    return all->wrong == wrong;
}

static void read_query(struct catalogue *all, sqlite3 *db,
                       struct query_def *query)
{
    str text = query->source.text;
    struct preparing now = {all, query, query->line, NULL};
    if (query->source.wrong || query->postgres_source.wrong) {
        return;
    }
    if (query->roles.n == 0) {
        query_wrong(&now, "it names no role; write -- roles:");
    }
    if (text.n == 0) {
        query_wrong(&now, "it has no SQL");
        return;
    }
    now.line = query->source.line + lines_before(text, skip_blanks(text, 0));
    query->text = fold_blanks(all, query->text);
    query->real = fold_blanks(all, query->real);
    query->bytes = fold_blanks(all, query->bytes);
    if (!is_plain_statement(text)) {
        query_wrong(&now, "SQL is select, with, values, insert, update or "
                    "delete");
        return;
    }
    if (translate(&now, query)) {
        prepare(&now, db);
    }
}

/* ---- everything ---------------------------------------------------------- */

static bool apply_migrations(struct catalogue *all, sqlite3 *db)
{
    for (const struct migration_def *migration = sql_of(all)->migrations;
         migration != NULL; migration = migration->next) {
        if (!apply(all, db, migration)) {
            return false;
        }
    }
    return true;
}

void sql_read(struct catalogue *all)
{
    must(all->sql == NULL);
    all->sql = NEW(all->arena, struct sql);
    sqlite3 *db = NULL;
    int opened = sqlite3_open(":memory:", &db);
    must(opened == SQLITE_OK);
    /* A misspelt "name" must not pass as a text. */
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    for (const struct folder *folder = all->folders; folder != NULL;
         folder = folder->next) {
        read_migrations(all, folder);
    }
    /* Without its tables every query would be a mistake. */
    if (all->wrong == 0 && apply_migrations(all, db)) {
        for (const struct folder *folder = all->folders; folder != NULL;
             folder = folder->next) {
            struct paths paths = embed_list(all, folder->path, "", ".sql");
            for (int i = 0; i < paths.count; i++) {
                query_read_file(all, folder, paths.list[i]);
            }
        }
        part_tell_unused(all);
        for (struct query_def *query = sql_of(all)->queries; query != NULL;
             query = query->next) {
            read_query(all, db, query);
        }
    }
    sqlite3_close(db);
}
