/* Forms as a browser would send them. */
#include "tools/scene/dom.h"

#include "base/arena.h"

/* The form that a control belongs to: by its form attribute, or the one
 * around it. */
static const struct dom *form_of(const struct page *page,
                                 const struct dom *dom)
{
    str id = dom_attr(dom, "form");
    if (id.n > 0) {
        for (const struct dom *d = page->root; d; d = d->following) {
            if (dom_is(d, "form") && str_eq(dom_attr(d, "id"), id)) {
                return d;
            }
        }
        return NULL;
    }
    while (dom != NULL && !dom_is(dom, "form")) {
        dom = dom->parent;
    }
    return dom;
}

static bool is_disabled(const struct dom *dom)
{
    if (dom_has(dom, "disabled")) {
        return true;
    }
    for (const struct dom *d = dom->parent; d != NULL; d = d->parent) {
        if (dom_is(d, "fieldset") && dom_has(d, "disabled")) {
            return true;
        }
    }
    return false;
}

static str option_value(struct arena *arena, const struct dom *option)
{
    return dom_has(option, "value") ? dom_attr(option, "value")
                                    : dom_text(arena, option);
}

/* The selected option, else the first; NULL of an empty list. */
static const struct dom *option_chosen(const struct dom *select)
{
    const struct dom *first = NULL;
    for (const struct dom *d = select->following;
         d != NULL && dom_within(d, select); d = d->following) {
        if (!dom_is(d, "option")) {
            continue;
        }
        if (dom_has(d, "selected")) {
            return d;
        }
        if (first == NULL && !dom_has(d, "disabled")) {
            first = d;
        }
    }
    return first;
}

/* A textarea's value is its text as it stands, not folded. */
static str area_value(struct arena *arena, const struct dom *area)
{
    str value = S("");
    for (const struct dom *d = area->child; d != NULL; d = d->sibling) {
        value = str_join(arena, value, d->text);
    }
    return value;
}

static bool read_input(const struct dom *dom, struct control *control)
{
    str type = dom_attr(dom, "type");
    control->kind = type.n > 0 ? type : S("text");
    control->value = dom_attr(dom, "value");
    control->sent = true;
    bool box = str_eq(type, S("checkbox")) || str_eq(type, S("radio"));
    if (box) {
        control->value = dom_has(dom, "value") ? control->value : S("on");
        control->sent = dom_has(dom, "checked");
    }
    return !str_eq(type, S("submit")) && !str_eq(type, S("button")) &&
           !str_eq(type, S("image")) && !str_eq(type, S("reset"));
}

/* False: not a control with a value. */
static bool read_control(struct arena *arena, const struct dom *dom,
                         struct control *control)
{
    *control = (struct control){.name = dom_attr(dom, "name"), .dom = dom};
    if (dom_is(dom, "input")) {
        return read_input(dom, control);
    }
    if (dom_is(dom, "textarea")) {
        control->kind = S("textarea");
        control->value = area_value(arena, dom);
        control->sent = true;
        return true;
    }
    if (dom_is(dom, "select")) {
        const struct dom *option = option_chosen(dom);
        control->kind = S("select");
        control->sent = option != NULL;
        control->value = option == NULL ? S("") : option_value(arena, option);
        return true;
    }
    return false;
}

static struct web_form *form_read(struct arena *arena,
                                  const struct page *page,
                                  const struct dom *form,
                                  const struct dom *button)
{
    struct web_form *web = NEW(arena, struct web_form);
    bool own = button != NULL && dom_has(button, "formaction");
    web->dom = form;
    web->action = own ? dom_attr(button, "formaction")
                      : dom_attr(form, "action");
    web->post = str_eq_nocase(dom_attr(form, "method"), S("post"));
    web->multipart = str_eq_nocase(dom_attr(form, "enctype"),
                                   S("multipart/form-data"));
    struct control **end = &web->controls;
    for (const struct dom *d = page->root; d != NULL; d = d->following) {
        struct control control;
        if (d->tag.n == 0) {
            continue;
        }
        bool pressed = d == button && dom_attr(d, "name").n > 0;
        if (pressed) {
            control = (struct control){
                .name = dom_attr(d, "name"), .value = dom_attr(d, "value"),
                .kind = S("button"), .sent = true, .dom = d};
        }
        bool value = pressed || read_control(arena, d, &control);
        if (!value || control.name.n == 0 || is_disabled(d) ||
            form_of(page, d) != form) {
            continue;
        }
        *end = NEW(arena, struct control);
        **end = control;
        end = &(*end)->next;
    }
    return web;
}

/* The names of all buttons, to tell what the page offers. */
static str buttons_offered(struct arena *arena, const struct page *page)
{
    str all = S("");
    for (const struct dom *d = page->root; d != NULL; d = d->following) {
        bool button = dom_is(d, "button") ||
                      (dom_is(d, "input") &&
                       str_eq(dom_attr(d, "type"), S("submit")));
        if (button) {
            all = str_format(arena, "%.*s%s%.*s", SF(all),
                             all.n > 0 ? ", " : "",
                             SF(dom_label(arena, d)));
        }
    }
    return all.n > 0 ? all : S("none");
}

static const struct dom *form_by_action(const struct page *page, str part)
{
    for (const struct dom *d = page->root; d != NULL; d = d->following) {
        if (dom_is(d, "form") && str_find(dom_attr(d, "action"), part) >= 0) {
            return d;
        }
    }
    return NULL;
}

