/* Deputies by name: what is written with a deputy so that any part of her
 * name finds her, in Han or in pinyin, in any area, in one step of an index
 * (text/names.h says which parts). */
#ifndef FEATURES_PEOPLE_NAMES_H
#define FEATURES_PEOPLE_NAMES_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct tx;

/* Whoever writes a deputy's name or the area of her congress calls this in
 * the same transaction; equal ones change nothing.  Needs a role that keeps
 * the register, or SYSTEM. */
MUST_USE err deputy_names_write(struct tx *tx, int64_t id, int64_t area,
                                str name);

/* She is gone, and so are they. */
MUST_USE err deputy_names_drop(struct tx *tx, int64_t id);

#endif
