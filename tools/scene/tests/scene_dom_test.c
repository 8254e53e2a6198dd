/* Pages and forms as the scene's browser sees them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "tools/scene/dom.h"
#include "tools/scene/json_path.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1 << 16, 1 << 24);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_text(str came, const char *wanted)
{
    assert_string_equal(str_c(arena, came), wanted);
}

/* A whole page around a body. */
static struct page *page_of(const char *body)
{
    return dom_read(arena, str_format(arena, "<!DOCTYPE html>\n"
                                      "<html lang=\"zh\"><head>"
                                      "<meta charset=\"utf-8\">"
                                      "<title>页</title></head>"
                                      "<body>%s</body></html>", body));
}

static const char FORM[] =
    "<form id=\"f\" method=\"post\" action=\"/say\">"
    "<input type=\"hidden\" name=\"_token\" value=\"t&amp;1\">"
    "<label>文<textarea name=\"body\">\n甲\n乙</textarea></label>"
    "<label>类<select name=\"kind\"><option value=\"\">请选</option>"
    "<option value=\"p\" selected>问题</option>"
    "<option value=\"w\">心愿</option></select></label>"
    "<label><input type=\"checkbox\" name=\"box\" value=\"1\">一</label>"
    "<label><input type=\"checkbox\" name=\"box\" value=\"2\" checked>二"
    "</label>"
    "<label><input type=\"radio\" name=\"way\" value=\"a\" checked>甲法"
    "</label>"
    "<label><input type=\"radio\" name=\"way\" value=\"b\">乙法</label>"
    "<label>旧<input name=\"old\" disabled value=\"x\"></label>"
    "<button name=\"act\" value=\"go\">发 送</button></form>"
    "<form action=\"/find\"><label>词<input name=\"q\" form=\"f\"></label>"
    "<button>查找</button></form>";

static struct web_form *form_of(const struct page *page, const char *text)
{
    str why = S("");
    struct web_form *form = form_find(arena, page, str_of(text), &why);
    if (form == NULL) {
        fail_msg("%s", str_c(arena, why));
    }
    return form;
}

/* All that would be sent, as name=value;... */
static str sent(const struct web_form *form)
{
    str all = S("");
    for (const struct control *c = form->controls; c != NULL; c = c->next) {
        if (c->sent) {
            all = str_format(arena, "%.*s%.*s=%.*s;", SF(all), SF(c->name),
                             SF(c->value));
        }
    }
    return all;
}

static void a_form_sends_its_defaults_as_a_browser_does(void **state)
{
    (void)state;
    struct web_form *form = form_of(page_of(FORM), "发 送");
    assert_true(form->post);
    assert_text(form->action, "/say");
    assert_text(sent(form), "_token=t&1;body=甲\n乙;kind=p;box=2;way=a;"
                            "act=go;q=;");
}

static void typing_follows_values_and_labels(void **state)
{
    (void)state;
    struct web_form *form = form_of(page_of(FORM), "/say");
    str why = S("");
    assert_true(form_type(arena, form, S("body"), S("x"), &why));
    assert_true(form_type(arena, form, S("kind"), S("心愿"), &why));
    assert_true(form_type(arena, form, S("way"), S("乙法"), &why));
    assert_true(form_type(arena, form, S("box"), S("1"), &why));
    assert_text(sent(form), "_token=t&1;body=x;kind=w;box=1;box=2;way=b;q=;");
    assert_true(form_type(arena, form, S("box"), S(""), &why));
    assert_text(sent(form), "_token=t&1;body=x;kind=w;way=b;q=;");
}

static void what_a_person_cannot_type_is_refused(void **state)
{
    (void)state;
    struct web_form *form = form_of(page_of(FORM), "/say");
    str why = S("");
    assert_false(form_type(arena, form, S("none"), S("x"), &why));
    assert_true(str_find(why, S("body")) > 0);
    assert_false(form_type(arena, form, S("kind"), S("z"), &why));
    assert_false(form_type(arena, form, S("way"), S("c"), &why));
    assert_false(form_type(arena, form, S("old"), S("y"), &why));
    assert_null(form_find(arena, page_of(FORM), S("删除"), &why));
    assert_true(str_find(why, S("查找")) > 0);
}

static void equal_buttons_of_different_forms_are_not_guessed(void **state)
{
    (void)state;
    struct page *page = page_of(
        "<form method=\"post\" action=\"/a/1\"><button>认领</button></form>"
        "<form method=\"post\" action=\"/a/2\"><button>认领</button></form>");
    str why = S("");
    assert_null(form_find(arena, page, S("认领"), &why));
    assert_non_null(form_find(arena, page, S("/a/2"), &why));
}

static void text_is_what_a_person_reads(void **state)
{
    (void)state;
    struct page *page = page_of(
        "<p>共<b>3</b>件</p><p>下&nbsp; 一\n段</p><script>var x</script>"
        "<div hidden>藏</div><a href=\"/x\">看<span>看</span></a>");
    assert_text(dom_text(arena, page->root), "共3件 下 一 段 看看");
    bool several = false;
    const struct dom *link = dom_link(arena, page, S("看看"), &several);
    assert_non_null(link);
    assert_text(dom_attr(link, "href"), "/x");
}

