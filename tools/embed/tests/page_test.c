/* The page compiler: what it refuses, and what its C writes.
 *
 *   page_test [SOURCE_ROOT]
 *
 * The C is compiled with the runtime of page/ by $CC (or cc), under all the
 * warnings, and fed hostile values. */
#include "tools/embed/embed_page.h"
#include "tools/embed/tests/small_catalogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static const char *source_root = ".";
static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 20, (size_t)1 << 28);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct shape *add_row(struct catalogue *all)
{
    struct shape *row = shape_add(all, S("card"), S("small"), false);
    member_add(all, row, S("id"), (struct type){.kind = TYPE_INT});
    member_add(all, row, S("title"), (struct type){.kind = TYPE_TEXT});
    member_add(all, row, S("sealed"), (struct type){.kind = TYPE_BYTES});
    member_add(all, row, S("done_at"), (struct type){.kind = TYPE_INT});
    return row;
}

static void add_form(struct catalogue *all)
{
    struct form *form = NEW(all->arena, struct form);
    *form = (struct form){.name = S("claim"), .folder = S("small"),
                          .count = 2};
    form->fields = NEW_MANY(all->arena, struct form_field, 2);
    form->fields[0].name = S("note");
    form->fields[0].next = &form->fields[1];
    form->fields[1].name = S("organ");
    all->forms = form;
}

static struct catalogue new_catalogue(void)
{
    struct catalogue all = small_catalogue(arena);
    small_words(NULL);
    add_row(&all);
    add_form(&all);
    return all;
}

/* The mistakes of one page; its file is x.html. */
static str mistakes_of(const char *text)
{
    struct catalogue all = new_catalogue();
    page_take(&all, S("small"), S("x.html"), str_of(text));
    page_close_folder(&all, S("small"));
    assert_true((all.wrong > 0) == (small_mistakes().n > 0));
    return small_mistakes();
}

static void refuse(const char *body, const char *line, const char *why)
{
    char text[2000];
    snprintf(text, sizeof text,
             "{page p}\n{field t text}\n{field n int}\n{field b bool}\n"
             "{field h html}\n{field c card}\n{field cs card[]}\n"
             "{field f form claim}\n{field o choices}\n---\n%s", body);
    str told = mistakes_of(text);
    bool right = str_find(told, str_of(line)) == 0 &&
                 str_find(told, str_of(why)) > 0;
    if (!right) {
        fail_msg("%s\nsays: %.*s\nnot: %s %s", body, SF(told), line, why);
    }
}

static void take(const char *body)
{
    char text[2000];
    snprintf(text, sizeof text,
             "{page p}\n{field t text}\n{field n int}\n{field b bool}\n"
             "{field h html}\n{field c card}\n{field cs card[]}\n"
             "{field f form claim}\n{field o choices}\n---\n%s", body);
    str told = mistakes_of(text);
    if (told.n > 0) {
        fail_msg("%s\nsays: %.*s", body, SF(told));
    }
}

static void names_and_types_are_checked(void **state)
{
    (void)state;
    refuse("{x}", "x.html:11: ", "unknown name");
    refuse("\n<p>\n{c.titel}</p>", "x.html:13: ", "unknown name");
    refuse("{c}", "x.html:11: ", "cannot be written");
    refuse("{b}", "x.html:11: ", "cannot be written");
    refuse("{t:num}", "x.html:11: ", "does not fit");
    refuse("{t:bold}", "x.html:11: ", "unknown filter");
    refuse("{#each t as x}{/each}", "x.html:11: ", "no list");
    refuse("{#each cs as t}{/each}", "x.html:11: ", "taken");
    refuse("{#if c}{/if}", "x.html:11: ", "neither true nor false");
    refuse("{#if t == 5}{/if}", "x.html:11: ", "cannot be compared");
    refuse("{#if n == \"5\"}{/if}", "x.html:11: ", "cannot be compared");
    refuse("{#if t < t}{/if}", "x.html:11: ", "cannot be compared so");
    refuse("{#if b or b}{/if}", "x.html:11: ", "compared so");
    refuse("{#form t \"/x\"}{/form}", "x.html:11: ", "no form");
    refuse("{f.wrong}", "x.html:11: ", "cannot be written");
    refuse("{f.wrongly}", "x.html:11: ", "no such field");
    take("<details{#if f.wrong} open{/if}>{#if !f.wrong}x{/if}</details>");
    refuse("{input f.x}", "x.html:11: ", "no such field");
    refuse("{input f.organ from cs}", "x.html:11: ", "CHOICES");
    refuse("{> nobody t}", "x.html:11: ", "no partial");
    refuse("<img src=\"{asset x.gif}\">", "x.html:11: ", "no such asset");
    refuse("{slot}", "x.html:11: ", "unknown name");
}

