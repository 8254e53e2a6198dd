/* Areas: names and places in the tree; what others may ask. */
#ifndef FEATURES_AREAS_H
#define FEATURES_AREAS_H

#include "areas_gen.h"
#include "base/area_code.h"
#include "desk/task.h"

/* NOT_FOUND if the code is not in the register. */
MUST_USE err area_get(struct task *task, int64_t code, struct area_row *area);

/* "如东县 曹埠镇 上漫村": names from the county (or what there is) down to
 * the area, for people.  Unknown areas give their digits. */
MUST_USE err area_full_name(struct task *task, int64_t code, str *name);

/* It will be asked soon, with what else is on its way (db_ahead()). */
void area_ahead(struct task *task, int64_t code);

/* The line of areas from the top down to `code`, itself included. */
MUST_USE err area_line(struct task *task, int64_t code,
                       struct area_row_list *line);

/* The areas right beneath (AREA_NATION: the provinces), by code. */
MUST_USE err area_children(struct task *task, int64_t code,
                           struct area_row_list *children);

/* The same; of the nation the highest areas that there are, at most 40, for
 * a part of the country may lack its provinces. */
MUST_USE err area_beneath(struct task *task, int64_t code,
                          struct area_row_list *list);

/* Areas whose names begin with `q` (not empty), at most 50, each with the
 * names of the two above. */
MUST_USE err area_named(struct task *task, str q,
                        struct area_found_list *found);

/* What a person chooses from to come closer: the areas beneath, past those
 * that have only one, down to villages; a part of the country may lack the
 * areas at the top. */
MUST_USE err areas_offer(struct task *task, int64_t code,
                         struct area_row_list *list);

/* "省级", "地级", ... Chinese, in the catalogue. */
str area_level_word(int64_t level);

/* Add or rename; used by import and demo. */
MUST_USE err area_put(struct tx *tx, int64_t code, str name);

extern const struct feature AREAS_FEATURE;

#endif
