/* The setting, read as options. */
#include "features/stations/stations_kinds.h"

#include <assert.h>

#include "desk/settings.h"
#include "page/words.h"

enum { KINDS_MAX = 40, KIND_CHARS_MAX = 20 };

static const str USUAL[] = {
    W0("人大代表联络站"), W0("人大代表之家"), W0("人大代表联络点"),
    W0("代表工作室"), W0("网上联络站"),
};
enum { USUAL_COUNT = sizeof USUAL / sizeof USUAL[0] };
static_assert((int)USUAL_COUNT <= (int)KINDS_MAX, "they fit");

static void add_kind(struct choices *kinds, str name)
{
    if (name.n == 0 || str_chars(name) > KIND_CHARS_MAX ||
        kinds->n == KINDS_MAX) {
        return;
    }
    kinds->rows[kinds->n++] = (struct choice){name, name};
}

err station_kinds(struct task *task, int64_t area, struct choices *kinds)
{
    str lines;
    TRY(setting_text(task, area, S("station.kinds"), S(""), &lines));
    kinds->rows = NEW_MANY(task->arena, struct choice, KINDS_MAX);
    kinds->n = 0;
    while (lines.n > 0) {
        add_kind(kinds, str_trim(str_cut(&lines, '\n')));
    }
    for (int i = 0; i < USUAL_COUNT && kinds->n == 0; i++) {
        for (int k = i; k < USUAL_COUNT; k++) {
            add_kind(kinds, USUAL[k]);
        }
    }
    must(kinds->n > 0);
    return OK;
}
