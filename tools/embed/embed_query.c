/* Reads features/X/X.sql: annotations, then SQL, query after query, and the
 * parts they share. */
#include "tools/embed/embed_query.h"

enum { SQL_LIMIT = 1024 * 1024 };

struct sql *sql_of(const struct catalogue *all)
{
    must(all->sql != NULL);
    return all->sql;
}

const struct query_def *query_by_name(const struct catalogue *all, str name)
{
    for (const struct query_def *query = sql_of(all)->queries;
         query != NULL; query = query->next) {
        if (str_eq(query->name, name)) {
            return query;
        }
    }
    return NULL;
}

/* ---- the first line ------------------------------------------------------ */

static bool wrong_head(struct catalogue *all, const struct query_def *query,
                       const char *what)
{
    embed_wrong(all, query->file, query->line, "%s; it should look like "
                "-- name: x_by_id(id int, word text?) one x_row", what);
    return false;
}

static bool kind_of_word(str word, enum type_kind *kind)
{
    static const struct {
        str word;
        enum type_kind kind;
    } KINDS[] = {{S0("int"), TYPE_INT},
                 {S0("text"), TYPE_TEXT},
                 {S0("bytes"), TYPE_BYTES},
                 {S0("real"), TYPE_REAL}};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (str_eq(KINDS[i].word, word)) {
            *kind = KINDS[i].kind;
            return true;
        }
    }
    return false;
}

/* Names that the generated functions need for themselves, and typedefs that
 * a parameter of the same name would hide. */
static bool is_taken(str name)
{
    static const str TAKEN[] = {S0("tx"),   S0("row"), S0("list"), S0("rows"),
                                S0("args"), S0("err"), S0("str"),
                                S0("changed")};
    for (size_t i = 0; i < sizeof TAKEN / sizeof TAKEN[0]; i++) {
        if (str_eq(TAKEN[i], name)) {
            return true;
        }
    }
    return false;
}

static bool param_exists(const struct query_def *query, str name)
{
    for (const struct member *param = query->params; param != NULL;
         param = param->next) {
        if (str_eq(param->name, name)) {
            return true;
        }
    }
    return false;
}

static bool read_param(struct catalogue *all, struct query_def *query,
                       str text, struct member ***last)
{
    struct member *param = NEW(all->arena, struct member);
    text = str_trim(text);
    param->name = name_cut(&text);
    text = str_trim(text);
    str kind = name_cut(&text);
    param->optional = str_eq(text, S("?"));
    if (!kind_of_word(kind, &param->type.kind) ||
        (text.n > 0 && !param->optional)) {
        return wrong_head(all, query, "a parameter needs a name and int, "
                          "text, bytes or real");
    }
    if (!name_is_good(param->name) || is_taken(param->name)) {
        embed_wrong(all, query->file, query->line,
                    "%.*s cannot be the name of a parameter",
                    SF(param->name));
        return false;
    }
    if (param_exists(query, param->name) ||
        query->param_count == PARAMS_MAX) {
        return wrong_head(all, query, "a parameter twice, or too many");
    }
    **last = param;
    *last = &param->next;
    query->param_count++;
    return true;
}

static bool read_shape(struct catalogue *all, struct query_def *query,
                       str text)
{
    text = str_trim(text);
    str shape = name_cut(&text);
    str what = str_trim(text);
    if (str_eq(shape, S("changes"))) {
        query->shape = QUERY_CHANGE;
        query->changes = CHANGES_ANY;
        query->later = str_ends(what, S(" later"));
        what = query->later ? str_trim(str_slice(what, 0, what.n - 6)) : what;
        return str_eq(what, S("any")) ||
               (str_to_int(what, &query->changes) && query->changes >= 0) ||
               wrong_head(all, query, "changes wants a number or any");
    }
    query->shape = str_eq(shape, S("many")) ? QUERY_MANY : QUERY_ONE;
    if (query->shape == QUERY_ONE && !str_eq(shape, S("one"))) {
        return wrong_head(all, query,
                          "the shape is one, many or changes");
    }
    query->row = what;
    return name_is_good(what) ||
           wrong_head(all, query, "the row needs a name");
}

