/* Each rule of tidy fires on a small made-up tree, and only there. */
#include "tools/tidy/tidy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static struct arena *arena;
static char root[64];
static char *report;
static size_t report_size;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 24);
    strncpy(root, "/tmp/tidy-test-XXXXXX", sizeof root - 1);
    return mkdtemp(root) == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    const char *command = str_format(arena, "rm -rf -- '%s'", root).p;
    assert_int_equal(system(command), 0);
    free(report);
    report = NULL;
    arena_free(arena);
    return 0;
}

/* Make a file and the folders above it. */
static void put_text(const char *path, str text)
{
    char *full = (char *)(uintptr_t)str_format(arena, "%s/%s", root, path).p;
    for (char *at = full + strlen(root) + 1; *at != '\0'; at++) {
        if (*at == '/') {
            *at = '\0';
            (void)mkdir(full, 0700);
            *at = '/';
        }
    }
    FILE *file = fopen(full, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.p, 1, (size_t)text.n, file), text.n);
    assert_int_equal(fclose(file), 0);
}

static void take_away(const char *path)
{
    assert_int_equal(unlink(str_format(arena, "%s/%s", root, path).p), 0);
}

#define put(path, text) put_text((path), S(text))

static str repeat(const char *piece, int times)
{
    str all = S("");
    for (int i = 0; i < times; i++) {
        all = str_join(arena, all, str_of(piece));
    }
    return all;
}

static str around(const char *before, str middle, const char *after)
{
    return str_join(arena, str_join(arena, str_of(before), middle),
                    str_of(after));
}

static int run(void)
{
    free(report);
    FILE *to = open_memstream(&report, &report_size);
    assert_non_null(to);
    int findings = tidy_run(root, to);
    assert_int_equal(fclose(to), 0);
    return findings;
}

/* The tree has exactly this one finding, told from its start. */
static void assert_finds(const char *start)
{
    int findings = run();
    str first = str_of(report);
    first = str_cut(&first, '\n');
    if (findings != 1 || !str_starts(first, str_of(start))) {
        fail_msg("wanted only \"%s\", got:\n%s", start, report);
    }
}

static void assert_clean(void)
{
    if (run() != 0) {
        fail_msg("wanted nothing, got:\n%s", report);
    }
}

static void a_good_tree_is_left_alone(void **state)
{
    (void)state;
    put("base/a.h", "/* Law. */\nint a(void);\n");
    put("base/a.c", "#include \"base/a.h\"\n\nint a(void)\n{\n"
                    "    return '{' + '\"';\n}\n");
    put("db/b.c", "#include <sqlite3.h>\n#include \"base/a.h\"\n"
                  "/* strcpy(a, b) in words, and { */\n");
    put("tools/t/t.c", "#include <sqlite3.h>\n#include \"base/a.h\"\n"
                       "const char *s = \"sprintf( { \\\" {\";\n");
    put("base/tests/a.c", "#include \"base/a.h\"\n#include <cmocka.h>\n");
    put("doc/x.md", "Free text with \t tab and end \n");
    put("build/z.c", "int x;   \n");
    put("node_modules/z/z.c", "int x;   \n");
    assert_clean();
}

static void files_and_headers_have_a_longest_length(void **state)
{
    (void)state;
    put_text("base/a.c", repeat("int x;\n", 800));
    put_text("base/h.h", around("/* Law. */\n", repeat("\n", 199), ""));
    assert_clean();
    put_text("base/a.c", repeat("int x;\n", 801));
    assert_finds("base/a.c:801: file-long: ");
    put("base/a.c", "");
    put_text("base/h.h", around("/* Law. */\n", repeat("\n", 200), ""));
    assert_finds("base/h.h:201: header-long: ");
}

