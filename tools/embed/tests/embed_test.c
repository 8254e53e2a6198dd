/* Runs the built embed on small made-up trees.
 *
 *   embed_test EMBED SOURCE_ROOT
 *
 * The compiler for the generated C is $CC, or cc. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH_BYTES = 600, TOLD_BYTES = 65536 };

static const char *embed_program;
static const char *source_root;

/* One made-up house, and what embed said about it. */
struct house {
    char dir[PATH_BYTES];
    char told[TOLD_BYTES];
    int code;
};

static const char WARNINGS[] =
    "-std=c17 -D_GNU_SOURCE -Wall -Wextra -Wshadow -Wvla "
    "-Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wundef "
    "-Wwrite-strings -Wformat=2 -Werror";

__attribute__((format(printf, 2, 3)))
static void run(struct house *house, const char *format, ...)
{
    char command[8 * PATH_BYTES];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(command, sizeof command, format, args);
    va_end(args);
    assert_in_range(n, 1, sizeof command - 1);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t length = fread(house->told, 1, sizeof house->told - 1, pipe);
    house->told[length] = '\0';
    int status = pclose(pipe);
    house->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void path_of(const struct house *house, const char *path,
                    char whole[2 * PATH_BYTES])
{
    snprintf(whole, 2 * PATH_BYTES, "%s/%s", house->dir, path);
}

static void put(const struct house *house, const char *path,
                const char *text)
{
    char whole[2 * PATH_BYTES];
    path_of(house, path, whole);
    for (char *at = whole + strlen(house->dir) + 1; *at != '\0'; at++) {
        if (*at == '/') {
            *at = '\0';
            (void)mkdir(whole, 0755);
            *at = '/';
        }
    }
    FILE *file = fopen(whole, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void get(const struct house *house, const char *path,
                char text[TOLD_BYTES])
{
    char whole[2 * PATH_BYTES];
    path_of(house, path, whole);
    FILE *file = fopen(whole, "rb");
    assert_non_null(file);
    size_t length = fread(text, 1, TOLD_BYTES - 1, file);
    text[length] = '\0';
    fclose(file);
}

static void assert_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" does not stand in:\n%s", part, text);
    }
}

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL) {
        fail_msg("\"%s\" stands in:\n%s", part, text);
    }
}

static void embed(struct house *house)
{
    run(house, "cd %s && %s --root . --out out --assets web "
        "--depfile out/all.d 2>&1", house->dir, embed_program);
}

static void compile(struct house *house)
{
    const char *cc = getenv("CC");
    run(house, "cd %s/out && for c in *_gen.c; do %s %s -I%s -I. -c $c "
        "2>&1 || exit 1; done", house->dir, cc != NULL ? cc : "cc", WARNINGS,
        source_root);
    if (house->code != 0) {
        fail_msg("what was generated does not compile:\n%s", house->told);
    }
}

/* ---- a good house -------------------------------------------------------- */

static const char DESK_SQL[] =
    "-- About settings.\n"
    "-- name: setting_get(name text) one setting_row\n"
    "-- roles: all\n"
    "-- why: The head\n"
    "-- of all in one: everything.\n"
    "select s.name, s.value, s.at, s.body, s.x from setting s\n"
    "where s.name = :name;\n"
    "\n"
    "-- name: setting_put(name text, value text, at int, body bytes?,\n"
    "--                   x real) changes 1 later\n"
    "-- roles: staff public\n"
    "insert into setting (name, value, at, body, x)\n"
    "values (:name, :value, cast(:at as integer), :body, :x)\n"
    "-- twice the same\n"
    "on conflict (name) do update set value = :value, at = :at;\n"
    "\n"
    "-- name: setting_drop(name text) changes any\n"
    "-- roles: sysadmin system\n"
    "delete from setting where name = :name and value <> ':no integer ?\?)';\n"
    "-- postgres:\n"
    "delete from setting where name = :name::text;\n"
    "\n"
    "-- name: setting_add(name text) one setting_added\n"
    "-- roles: sysadmin\n"
    "-- text: loud\n"
    "insert into setting (name, value, at) values (:name, '', 0)\n"
    "returning at, upper(name) as loud;\n";