static void places_are_checked(void **state)
{
    (void)state;
    refuse("<script>{t}</script>", "x.html:11: ", "script or style");
    refuse("<style>a{#if b}{/if}</style>", "x.html:11: ", "script or");
    refuse("<p style=\"{t}\"></p>", "x.html:11: ", "no value may stand");
    refuse("<p onclick='{n}'></p>", "x.html:11: ", "no value may stand");
    refuse("<p hx-on:click='{t}'></p>", "x.html:11: ", "no value");
    refuse("<p hx-vals='{t}'></p>", "x.html:11: ", "no value");
    refuse("<p style='{#if b}a{/if}'></p>", "x.html:11: ", "no block");
    refuse("<script src='{t}'></script>", "x.html:11: ", "no value");
    refuse("<iframe src='{t}'></iframe>", "x.html:11: ", "no value");
    refuse("<p {t}></p>", "x.html:11: ", "outside quotes");
    refuse("<p a{t}='1'></p>", "x.html:11: ", "outside quotes");
    refuse("<{t}>", "x.html:11: ", "&lt;");
    refuse("<p class={t}></p>", "x.html:11: ", "quotes");
    refuse("<p class=a></p>", "x.html:11: ", "quotes");
    refuse("<p title='{h}'></p>", "x.html:11: ", "only stand in text");
    refuse("<textarea>{h}</textarea>", "x.html:11: ", "only stand in text");
    refuse("<a href='/{n:num}'></a>", "x.html:11: ", "address");
    refuse("<p title='{t:lines}'></p>", "x.html:11: ", "line breaks");
    refuse("<a href='/搜索'></a>", "x.html:11: ", "no Chinese");
    refuse("<p {input f.note}></p>", "x.html:11: ", "no input");
}

static void tags_must_balance(void **state)
{
    (void)state;
    refuse("<p>", "x.html:11: ", "not closed");
    refuse("\n</p>", "x.html:12: ", "nothing is open");
    refuse("<p>\n<b></p></b>", "x.html:12: ", "closes <b> of line 12");
    refuse("{#if b}<p>{/if}</p>", "x.html:11: ", "within its block");
    refuse("<p>{#if b}</p>{/if}", "x.html:11: ", "nothing is open");
    refuse("<p>{#if b}<i>{:else}</i>{/if}</p>", "x.html:11: ", "within");
    refuse("<div/>", "x.html:11: ", "close itself");
    refuse("{#if b}\n", "x.html:11: ", "not closed");
    refuse("{#if b}{/each}", "x.html:11: ", "does not end");
    refuse("{#if b}{:else}{:else}{/if}", "x.html:11: ", "does not end");
    refuse("{/if}", "x.html:11: ", "no block");
    refuse("<p class='{#if b}a'{/if}></p>", "x.html:11: ", "another place");
    refuse("<p class='{#if b}a' id=\"{/if}'></p>", "x.html:11: ",
           "another place");
    refuse("<p {#if b}a{/if}b></p>", "x.html:11: ", "unexpected");
    refuse("<!-- x", "x.html:11: ", "not closed");
    refuse("{#form f \"/a\"}{#form f \"/b\"}{/form}{/form}", "x.html:11: ",
           "#form");
    refuse("{t", "x.html:11: ", "not closed");
    refuse("a < b", "x.html:11: ", "&lt;");
    refuse("<script>", "x.html:11: ", "not closed");
}

static void good_pages_are_taken(void **state)
{
    (void)state;
    take("<select><option {#if b}selected{/if}>x</option></select>");
    take("<p{#if b} class=\"a\"{/if} id='p'>{t}<br>{h}<br/></p>");
    take("<p class=\"{#if b}a{:else}{t}{/if}\"></p>");
    take("<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>");
    take("{#each cs as c2}{#each cs as c3}{c3.title}{/each}{:else}-{/each}");
    take("{#if b and t == \"a b\" and n > 3 and !c.title}x{/if}");
    take("<!-- {nothing} --><a href='{t}?x={t}#{n}'>{cs.n}</a>");
    take("<script type=\"application/json\">{ \"a\": [] }</script>");
    take("{! a note about {braces} }<p>{f.note}</p>");
}

