/* One PostgreSQL database for all stages of a run, and what its tables held
 * at two moments, kept beside them.  Going back costs what has changed.
 *
 * A transaction that has written bears a number.  As long as the server says
 * that every number given since we looked has been aborted, the tables hold
 * what they held, and are not looked at again; when in doubt they are. */
#ifndef SCENE_IMAGES_H
#define SCENE_IMAGES_H

#include "tools/scene/dump.h"

struct images;

enum image { IMAGE_READY,           /* after the fixture */
             IMAGE_REST,            /* of the stage that rested last */
             IMAGE_COUNT };

/* Both are as the tables are now.  Needs a superuser: going back does not
 * ask foreign keys. */
MUST_USE err images_open(str url, struct images **images);
void images_close(struct images *images);       /* NULL is fine */

/* The tables as they are now. */
MUST_USE err images_keep(struct images *images, enum image which);

/* The tables as they were then; nobody else is to be at work. */
MUST_USE err images_back(struct images *images, enum image which);

MUST_USE err images_dump(struct images *images, struct arena *arena,
                         struct dump *dump);

/* *busy: server processes of our database that do not rest; one whose client
 * is gone may still be at work. */
MUST_USE err images_busy(struct images *images, ptrdiff_t *busy);

#endif
