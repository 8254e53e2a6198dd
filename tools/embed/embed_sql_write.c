/* Queries, rows and migrations as C text. */
#include "tools/embed/embed_query.h"

static const char *const COLUMN_KINDS[] = {
    [TYPE_INT] = "COLUMN_INT",
    [TYPE_TEXT] = "COLUMN_TEXT",
    [TYPE_BYTES] = "COLUMN_BYTES",
    [TYPE_REAL] = "COLUMN_REAL",
};

static const char *column_kind_in_c(enum type_kind kind)
{
    must(kind <= TYPE_REAL);
    return COLUMN_KINDS[kind];
}

/* ---- rows ---------------------------------------------------------------- */

static void write_members(struct out *out, const struct member *members)
{
    for (const struct member *member = members; member != NULL;
         member = member->next) {
        out_format(out, "    %s%.*s;\n", type_in_c(member->type.kind),
                   SF(member->name));
    }
}

static void write_columns(struct out *out, const char *prefix, str name,
                          const char *suffix, const struct member *members)
{
    for (const struct member *member = members; member != NULL;
         member = member->next) {
        out_format(out, "    {\"%.*s\", %s, %s,\n     offsetof(struct "
                   "%s%.*s%s, %.*s)},\n", SF(member->name),
                   column_kind_in_c(member->type.kind),
                   member->optional ? "true" : "false", prefix, SF(name),
                   suffix, SF(member->name));
    }
}

static bool is_row_of(const struct shape *shape, str folder)
{
    return !shape->is_view && str_eq(shape->folder, folder);
}

static void write_row(struct catalogue *all, const struct shape *shape,
                      struct out *out)
{
    out_format(out, "struct %.*s {\n", SF(shape->name));
    write_members(out, shape->members);
    out_format(out, "};\nstruct %.*s_list {\n    struct %.*s *rows;\n"
               "    ptrdiff_t n;\n};\nextern const struct column "
               "%.*s_COLUMNS[];\n\n", SF(shape->name), SF(shape->name),
               SF(name_upper(all, shape->name)));
}

/* ---- functions ----------------------------------------------------------- */

static bool by_struct(const struct query_def *query)
{
    return query->param_count > PARAMS_ONE_BY_ONE_MAX;
}

static void write_args(const struct query_def *query, struct out *out)
{
    out_format(out, "struct q_%.*s_args {\n", SF(query->name));
    write_members(out, query->params);
    out_str(out, S("};\n"));
}

/* One parameter per line: names may be long. */
static void write_prototype(const struct query_def *query, struct out *out)
{
    out_format(out, "err q_%.*s(\n    struct tx *tx", SF(query->name));
    if (by_struct(query)) {
        out_format(out, ",\n    const struct q_%.*s_args *args",
                   SF(query->name));
    }
    for (const struct member *param = query->params;
         param != NULL && !by_struct(query); param = param->next) {
        out_format(out, ",\n    %s%.*s", type_in_c(param->type.kind),
                   SF(param->name));
    }
    if (query->shape == QUERY_ONE) {
        out_format(out, ",\n    struct %.*s *row", SF(query->row));
    } else if (query->shape == QUERY_MANY) {
        out_format(out, ",\n    struct %.*s_list *list", SF(query->row));
    } else if (query->changes == CHANGES_ANY && !query->later) {
        out_str(out, S(",\n    int64_t *changed"));
    }
    out_char(out, ')');
}

static const char *args_in_c(const struct query_def *query)
{
    if (query->param_count == 0) {
        return "NULL";
    }
    return by_struct(query) ? "args" : "&args";
}

static void write_call(const struct query_def *query, struct out *out)
{
    const char *args = args_in_c(query);
    str upper = query->upper;
    switch (query->shape) {
    case QUERY_ONE:
        out_format(out, "    return db_one(tx, &Q_%.*s, %s, row);\n",
                   SF(upper), args);
        return;
    case QUERY_MANY:
        out_format(out, "    struct rows rows = {NULL, 0};\n"
                   "    err e = db_many(tx, &Q_%.*s, %s, &rows);\n"
                   "    list->rows = rows.rows;\n    list->n = rows.n;\n"
                   "    return e;\n", SF(upper), args);
        return;
    case QUERY_CHANGE:
        out_format(out, "    return db_change(tx, &Q_%.*s, %s, %s);\n",
                   SF(upper), args,
                   query->changes == CHANGES_ANY && !query->later
                       ? "changed" : "NULL");
        return;
    }
    never("a query has one of three shapes");
}

static void write_function(const struct query_def *query, struct out *out)
{
    write_prototype(query, out);
    out_str(out, S("\n{\n"));
    if (query->param_count > 0 && !by_struct(query)) {
        out_format(out, "    const struct q_%.*s_args args = {\n",
                   SF(query->name));
        for (const struct member *param = query->params; param != NULL;
             param = param->next) {
            out_format(out, "        %.*s,\n", SF(param->name));
        }
        out_str(out, S("    };\n"));
    }
    write_call(query, out);
    out_str(out, S("}\n\n"));
}

/* ---- the query as data --------------------------------------------------- */

/* Without empty lines and blanks at the ends. */
static void write_sql(struct catalogue *all, str sql, struct out *out)
{
    struct out text = out_new(all->arena, sql.n + 1);
    while (sql.n > 0) {
        str line = str_cut(&sql, '\n');
        while (line.n > 0 && (line.p[line.n - 1] == ' ')) {
            line.n--;
        }
        if (line.n > 0) {
            if (text.n > 0) {
                out_char(&text, '\n');
            }
            out_str(&text, line);
        }
    }
    must(!text.full);
    write_literal(out, out_text(&text));
}

