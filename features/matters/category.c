/* The tree of categories: few rows, read whole. */
#include "features/matters/matters_store.h"

enum { PATH_MAX_CHARS = 200 };

err category_root(struct task *task, int64_t category_id, int64_t *root)
{
    *root = 0;
    if (category_id == 0) {
        return OK;
    }
    struct category_row row;
    TRY(q_category_by_id(task->tx, category_id, &row));
    *root = row.id;
    if (row.parent_id != 0) {       /* the path begins with the root's name */
        str rest = row.path;
        TRY(q_category_by_path(task->tx, str_cut(&rest, '/'), &row));
        *root = row.id;
    }
    must(row.parent_id == 0);
    return OK;
}

/* "城乡建设/安全生产" -> "城乡建设 / 安全生产". */
static str path_label(struct arena *arena, str path)
{
    struct out out = out_new(arena, path.n * 3 + 1);
    while (path.n > 0) {
        out_str(&out, out.n > 0 ? S(" / ") : S(""));
        out_str(&out, str_cut(&path, '/'));
    }
    must(!out.full);
    return out_text(&out);
}

static str id_text(struct arena *arena, int64_t id)
{
    struct out out = out_new(arena, 24);
    out_int(&out, id);
    return out_text(&out);
}

static err roots_fill(struct task *task, struct choices *options)
{
    struct category_row_list list;
    TRY(q_category_first_level(task->tx, &list));
    options->rows = NEW_MANY(task->arena, struct choice, list.n);
    options->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct category_row *row = &list.rows[i];
        options->rows[i] = (struct choice){
            .value = id_text(task->arena, row->id), .label = row->name};
    }
    return OK;
}

static err tree_fill(struct task *task, struct choices *options)
{
    struct category_leaf_list list;
    TRY(q_category_tree(task->tx, &list));
    options->rows = NEW_MANY(task->arena, struct choice, list.n);
    options->n = list.n;
    for (ptrdiff_t i = 0; i < list.n; i++) {
        const struct category_leaf *row = &list.rows[i];
        options->rows[i] = (struct choice){
            .value = id_text(task->arena, row->id),
            .label = path_label(task->arena, row->path)};
    }
    return OK;
}

err category_options(struct task *task, bool whole_tree,
                     struct choices *options)
{
    return whole_tree ? tree_fill(task, options)
                      : roots_fill(task, options);
}

/* The row of one path, made beneath `parent` if it is new. */
static err category_level(struct task *task, str path, str name,
                          int64_t parent, int64_t *id)
{
    struct category_row row;
    err e = q_category_by_path(task->tx, path, &row);
    if (e == OK) {
        must(row.parent_id == parent);
        *id = row.id;
        return OK;
    }
    if (e != ERR_NOT_FOUND) {
        return e;
    }
    *id = task_id(task);
    return q_category_add(task->tx, *id, parent, name, path);
}

err category_put(struct task *task, str path, int64_t *id)
{
    str rest = str_trim(path);
    str done = S("");
    *id = 0;
    if (str_chars(rest) > PATH_MAX_CHARS) {
        return ERR_INVALID;
    }
    while (rest.n > 0) {
        str name = str_trim(str_cut(&rest, '/'));
        if (name.n == 0) {
            continue;
        }
        done = done.n == 0 ? name
                           : str_format(task->arena, "%.*s/%.*s", SF(done),
                                        SF(name));
        int64_t parent = *id;
        TRY(category_level(task, done, name, parent, id));
    }
    return OK;
}