static void heads_are_checked(void **state)
{
    (void)state;
    static const char *const WRONG[][2] = {
        {"", "x.html:1: "},
        {"<p></p>", "x.html:1: "},
        {"{page P}\n---\n", "x.html:1: "},
        {"{page p}\n{field x nothing}\n---\n", "x.html:2: "},
        {"{page p}\n{field x form nothing}\n---\n", "x.html:2: "},
        {"{page p}\n{field x text}\n{field x int}\n---\n", "x.html:3: "},
        {"{page p}\n{field while text}\n---\n", "x.html:2: "},
        {"{page p}\n{layout nothing}\n---\n", "x.html:2: "},
        {"{page p}\n{view v a v}\n---\n", "x.html:2: "},
        {"{partial p}\n---\n{> p}", "x.html:3: "},
        {"{page p}\n{view card a text}\n---\n", "x.html:2: "},
        {"{page p}\n{uses face.lang int}\n---\n", "x.html:2: "},
        {"{page p}\n{title <b>}\n---\n", "x.html:2: "},
        {"{partial p a text, b text, c text, d text}\n---\n", "x.html:1: "},
        {"{layout_of l}\n{field x text}\n---\n", "x.html:2: "},
    };
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        str told = mistakes_of(WRONG[i][0]);
        if (str_find(told, str_of(WRONG[i][1])) != 0) {
            fail_msg("%s\nsays: %.*s", WRONG[i][0], SF(told));
        }
    }
}

static void english_needs_the_same_values(void **state)
{
    (void)state;
    static const struct small_word WORDS[] = {
        {"共 {n} 件", "in all"},
        {"又 {n} 件", "{n} of {t}"},
        {"好 {n} 件", "{n} good ones"},
        {NULL, NULL}};
    static const char *const PAGE =
        "{page p}\n{field n int}\n{field t text}\n---\n"
        "<p>共 {n}\n  件</p>\n<p>又 {n} 件 </p>\n<p>好 {n} 件</p>\n<p>没</p>";
    struct catalogue all = new_catalogue();
    small_words(WORDS);
    page_take(&all, S("small"), S("x.html"), str_of(PAGE));
    page_close_folder(&all, S("small"));
    assert_int_equal(all.wrong, 3);
    str told = small_mistakes();
    assert_true(str_find(told, S("x.html:5: ")) == 0);
    assert_true(str_find(told, S("x.html:7: the English")) > 0);
    assert_true(str_find(told, S("x.html:9: no English: 没")) > 0);
}

/* ---- what the C writes -------------------------------------------------- */

static const char *const PAGES[] = {
    "{layout_of base}\n---\n<!doctype html>\n<html lang=\"{face.lang}\">"
    "<head><title>{title}</title></head><body>{slot}\n"
    "<ul>{#each face.nav as l}<li><a href=\"{l.href}\" "
    "{#if l.current}aria-current=\"page\"{/if}>{l.label:word}</a></li>"
    "{/each}</ul></body></html>",

    "{partial line x card, note text}\n---\n<li>{x.title} {note}</li>",

    "{page show}\n{layout base}\n{title 事项 {c.title}}\n"
    "{view step name text, secret text private, at int}\n{field c card}\n"
    "{field cs card[]}\n{field steps step[]}\n{field t text}\n"
    "{field n int}\n{field r real}\n{field h html}\n{field may_x bool}\n"
    "{field on bool}\n{field f form claim}\n{field o choices}\n"
    "{field quiet text private}\n---\n"
    "<p>1 {t}</p>\n<p title=\"2 {t}\" class='3 {t}'>4\n\n   end</p>"
    "<a href=\"{t}\">5</a><a href=\"/x?q={t}\">6</a>"
    "<a href=\"{#if on}{t}{/if}{t}\">7</a>"
    "<p>共 {n:num} 件，{t}。</p><p>8{h}{r}</p>"
    "<ul>{#each cs as x}{> line x t}{:else}<li>none</li>{/each}</ul>"
    "<p>{t:lines}</p><time datetime=\"{n:iso}\">{n:date}</time>"
    "{#form f \"/claim/{t}\"}{input f.note}{input f.organ from o}{/form}"
    "<pre>a\n  {t}</pre>{#if n > 3 and t != \"x\"}yes{:else}no{/if}"
    "{#if !cs}empty{/if}<!-- gone -->",
};

static const char MAIN_HEAD[] =
    "#include \"base/arena.h\"\n#include \"page/words.h\"\n"
    "#include \"small_gen.h\"\n#include <stdio.h>\n";

static const char ROW_TEXT[] =
    "struct card { int64_t id; str title, sealed; int64_t done_at; };\n"
    "struct card_list { struct card *rows; ptrdiff_t n; };\n"
    "enum { FORM_CLAIM_NOTE, FORM_CLAIM_ORGAN };\n";