static void a_function_has_at_most_70_lines(void **state)
{
    (void)state;
    str body = repeat("    x++;\n", 67);
    put_text("base/a.c", around("int x;\nvoid f(void)\n{\n", body, "}\n"));
    assert_clean();
    assert_non_null(strstr(report, "longest 70 (f), 1 over 40"));
    body = repeat("    x++;\n", 68);
    put_text("base/a.c", around("int x;\nvoid f(void)\n{\n", body, "}\n"));
    assert_finds("base/a.c:2: function-long: f() has 71 lines");
}

static void a_long_table_is_no_function(void **state)
{
    (void)state;
    str rows = repeat("    {1, {2}},\n", 100);
    put_text("base/a.c",
             around("static const struct x T[] = {\n", rows, "};\n"
                    "struct __attribute__((packed)) y {\n    int z;\n};\n"));
    assert_clean();
    assert_non_null(strstr(report, "functions: 0,"));
}

static void the_fifth_block_is_too_deep(void **state)
{
    (void)state;
    put("base/a.c",
        "struct p f(int x)\n{\n    if (x) {\n        for (;;) {\n"
        "            switch (x) {\n            case 1: {\n"
        "                return (struct p){.a = {{x}}, .b = g((int[]){1})};\n"
        "            }\n            }\n        }\n    }\n}\n");
    assert_clean();
    put("base/a.c",
        "struct p f(int x)\n{\n    if (x) {\n        for (;;) {\n"
        "            switch (x) {\n            case 1: {\n"
        "                do {\n                    x++;\n"
        "                } while (x);\n"
        "            }\n            }\n        }\n    }\n}\n");
    assert_finds("base/a.c:7: nesting: f() nests 5 blocks");
    assert_non_null(strstr(report, "lines nested five deep: 2"));
}

static void six_parameters_are_counted_and_seven_are_refused(void **state)
{
    (void)state;
    put("base/a.c", "void f(int a, int (*b)(int, int), int c[2], int d,\n"
                    "       int e, int g)\n{\n}\n");
    assert_clean();
    assert_non_null(strstr(report, "1 with six parameters"));
    put("base/a.c", "void f(int a, int b, int c, int d, int e, int g,\n"
                    "       int h)\n{\n}\n");
    assert_finds("base/a.c:1: parameters: f() has 7 parameters");
}

static void columns_are_those_a_reader_sees(void **state)
{
    (void)state;
    put_text("base/a.c", around("/* ", repeat("心", 37), " */\n"));
    assert_clean();
    put_text("base/a.c", around("/*  ", repeat("心", 37), " */\n"));
    assert_finds("base/a.c:1: columns: 81 columns");
}

static void tabs_and_trailing_blanks_are_seen(void **state)
{
    (void)state;
    put("base/a.c", "int x;\n\tint y;\n");
    assert_finds("base/a.c:2: tab: ");
    put("base/a.c", "int x; \n");
    assert_finds("base/a.c:1: blank-end: ");
}

static void dangerous_calls_are_banned_everywhere(void **state)
{
    (void)state;
    static const char *const CALLS[] = {"strcpy",   "strcat", "sprintf",
                                        "vsprintf", "strtok", "atoi",
                                        "atol",     "gets"};
    for (size_t i = 0; i < sizeof CALLS / sizeof CALLS[0]; i++) {
        put_text("main/a.c", around("int x;\n#define y ", str_of(CALLS[i]),
                                    " (z)\n"));
        assert_finds("main/a.c:2: banned: ");
    }
    put("main/a.c", "int my_strcpy(int strcpy);\nint x = a->gets(1);\n");
    assert_clean();
}

static void features_neither_take_nor_free_memory(void **state)
{
    (void)state;
    static const char *const CALLS[] = {"malloc", "calloc", "realloc",
                                        "free", "strdup"};
    for (size_t i = 0; i < sizeof CALLS / sizeof CALLS[0]; i++) {
        str text = around("int x = ", str_of(CALLS[i]), "(z);\n");
        put_text("features/x/a.c", text);
        assert_finds("features/x/a.c:1: banned: ");
        put("features/x/a.c", "int x = y.free(1);\n");
        put_text("db/b.c", text);
        assert_clean();
    }
}