static const char MATTERS_SQL[] =
    "-- name: matter_count() one matter_count\n"
    "-- roles: public\n"
    "select count(*) as n from matter;\n"
    "-- name: setting_list() many setting_row\n"
    "-- roles: system\n"
    "select name, value, at, body, x from setting order by name;\n";

static const char MATTERS_FORMS[] =
    "-- form: matter_new\n"
    "-- a comment\n"
    "title  text 4..60 required \"标题\" \"一句话\"\n"
    "kind   choice required \"类型\" {problem=问题,\n"
    "       wish=\"愿望, 大的\"}\n"
    "due    date\n"
    "       \"期限\"\n"
    "n      int -5..5 \"期限\"\n"
    "ok     flag \"期限\"\n"
    "-- form: nothing\n";

static const char WORDS[] =
    "# of the house\n"
    "标题 = Title\n"
    "一句话 = One \"sentence\"\n"
    "类型 = Kind\n"
    "问题 = Problem\n"
    "愿望, 大的 = Wish, big\n"
    "期限  = Due\n"
    "好的。 = Fine.\n"
    "共 {n} 件 = {n} in all\n";

static const char MATTERS_SCHEMA[] =
    "create table matter (id integer primary key, title text not null);\n"
    "-- sqlite:\n"
    "create virtual table matter_search using fts5(tokens);\n"
    "-- postgres:\n"
    "create table matter_search (tokens tsvector);\n"
    "-- both:\n"
    "create index matter_title on matter (title); -- it's a real integer\n";

static void build_house(struct house *house)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(house->dir, sizeof house->dir, "%s/embed_test_XXXXXX",
             tmp != NULL ? tmp : "/tmp");
    assert_non_null(mkdtemp(house->dir));
    put(house, "desk/schema/001_desk.sql",
        "create table setting (name text primary key, value text not null,\n"
        "  at integer not null, body blob, x real);\n");
    put(house, "desk/desk.sql", DESK_SQL);
    put(house, "features/ORDER", "# in this order\nmatters\n\npeople\n");
    put(house, "features/matters/schema/001_matters.sql", MATTERS_SCHEMA);
    put(house, "features/matters/matters.sql", MATTERS_SQL);
    put(house, "features/matters/matters.forms", MATTERS_FORMS);
    put(house, "features/matters/words/en.txt", WORDS);
    put(house, "features/people/README.md", "nothing yet\n");
    put(house, "base/err.h",
        "#define TABLE(X) \\\n"
        "    X(OK, 200, \"好\" /* \"不\" */ \"的。\") \\\n"
        "    X(NO, '\"', \"fine\")\n"
        "/* W(\"不是\") */ static str s = W(\"共 {n} \"\n    \"件\");\n"
        "static str other = S(\"另外\");\n");
    put(house, "web/app.css", "body{}\n");
    put(house, "web/app.css.gz", "as gzip");
    put(house, "web/app.css.br", "as brotli");
    put(house, "web/app.css.map", "{}");
    put(house, "web/empty.js", "");
}

static int house_up(void **state)
{
    struct house *house = calloc(1, sizeof *house);
    build_house(house);
    *state = house;
    return 0;
}

static int house_down(void **state)
{
    struct house *house = *state;
    run(house, "rm -rf %s", house->dir);
    free(house);
    return 0;
}

/* ---- what is right ------------------------------------------------------- */

static void a_good_house_compiles(void **state)
{
    struct house *house = *state;
    embed(house);
    assert_string_equal(house->told, "");
    assert_int_equal(house->code, 0);
    compile(house);
}

static void both_engines_get_their_text(void **state)
{
    struct house *house = *state;
    char text[TOLD_BYTES];
    embed(house);
    get(house, "out/desk_gen.c", text);
    assert_holds(text, "values (?1, ?2, cast(?3 as integer), ?4, ?5)\\n");
    assert_holds(text, "values ($1, $2, cast($3 as bigint), $4, $5)\\n");
    assert_holds(text, "set value = $2, at = $3\"");
    assert_holds(text, "':no integer ?\\?)'");
    assert_holds(text, "name = $1::text\"");
    assert_lacks(text, "twice the same");
    get(house, "out/all_gen.c", text);
    assert_holds(text, "\"  at integer not null, body blob, x real);");
    assert_holds(text, "at bigint not null, body bytea, x double precision");
    assert_holds(text, "-- it's a real ");
    assert_lacks(text, "-- it's a double");
    const char *fts = strstr(text, "using fts5");
    assert_non_null(fts);
    assert_null(strstr(fts + 1, "using fts5"));
    const char *tsvector = strstr(text, "tsvector");
    assert_non_null(tsvector);
    assert_null(strstr(tsvector + 1, "tsvector"));
}