static const char MAIN_BODY[] =
    "static const struct field FIELDS[] = {\n"
    "    {.name = S0(\"note\"), .label = S0(\"L\"), .kind = FIELD_LONG},\n"
    "    {.name = S0(\"organ\"), .label = S0(\"O\"),\n"
    "     .kind = FIELD_CHOICE}};\n"
    "static const struct form_table TABLE = {.name = S0(\"claim\"),\n"
    "    .fields = FIELDS, .field_count = 2, .size = 64};\n"
    "int main(void)\n{\n"
    "    static const struct word WORDS[] = {\n"
    "        {S0(\"首页\"), S0(\"Home\")}};\n"
    "    struct arena *arena = arena_new(1 << 16, 1 << 24);\n"
    "    struct card card = {7, S(\"<script>\\\"'&\"), S(\"\\x01\"), 0};\n"
    "    struct step step = {S(\"s\"), S(\"hidden\"), 1000};\n"
    "    struct face_link link = {S(\"//evil\"), S(\"首页\"), true, 0};\n"
    "    struct face face = {.token = S(\"tok\"), .nav = {&link, 1}};\n"
    "    struct choice rows[] = {{S(\"<v>\"), S(\"<l>\")}};\n"
    "    struct page_show page = {.c = card, .cs = {&card, 1},\n"
    "        .steps = {&step, 1},\n"
    "        .t = S(\"javascript:x('\\\"<b>&\\n\"), .n = 1234567,\n"
    "        .r = 0.5, .h = {S(\"<i>ok</i>\")}, .on = true,\n"
    "        .f = form_blank(arena, &TABLE), .o = {rows, 1},\n"
    "        .quiet = S(\"hidden\")};\n"
    "    page.f.raw[0] = S(\"</textarea><script>\");\n"
    "    words_set(WORDS, 1);\n"
    "    for (int i = 0; i < LANG_COUNT; i++) {\n"
    "        struct out out = out_new(arena, 1 << 20);\n"
    "        face.lang = (enum lang)i;\n"
    "        PAGE_SHOW.html(&out, &face, &page);\n"
    "        printf(\"%.*s\\n\", SF(out_text(&out)));\n"
    "    }\n"
    "    struct out out = out_new(arena, 1 << 20);\n"
    "    PAGE_SHOW.json(&out, &page);\n"
    "    printf(\"%.*s\\n%s\\n\", SF(out_text(&out)), PAGE_SHOW.schema);\n"
    "    arena_free(arena);\n    return 0;\n}\n";

static void save(const char *dir, const char *name, const char *a,
                 const char *b, str c)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "%s%s%.*s", a, b, SF(c));
    assert_int_equal(fclose(file), 0);
}

static void generate(const char *dir)
{
    static const struct small_word WORDS[] = {
        {"事项 {c.title}", "Matter {c.title}"},
        {"共 {n:num} 件，{t}。", "{t}: {n:num} in all & more."},
        {NULL, NULL}};
    struct catalogue all = new_catalogue();
    small_words(WORDS);
    for (size_t i = 0; i < sizeof PAGES / sizeof PAGES[0]; i++) {
        str path = str_format(arena, "%d.html", (int)i);
        page_take(&all, S("small"), path, str_of(PAGES[i]));
    }
    page_close_folder(&all, S("small"));
    if (all.wrong > 0) {
        fail_msg("%.*s", SF(small_mistakes()));
    }
    struct out includes = out_new(arena, 1 << 20);
    struct out header = out_new(arena, 1 << 20);
    struct out source = out_new(arena, 1 << 20);
    page_write_includes(&all, S("small"), &includes);
    out_str(&includes, str_of(ROW_TEXT));
    page_write_header(&all, S("small"), &header);
    page_write_source(&all, S("small"), &source);
    save(dir, "small_gen.h", str_c(arena, out_text(&includes)), "",
         out_text(&header));
    save(dir, "small_gen.c", "#include \"small_gen.h\"\n", "",
         out_text(&source));
    save(dir, "small_main.c", MAIN_HEAD, MAIN_BODY, S(""));
}

static const char COMPILE[] =
    "cd '%s' && ${CC:-cc} -std=c17 -D_GNU_SOURCE -Wall -Wextra -Wshadow "
    "-Wvla -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wundef "
    "-Wwrite-strings -Wformat=2 -Werror -I. -I'%s' '%s/small_gen.c' "
    "'%s/small_main.c' page/render.c page/widgets.c page/words.c "
    "page/asset.c base/arena.c base/must.c base/str.c base/out.c "
    "base/form.c base/clock.c base/err.c base/log.c -lm -o '%s/small' 2>&1 "
    "&& '%s/small'";

