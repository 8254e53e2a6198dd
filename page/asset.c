/* The table of assets; a few dozen, so a walk is quick enough. */
#include "page/asset.h"

#include <stddef.h>

static const struct asset *table;
static int table_count;

void assets_set(const struct asset *assets, int count)
{
    must(count >= 0);
    must(assets != NULL || count == 0);
    for (int i = 0; i < count; i++) {
        must(str_starts(assets[i].path, S("/")));
        must(assets[i].name.n > 0);
    }
    table = assets;
    table_count = count;
}

const struct asset *asset_by_path(str path)
{
    must(path.n >= 0);
    for (int i = 0; i < table_count; i++) {
        if (str_eq(table[i].path, path)) {
            return &table[i];
        }
    }
    return NULL;
}

str asset_path(str name)
{
    must(name.n > 0);
    for (int i = 0; i < table_count; i++) {
        if (str_eq(table[i].name, name)) {
            return table[i].path;
        }
    }
    never("a page names an asset that the build did not make");
}
