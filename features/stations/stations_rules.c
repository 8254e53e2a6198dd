/* Kinds, posts and parents; see stations_rules.h. */
#include "features/stations/stations_rules.h"

#include "base/arena.h"
#include "base/area_code.h"
#include "features/stations/setting_lines.h"

enum { COUNTY_LEVEL = 3 };

/* 地方组织法 art. 60 names the 代表联络站 alone; the other kinds are
 * those that places have published. */
static const str USUAL_KINDS = S0(
    "人大代表联络站\n人大代表之家\n人大代表联络点\n中心联络站\n项目联络站\n"
    "代表工作室：特色、领衔代表\n两室（联络室、活动室）\n代表服务中心\n"
    "跨区域联络站\n流动联络站\n网上联络站");
static const str USUAL_POSTS = S0(
    "站长：一人\n副站长\n联络员：兼立法信息员\n领衔代表：一人、代表");

str station_kinds_usual(void)
{
    return USUAL_KINDS;
}

str station_posts_usual(void)
{
    return USUAL_POSTS;
}

struct station_kinds station_kinds_read(struct arena *arena, str lines)
{
    struct station_kinds kinds = {
        NEW_MANY(arena, struct station_kind, KINDS_MAX), 0};
    struct setting_line line;
    while (kinds.n < KINDS_MAX && setting_line_next(&lines, &line)) {
        kinds.rows[kinds.n++] = (struct station_kind){
            .name = line.name,
            .wants_theme = setting_line_says(&line, S("特色")),
            .wants_leader = setting_line_says(&line, S("领衔代表")),
        };
    }
    return kinds.n > 0 ? kinds : station_kinds_read(arena, USUAL_KINDS);
}

/* "兼立法信息员" -> "立法信息员" */
static str also_of(const struct setting_line *line)
{
    const str sign = S("兼");
    for (int i = 0; i < line->word_count; i++) {
        if (str_starts(line->words[i], sign)) {
            return str_skip(line->words[i], sign.n);
        }
    }
    return S("");
}

struct station_posts station_posts_read(struct arena *arena, str lines)
{
    struct station_posts posts = {
        NEW_MANY(arena, struct station_post, POSTS_MAX), 0};
    struct setting_line line;
    while (posts.n < POSTS_MAX && setting_line_next(&lines, &line)) {
        posts.rows[posts.n++] = (struct station_post){
            .name = line.name,
            .one_only = setting_line_says(&line, S("一人")),
            .deputy_only = setting_line_says(&line, S("代表")),
            .also = also_of(&line),
        };
    }
    return posts.n > 0 ? posts : station_posts_read(arena, USUAL_POSTS);
}

const struct station_kind *station_kind_named(
    const struct station_kinds *kinds, str name)
{
    for (int i = 0; i < kinds->n; i++) {
        if (str_eq(kinds->rows[i].name, name)) {
            return &kinds->rows[i];
        }
    }
    return NULL;
}

const struct station_post *station_post_named(
    const struct station_posts *posts, str name)
{
    for (int i = 0; i < posts->n; i++) {
        if (str_eq(posts->rows[i].name, name)) {
            return &posts->rows[i];
        }
    }
    return NULL;
}

bool station_parent_fits(int64_t station, const int64_t *line, int n)
{
    must(n >= 0);
    for (int i = 0; i < n; i++) {
        if (line[i] == station) {
            return false;
        }
    }
    return n <= PARENTS_MAX;
}

bool station_area_fits(int64_t upper, int64_t inner)
{
    if (area_holds(upper, inner)) {
        return true;
    }
    return area_level(upper) >= COUNTY_LEVEL &&
           area_level(inner) >= COUNTY_LEVEL &&
           area_at_level(upper, COUNTY_LEVEL) ==
               area_at_level(inner, COUNTY_LEVEL);
}