static void goto_stays_out_of_the_flat_floors(void **state)
{
    (void)state;
    str text = S("void f(void)\n{\n    goto out;\n}\n");
    put_text("db/a.c", text);
    assert_clean();
    put_text("features/x/b.c", text);
    assert_finds("features/x/b.c:3: goto: ");
    put("features/x/b.c", "/* goto */\n");
    put_text("page/c.c", text);
    assert_finds("page/c.c:3: goto: ");
    put("page/c.c", "");
    put_text("desk/d.c", text);
    assert_finds("desk/d.c:3: goto: ");
}

static void debts_are_called_in(void **state)
{
    (void)state;
    put("base/a.c", "/* TO" "DO: later */\n");
    assert_finds("base/a.c:1: debt: ");
    put("base/a.c", "const char *s = \"x-XX" "XXXX\";\n");
    assert_clean();
    put("features/x/x.sql", "-- FIX" "ME\n");
    assert_finds("features/x/x.sql:1: debt: ");
    put("features/x/x.sql", "-- X" "XX\n");
    assert_finds("features/x/x.sql:1: debt: ");
}

static void braces_stand_always(void **state)
{
    (void)state;
    put("base/a.c", "void f(int x)\n{\n    if (x) {\n    } else if (x) {\n"
                    "    } else {\n    }\n    do {\n    } while (x);\n"
                    "    for (;;) {\n    }\n}\n");
    assert_clean();
    put("base/a.c", "void f(int x)\n{\n    if (x)\n        x++;\n}\n");
    assert_finds("base/a.c:3: braces: braces after if");
    put("base/a.c", "void f(int x)\n{\n    if (x) {\n    } else\n"
                    "        x++;\n}\n");
    assert_finds("base/a.c:4: braces: braces after else");
    put("base/a.c", "void f(int x)\n{\n    for (;;)\n        x++;\n}\n");
    assert_finds("base/a.c:3: braces: braces after for");
}

static void lost_braces_are_reported(void **state)
{
    (void)state;
    put("base/a.c", "void f(void)\n{\n");
    assert_finds("base/a.c:3: balance: ");
    put("base/a.c", "int x;\n}\n");
    assert_finds("base/a.c:2: balance: ");
    put("base/a.c", "#error don't\n#define X \\\n    {\nint x;\n");
    assert_clean();
}

static void includes_point_down(void **state)
{
    (void)state;
    static const struct {
        const char *path, *include;
        bool good;
    } CASES[] = {
        {"base/q.c", "db/db.h", false},
        {"base/q.c", "base/str.h", true},
        {"db/q.c", "base/str.h", true},
        {"db/q.c", "db/row.h", true},
        {"db/q.c", "http/url.h", false},
        {"db/tests/q.c", "base/str.h", true},
        {"db/tests/q.c", "page/page.h", false},
        {"desk/q.c", "http/url.h", true},
        {"desk/q.c", "desk_gen.h", true},
        {"http/q.c", "desk_gen.h", false},
        {"http/q.c", "desk/task.h", false},
        {"desk/q.c", "features/y/y.h", false},
        {"features/x/q.c", "desk/task.h", true},
        {"features/x/q.c", "main/site.h", false},
        {"main/q.c", "features/y/y.h", true},
        {"main/q.c", "y_gen.h", true},
        {"main/q.c", "tools/t/t.h", false},
        {"tools/t/q.c", "base/str.h", true},
        {"tools/t/q.c", "tools/t/t.h", true},
        {"tools/t/tests/q.c", "tools/t/t.h", true},
        {"tools/t/q.c", "tools/u/u.h", false},
        {"tools/t/q.c", "http/url.h", false},
        {"tools/scene/q.c", "http/url.h", true},
    };
    put("features/y/README.md", "y\n");
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        put_text(CASES[i].path,
                 around("#include \"", str_of(CASES[i].include), "\"\n"));
        int findings = run();
        if ((findings == 0) != CASES[i].good ||
            (findings > 0 && strstr(report, ".c:1: floor: ") == NULL)) {
            fail_msg("%s with %s:\n%s", CASES[i].path, CASES[i].include,
                     report);
        }
        take_away(CASES[i].path);
    }
    put("base/q.c", "#include \"str.h\"\n");
    assert_finds("base/q.c:1: include: ");
    put("base/q.c", "#include \"nobody_gen.h\"\n");
    assert_finds("base/q.c:1: include: ");
    put("base/q.c", "/*\n#include \"db/db.h\"\n*/\n");
    assert_clean();
    put("attic/r.c", "");
    assert_finds("attic/r.c:1: floor: ");
}

