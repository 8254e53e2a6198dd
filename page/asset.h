/* Files that travel inside the binary: styles, scripts, icons. */
#ifndef PAGE_ASSET_H
#define PAGE_ASSET_H

#include "base/str.h"

struct asset {
    str name;                       /* "app.css" */
    str path;                       /* "/static/app.3f2a9c01.css" */
    str type;                       /* "text/css; charset=utf-8" */
    str tag;                        /* "\"3f2a9c01\"" */
    str raw, gzip, brotli;          /* the last two may be empty */
};

/* Set once at start from the generated table. */
void assets_set(const struct asset *assets, int count);

const struct asset *asset_by_path(str path);        /* NULL: none */

/* The address of an asset; a panic for an unknown name. */
str asset_path(str name);

#endif