static bool read_head(struct catalogue *all, struct query_def *query,
                      str head)
{
    query->name = name_cut(&head);
    if (!name_is_good(query->name)) {
        return wrong_head(all, query, "a query needs a name");
    }
    query->upper = name_upper(all, query->name);
    head = str_trim(head);
    ptrdiff_t close = str_find_char(head, ')');
    if (!str_starts(head, S("(")) || close < 0) {
        return wrong_head(all, query, "parameters stand in ( )");
    }
    str params = str_trim(str_slice(head, 1, close));
    struct member **last = &query->params;
    while (params.n > 0) {
        if (!read_param(all, query, str_cut(&params, ','), &last)) {
            return false;
        }
    }
    return read_shape(all, query, str_skip(head, close + 1));
}

/* ---- roles and other annotations ----------------------------------------- */

static str role_in_c(str word)
{
#define ROLE_ROW(name, role_word, zh) {S0(role_word), S0("ROLE_" #name)},
    static const struct {
        str word;
        str c;
    } ROLES[] = {ROLE_TABLE(ROLE_ROW){S0("staff"), S0("ROLES_STAFF")},
                 {S0("all"), S0("ROLES_ALL")}};
#undef ROLE_ROW
    for (size_t i = 0; i < sizeof ROLES / sizeof ROLES[0]; i++) {
        if (str_eq(ROLES[i].word, word)) {
            return ROLES[i].c;
        }
    }
    return S("");
}

static void read_roles(struct catalogue *all, struct query_def *query,
                       str words, int line)
{
    struct out out = out_new(all->arena, SQL_LIMIT);
    words = fold_blanks(all, words);
    while (words.n > 0) {
        str word = str_cut(&words, ' ');
        str c = role_in_c(word);
        if (c.n == 0) {
            embed_wrong(all, query->file, line, "%.*s is no role",
                        SF(word));
            c = S("ROLE_SYSTEM");
        }
        if (out.n > 0) {
            out_str(&out, S(" | "));
        }
        out_str(&out, c);
    }
    query->roles = out_text(&out);
}

/* What is being read. */
struct reading {
    struct catalogue *all;
    const struct folder *folder;
    str path;
    str rest;                       /* of the file */
    int line;                       /* of the next line of `rest` */
    struct query_def *query;        /* NULL before the first */
};

/* "-- word: rest" gives the word, and moves `line` to the rest. */
static str annotation(str *line)
{
    str rest = *line;
    if (!str_starts(rest, S("-- "))) {
        return S("");
    }
    rest = str_skip(rest, 3);
    str word = name_cut(&rest);
    if (word.n == 0 || !str_starts(rest, S(":"))) {
        return S("");
    }
    *line = str_trim(str_skip(rest, 1));
    return word;
}

static str next_line(struct reading *reading)
{
    must(reading->rest.n > 0);
    reading->line++;
    return str_cut(&reading->rest, '\n');
}

static str peek_line(const struct reading *reading)
{
    str rest = reading->rest;
    return str_cut(&rest, '\n');
}

/* An annotation goes on in further comment lines. */
static str whole_annotation(struct reading *reading, str text)
{
    while (reading->rest.n > 0) {
        str line = peek_line(reading);
        str copy = line;
        if (!str_starts(line, S("--")) || annotation(&copy).n > 0) {
            break;
        }
        (void)next_line(reading);
        text = str_format(reading->all->arena, "%.*s %.*s", SF(text),
                          SF(str_skip(line, 2)));
    }
    return text;
}

static void read_annotation(struct reading *reading, str word, str text)
{
    struct query_def *query = reading->query;
    int line = reading->line - 1;
    text = whole_annotation(reading, text);
    if (query == NULL || query->source.line > 0) {
        embed_wrong(reading->all, reading->path, line,
                    "-- %.*s: stands before the SQL of its query", SF(word));
    } else if (str_eq(word, S("roles"))) {
        read_roles(reading->all, query, text, line);
    } else if (str_eq(word, S("text"))) {
        query->text = text;
    } else if (str_eq(word, S("real"))) {
        query->real = text;
    } else if (str_eq(word, S("bytes"))) {
        query->bytes = text;
    } else if (!str_eq(word, S("why"))) {
        embed_wrong(reading->all, reading->path, line,
                    "-- %.*s: is not known; name, part, roles, why, text, "
                    "real, bytes and postgres are", SF(word));
    }
}