static void features_know_only_those_listed_before_them(void **state)
{
    (void)state;
    put("features/ORDER", "areas\nmatters  # the heart\nduty\n");
    put("features/areas/areas.h", "/* Law. */\n");
    put("features/areas/areas_rules.h", "/* Law. */\n");
    put("features/duty/duty.h", "/* Law. */\n");
    put("features/matters/m.c", "#include \"features/areas/areas.h\"\n"
                                "#include \"areas_gen.h\"\n"
                                "#include \"matters_gen.h\"\n"
                                "#include \"features/matters/own.h\"\n");
    assert_clean();
    put("features/matters/m.c", "#include \"features/duty/duty.h\"\n");
    assert_finds("features/matters/m.c:1: floor: ");
    put("features/matters/m.c", "#include \"duty_gen.h\"\n");
    assert_finds("features/matters/m.c:1: floor: ");
    put("features/matters/m.c",
        "#include \"features/areas/areas_rules.h\"\n");
    assert_finds("features/matters/m.c:1: floor: ");
}

static void a_foreign_library_lives_in_one_file(void **state)
{
    (void)state;
    static const char *const HEADERS[] = {
        "microhttpd.h", "sqlite3.h",  "libpq-fe.h", "sodium.h",
        "openssl/x.h",  "jansson.h",  "csv.h",      "utf8proc.h",
        "qrencode.h",   "curl/curl.h", "gumbo.h",   "zlib.h"};
    for (size_t i = 0; i < sizeof HEADERS / sizeof HEADERS[0]; i++) {
        str line = around("#include <", str_of(HEADERS[i]), ">\n");
        put_text("crypt/a.c", line);
        put_text("tools/t/t.c", line);
        put_text("tools/u/u.c", line);
        put_text("crypt/tests/a.c", line);
        put("desk/z.c", "");
        assert_clean();
        put_text("desk/z.c", line);
        assert_finds("desk/z.c:1: foreign: ");
    }
    put("desk/z.c", "");
    put("crypt/a.c", "#include <openssl/evp.h>\n#include <openssl/a.h>\n");
    assert_clean();
    put("desk/z.c", "#include <openssl/hmac.h>\n");
    assert_finds("desk/z.c:1: foreign: ");
    put("desk/z.c", "#include <cmocka.h>\n");
    assert_finds("desk/z.c:1: foreign: ");
}

static void a_header_starts_with_its_contract(void **state)
{
    (void)state;
    put("base/h.h", "#ifndef H\n#define H\n/* Late. */\n#endif\n");
    assert_finds("base/h.h:1: contract: ");
}

static void a_file_includes_its_own_header_first(void **state)
{
    (void)state;
    put("base/a.h", "/* Law. */\n");
    put("base/a.c", "/* Why. */\n#include <stdio.h>\n"
                    "#include \"base/a.h\"\n");
    assert_finds("base/a.c:2: own-header: ");
    put("base/a.c", "#include <stdio.h>\nint main(void)\n{\n}\n");
    assert_clean();
}

static void a_file_name_belongs_to_one_file(void **state)
{
    (void)state;
    put("base/a.c", "");
    put("base/tests/a.c", "");
    put("base/README.md", "");
    put("db/README.md", "");
    assert_clean();
    put("db/a.c", "");
    assert_finds("db/a.c:1: unique: base/a.c");
}

