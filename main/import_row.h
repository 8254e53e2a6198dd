/* One row of somebody's table as a matter: which column is which field, what
 * their words mean here, what is wrong with a row.  No database. */
#ifndef MAIN_IMPORT_ROW_H
#define MAIN_IMPORT_ROW_H

#include "areas_gen.h"
#include "features/matters/matters.h"
#include "office/csv.h"

/*    name       option      header in Chinese */
#define IMPORT_FIELD_TABLE(Y)      \
    Y(KEY,      "key",      "编号") \
    Y(TITLE,    "title",    "标题") \
    Y(BODY,     "body",     "内容") \
    Y(TIME,     "time",     "时间") \
    Y(CATEGORY, "category", "分类") \
    Y(CHANNEL,  "channel",  "来源") \
    Y(KIND,     "kind",     "类型") \
    Y(NAME,     "name",     "姓名") \
    Y(PHONE,    "phone",    "电话") \
    Y(PLACE,    "place",    "地点") \
    Y(AREA,     "area",     "区划") \
    Y(REPLY,    "reply",    "答复")

#define IMPORT_FIELD_NAME(name, option, zh) IMPORT_##name,
enum import_field { IMPORT_FIELD_TABLE(IMPORT_FIELD_NAME)
                    IMPORT_FIELD_COUNT };
#undef IMPORT_FIELD_NAME

/* Where each field comes from: --set first, then a column. */
struct import_map {
    int column[IMPORT_FIELD_COUNT];         /* -1: none */
    str fixed[IMPORT_FIELD_COUNT];          /* of --set, or empty */
    int64_t area;                           /* where a row names none */
    struct area_row_list areas;             /* whose names a row may say */
    int64_t now_ms;
};

/* Columns with the field's own name (either language) are found without a
 * `map`.  On false *why is a sentence for the person. */
MUST_USE bool import_map_read(struct arena *arena,
                              const struct csv_table *table, str map,
                              str set, struct import_map *found, str *why);

struct import_row {
    struct matter_new new;          /* source and category_id are not set */
    str category, reply;
    enum import_field wrong_field;
    str wrong;                      /* Chinese and English; empty: right */
};

/* Everything on `arena` or in the table.  A row without a key has none. */
void import_row_read(struct arena *arena, const struct import_map *map,
                     const struct csv_row *cells, struct import_row *row);

str import_field_word(enum import_field field);     /* "title" */

/* The stored words for what offices write: 投诉 -> problem, 微信 -> net;
 * empty for what nobody here knows. */
str import_kind(str word);
str import_channel(str word);

#endif