/* ---- the whole file ------------------------------------------------------ */

static void read_name(struct reading *reading, str text)
{
    struct catalogue *all = reading->all;
    struct sql *sql = sql_of(all);
    struct query_def *query = NEW(all->arena, struct query_def);
    query->folder = reading->folder->name;
    query->file = reading->path;
    query->line = reading->line - 1;
    reading->query = query;
    text = whole_annotation(reading, text);
    if (!read_head(all, query, text)) {
        return;                     /* read on, but keep it out */
    }
    const struct query_def *other = query_by_name(all, query->name);
    if (other != NULL) {
        embed_wrong(all, query->file, query->line,
                    "there is a query %.*s already (%.*s:%d)",
                    SF(query->name), SF(other->file), other->line);
        return;
    }
    query->number = sql->query_count++;
    if (sql->last_query == NULL) {
        sql->queries = query;
    } else {
        sql->last_query->next = query;
    }
    sql->last_query = query;
}

/* SQL up to the next annotation.  Comment lines become empty, so that line
 * numbers stay right. */
static struct sql_text read_sql(struct reading *reading)
{
    struct out out = out_new(reading->all->arena, SQL_LIMIT);
    struct sql_text sql = {S(""), reading->line, false};
    while (reading->rest.n > 0) {
        str line = peek_line(reading);
        str copy = line;
        if (annotation(&copy).n > 0) {
            break;
        }
        (void)next_line(reading);
        if (!str_starts(str_trim(line), S("--"))) {
            out_str(&out, line);
        }
        out_char(&out, '\n');
    }
    sql.text = out_text(&out);
    while (sql.text.n > 0 && str_find_char(S(" \n\t"),
                                 sql.text.p[sql.text.n - 1]) >= 0) {
        sql.text.n--;
    }
    if (str_ends(sql.text, S(";"))) {
        sql.text.n--;
    }
    return part_expand(reading->all, reading->folder->name, reading->path,
                       sql);
}

static void read_part(struct reading *reading, str name)
{
    struct part_def *part = NEW(reading->all->arena, struct part_def);
    part->name = name;
    part->folder = reading->folder->name;
    part->file = reading->path;
    part->line = reading->line - 1;
    reading->query = NULL;
    part_add(reading->all, part, read_sql(reading));
}

static void read_postgres(struct reading *reading)
{
    struct query_def *query = reading->query;
    int line = reading->line - 1;
    struct sql_text sql = read_sql(reading);
    if (query == NULL || query->source.text.n == 0 ||
        query->postgres_source.text.n > 0 || sql.text.n == 0) {
        embed_wrong(reading->all, reading->path, line, "-- postgres: stands "
                    "between the SQL for both and another SQL, once");
        return;
    }
    query->postgres_source = sql;
}

static void read_text(struct reading *reading)
{
    struct sql_text sql = read_sql(reading);
    if (str_trim(sql.text).n == 0) {
        return;
    }
    if (reading->query == NULL) {
        embed_wrong(reading->all, reading->path, sql.line,
                    "SQL without -- name:");
        return;
    }
    /* A second text was told about at the annotation between the two. */
    if (reading->query->source.line == 0) {
        reading->query->source = sql;
    }
}

void query_read_file(struct catalogue *all, const struct folder *folder,
                     str path)
{
    struct reading reading = {all, folder, path, embed_read(all, path), 1,
                              NULL};
    while (reading.rest.n > 0) {
        str line = peek_line(&reading);
        str word = annotation(&line);
        if (word.n == 0) {
            read_text(&reading);
            continue;
        }
        (void)next_line(&reading);
        if (str_eq(word, S("name"))) {
            read_name(&reading, line);
        } else if (str_eq(word, S("part"))) {
            read_part(&reading, line);
        } else if (str_eq(word, S("postgres"))) {
            read_postgres(&reading);
        } else {
            read_annotation(&reading, word, line);
        }
    }
}
