/* A trie of path segments, walked with backtracking: a literal is tried
 * before a name, and a branch that ends nowhere gives way to the next.  The
 * names of a match come from its row's own pattern, since two rows may call
 * the same place differently. */
#include "http/route.h"

#include "base/arena.h"

enum { METHOD_COUNT = METHOD_OTHER + 1, SEGMENTS_MAX = 16 };
enum { ROUTE_MAP_MAGIC = 0x524f5554 };

struct node {
    str literal;
    struct node *next;              /* the next literal beside this one */
    struct node *literals;          /* beneath */
    struct node *name;              /* beneath: whatever stands there */
    const struct route_key *rows[METHOD_COUNT];
};

struct route_map {
    int magic;
    struct node root;
};

struct segments {
    str list[SEGMENTS_MAX];
    int count;
};

/* "/" has no segment; "/a/" has two, the second empty.  False: too many, or
 * no leading slash. */
static bool split(str path, struct segments *segments)
{
    segments->count = 0;
    if (!str_starts(path, S("/"))) {
        return false;
    }
    str rest = str_skip(path, 1);
    bool more = rest.n > 0;
    while (more) {
        if (segments->count == SEGMENTS_MAX) {
            return false;
        }
        more = str_find_char(rest, '/') >= 0;
        segments->list[segments->count++] = str_cut(&rest, '/');
    }
    return true;
}

static bool is_name(str segment)
{
    return str_starts(segment, S("{")) && str_ends(segment, S("}"));
}

static struct node *literal_beneath(const struct node *node, str segment)
{
    struct node *child = node->literals;
    while (child != NULL && !str_eq(child->literal, segment)) {
        child = child->next;
    }
    return child;
}

static struct node *node_beneath(struct arena *arena, struct node *node,
                                 str segment)
{
    if (is_name(segment)) {
        if (node->name == NULL) {
            node->name = NEW(arena, struct node);
        }
        return node->name;
    }
    struct node *child = literal_beneath(node, segment);
    if (child == NULL) {
        child = NEW(arena, struct node);
        child->literal = segment;
        child->next = node->literals;
        node->literals = child;
    }
    return child;
}

static void add_row(struct arena *arena, struct route_map *map,
                    const struct route_key *row)
{
    struct segments segments;
    bool good = split(str_of(row->pattern), &segments);
    must(good);
    must(row->method != METHOD_HEAD);   /* GET serves it */
    must(row->method != METHOD_OTHER);
    struct node *node = &map->root;
    int names = 0;
    for (int i = 0; i < segments.count; i++) {
        must(segments.list[i].n > 0);   /* no pattern ends in a slash */
        names += is_name(segments.list[i]);
        node = node_beneath(arena, node, segments.list[i]);
    }
    must(names <= ROUTE_PARAMS_MAX);
    must(node->rows[row->method] == NULL);  /* no two equal keys */
    node->rows[row->method] = row;
}

struct route_map *route_map_new(struct arena *arena,
                                const struct route_key *const *rows,
                                int count)
{
    must(count >= 0);
    must(rows != NULL || count == 0);
    struct route_map *map = NEW(arena, struct route_map);
    map->magic = ROUTE_MAP_MAGIC;
    for (int i = 0; i < count; i++) {
        must(rows[i] != NULL);
        add_row(arena, map, rows[i]);
    }
    return map;
}

struct search {
    struct segments segments;
    enum method method;
    bool other_method;
};

static const struct route_key *row_of(const struct node *node,
                                      struct search *search)
{
    const struct route_key *row = node->rows[search->method];
    for (int i = 0; row == NULL && i < METHOD_COUNT; i++) {
        search->other_method |= node->rows[i] != NULL;
    }
    return row;
}

static const struct route_key *walk(const struct node *node, int depth,
                                    struct search *search)
{
    must(depth <= search->segments.count);
    if (depth == search->segments.count) {
        return row_of(node, search);
    }
    str segment = search->segments.list[depth];
    const struct node *literal = literal_beneath(node, segment);
    const struct route_key *row = NULL;
    if (literal != NULL) {
        row = walk(literal, depth + 1, search);
    }
    if (row == NULL && node->name != NULL && segment.n > 0) {
        row = walk(node->name, depth + 1, search);
    }
    return row;
}

static void take_values(const struct segments *segments,
                        struct route_match *match)
{
    struct segments pattern;
    bool good = split(str_of(match->row->pattern), &pattern);
    must(good);
    must(pattern.count == segments->count);
    for (int i = 0; i < pattern.count; i++) {
        str name = pattern.list[i];
        if (!is_name(name)) {
            must(str_eq(name, segments->list[i]));
            continue;
        }
        must(match->count < ROUTE_PARAMS_MAX);
        match->names[match->count] = str_slice(name, 1, name.n - 1);
        match->values[match->count++] = segments->list[i];
    }
}

err route_find(const struct route_map *map, enum method method, str path,
               struct route_match *match)
{
    must(map != NULL);
    must(map->magic == ROUTE_MAP_MAGIC);
    must(match != NULL);
    *match = (struct route_match){0};
    struct search search = {0};
    search.method = method == METHOD_HEAD ? METHOD_GET : method;
    if (!split(path, &search.segments)) {
        return ERR_NOT_FOUND;
    }
    match->row = walk(&map->root, 0, &search);
    if (match->row == NULL) {
        match->other_method = search.other_method;
        return ERR_NOT_FOUND;
    }
    take_values(&search.segments, match);
    return OK;
}
