/* One value out of a JSON text: a.b[0].c, or a.length of a list. */
#ifndef SCENE_JSON_PATH_H
#define SCENE_JSON_PATH_H

#include "base/str.h"

struct arena;

/* Strings come decoded, all else as written.  False: not there, or the text
 * is no JSON up to there. */
MUST_USE bool json_find(struct arena *arena, str json, str path, str *value);

#endif