static void parts_stand_in_the_place_of_their_name(void **state)
{
    struct house *house = *state;
    char text[TOLD_BYTES];
    put(house, "features/people/people.sql",
        "-- part: columns\n-- Of both.\nm.id,  -- the key\n"
        "    m.title\n"
        "-- part: all_of\nselect {columns} from matter m;\n"
        "-- name: x(id int, title text) one x\n-- roles: public\n"
        "{all_of} where m.id = :id\n  and m.title <> '{columns}'\n"
        "  and {titled};\n"
        "-- postgres:\n{all_of} where {titled} and m.id = :id;\n");
    put(house, "features/people/a.sql",
        "-- part: titled\nm.title =\n    :title\n");
    embed(house);
    assert_string_equal(house->told, "");
    get(house, "out/people_gen.c", text);
    assert_holds(text, "\"select m.id, m.title from matter m where m.id = "
                       "?1\\n\"\n");
    assert_holds(text, "<> '{columns}'\\n\"\n");
    assert_holds(text, "  and m.title = ?2\"");
    assert_holds(text, "\"select m.id, m.title from matter m where m.title "
                       "= $2 and m.id = $1\"");
    compile(house);
}

static void queries_become_functions(void **state)
{
    struct house *house = *state;
    char text[TOLD_BYTES];
    embed(house);
    get(house, "out/desk_gen.h", text);
    assert_holds(text, "struct setting_row {\n    str name;\n    str value;\n"
                       "    int64_t at;\n    str body;\n    double x;\n};");
    assert_holds(text, "MUST_USE err q_setting_get(\n    struct tx *tx,\n"
                       "    str name,\n    struct setting_row *row);");
    assert_holds(text, "    const struct q_setting_put_args *args);");
    assert_holds(text, "    int64_t *changed);");
    assert_holds(text, "    int64_t at;\n    str loud;\n");
    get(house, "out/desk_gen.c", text);
    assert_holds(text, ".roles = ROLES_STAFF | ROLE_PUBLIC,");
    assert_holds(text, ".changes = CHANGES_ANY,");
    assert_holds(text, ".later = true,\n    .changes = 1,");
    assert_holds(text, "{\"body\", COLUMN_BYTES, true,");
    get(house, "out/matters_gen.h", text);
    assert_holds(text, "#include \"desk_gen.h\"");
    assert_lacks(text, "struct setting_row {");
    get(house, "out/all_gen.c", text);
    assert_holds(text, "ALL_QUERY_COUNT = 6;");
    assert_holds(text, "ALL_MIGRATION_COUNT = 2;");
}

static void forms_become_tables(void **state)
{
    struct house *house = *state;
    char text[TOLD_BYTES];
    embed(house);
    get(house, "out/matters_gen.h", text);
    assert_holds(text, "struct form_matter_new {\n    str title;\n"
                       "    str kind;\n    int64_t due;\n    int64_t n;\n"
                       "    bool ok;\n};");
    assert_holds(text, "FORM_MATTER_NEW_TITLE,");
    get(house, "out/matters_gen.c", text);
    assert_holds(text, "{S0(\"wish\"), S0(\"愿望, 大的\")}");
    assert_holds(text, ".min = -5,");
    assert_holds(text, ".field_count = 5,");
}