struct web_form *form_find(struct arena *arena, const struct page *page,
                           str text, str *why)
{
    must(page != NULL);
    must(text.n > 0);
    bool several = false;
    const struct dom *button = dom_button(arena, page, text, &several);
    if (several) {
        *why = str_format(arena, "several forms have a button \"%.*s\"; "
                          "name the action instead", SF(text));
        return NULL;
    }
    const struct dom *form = button != NULL ? form_of(page, button)
                                            : form_by_action(page, text);
    if (form == NULL) {
        *why = str_format(arena, "no form with a button or action \"%.*s\"; "
                          "buttons: %.*s", SF(text),
                          SF(buttons_offered(arena, page)));
        return NULL;
    }
    return form_read(arena, page, form, button);
}

struct web_form *form_for_path(struct arena *arena, const struct page *page,
                               str path, str with)
{
    const struct dom *found = NULL;
    for (const struct dom *d = page->root; d != NULL; d = d->following) {
        bool exact = dom_is(d, "form") && str_eq(dom_attr(d, "action"), path);
        bool has = dom_is(d, "input") && str_eq(dom_attr(d, "name"), with);
        if (exact) {
            return form_read(arena, page, d, NULL);
        }
        if (has && found == NULL) {
            found = form_of(page, d);
        }
    }
    return found == NULL ? NULL : form_read(arena, page, found, NULL);
}

/* ---- typing ------------------------------------------------------------- */

static bool choose_option(struct arena *arena, struct control *control,
                          str value, str *why)
{
    str offered = S("");
    for (const struct dom *d = control->dom->following;
         d != NULL && dom_within(d, control->dom); d = d->following) {
        if (!dom_is(d, "option")) {
            continue;
        }
        str own = option_value(arena, d);
        str label = dom_text(arena, d);
        if (str_eq(own, value) || str_eq(label, value)) {
            control->value = own;
            control->sent = true;
            return true;
        }
        offered = str_format(arena, "%.*s %.*s=%.*s", SF(offered), SF(own),
                             SF(label));
    }
    *why = str_format(arena, "field %.*s has no choice \"%.*s\", only%.*s",
                      SF(control->name), SF(value), SF(offered));
    return false;
}

/* The text of the label around or for a box. */
static str box_label(struct arena *arena, const struct dom *box)
{
    const struct dom *top = box;
    while (top->parent != NULL) {
        top = top->parent;
    }
    str id = dom_attr(box, "id");
    for (const struct dom *d = top; d != NULL; d = d->following) {
        bool for_it = dom_is(d, "label") && id.n > 0 &&
                      str_eq(dom_attr(d, "for"), id);
        if (for_it || (dom_is(d, "label") && dom_within(box, d))) {
            return dom_text(arena, d);
        }
    }
    return S("");
}

static bool check_box(struct arena *arena, struct web_form *form, str name,
                      str value, str *why)
{
    bool radio = false;
    bool hit = false;
    int boxes = 0;
    for (struct control *c = form->controls; c != NULL; c = c->next) {
        if (!str_eq(c->name, name)) {
            continue;
        }
        boxes++;
        radio = str_eq(c->kind, S("radio"));
        bool this_one = value.n > 0 &&
                        (str_eq(c->value, value) ||
                         str_eq(box_label(arena, c->dom), value));
        hit = hit || this_one;
        c->sent = this_one || (!radio && value.n > 0 && c->sent);
    }
    bool lone_on = !radio && boxes == 1 && value.n > 0 && !hit;
    if (lone_on && str_eq(value, S("on"))) {
        for (struct control *c = form->controls; c != NULL; c = c->next) {
            c->sent = c->sent || str_eq(c->name, name);
        }
        return true;
    }
    if (value.n > 0 && !hit) {
        *why = str_format(arena, "field %.*s has no choice \"%.*s\"",
                          SF(name), SF(value));
        return false;
    }
    return true;
}

static str fields_offered(struct arena *arena, const struct web_form *form)
{
    str all = S("");
    for (const struct control *c = form->controls; c != NULL; c = c->next) {
        all = str_format(arena, "%.*s %.*s", SF(all), SF(c->name));
    }
    return all.n > 0 ? all : S(" none");
}

bool form_type(struct arena *arena, struct web_form *form, str name,
               str value, str *why)
{
    must(form != NULL);
    must(why != NULL);
    struct control *control = form->controls;
    while (control != NULL && !str_eq(control->name, name)) {
        control = control->next;
    }
    if (control == NULL) {
        *why = str_format(arena, "the form has no field %.*s, only%.*s",
                          SF(name), SF(fields_offered(arena, form)));
        return false;
    }
    if (str_eq(control->kind, S("select"))) {
        return choose_option(arena, control, value, why);
    }
    if (str_eq(control->kind, S("checkbox")) ||
        str_eq(control->kind, S("radio"))) {
        return check_box(arena, form, name, value, why);
    }
    control->value = value;
    control->sent = true;
    return true;
}

bool page_field(struct arena *arena, const struct page *page, str name,
                str *value)
{
    bool found = false;
    *value = S("");
    for (const struct dom *d = page->root; d != NULL; d = d->following) {
        struct control control;
        if (d->tag.n == 0 || !str_eq(dom_attr(d, "name"), name) ||
            !read_control(arena, d, &control)) {
            continue;
        }
        if (control.sent && value->n > 0 &&
            str_eq(control.kind, S("checkbox"))) {
            *value = str_format(arena, "%.*s,%.*s", SF(*value),
                                SF(control.value));
        } else if (control.sent && value->n == 0) {
            *value = control.value;
        }
        found = true;
    }
    return found;
}