static void no_file_knows_its_machine(void **state)
{
    (void)state;
    put("doc/x.md", "see $DIR/wo" "rk/x, a/wo" "rk/y and /wo" "rks\n");
    assert_clean();
    put("doc/x.md", "one\ncd /wo" "rk/main\n");
    assert_finds("doc/x.md:2: machine-path: ");
    put("doc/x.md", "https://regis" "try.npm" "js.org/\n");
    assert_true(run() >= 1);
    assert_non_null(strstr(report, "doc/x.md:1: registry: "));
    put("doc/x.md", "  \"resol" "ved\": \"https://a.example/b.tgz\"\n");
    assert_finds("doc/x.md:1: registry: ");
}

static void lines_end_without_cr(void **state)
{
    (void)state;
    put("doc/x.md", "one\ntwo\r\nthree\r\n");
    assert_finds("doc/x.md:2: crlf: ");
    put_text("doc/x.md", S("binary\0\r\n"));
    assert_clean();
}

static void an_exception_forgives_one_rule_of_one_file(void **state)
{
    (void)state;
    put("base/a.c", "int x; \n");
    put("tools/tidy/exceptions.txt", "# why\nbase/a.c blank-end\n");
    assert_clean();
    put("base/a.c", "int x; \n\tint y;\n");
    assert_finds("base/a.c:2: tab: ");
    put("base/a.c", "int x;\n");
    assert_finds("tools/tidy/exceptions.txt:1: exceptions: base/a.c");
}

static void the_list_of_exceptions_cannot_grow(void **state)
{
    (void)state;
    put("base/a.c", "int x; \n");
    put_text("tools/tidy/exceptions.txt",
             repeat("base/a.c blank-end\n", EXCEPTIONS_MAX + 1));
    run();
    assert_non_null(strstr(report, "exceptions: more than "));
}

static void figures_count_the_house_without_its_tests(void **state)
{
    (void)state;
    put("base/a.c", "void f(void)\n{\n    must(1);\n    never(\"x\");\n}\n"
                    "\n\n\n\n\n");
    put("base/tests/b.c", "void g(void)\n{\n    must(1);\n}\n");
    put("main/c.c", "void h(void)\n{\n    must(1);\n}\n");
    assert_clean();
    assert_non_null(strstr(report, "functions: 2, median 4 lines, p90 5, "
                                   "longest 5 (f)"));
    assert_non_null(strstr(report, "files: 14 lines of C, largest 10 "
                                   "(base/a.c)"));
    assert_non_null(strstr(report, "floors: 10 lines, 2 assertions, 200.0"));
    assert_non_null(strstr(report, "tidy: 3 files, 0 findings\n"));
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULE(a_good_tree_is_left_alone),
        RULE(files_and_headers_have_a_longest_length),
        RULE(a_function_has_at_most_70_lines),
        RULE(a_long_table_is_no_function),
        RULE(the_fifth_block_is_too_deep),
        RULE(six_parameters_are_counted_and_seven_are_refused),
        RULE(columns_are_those_a_reader_sees),
        RULE(tabs_and_trailing_blanks_are_seen),
        RULE(dangerous_calls_are_banned_everywhere),
        RULE(features_neither_take_nor_free_memory),
        RULE(goto_stays_out_of_the_flat_floors),
        RULE(debts_are_called_in),
        RULE(braces_stand_always),
        RULE(lost_braces_are_reported),
        RULE(includes_point_down),
        RULE(features_know_only_those_listed_before_them),
        RULE(a_foreign_library_lives_in_one_file),
        RULE(a_header_starts_with_its_contract),
        RULE(a_file_includes_its_own_header_first),
        RULE(a_file_name_belongs_to_one_file),
        RULE(no_file_knows_its_machine),
        RULE(lines_end_without_cr),
        RULE(an_exception_forgives_one_rule_of_one_file),
        RULE(the_list_of_exceptions_cannot_grow),
        RULE(figures_count_the_house_without_its_tests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
