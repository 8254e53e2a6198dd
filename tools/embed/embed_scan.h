/* Looks through C files for sentences that a person will read: the literals
 * of W("...") and W0("..."), and those of the rows X(...) of a table. */
#ifndef EMBED_EMBED_SCAN_H
#define EMBED_EMBED_SCAN_H

#include "tools/embed/embed.h"

/* All .c and .h files of root/folder, but not of the folders in it. */
void scan_folder(struct catalogue *all, str folder);

#endif