/* All that the small program prints, or what the compiler says. */
static str printed(void)
{
    const char *tmp = getenv("TMPDIR");
    char dir[200];
    char command[2000];
    snprintf(dir, sizeof dir, "%s/page_test.XXXXXX",
             tmp != NULL ? tmp : P_tmpdir);
    assert_non_null(mkdtemp(dir));
    generate(dir);
    snprintf(command, sizeof command, COMPILE, source_root, dir, dir, dir,
             dir, dir);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    char *text = arena_take(arena, 1 << 16, 1);
    size_t n = fread(text, 1, 1 << 16, pipe);
    int code = pclose(pipe);
    if (code != 0) {
        fail_msg("%s", text);
    }
    static const char *const FILES[] = {"small_gen.h", "small_gen.c",
                                        "small_main.c", "small"};
    for (int i = 0; i < 4; i++) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", dir, FILES[i]);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(dir), 0);
    return (str){text, (ptrdiff_t)n};
}

#define T_HTML "javascript:x(&#39;&quot;&lt;b&gt;&amp;\n"
#define T_URL "javascript%3Ax%28%27%22%3Cb%3E%26%0A"

static const char *const EXPECTED[] = {
    "<!doctype html>\n<html lang=\"zh-CN\">", "<html lang=\"en\">",
    "<title>事项 &lt;script&gt;&quot;&#39;&amp;</title>",
    "<title>Matter &lt;script&gt;", "<p>1 " T_HTML "</p>",
    "<p title=\"2 " T_HTML "\" class='3 " T_HTML "'>4\nend</p>",
    "<a href=\"#\">5</a>", "<a href=\"/x?q=" T_URL "\">6</a>",
    "<a href=\"##\">7</a>", "<p>共 1,234,567 件，" T_HTML "。</p>",
    "<p>" T_HTML ": 1,234,567 in all &amp; more.</p>",
    "<p>8<i>ok</i>0.5</p>",
    "<ul><li>&lt;script&gt;&quot;&#39;&amp; " T_HTML "</li></ul>",
    "<p>javascript:x(&#39;&quot;&lt;b&gt;&amp;<br>\n</p>",
    "<time datetime=\"1970-01-01T00:20:34Z\">1970-01-01</time>",
    "action=\"/claim/" T_URL "\"", "value=\"tok\"",
    "&lt;/textarea&gt;&lt;script&gt;</textarea>",
    "<option value=\"&lt;v&gt;\">&lt;l&gt;</option>",
    "<pre>a\n  " T_HTML "</pre>yes",
    "<li><a href=\"#\" aria-current=\"page\">首页</a></li>",
    "aria-current=\"page\">Home</a></li>",
    "{\"c\":{\"id\":\"7\",\"title\":\"\\u003cscript>\\\"'&\","
    "\"done_at\":null},\"cs\":[{\"id\":\"7\"",
    "\"steps\":[{\"name\":\"s\",\"at\":\"1970-01-01T00:00:01Z\"}],",
    "\"n\":1234567,\"r\":0.5,\"h\":\"\\u003ci>ok\\u003c/i>\","
    "\"on\":true}",
    "{\"type\":\"object\",\"properties\":{\"c\":{\"type\":\"object\"",
};

static const char *const UNEXPECTED[] = {
    "<script", "\"hidden\",", "gone", "empty", "none", "sealed", "may_x",
    "\"f\"", "\"o\"", "quiet", "//evil"};

static void hostile_values_stay_text(void **state)
{
    (void)state;
    str text = printed();
    for (size_t i = 0; i < sizeof EXPECTED / sizeof EXPECTED[0]; i++) {
        if (str_find(text, str_of(EXPECTED[i])) < 0) {
            fail_msg("missing: %s\nin: %.*s", EXPECTED[i], SF(text));
        }
    }
    for (size_t i = 0; i < sizeof UNEXPECTED / sizeof UNEXPECTED[0]; i++) {
        if (str_find(text, str_of(UNEXPECTED[i])) >= 0) {
            fail_msg("there is: %s\nin: %.*s", UNEXPECTED[i], SF(text));
        }
    }
    assert_true(str_find(text, S("\"secret\"")) < 0);
}

int main(int argc, char **argv)
{
    source_root = argc > 1 ? argv[1] : ".";
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(names_and_types_are_checked),
        TEST(places_are_checked),
        TEST(tags_must_balance),
        TEST(good_pages_are_taken),
        TEST(heads_are_checked),
        TEST(english_needs_the_same_values),
        TEST(hostile_values_stay_text),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
