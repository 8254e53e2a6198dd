/* From cells to a matter; see import_row.h. */
#include "main/import_row.h"

#include <string.h>

#include "base/area_code.h"
#include "base/arena.h"
#include "base/out.h"
#include "base/plain.h"

enum {
    TITLE_MIN = 4,
    TITLE_MAX = 60,
    TITLE_FROM_BODY = 40,
    BODY_MIN = 5,
    BODY_MAX = 20000,
    NAME_MAX_CHARS = 40,
    PLACE_MAX = 100,
    PATH_MAX_CHARS = 200,
    PHONE_MIN = 5,
    PHONE_MAX = 20,
    KEY_MAX = 100
};
#define DAY_MS INT64_C(86400000)

static const str FIELD_WORDS[][2] = {
#define IMPORT_FIELD_ROW(name, option, zh) {S0(option), S0(zh)},
    IMPORT_FIELD_TABLE(IMPORT_FIELD_ROW)
#undef IMPORT_FIELD_ROW
};

str import_field_word(enum import_field field)
{
    must(field < IMPORT_FIELD_COUNT);
    return FIELD_WORDS[field][0];
}

/* ---- what their words mean ----------------------------------------------- */

struct meaning {
    str word, stored;
};

static const struct meaning KINDS[] = {
    {S0("problem"), S0("problem")}, {S0("opinion"), S0("opinion")},
    {S0("wish"), S0("wish")},       {S0("deed"), S0("deed")},
    {S0("投诉"), S0("problem")},    {S0("求助"), S0("problem")},
    {S0("举报"), S0("problem")},    {S0("问题"), S0("problem")},
    {S0("咨询"), S0("opinion")},    {S0("建议"), S0("opinion")},
    {S0("意见"), S0("opinion")},    {S0("表扬"), S0("opinion")},
    {S0("感谢"), S0("opinion")},    {S0("心愿"), S0("wish")},
    {S0("实事"), S0("deed")},
};

/* The order matters: "12345app" came over the net. */
static const struct meaning CHANNELS[] = {
    {S0("sitting"), S0("sitting")}, {S0("visiting"), S0("visiting")},
    {S0("net"), S0("net")},         {S0("kiosk"), S0("kiosk")},
    {S0("hotline"), S0("hotline")}, {S0("letter"), S0("letter")},
    {S0("event"), S0("event")},     {S0("app"), S0("net")},
    {S0("网"), S0("net")},          {S0("微信"), S0("net")},
    {S0("微博"), S0("net")},        {S0("qq"), S0("net")},
    {S0("短信"), S0("net")},        {S0("邮件"), S0("net")},
    {S0("小程序"), S0("net")},      {S0("公众号"), S0("net")},
    {S0("电话"), S0("hotline")},    {S0("热线"), S0("hotline")},
    {S0("12345"), S0("hotline")},   {S0("自助"), S0("kiosk")},
    {S0("信"), S0("letter")},       {S0("坐诊"), S0("sitting")},
    {S0("接待"), S0("sitting")},    {S0("来访"), S0("sitting")},
    {S0("巡诊"), S0("visiting")},   {S0("走访"), S0("visiting")},
    {S0("入户"), S0("visiting")},   {S0("活动"), S0("event")},
};