/* The tables of a house without queries can be linked and looked at. */
static void assets_and_words_arrive(void **state)
{
    struct house *house = *state;
    put(house, "features/ORDER", "");
    put(house, "desk/desk.sql", "-- nothing\n");
    put(house, "desk/words/en.txt", WORDS);
    put(house, "out/show.c",
        "#include <stdio.h>\n#include \"all_gen.h\"\n"
        "int main(void)\n{\n"
        "    for (int i = 0; i < ALL_ASSET_COUNT; i++) {\n"
        "        const struct asset *a = &ALL_ASSETS[i];\n"
        "        printf(\"%.*s %.*s [%.*s] [%.*s] [%.*s]\\n\", SF(a->name),\n"
        "            SF(a->type), SF(a->raw), SF(a->gzip), SF(a->brotli));\n"
        "    }\n"
        "    for (int i = 0; i < ALL_WORD_COUNT; i++) {\n"
        "        printf(\"%.*s=%.*s\\n\", SF(ALL_WORDS[i].zh),\n"
        "               SF(ALL_WORDS[i].en));\n    }\n    return 0;\n}\n");
    embed(house);
    assert_string_equal(house->told, "");
    const char *cc = getenv("CC");
    run(house, "cd %s/out && %s %s -I%s -I. show.c all_gen.c -o show 2>&1 && "
        "./show", house->dir, cc != NULL ? cc : "cc", WARNINGS, source_root);
    assert_int_equal(house->code, 0);
    assert_holds(house->told, "app.css text/css; charset=utf-8 [body{}\n] "
                              "[as gzip] [as brotli]\n");
    assert_holds(house->told, "empty.js text/javascript; charset=utf-8 [] "
                              "[] []\n");
    assert_lacks(house->told, ".map");
    assert_holds(house->told, "一句话=One \"sentence\"\n");
    assert_holds(house->told, "期限=Due\n");
    assert_lacks(house->told, "没有");
}

static void the_address_follows_the_content(void **state)
{
    struct house *house = *state;
    char before[TOLD_BYTES];
    char after[TOLD_BYTES];
    embed(house);
    get(house, "out/all_gen.c", before);
    put(house, "web/app.css", "body{color:red}\n");
    embed(house);
    get(house, "out/all_gen.c", after);
    const char *address = strstr(before, "/static/app.");
    assert_non_null(address);
    assert_non_null(strstr(after, "/static/app."));
    assert_memory_not_equal(address, strstr(after, "/static/app."), 24);
    put(house, "web/app.css.br", "another brotli");
    embed(house);
    get(house, "out/all_gen.c", before);
    assert_string_not_equal(before, after);
}

static int64_t changed_at(const struct house *house, const char *path)
{
    char whole[2 * PATH_BYTES];
    struct stat found;
    path_of(house, path, whole);
    assert_int_equal(stat(whole, &found), 0);
    return (int64_t)found.st_mtim.tv_sec * 1000000000 +
           found.st_mtim.tv_nsec;
}

static void what_did_not_change_stays(void **state)
{
    struct house *house = *state;
    embed(house);
    run(house, "touch -d 2020-01-01 %s/out/*", house->dir);
    int64_t desk = changed_at(house, "out/desk_gen.h");
    int64_t matters = changed_at(house, "out/matters_gen.c");
    put(house, "features/matters/matters.forms", "-- form: matter_new\n"
        "title text 4..61 required \"标题\"\n");
    embed(house);
    assert_int_equal(house->code, 0);
    assert_true(changed_at(house, "out/desk_gen.h") == desk);
    assert_false(changed_at(house, "out/matters_gen.c") == matters);
}

static void the_depfile_names_what_was_read(void **state)
{
    struct house *house = *state;
    char text[TOLD_BYTES];
    embed(house);
    get(house, "out/all.d", text);
    assert_memory_equal(text, "out/all_gen.c: \\\n", 17);
    assert_holds(text, " features/ORDER");
    assert_holds(text, " features/matters/schema/001_matters.sql");
    assert_holds(text, " features/matters/words/en.txt");
    assert_holds(text, " features/matters ");
    assert_holds(text, " base/err.h");
    assert_holds(text, " web/app.css.br");
}

static void a_house_of_nothing_is_fine(void **state)
{
    struct house *house = *state;
    run(house, "rm -rf %s/features %s/desk %s/base", house->dir, house->dir,
        house->dir);
    embed(house);
    assert_int_equal(house->code, 0);
    compile(house);
}

static void three_hundred_queries_are_numbered_in_order(void **state)
{
    struct house *house = *state;
    static char sql[300 * 200];
    size_t n = 0;
    for (int i = 0; i < 300; i++) {
        n += (size_t)snprintf(sql + n, sizeof sql - n,
                              "-- name: matter_%d(id int) one row_%d\n"
                              "-- roles: public\n"
                              "select id, title from matter where id = :id "
                              "and id <> %d;\n", i, i, i);
    }
    put(house, "features/people/people.sql", sql);
    embed(house);
    assert_string_equal(house->told, "");
    char text[TOLD_BYTES];
    get(house, "out/all_gen.c", text);
    assert_holds(text, "    &Q_MATTER_298,\n    &Q_MATTER_299,\n");
    assert_holds(text, "ALL_QUERY_COUNT = 306;");
}

