/* Folders of files on disk: copied and removed whole. */
#ifndef SCENE_FOLDER_H
#define SCENE_FOLDER_H

#include "base/err.h"
#include "base/str.h"

struct arena;

/* A new folder beneath $TMPDIR or the system's place for such. */
MUST_USE err folder_temporary(struct arena *arena, str *path);

/* `to` is made; modes are kept, since keys must stay private. */
MUST_USE err folder_copy(struct arena *arena, str from, str to);

void folder_remove(struct arena *arena, str path);

/* The bytes of a file, its path from XINQIAO_ROOT or from here. */
MUST_USE bool folder_file(struct arena *arena, str path, str *bytes);

#endif
