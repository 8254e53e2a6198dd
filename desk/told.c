/* Facts in words.  See told.h. */
#include "desk/told.h"

#include "base/out.h"
#include "desk/journal.h"
#include "desk_gen.h"
#include "page/words.h"

enum { FACTS_MOST = 32, TOLD_BYTES_MAX = 64 << 10 };

struct told_fact {
    str key, value;
};

static int facts_cut(str text, struct told_fact facts[FACTS_MOST])
{
    int n = 0;
    while (text.n > 0 && n < FACTS_MOST) {
        str value = str_cut(&text, '\n');
        str key = str_cut(&value, '=');
        facts[n++] = (struct told_fact){key, value};
    }
    must(n <= FACTS_MOST);
    return n;
}

static str fact_of(const struct told_fact *facts, int n, const char *key)
{
    for (int i = 0; key != NULL && i < n; i++) {
        if (str_eq(facts[i].key, str_of(key))) {
            return facts[i].value;
        }
    }
    return S("");
}

static const struct feature *room_of(const struct desk *desk, str kind)
{
    must(desk->feature_count > 0);
    for (int f = 0; f < desk->feature_count; f++) {
        const struct feature *feature = desk->features[f];
        for (int i = 0; i < feature->event_count; i++) {
            if (str_eq(str_of(feature->events[i].kind), kind)) {
                return feature;
            }
        }
    }
    return NULL;
}

/* Nothing, and the zero of an id, are not worth a word. */
static bool says_nothing(str value)
{
    return value.n == 0 || str_eq(value, S("0"));
}

static err value_told(struct task *task, const struct fact_name *name,
                      str value, str *told)
{
    must(name->key != NULL);
    *told = S("");
    if (says_nothing(value)) {
        return OK;
    }
    if (name->told == NULL) {
        *told = value;
        return OK;
    }
    err e = name->told(task, value, told);
    if (e == ERR_NOT_FOUND) {       /* a row that is there no more */
        *told = value;
        return OK;
    }
    return e;
}

static void add(struct task *task, struct out *out, str label, str before,
                str now)
{
    bool english = task->face.lang == LANG_EN;
    if (out->n > 0) {
        out_str(out, english ? S("; ") : W("；"));
    }
    out_str(out, task_word(task, label));
    out_str(out, english ? S(": ") : W("："));
    if (before.n > 0) {
        out_str(out, task_word(task, before));
        out_str(out, S(" → "));
    }
    out_str(out, task_word(task, now));
}

static err told_by(struct task *task, const struct feature *room,
                   str facts_text, str *told)
{
    struct told_fact facts[FACTS_MOST];
    int n = facts_cut(facts_text, facts);
    struct out out = out_new(task->arena, TOLD_BYTES_MAX);
    for (int i = 0; i < room->fact_count; i++) {
        const struct fact_name *name = &room->facts[i];
        str was = fact_of(facts, n, name->before);
        str is = fact_of(facts, n, name->key);
        if (name->before != NULL && str_eq(was, is)) {
            continue;               /* it stayed as it was */
        }
        str before;
        str now;
        TRY(value_told(task, name, was, &before));
        TRY(value_told(task, name, is, &now));
        if (now.n > 0) {
            add(task, &out, name->zh, before, now);
        }
    }
    *told = out_text(&out);
    return out.full ? ERR_TOO_LARGE : OK;
}

err facts_told(struct task *task, str kind, str facts, str *told)
{
    must(task->magic == TASK_MAGIC);
    must(told != NULL);
    const struct feature *room = room_of(task->desk, kind);
    *told = facts;
    if (room == NULL) {
        return OK;
    }
    /* Names of organs, stations and so on: what everybody may know, but each
     * room's query names the roles that work with it. */
    roles before = tx_set_roles(task->tx, ROLE_SYSTEM);
    err e = told_by(task, room, facts, told);
    tx_set_roles(task->tx, before);
    return e;
}

err actor_told(struct task *task, str name, str facts, str *told)
{
    struct account_called other;
    int64_t acted_for = fact_int(facts, "for");
    *told = name;
    if (acted_for == 0) {
        return OK;
    }
    err e = q_account_called(task->tx, acted_for, &other);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    bool english = task->face.lang == LANG_EN;
    *told = str_format(task->arena, "%.*s%.*s%.*s", SF(name),
                       SF(english ? S(" for ") : W("代")), SF(other.name));
    return OK;
}
