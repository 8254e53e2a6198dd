/* Is it a clear page, and is what was typed still there? */
#include "base/arena.h"
#include "tools/scene/fault.h"

/* What a page says when it keeps what was typed elsewhere. */
static const char *const KEPT_WORDS[] = {"没有丢失", "已保留", "not lost",
                                         "kept"};

static bool says_an_error(struct arena *arena, const struct play *play,
                          const struct reply *reply)
{
    static const err CLEAR[] = {ERR_UNAVAILABLE, ERR_FULL, ERR_INTERNAL};
    static const char FULL[] = "内容太多";      /* the arena: desk/steps.c */
    str text = reply_text(arena, reply);
    bool zh = str_starts(play->lang, S("zh")) && reply->page != NULL;
    if (reply->status == err_status(ERR_TOO_LARGE)) {
        return !zh || str_find(text, str_of(FULL)) >= 0;
    }
    for (size_t i = 0; i < sizeof CLEAR / sizeof CLEAR[0]; i++) {
        if (err_status(CLEAR[i]) != reply->status) {
            continue;
        }
        str sentence = str_of(err_sentence(CLEAR[i]));
        return zh ? str_find(text, sentence) >= 0 : text.n > 0;
    }
    return false;
}

/* The control of that name on the page the person filled in, or NULL. */
static const struct dom *control_of(const struct page *page, str name)
{
    const struct dom *dom = page == NULL ? NULL : page->root;
    while (dom != NULL &&
           !(dom->tag.n > 0 && str_eq(dom_attr(dom, "name"), name))) {
        dom = dom->following;
    }
    return dom;
}

/* Never shown again, rightly. */
static bool is_secret(const struct dom *control)
{
    return control != NULL &&
           str_eq(dom_attr(control, "type"), S("password"));
}

/* What is sent differs from what a person reads and types. */
static bool is_choice(const struct dom *control)
{
    str type = control == NULL ? S("") : dom_attr(control, "type");
    return control != NULL &&
           (dom_is(control, "select") || str_eq(type, S("radio")) ||
            str_eq(type, S("checkbox")));
}

/* Every value that the step typed is on the page again, in a field or as
 * text; or the page says that it was kept. */
static str typed_lost(struct play *play, const struct step *step,
                      const struct page *form, const struct reply *reply)
{
    str text = reply_text(play->arena, reply);
    for (size_t i = 0; i < sizeof KEPT_WORDS / sizeof KEPT_WORDS[0]; i++) {
        if (str_find(text, str_of(KEPT_WORDS[i])) >= 0) {
            return S("");
        }
    }
    for (const struct arg *a = step->args; a != NULL; a = a->next) {
        str value = play_fill(play, step->line, a->value);
        str shown = S("");
        const struct dom *control = control_of(form, a->name);
        if (a->kind != ARG_SET || value.n == 0 || is_secret(control) ||
            str_find(text, text_folded(play->arena, value)) >= 0) {
            continue;
        }
        bool there = page_field(play->arena, reply->page, a->name, &shown);
        bool same = is_choice(control) ? shown.n > 0 : str_eq(shown, value);
        if (!there || !same) {
            return a->name;
        }
    }
    return S("");
}

str page_of_fault(struct play *play, const struct step *step,
                  const struct page *form, const struct reply *reply)
{
    must(reply->status > 0);
    if (!says_an_error(play->arena, play, reply)) {
        str text = reply_text(play->arena, reply);
        text = str_first_chars(text_folded(play->arena, text), 300);
        return str_format(play->arena, "no clear page: %d %.*s",
                          reply->status, SF(text));
    }
    str lost = reply->page == NULL ? S("")
                                   : typed_lost(play, step, form, reply);
    return lost.n == 0
               ? lost
               : str_format(play->arena, "what was typed into %.*s is lost "
                            "(%d)", SF(lost), reply->status);
}
