/* What embed knows while it runs: one catalogue, filled in this order:
 * schemas, queries, words, forms, assets, pages; then everything is written.
 *
 * All memory is one arena that is never reset.  Mistakes are collected with
 * embed_wrong() so that a build shows all of them at once. */
#ifndef EMBED_EMBED_H
#define EMBED_EMBED_H

#include "base/arena.h"
#include "base/form.h"
#include "base/out.h"
#include "base/role.h"
#include "base/str.h"

enum type_kind {
    TYPE_INT, TYPE_TEXT, TYPE_BYTES, TYPE_REAL, TYPE_BOOL, TYPE_HTML,
    TYPE_STRUCT,                    /* a row or a view, `name` */
    TYPE_LIST,                      /* of a row or view, `name` */
    TYPE_FORM,                      /* a form_state of form `name` */
    TYPE_CHOICES
};

struct type {
    enum type_kind kind;
    str name;
    bool is_private;                /* kept out of JSON */
};

struct member {
    str name;
    struct type type;
    bool optional;                  /* parameters: empty binds NULL */
    struct member *next;
};

/* A row of a query, or a view of a page. */
struct shape {
    str name;
    str folder;                     /* whose X_gen.h declares it */
    bool is_view;
    struct member *members;
    int count;
    struct shape *next;
};

struct form_field {
    str name, label, hint, fill;
    enum field_kind kind;
    bool required;
    int64_t min, max;
    struct choice *choices;
    int choice_count;
    struct form_field *next;
};

struct form {
    str name, folder;
    struct form_field *fields;
    int count;
    struct form *next;
};

struct folder {                     /* "desk" or a feature */
    str name;                       /* "matters" */
    str path;                       /* "features/matters" */
    struct folder *next;
};

struct catalogue {
    struct arena *arena;
    str root, out_dir;
    struct folder *folders;         /* desk first, then ORDER */
    struct shape *shapes;
    struct form *forms;
    int wrong;                      /* mistakes so far */
    void *inputs;                   /* private to embed_file.c */
    void *sql, *pages, *words;      /* private to embed_sql.c etc. */
    void *assets;                   /* private to embed_asset.c */
};

/* ---- embed_file.c: what is read and written ------------------------------ */

void embed_wrong(struct catalogue *all, str file, int line,
                 const char *format, ...) PRINTF_LIKE(4, 5);

/* Whole file, or a mistake and an empty text; noted for the depfile.  Paths
 * hold the root already.  Text must be UTF-8 without CR. */
str embed_read(struct catalogue *all, str path);
str embed_read_bytes(struct catalogue *all, str path);

/* root/folder/name, and whether there is such a file or folder. */
str embed_path(struct catalogue *all, str folder, const char *name);
bool embed_exists(str path);

/* Paths of the files in root/folder/sub (`sub` may be "") that end with
 * `ending`, sorted; none if there is no such folder. */
struct paths {
    str *list;
    int count;
};
struct paths embed_list(struct catalogue *all, str folder, const char *sub,
                        const char *ending);

/* The last part of a path, without `ending`. */
str embed_base_name(str path, const char *ending);

void embed_make_folder(str path);
/* Writes only if the content changed, so that little is built again. */
void embed_save(struct catalogue *all, str path, str text);
void embed_save_depfile(struct catalogue *all, str path, str target);

/* ---- embed.c: the catalogue ---------------------------------------------- */

const struct shape *shape_by_name(const struct catalogue *all, str name);
/* The name must be new and good. */
struct shape *shape_add(struct catalogue *all, str name, str folder,
                        bool is_view);
struct member *member_add(struct catalogue *all, struct shape *shape,
                          str name, struct type type);
const struct form *form_by_name(const struct catalogue *all, str name);
const struct member *member_by_name(const struct shape *shape, str name);

/* ---- embed_text.c: names and literals ------------------------------------ */

/* Lower case, digits and _, at most 48, no keyword of C: fit to be a member
 * of a struct. */
bool name_is_good(str name);
str name_upper(struct catalogue *all, str name);    /* MATTER_CARD */
bool char_is_name(char c);
str name_cut(str *rest);        /* the name at the start of rest, or empty */
str fold_blanks(struct catalogue *all, str text);   /* and trim */

/* A C string literal of any bytes, quotes included, at most 80 columns; looks
 * at the column where `out` stands and goes on in further lines. */
void write_literal(struct out *out, str text);

/* "int64_t ", "str ": up to where the name of the member follows. */
const char *type_in_c(enum type_kind kind);

/* ---- embed_sql.c: schemas and queries into shapes; later the C text ------ */

void sql_read(struct catalogue *all);
/* #include lines for the rows of earlier folders. */
void sql_write_includes(struct catalogue *all, str folder, struct out *out);
void sql_write_header(struct catalogue *all, str folder, struct out *out);
void sql_write_source(struct catalogue *all, str folder, struct out *out);
void sql_write_all_header(struct catalogue *all, struct out *out);
void sql_write_all_source(struct catalogue *all, struct out *out);

/* ---- embed_form.c -------------------------------------------------------- */

void form_read(struct catalogue *all);
void form_write_header(struct catalogue *all, str folder, struct out *out);
void form_write_source(struct catalogue *all, str folder, struct out *out);

/* ---- embed_words.c: the English; which sentences C code marks ------------ */

void words_read(struct catalogue *all);
/* The English of a Chinese unit (blanks folded); a mistake if missing (the
 * Chinese then comes back).  What is missing is told by words_tell(). */
str words_english(struct catalogue *all, str zh, str file, int line);
void words_tell(const struct catalogue *all);
/* Han, or punctuation that only Chinese text has. */
bool words_has_han(str text);
void words_write_all_source(struct catalogue *all, struct out *out);

/* ---- embed_page.c and friends: pages into structs and functions ---------- */

void page_read(struct catalogue *all);
/* `#include "Y_gen.h"` lines for what its pages use of earlier folders. */
void page_write_includes(struct catalogue *all, str folder, struct out *out);
void page_write_header(struct catalogue *all, str folder, struct out *out);
void page_write_source(struct catalogue *all, str folder, struct out *out);

/* ---- embed_asset.c ------------------------------------------------------- */

void asset_read(struct catalogue *all, str dir);    /* empty: none */
/* True also for every name if embed was called without assets. */
bool asset_is_known(const struct catalogue *all, str name);
void asset_write_source(struct catalogue *all, struct out *out);

#endif