/* ---- what is wrong ------------------------------------------------------- */

struct mistake {
    const char *file;
    const char *text;
    const char *told;
};

static void tell_mistakes(struct house *house, const struct mistake *list,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char old[TOLD_BYTES] = "";
        char whole[2 * PATH_BYTES];
        path_of(house, list[i].file, whole);
        bool was_there = access(whole, F_OK) == 0;
        if (was_there) {
            get(house, list[i].file, old);
        }
        put(house, list[i].file, list[i].text);
        embed(house);
        if (house->code != 1 || strstr(house->told, list[i].told) == NULL) {
            fail_msg("%s\ngave %d and told\n%s\nbut not\n%s", list[i].text,
                     house->code, house->told, list[i].told);
        }
        path_of(house, "out/all_gen.c", whole);
        assert_int_not_equal(access(whole, F_OK), 0);
        if (was_there) {
            put(house, list[i].file, old);
        } else {
            path_of(house, list[i].file, whole);
            assert_int_equal(unlink(whole), 0);
        }
    }
}

#define TELL(list) tell_mistakes(*state, list, sizeof list / sizeof list[0])

#define P_SQL "features/people/people.sql"
#define HEAD "-- roles: public\n"

static void mistakes_in_migrations_are_told(void **state)
{
    static const struct mistake LIST[] = {
        {"desk/schema/001_desk.sql", "\ncreate table a (id integer);\n\n"
         "create tabel b (id integer);\n",
         "desk/schema/001_desk.sql:4: near \"tabel\""},
        {"desk/schema/001_desk.sql", "create table a (id integer);\n"
         "-- postgres:\nnonsense for sqlite;\n-- both:\n\n"
         "create index a_x on a (x);\n",
         "desk/schema/001_desk.sql:6: "},
        {"desk/schema/1_more.sql", "create table a (id integer);\n",
         "desk/schema/1_more.sql: migrations are called"},
        {"desk/schema/001_again.sql", "create table a (id integer);\n",
         "each number once"},
    };
    TELL(LIST);
}

static void mistakes_in_names_of_queries_are_told(void **state)
{
    static const struct mistake LIST[] = {
        {P_SQL, "select 1;\n", P_SQL ":1: SQL without -- name:"},
        {P_SQL, "-- name: x one y\n" HEAD "select 1 as a;\n",
         P_SQL ":1: parameters stand in ( )"},
        {P_SQL, "-- name: x(a) one y\n" HEAD "select :a as a;\n",
         P_SQL ":1: a parameter needs a name and int"},
        {P_SQL, "-- name: x(row int) one y\n" HEAD "select :row as a;\n",
         P_SQL ":1: row cannot be the name of a parameter"},
        {P_SQL, "-- name: x(a int, a int) one y\n" HEAD "select :a as a;\n",
         P_SQL ":1: a parameter twice"},
        {P_SQL, "-- name: x() few y\n" HEAD "select 1 as a;\n",
         P_SQL ":1: the shape is one, many or changes"},
        {P_SQL, "-- name: x() changes some\n" HEAD "delete from matter;\n",
         P_SQL ":1: changes wants a number or any"},
        {P_SQL, "-- name: x() changes any later\n" HEAD
         "delete from matter;\n", P_SQL ":3: x: only an insert"},
        {P_SQL, "-- name: X() one y\n" HEAD "select 1 as a;\n",
         P_SQL ":1: a query needs a name"},
        {P_SQL, "\n-- name: setting_get() one y\n" HEAD "select 1 as a;\n",
         P_SQL ":2: there is a query setting_get already (desk/desk.sql:2)"},
        {P_SQL, "-- name: x() one y\nselect 1 as a;\n",
         P_SQL ":1: x: it names no role"},
        {P_SQL, "-- name: x() one y\n-- roles: public nobody\n"
         "select 1 as a;\n", P_SQL ":2: nobody is no role"},
        {P_SQL, "-- name: x() one y\n" HEAD "-- whi: a\nselect 1 as a;\n",
         P_SQL ":3: -- whi: is not known"},
        {P_SQL, "-- name: x() one y\n" HEAD "select 1 as a;\n-- text: a\n",
         P_SQL ":4: -- text: stands before the SQL"},
        {P_SQL, "-- name: x() one y\n" HEAD "-- postgres:\nselect 1 as a;\n",
         P_SQL ":3: -- postgres: stands between"},
        {P_SQL, "-- name: x() one y\n" HEAD, P_SQL ":1: x: it has no SQL"},
    };
    TELL(LIST);
}