static void assert_faults(const char *body, const char *wanted)
{
    const struct dom_fault *fault = dom_check(arena, page_of(body));
    if (wanted == NULL) {
        if (fault != NULL) {
            fail_msg("line %d: %s", fault->line,
                     str_c(arena, fault->message));
        }
        return;
    }
    assert_non_null(fault);
    if (str_find(fault->message, str_of(wanted)) < 0) {
        fail_msg("%s", str_c(arena, fault->message));
    }
}

static void what_is_wrong_with_a_page_is_found(void **state)
{
    (void)state;
    assert_faults("<p>a</b>", "not well formed");
    assert_faults("<p id=\"a\">1</p><p id=\"a\">2</p>", "stands twice");
    assert_faults("<input name=\"q\">", "no label");
    assert_faults("<img src=\"/x.png\">", "no alt");
    assert_faults("<a href=\"/x\"></a>", "no text");
    assert_faults("<label for=\"x\">a</label>", "not there");
    const struct dom_fault *fault = dom_check(
        arena, dom_read(arena, S("<!DOCTYPE html><html><body></body>"
                                 "</html>")));
    assert_non_null(fault);
    assert_non_null(fault->next);
    fault = page_of("<p>\n\n<p>x</div>")->faults;
    assert_int_equal(fault->line, 4);
}

static void a_sound_page_of_today_has_no_faults(void **state)
{
    (void)state;
    assert_faults(FORM, NULL);
    assert_faults(
        "<header><nav aria-label=\"主\"><ul><li><a href=\"/?a=1&amp;b=2\">"
        "甲</a><li>乙</ul></nav></header><main id=\"m\"><details open>"
        "<summary>更多</summary><p>一<p>二</details><dialog>话</dialog>"
        "<table><caption>表</caption><thead><tr><th scope=\"col\">A</th>"
        "</tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
        "<svg viewBox=\"0 0 9 9\" aria-hidden=\"true\"><path d=\"M0 0\"/>"
        "<linearGradient id=\"g\"><stop offset=\"0\"/></linearGradient>"
        "</svg><picture><source srcset=\"/a.webp\"><img src=\"/a.png\" "
        "alt=\"\"></picture><dl><div><dt>名<dd>值</div></dl>"
        "<progress value=\"1\" max=\"2\">1</progress><time "
        "datetime=\"2026-03-02\">三月</time><template><p>x</p></template>"
        "<input aria-label=\"词\" list=\"l\"><datalist id=\"l\"><option "
        "value=\"a\"></datalist><select aria-label=\"s\"><optgroup "
        "label=\"g\"><option>1</optgroup></select><br/><hr><wbr>"
        "<search>x</search><my-island data-x=\"1\" hx-get=\"/x\">y"
        "</my-island><output>1</output><fieldset><legend>l</legend>"
        "<label><input type=\"radio\" name=\"r\" required>1</label>"
        "</fieldset><menu><li>m</li></menu><ruby>汉<rp>(</rp><rt>h</rt>"
        "<rp>)</rp></ruby><noscript><p>无</p></noscript><blockquote>q"
        "</blockquote><figure><figcaption>f</figcaption></figure>"
        "<address>a</address><meter value=\"1\">1</meter>"
        "<script src=\"/s.js\" defer></script></main>", NULL);
}

static void json_values_are_found_by_path(void **state)
{
    (void)state;
    str json = S("{\"a\":{\"l\":[1,{\"n\":\"\\u4e2d\\ud83d\\ude00\\n\"},"
                 "[]]},\"b\":true,\"c\":\"}\",\"d\":null}");
    str value = S("");
    assert_true(json_find(arena, json, S("a.l[1].n"), &value));
    assert_text(value, "中\xF0\x9F\x98\x80\n");
    assert_true(json_find(arena, json, S("a.l.length"), &value));
    assert_text(value, "3");
    assert_true(json_find(arena, json, S("d"), &value));
    assert_text(value, "null");
    assert_true(json_find(arena, json, S("a.l[0]"), &value));
    assert_text(value, "1");
    assert_false(json_find(arena, json, S("a.l[3]"), &value));
    assert_false(json_find(arena, json, S("x"), &value));
    assert_false(json_find(arena, S("{\"a\""), S("a"), &value));
    assert_false(json_find(arena, S(""), S("a"), &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_sends_its_defaults_as_a_browser_does),
        cmocka_unit_test(typing_follows_values_and_labels),
        cmocka_unit_test(what_a_person_cannot_type_is_refused),
        cmocka_unit_test(equal_buttons_of_different_forms_are_not_guessed),
        cmocka_unit_test(text_is_what_a_person_reads),
        cmocka_unit_test(what_is_wrong_with_a_page_is_found),
        cmocka_unit_test(a_sound_page_of_today_has_no_faults),
        cmocka_unit_test(json_values_are_found_by_path),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