static str lower(struct arena *arena, str word)
{
    char *p = arena_take(arena, (size_t)word.n + 1, 1);
    for (ptrdiff_t i = 0; i < word.n; i++) {
        char c = word.p[i];
        p[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (str){p, word.n};
}

static str meaning_of(const struct meaning *list, size_t count, str word)
{
    struct arena *arena = arena_new(1 << 10, 1 << 20);
    str plain = lower(arena, str_first_chars(word, TITLE_MAX));
    str stored = S("");
    for (size_t i = 0; i < count && stored.n == 0; i++) {
        if (str_find(plain, list[i].word) >= 0) {
            stored = list[i].stored;
        }
    }
    arena_free(arena);
    return stored;
}

str import_kind(str word)
{
    return meaning_of(KINDS, sizeof KINDS / sizeof KINDS[0], word);
}

str import_channel(str word)
{
    return meaning_of(CHANNELS, sizeof CHANNELS / sizeof CHANNELS[0], word);
}

/* ---- which column is which ----------------------------------------------- */

static bool field_of(str word, int *field)
{
    for (int i = 0; i < IMPORT_FIELD_COUNT; i++) {
        if (str_eq_nocase(word, FIELD_WORDS[i][0]) ||
            str_eq(word, FIELD_WORDS[i][1])) {
            *field = i;
            return true;
        }
    }
    return false;
}

static str headers(struct arena *arena, const struct csv_table *table)
{
    struct out out = out_new(arena, 1 << 12);
    for (int i = 0; i < table->rows[0].count; i++) {
        out_str(&out, i > 0 ? S(", ") : S(""));
        out_str(&out, csv_cell(&table->rows[0], i));
    }
    return out_text(&out);
}

/* "field=value,field=value" */
static bool pairs_read(struct arena *arena, const struct csv_table *table,
                       str pairs, struct import_map *found, str *why)
{
    bool sets = table == NULL;
    while (pairs.n > 0) {
        str value = str_cut(&pairs, ',');
        str word = str_trim(str_cut(&value, '='));
        int field = 0;
        value = str_trim(value);
        if (!field_of(word, &field) || value.n == 0) {
            *why = str_format(arena, "%.*s: not field=value with a field "
                              "of key, title, body, time, category, channel, "
                              "kind, name, phone, place, area, reply",
                              SF(word));
            return false;
        }
        if (sets) {
            found->fixed[field] = value;
            continue;
        }
        found->column[field] = csv_column(table, value);
        if (found->column[field] < 0) {
            str there = headers(arena, table);
            *why = str_format(arena, "there is no column %.*s; there are: "
                              "%.*s", SF(value), SF(there));
            return false;
        }
    }
    return true;
}

static bool set_is_known(struct arena *arena, const struct import_map *map,
                         str *why)
{
    str kind = map->fixed[IMPORT_KIND];
    str channel = map->fixed[IMPORT_CHANNEL];
    if (kind.n > 0 && import_kind(kind).n == 0) {
        *why = str_format(arena, "--set kind=%.*s: problem, opinion, wish "
                          "or deed", SF(kind));
    } else if (channel.n > 0 && import_channel(channel).n == 0) {
        *why = str_format(arena, "--set channel=%.*s: sitting, visiting, "
                          "net, kiosk, hotline, letter or event",
                          SF(channel));
    }
    return why->n == 0;
}

bool import_map_read(struct arena *arena, const struct csv_table *table,
                     str map, str set, struct import_map *found, str *why)
{
    must(table->count > 0);
    *why = S("");
    for (int i = 0; i < IMPORT_FIELD_COUNT; i++) {
        found->fixed[i] = S("");
        found->column[i] = csv_column(table, FIELD_WORDS[i][0]);
        if (found->column[i] < 0) {
            found->column[i] = csv_column(table, FIELD_WORDS[i][1]);
        }
    }
    if (!pairs_read(arena, table, map, found, why) ||
        !pairs_read(arena, NULL, set, found, why) ||
        !set_is_known(arena, found, why)) {
        return false;
    }
    if (found->column[IMPORT_BODY] < 0 && found->column[IMPORT_TITLE] < 0) {
        str there = headers(arena, table);
        *why = str_format(arena, "which column is the text? use --map "
                          "title=...,body=...; there are: %.*s", SF(there));
        return false;
    }
    return true;
}

/* ---- one row ------------------------------------------------------------- */

static str value_of(const struct import_map *map, const struct csv_row *cells,
                    enum import_field field)
{
    if (map->fixed[field].n > 0) {
        return map->fixed[field];
    }
    return map->column[field] < 0 ? S("")
                                  : csv_cell(cells, map->column[field]);
}

static void wrong(struct import_row *row, enum import_field field, str why)
{
    if (row->wrong.n == 0) {
        row->wrong_field = field;
        row->wrong = why;
    }
}

/* Line breaks are LF, other controls and what turns the text around go; what
 * nobody can see is nothing.  `one_line`: blanks and breaks in a
 * row become one blank. */
static str clean(struct arena *arena, str text, bool one_line)
{
    char *p = arena_take(arena, (size_t)text.n + 1, 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool space = c == '\n' || c == '\t' || c == ' ';
        if (one_line && space) {
            if (n > 0 && p[n - 1] != ' ') {
                p[n++] = ' ';
            }
        } else if (space || ((unsigned char)c >= ' ' && c != 0x7f)) {
            p[n++] = c;
        }
    }
    str whole = plain_undirected(arena, str_trim((str){p, n}));
    return plain_visible(whole) > 0 ? whole : S("");
}

/* A title of our length from what there is; what is cut stays in the body. */
static void row_words(struct arena *arena, const struct import_map *map,
                      const struct csv_row *cells, struct import_row *row)
{
    str title = clean(arena, value_of(map, cells, IMPORT_TITLE), true);
    str body = clean(arena, value_of(map, cells, IMPORT_BODY), false);
    if (title.n == 0 && body.n == 0) {
        wrong(row, IMPORT_BODY, S("没有内容 no text"));
    }
    if (plain_visible(title) < TITLE_MIN && body.n > 0) {
        str head = clean(arena, str_first_chars(body, TITLE_FROM_BODY),
                         true);
        title = str_format(arena, "%.*s%s%.*s", SF(title),
                           title.n > 0 ? "：" : "", SF(head));
    }
    if (str_chars(title) > TITLE_MAX) {
        body = str_format(arena, "%.*s\n\n%.*s", SF(title), SF(body));
        str head = str_first_chars(title, TITLE_MAX - 1);
        title = str_join(arena, head, S("…"));
    }
    if (plain_visible(body) < BODY_MIN) {
        body = str_trim(str_format(arena, "%.*s\n%.*s", SF(title),
                                   SF(body)));
    }
    if (plain_visible(title) < TITLE_MIN || plain_visible(body) < BODY_MIN) {
        wrong(row, IMPORT_BODY, S("内容太短 the text is too short"));
    }
    if (str_chars(body) > BODY_MAX) {
        wrong(row, IMPORT_BODY,
              S("内容超过 20000 字 more than 20,000 characters"));
    }
    row->new.title = title;
    row->new.body = body;
}

static void row_choices(const struct import_map *map,
                        const struct csv_row *cells, struct import_row *row)
{
    str kind = value_of(map, cells, IMPORT_KIND);
    str channel = value_of(map, cells, IMPORT_CHANNEL);
    row->new.kind = kind.n == 0 ? S("problem") : import_kind(kind);
    row->new.channel = channel.n == 0 ? S("net") : import_channel(channel);
    if (row->new.kind.n == 0) {
        wrong(row, IMPORT_KIND, S("类型不认识 unknown kind"));
    }
    if (row->new.channel.n == 0) {
        wrong(row, IMPORT_CHANNEL, S("来源不认识 unknown channel"));
    }
}

static void row_time(const struct import_map *map,
                     const struct csv_row *cells, struct import_row *row)
{
    str typed = value_of(map, cells, IMPORT_TIME);
    if (typed.n == 0) {
        return;
    }
    if (!time_parse(typed, &row->new.received_at)) {
        wrong(row, IMPORT_TIME, S("时间看不懂 not a time like 2026-11-21 "
                                  "09:30"));
    } else if (row->new.received_at <= 0 ||
               row->new.received_at > map->now_ms + DAY_MS) {
        wrong(row, IMPORT_TIME, S("时间在将来或太早 in the future, or before "
                                  "1970"));
    }
}

static void row_area(const struct import_map *map,
                     const struct csv_row *cells, struct import_row *row)
{
    str typed = value_of(map, cells, IMPORT_AREA);
    row->new.area = map->area;
    if (typed.n == 0 || area_parse(typed, &row->new.area)) {
        return;
    }
    for (ptrdiff_t i = 0; i < map->areas.n; i++) {
        if (str_eq(map->areas.rows[i].name, typed)) {
            row->new.area = map->areas.rows[i].code;
            return;
        }
    }
    wrong(row, IMPORT_AREA, S("区划不认识 neither a code nor the name of an "
                              "area right beneath --area"));
}

static str phone_read(struct arena *arena, str typed)
{
    char *p = arena_take(arena, (size_t)typed.n + 1, 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        bool digit = (c >= '0' && c <= '9') || (c == '+' && n == 0);
        if (digit) {
            p[n++] = c;
        } else if (c != ' ' && c != '-') {
            return S("");
        }
    }
    return n < PHONE_MIN || n > PHONE_MAX ? S("") : (str){p, n};
}

static void row_person(struct arena *arena, const struct import_map *map,
                       const struct csv_row *cells, struct import_row *row)
{
    str phone = value_of(map, cells, IMPORT_PHONE);
    row->new.person_name = clean(arena, value_of(map, cells, IMPORT_NAME),
                                 true);
    row->new.person_phone = phone_read(arena, phone);
    if (str_chars(row->new.person_name) > NAME_MAX_CHARS) {
        wrong(row, IMPORT_NAME, S("姓名太长 the name is too long"));
    }
    if (phone.n > 0 && row->new.person_phone.n == 0) {
        wrong(row, IMPORT_PHONE, S("电话不对 not a telephone number"));
    }
}

void import_row_read(struct arena *arena, const struct import_map *map,
                     const struct csv_row *cells, struct import_row *row)
{
    memset(row, 0, sizeof *row);
    row->wrong = S("");
    row_words(arena, map, cells, row);
    row_choices(map, cells, row);
    row_time(map, cells, row);
    row_area(map, cells, row);
    row_person(arena, map, cells, row);
    row->new.place = clean(arena, value_of(map, cells, IMPORT_PLACE), true);
    row->new.source_key = value_of(map, cells, IMPORT_KEY);
    row->category = clean(arena, value_of(map, cells, IMPORT_CATEGORY),
                          true);
    row->reply = clean(arena, value_of(map, cells, IMPORT_REPLY), false);
    if (str_chars(row->new.place) > PLACE_MAX) {
        wrong(row, IMPORT_PLACE, S("地点太长 the place is too long"));
    }
    if (str_chars(row->category) > PATH_MAX_CHARS) {
        wrong(row, IMPORT_CATEGORY, S("分类太长 the category is too long"));
    }
    if (str_chars(row->new.source_key) > KEY_MAX) {
        wrong(row, IMPORT_KEY, S("编号太长 the key is too long"));
    }
}