static void mistakes_in_sql_are_told(void **state)
{
    static const struct mistake LIST[] = {
        {P_SQL, "-- name: x() one y\n" HEAD "select id,\n  titel\n"
         "from matter;\n", P_SQL ":4: x: no such column: titel"},
        {P_SQL, "-- name: x() one y\n" HEAD "select id from matter\n"
         "where title = \"titel\";\n",
         P_SQL ":4: x: no such column: titel"},
        {P_SQL, "-- name: x(a int) one y\n" HEAD "select id from matter;\n",
         P_SQL ":1: x: parameter a is not used"},
        {P_SQL, "-- name: x(a int) one y\n" HEAD
         "select id from matter where id = :a;\n-- postgres:\n"
         "select id from matter;\n",
         P_SQL ":1: x: parameter a is not used in the text for PostgreSQL"},
        {P_SQL, "-- name: x() one y\n" HEAD "select id from matter\n"
         "where id = :a;\n", P_SQL ":4: :a is no parameter of x"},
        {P_SQL, "-- name: x() one y\n" HEAD "\nselect id from matter\n"
         "where id = ?;\n", P_SQL ":4: x: parameters are written :name"},
        {P_SQL, "-- name: x() one y\n" HEAD "select 1 as a; select 2;\n",
         P_SQL ":3: x: a query is one statement"},
        {P_SQL, "-- name: x() one y\n" HEAD "pragma user_version;\n",
         P_SQL ":3: x: SQL is select"},
    };
    TELL(LIST);
}

static void mistakes_in_parts_are_told(void **state)
{
    static const struct mistake LIST[] = {
        {P_SQL, "-- name: x() one y\n" HEAD "select id,\n  {title}\n"
         "from matter;\n-- part: title\ntitle\n",
         P_SQL ":4: {title}: there is no such part above"},
        {P_SQL, "-- name: x() one y\n" HEAD "select { from matter;\n",
         P_SQL ":3: {}: there is no such part above"},
        {P_SQL, "\n-- part: title\ntitle\n",
         P_SQL ":2: part title is not used"},
        {"desk/desk.sql", "-- part: title\ntitle\n",
         "desk/desk.sql:1: part title is not used"},
        {P_SQL, "-- part: a\nid\n-- part: a\ntitle\n",
         P_SQL ":3: there is a part a already (" P_SQL ":1)"},
        {P_SQL, "-- part:\nid\n", P_SQL ":1: a part needs a name"},
        {P_SQL, "-- part: a\n-- part: b\nid\n", P_SQL ":1: part a has no"},
        {P_SQL, "-- part: a\n'a\nb'\n", P_SQL ":2: a quoted text in a "},
        {P_SQL, "-- part: a\nid,\ntitel\n-- name: x() one y\n" HEAD
         "select\n  {a}\nfrom matter;\n",
         P_SQL ":7: x: no such column: titel"},
        {P_SQL, "-- part: a\nid\n= :i\n-- name: x() one y\n" HEAD
         "select id\nfrom matter\nwhere {a};\n",
         P_SQL ":8: :i is no parameter of x"},
        {P_SQL, "-- part: a\nid\n-- text: id\n",
         P_SQL ":3: -- text: stands before the SQL"},
    };
    TELL(LIST);
}

