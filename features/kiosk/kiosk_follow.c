/* Following a matter: a pad of plain buttons, each of which sends the form,
 * so that it works without a script; then the citizen's own view.
 *
 * What was pressed travels in the form and nowhere else, and the view is the
 * answer to the last press: no address of it exists, no cookie opens it. */
#include "crypt/token.h"
#include "features/intake/intake.h"
#include "features/kiosk/kiosk_parts.h"
#include "features/kiosk/kiosk_rules.h"
#include "page/words.h"

static void keys_fill(struct task *task, str alphabet,
                      struct kiosk_key_list *keys)
{
    keys->rows = NEW_MANY(task->arena, struct kiosk_key, alphabet.n);
    keys->n = alphabet.n;
    for (ptrdiff_t i = 0; i < alphabet.n; i++) {
        keys->rows[i].key = str_slice(alphabet, i, i + 1);
    }
}

/* What was pressed, and places for what is missing. */
static void places_fill(struct task *task, str pressed, ptrdiff_t most,
                        struct kiosk_key_list *places)
{
    must(pressed.n <= most);
    places->rows = NEW_MANY(task->arena, struct kiosk_key, most);
    places->n = most;
    for (ptrdiff_t i = 0; i < most; i++) {
        places->rows[i].key = i < pressed.n ? str_slice(pressed, i, i + 1)
                                            : S("");
    }
}

static err pad_show(struct task *task, struct pad pad, str problem)
{
    str code;
    bool typed = pad_has_code(&pad);
    bool right = typed && code_read(task->arena, pad.code, &code);
    struct page_kiosk_follow page = {
        .pad = form_blank(task->arena, &FORM_KIOSK_PAD),
        .code = pad.code, .pin = pad.pin, .problem = problem,
        .at_pin = right, .full = right && pad_is_full(&pad),
    };
    if (typed && !right && problem.n == 0) {
        /* The check letter tells, and it costs no try. */
        page.problem = W("查询码不对，请对照回执，按“删除”改正。");
    }
    keys_fill(task, right ? S("123456789") : CODE_ALPHABET, &page.keys);
    places_fill(task, pad.code, CODE_LETTERS, &page.code_places);
    places_fill(task, pad.pin, PIN_DIGITS, &page.pin_places);
    kiosk_private(task);
    return task_show(task, &PAGE_KIOSK_FOLLOW, &page);
}

err kiosk_follow(struct task *task)
{
    return pad_show(task, (struct pad){S(""), S("")}, S(""));
}

static err matter_show_own(struct task *task, const struct matter_row *matter)
{
    struct page_kiosk_matter page = {0};
    /* Code and PIN were right: for this one reply the viewer is the one who
     * holds the slip. */
    task->viewer.slip_matter = matter->id;
    TRY(matter_tell(task, matter, &page.matter, &page.steps));
    kiosk_private(task);
    return task_show(task, &PAGE_KIOSK_MATTER, &page);
}

err kiosk_matter(struct task *task)
{
    const struct form_kiosk_pad *form = task_form(task, &FORM_KIOSK_PAD);
    struct pad pad = {form->code, form->pin};
    if (!str_eq(form->key, S("go"))) {
        return pad_show(task, pad_press(task->arena, pad, form->key), S(""));
    }
    struct intake_found found;
    pad = pad_clean(task->arena, pad);
    TRY(intake_find(task, pad.code, pad.pin, &found));
    if (found.problem.n == 0) {
        return matter_show_own(task, &found.matter);
    }
    TRY(pad_show(task, (struct pad){pad.code, S("")}, found.problem));
    task->response.status = err_status(found.why);
    return OK;
}
