/* Points and scores; see inspections_rules.h. */
#include "features/inspections/inspections_rules.h"

#include "base/arena.h"
#include "features/stations/stations.h"
#include "page/words.h"

static const str USUAL = S0("有场地：10\n有人员：10\n有制度：10\n有活动：10\n"
                            "有经费：10\n有设备：10");

/* "20分" or "20"; the usual where there is no such word. */
static int64_t most_of(const struct setting_line *line)
{
    for (int i = 0; i < line->word_count; i++) {
        str word = line->words[i];
        int64_t n = 0;
        if (str_ends(word, S("分"))) {
            word = str_slice(word, 0, word.n - S("分").n);
        }
        if (str_to_int(word, &n) && n >= 1 && n <= ITEM_POINTS_MAX) {
            return n;
        }
    }
    return ITEM_POINTS_USUAL;
}

struct inspection_items inspection_items_read(struct arena *arena, str lines)
{
    struct inspection_items items = {
        NEW_MANY(arena, struct inspection_item, ITEMS_MAX), 0};
    struct setting_line line;
    while (items.n < ITEMS_MAX && setting_line_next(&lines, &line)) {
        items.rows[items.n++] =
            (struct inspection_item){line.name, most_of(&line)};
    }
    return items.n > 0 ? items : inspection_items_read(arena, USUAL);
}

bool inspection_points(str mark, int64_t most, int64_t typed,
                       int64_t *points)
{
    must(most >= 1);
    must(typed >= 0);
    if (str_eq(mark, S("yes")) || str_eq(mark, S("no"))) {
        *points = str_eq(mark, S("yes")) ? most : 0;
        return true;
    }
    if (!str_eq(mark, S("partly"))) {
        return false;
    }
    *points = typed == 0 ? most / 2 : typed;
    return typed < most;
}

bool score_fell(struct score before, struct score now)
{
    must(before.most > 0);
    must(now.most > 0);
    return now.points * before.most < before.points * now.most;
}

int64_t score_percent(struct score score)
{
    must(score.most > 0);
    must(score.points <= score.most);
    return (score.points * 200 + score.most) / (2 * score.most);
}

str mark_word(str mark)
{
    return str_eq(mark, S("yes"))      ? W("具备")
           : str_eq(mark, S("partly")) ? W("部分具备")
           : str_eq(mark, S("no"))     ? W("不具备")
                                       : S("");
}