static void mistakes_in_columns_are_told(void **state)
{
    static const struct mistake LIST[] = {
        {P_SQL, "-- name: x() one y\n" HEAD "select count(*) from matter;\n",
         P_SQL ":3: x: column \"count(*)\" cannot be the member of a struct; "
         "give it a name with as"},
        {P_SQL, "-- name: x() one y\n" HEAD
         "select id as long from matter;\n", P_SQL ":3: x: column \"long\""},
        {P_SQL, "-- name: x() one y\n" HEAD "select id as real from matter;"
         "\n", P_SQL ":3: x: a column cannot be called real"},
        {P_SQL, "-- name: x() one y\n" HEAD "select a.id, b.id from matter "
         "a, matter b;\n", P_SQL ":3: x: two columns are called id"},
        {P_SQL, "-- name: x() one y\n" HEAD "-- text: b\nselect 1 as a;\n",
         P_SQL ":1: x: there is no column b to annotate"},
        {P_SQL, "-- name: x() one y\n" HEAD "-- text: id\n"
         "select id from matter;\n", P_SQL ":4: x: column id is "},
        {P_SQL, "-- name: x() one setting_row\n" HEAD "select 1 as a;\n",
         P_SQL ":3: x: row setting_row has other columns"},
        {P_SQL, "-- name: x() one y\n" HEAD "delete from matter;\n",
         P_SQL ":3: x: it promises a row but has no columns"},
        {P_SQL, "-- name: x() changes 1\n" HEAD "select 1 as a;\n",
         P_SQL ":3: x: it promises changes but returns columns"},
        {P_SQL, "-- name: x() many y\n" HEAD
         "delete from matter returning id;\n", P_SQL ":3: x: many only"},
        {"desk/schema/002_odd.sql", "drop table setting;\ncreate table "
         "setting (name varchar(9), value text, at integer, body blob, "
         "x real);\n", "desk/desk.sql:6: setting_get: column name is "
         "declared varchar(9)"},
    };
    TELL(LIST);
}

#define P_FORMS "features/people/people.forms"

static void mistakes_in_forms_are_told(void **state)
{
    static const struct mistake LIST[] = {
        {P_FORMS, "a text \"标题\"\n", P_FORMS ":1: a field without -- form"},
        {P_FORMS, "-- form: state\n", P_FORMS ":1: \"state\" is no name"},
        {P_FORMS, "\n-- form: matter_new\n", P_FORMS ":2: \"matter_new\""},
        {P_FORMS, "-- form: f\na txt \"标题\"\n", P_FORMS ":2: the kind is"},
        {P_FORMS, "-- form: f\na text \"标题\"\na text \"标题\"\n",
         P_FORMS ":3: a field needs a name of its own"},
        {P_FORMS, "-- form: f\nint text \"标题\"\n",
         P_FORMS ":2: a field needs a name of its own"},
        {P_FORMS, "-- form: f\na text 4..2 \"标题\"\n",
         P_FORMS ":2: the range is not right"},
        {P_FORMS, "-- form: f\na date 1..2 \"标题\"\n",
         P_FORMS ":2: the range is not right"},
        {P_FORMS, "-- form: f\na text\n", P_FORMS ":2: a field needs a lab"},
        {P_FORMS, "-- form: f\na text \"标题\n", P_FORMS ":2: a quote is"},
        {P_FORMS, "-- form: f\na text \"标题\" what\n",
         P_FORMS ":2: something follows"},
        {P_FORMS, "-- form: f\na text \"标题\" {x=标题}\n",
         P_FORMS ":2: only a choice has choices"},
        {P_FORMS, "-- form: f\na choice \"标题\" {标题}\n",
         P_FORMS ":2: choices are {value=label"},
        {P_FORMS, "-- form: f\na choice \"标题\"\n {x=标题, x=标题}\n",
         P_FORMS ":2: a choice stands here twice"},
    };
    TELL(LIST);
}

#define P_WORDS "features/people/words/en.txt"