static void write_query_shape(struct catalogue *all,
                              const struct query_def *query, struct out *out)
{
    static const char *const SHAPES[] = {
        [QUERY_ONE] = "QUERY_ONE",
        [QUERY_MANY] = "QUERY_MANY",
        [QUERY_CHANGE] = "QUERY_CHANGE",
    };
    out_format(out, "    .shape = %s,\n    .number = %d,\n    .roles = ",
               SHAPES[query->shape], query->number);
    out_str(out, query->roles);
    out_str(out, S(",\n"));
    if (query->shape == QUERY_CHANGE) {
        out_str(out, query->later ? S("    .later = true,\n") : S(""));
        if (query->changes == CHANGES_ANY) {
            out_str(out, S("    .changes = CHANGES_ANY,\n"));
        } else {
            out_format(out, "    .changes = %lld,\n",
                       (long long)query->changes);
        }
        return;
    }
    const struct shape *row = shape_by_name(all, query->row);
    must(row != NULL);
    out_format(out, "    .columns = %.*s_COLUMNS,\n    .column_count = %d,\n"
               "    .row_size = sizeof(struct %.*s),\n",
               SF(name_upper(all, row->name)), row->count, SF(row->name));
}

static void write_query(struct catalogue *all, const struct query_def *query,
                        struct out *out)
{
    if (query->param_count > 0) {
        if (!by_struct(query)) {
            write_args(query, out);
        }
        out_format(out, "static const struct column Q_%.*s_PARAMS[] = {\n",
                   SF(query->upper));
        write_columns(out, "q_", query->name, "_args", query->params);
        out_str(out, S("};\n"));
    }
    out_format(out, "const struct query Q_%.*s = {\n    .name = \"%.*s\",\n"
               "    .sqlite = ", SF(query->upper), SF(query->name));
    write_sql(all, query->sqlite, out);
    out_str(out, S(",\n    .postgres = "));
    write_sql(all, query->postgres, out);
    out_str(out, S(",\n"));
    write_query_shape(all, query, out);
    if (query->param_count > 0) {
        out_format(out, "    .params = Q_%.*s_PARAMS,\n"
                   "    .param_count = %d,\n", SF(query->upper),
                   query->param_count);
    }
    out_str(out, S("};\n"));
    write_function(query, out);
}

/* ---- what embed.c calls -------------------------------------------------- */

void sql_write_includes(struct catalogue *all, str folder, struct out *out)
{
    for (const struct query_def *query = sql_of(all)->queries;
         query != NULL; query = query->next) {
        if (!str_eq(query->folder, folder) || query->row.n == 0) {
            continue;
        }
        const struct shape *row = shape_by_name(all, query->row);
        must(row != NULL);
        if (!str_eq(row->folder, folder)) {
            out_format(out, "#include \"%.*s_gen.h\"\n", SF(row->folder));
        }
    }
}

void sql_write_header(struct catalogue *all, str folder, struct out *out)
{
    for (const struct shape *shape = all->shapes; shape != NULL;
         shape = shape->next) {
        if (is_row_of(shape, folder)) {
            write_row(all, shape, out);
        }
    }
    for (const struct query_def *query = sql_of(all)->queries;
         query != NULL; query = query->next) {
        if (!str_eq(query->folder, folder)) {
            continue;
        }
        out_format(out, "extern const struct query Q_%.*s;\n",
                   SF(query->upper));
        if (by_struct(query)) {
            write_args(query, out);
        }
        out_str(out, S("MUST_USE "));
        write_prototype(query, out);
        out_str(out, S(";\n\n"));
    }
}

void sql_write_source(struct catalogue *all, str folder, struct out *out)
{
    for (const struct shape *shape = all->shapes; shape != NULL;
         shape = shape->next) {
        if (!is_row_of(shape, folder)) {
            continue;
        }
        out_format(out, "const struct column %.*s_COLUMNS[] = {\n",
                   SF(name_upper(all, shape->name)));
        write_columns(out, "", shape->name, "", shape->members);
        out_str(out, S("};\n\n"));
    }
    for (const struct query_def *query = sql_of(all)->queries;
         query != NULL; query = query->next) {
        if (str_eq(query->folder, folder)) {
            write_query(all, query, out);
        }
    }
}

void sql_write_all_header(struct catalogue *all, struct out *out)
{
    must(all->sql != NULL);
    out_str(out, S("extern const struct query *const ALL_QUERIES[];\n"
                   "extern const int ALL_QUERY_COUNT;\n"
                   "extern const struct migration ALL_MIGRATIONS[];\n"
                   "extern const int ALL_MIGRATION_COUNT;\n"));
}

void sql_write_all_source(struct catalogue *all, struct out *out)
{
    const struct sql *sql = sql_of(all);
    out_str(out, S("const struct query *const ALL_QUERIES[] = {\n"));
    for (const struct query_def *query = sql->queries; query != NULL;
         query = query->next) {
        out_format(out, "    &Q_%.*s,\n", SF(query->upper));
    }
    out_format(out, "    NULL,\n};\nconst int ALL_QUERY_COUNT = %d;\n\n",
               sql->query_count);
    out_str(out, S("const struct migration ALL_MIGRATIONS[] = {\n"));
    for (const struct migration_def *migration = sql->migrations;
         migration != NULL; migration = migration->next) {
        out_format(out, "    {\"%.*s\",", SF(migration->name));
        write_literal(out, migration->sqlite);
        out_char(out, ',');
        write_literal(out, migration->postgres);
        out_str(out, S("},\n"));
    }
    out_format(out, "    {NULL, NULL, NULL},\n};\n"
               "const int ALL_MIGRATION_COUNT = %d;\n\n",
               sql->migration_count);
}