static void mistakes_in_words_are_told(void **state)
{
    static const struct mistake LIST[] = {
        {P_WORDS, "# a\n标题 = Heading\n", P_WORDS ":2: 标题 has other "
         "English at features/matters/words/en.txt:2"},
        {P_WORDS, "标题\n", P_WORDS ":1: a line is"},
        {P_WORDS, "别的 = \n", P_WORDS ":1: the English is missing"},
        {P_WORDS, "有 {n} 个 = some\n", P_WORDS ":1: {n} stands only in"},
        {P_WORDS, "有 = {n}\n", P_WORDS ":1: {n} stands only in the Eng"},
        {P_WORDS, "\xff = a\n", P_WORDS ":1: this is not UTF-8"},
        {P_WORDS, "\n有 = a\r\n", P_WORDS ":2: a carriage return"},
        {"desk/desk_pages.c", "\nstr a = W(\"第一\");\n"
         "str b = W0(\"\\347\\254\\xac\" \"二\");\n",
         "# desk/desk_pages.c:2:\n第一 = \n"
         "# desk/desk_pages.c:3:\n第二 = \n"},
        {"main/a.c", "#define T(X) \\\n    X(A, \\\n      \"第三\")\n",
         "# main/a.c:3:\n第三 = \n"},
        {"page/a.h", "W(\"第一\\n\")\n", "page/a.h:1: a sentence has no"},
        {P_FORMS, "-- form: f\na text \"第四\" \"第五\"\n",
         "# " P_FORMS ":2:\n第四 = \n# " P_FORMS ":2:\n第五 = \n"},
    };
    TELL(LIST);
}

static void other_mistakes_are_told(void **state)
{
    struct house *house = *state;
    static const struct mistake LIST[] = {
        {"features/ORDER", "matters\nnowhere\n",
         "features/ORDER:2: nowhere is no folder"},
        {"features/ORDER", "matters\nmatters\n",
         "features/ORDER:2: matters is no folder"},
        {"web/what.exe", "MZ", "web/what.exe: an asset of an unknown type"},
    };
    TELL(LIST);
    run(house, "cd %s && %s --root . 2>&1", house->dir, embed_program);
    assert_int_equal(house->code, 2);
    run(house, "cd %s && %s --root . --out out --assets no 2>&1", house->dir,
        embed_program);
    assert_int_equal(house->code, 1);
    assert_holds(house->told, "no: there is no such folder of assets");
}

static void all_mistakes_come_at_once(void **state)
{
    struct house *house = *state;
    put(house, P_SQL, "-- name: x() one y\n" HEAD "select a from matter;\n"
        "-- name: z() one y\n" HEAD "select b from matter;\n");
    put(house, P_FORMS, "-- form: f\na txt \"标题\"\nb text \"第一\"\n");
    embed(house);
    assert_int_equal(house->code, 1);
    assert_holds(house->told, P_SQL ":3: ");
    assert_holds(house->told, P_SQL ":6: ");
    assert_holds(house->told, P_FORMS ":2: ");
    assert_holds(house->told, "第一 = \n");
    assert_holds(house->told, "embed: 4 mistakes\n");
}

#define IN_A_HOUSE(test) \
    cmocka_unit_test_setup_teardown(test, house_up, house_down)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(a_good_house_compiles),
        IN_A_HOUSE(both_engines_get_their_text),
        IN_A_HOUSE(parts_stand_in_the_place_of_their_name),
        IN_A_HOUSE(queries_become_functions),
        IN_A_HOUSE(forms_become_tables),
        IN_A_HOUSE(assets_and_words_arrive),
        IN_A_HOUSE(the_address_follows_the_content),
        IN_A_HOUSE(what_did_not_change_stays),
        IN_A_HOUSE(the_depfile_names_what_was_read),
        IN_A_HOUSE(a_house_of_nothing_is_fine),
        IN_A_HOUSE(three_hundred_queries_are_numbered_in_order),
        IN_A_HOUSE(mistakes_in_migrations_are_told),
        IN_A_HOUSE(mistakes_in_names_of_queries_are_told),
        IN_A_HOUSE(mistakes_in_sql_are_told),
        IN_A_HOUSE(mistakes_in_parts_are_told),
        IN_A_HOUSE(mistakes_in_columns_are_told),
        IN_A_HOUSE(mistakes_in_forms_are_told),
        IN_A_HOUSE(mistakes_in_words_are_told),
        IN_A_HOUSE(other_mistakes_are_told),
        IN_A_HOUSE(all_mistakes_come_at_once),
    };
    if (argc != 3) {
        fputs("embed_test EMBED SOURCE_ROOT\n", stderr);
        return 2;
    }
    embed_program = realpath(argv[1], NULL);
    source_root = realpath(argv[2], NULL);
    if (embed_program == NULL || source_root == NULL) {
        fputs("embed_test: no such program or root\n", stderr);
        return 2;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
