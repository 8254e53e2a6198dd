/* Who may include whom: floors, rooms, foreign libraries, order. */
#include "tools/tidy/tidy.h"

enum { WORKSHOP = 1, FEATURE = 3, ROOF = 4, TOOL = 5 };

/* An include points down: to a smaller number.  Workshops do not know each
 * other.  Tools stand beside the house and use its ground alone. */
static const struct floor {
    str name;
    int height;
} FLOORS[] = {
    {S0("base"), 0},          {S0("db"), WORKSHOP},   {S0("http"), WORKSHOP},
    {S0("page"), WORKSHOP},   {S0("crypt"), WORKSHOP}, {S0("text"), WORKSHOP},
    {S0("office"), WORKSHOP}, {S0("image"), WORKSHOP}, {S0("post"), WORKSHOP},
    {S0("desk"), 2},          {S0("features"), FEATURE},
    {S0("main"), ROOF},       {S0("tools"), TOOL},
};

/* By the start of the path between < and >. */
static const struct foreign {
    str start, library;
} FOREIGN[] = {
    {S0("microhttpd.h"), S0("libmicrohttpd")},
    {S0("sqlite3.h"), S0("SQLite")},
    {S0("libpq-fe.h"), S0("libpq")},
    {S0("sodium"), S0("libsodium")},
    {S0("openssl/"), S0("OpenSSL")},
    {S0("jansson.h"), S0("jansson")},
    {S0("csv.h"), S0("libcsv")},
    {S0("utf8proc.h"), S0("utf8proc")},
    {S0("qrencode.h"), S0("qrencode")},
    {S0("curl/"), S0("curl")},
    {S0("gumbo.h"), S0("gumbo")},
    {S0("zlib.h"), S0("zlib")},
    {S0("vips/"), S0("vips")},
    {S0("pango/"), S0("pango")},
    {S0("cairo"), S0("cairo")},
    {S0("xlsxwriter"), S0("xlsxwriter")},
    {S0("zip.h"), S0("libzip")},
    {S0("expat.h"), S0("expat")},
    {S0("unicode/"), S0("ICU")},
    {S0("cmark.h"), S0("cmark")},
    {S0("gmp.h"), S0("GMP")},
    {S0("linear.h"), S0("liblinear")},
};

/* What an include line names. */
struct target {
    str written;                    /* "features/matters/matters.h" */
    const struct floor *floor;
    str room;                       /* of a feature or tool */
    bool is_door;                   /* X.h or X_gen.h of the feature X */
};

static const struct floor *floor_of(str name)
{
    for (size_t i = 0; i < sizeof FLOORS / sizeof FLOORS[0]; i++) {
        if (str_eq(FLOORS[i].name, name)) {
            return &FLOORS[i];
        }
    }
    return NULL;
}

bool tidy_is_floor(str name)
{
    const struct floor *floor = floor_of(name);
    return floor != NULL && floor->height < FEATURE;
}

static int order_of(const struct tidy *tidy, str feature)
{
    for (int i = 0; i < tidy->order_count; i++) {
        if (str_eq(tidy->order[i], feature)) {
            return i;
        }
    }
    return -1;
}

/* There is a folder features/X. */
static bool is_feature(const struct tidy *tidy, str name)
{
    for (int i = 0; i < tidy->path_count; i++) {
        str rest = tidy->paths[i];
        if (str_eq(str_cut(&rest, '/'), S("features")) &&
            str_eq(str_cut(&rest, '/'), name) && rest.n > 0) {
            return true;
        }
    }
    return false;
}

/* "matters_gen.h" stands in no folder: embed made it of features/matters. */
static bool target_generated(const struct tidy *tidy, struct target *target)
{
    str name = target->written;
    if (!str_ends(name, S("_gen.h"))) {
        return false;
    }
    name.n -= S("_gen.h").n;
    target->is_door = true;
    /* all_gen.h knows every room, as only main/ may. */
    target->floor = floor_of(str_eq(name, S("all")) ? S("main") : name);
    if (target->floor == NULL && is_feature(tidy, name)) {
        target->floor = floor_of(S("features"));
        target->room = name;
    }
    return target->floor != NULL;
}

static bool target_of(const struct tidy *tidy, struct target *target)
{
    str rest = target->written;
    if (str_find_char(rest, '/') < 0) {
        return target_generated(tidy, target);
    }
    target->floor = floor_of(str_cut(&rest, '/'));
    if (target->floor == NULL) {
        return false;
    }
    if (target->floor->height == FEATURE || target->floor->height == TOOL) {
        target->room =
            str_find_char(rest, '/') < 0 ? S("") : str_cut(&rest, '/');
        target->is_door = rest.n == target->room.n + 2 &&
                          str_starts(rest, target->room) &&
                          str_ends(rest, S(".h"));
    }
    return true;
}

/* Why a feature may not include another's file, or NULL. */
static const char *feature_reason(const struct tidy *tidy,
                                  const struct source *source,
                                  const struct target *target)
{
    if (str_eq(source->room, target->room)) {
        return NULL;
    }
    if (!target->is_door) {
        return "of another feature only its X.h or X_gen.h";
    }
    if (!tidy->has_order) {
        return NULL;
    }
    int mine = order_of(tidy, source->room);
    int other = order_of(tidy, target->room);
    return other >= 0 && other < mine
               ? NULL
               : "features/ORDER does not list it earlier";
}

/* Tools that open the whole house: they may look at all of it. */
static bool plays_the_house(str tool)
{
    static const str TOOLS[] = {S0("scene"), S0("bench"), S0("many"),
                                S0("nation")};
    for (size_t i = 0; i < sizeof TOOLS / sizeof TOOLS[0]; i++) {
        if (str_eq(TOOLS[i], tool)) {
            return true;
        }
    }
    return false;
}

/* Why `source` may not include `target`, or NULL. */
static const char *reason_against(const struct tidy *tidy,
                                  const struct source *source,
                                  const struct target *target)
{
    const struct floor *from = floor_of(source->floor);
    const struct floor *to = target->floor;
    must(from != NULL);
    must(to != NULL);
    if (from->height == TOOL) {
        bool own = to->height == TOOL &&
                   str_eq(source->room, target->room);
        bool free_of_rules = plays_the_house(source->room);
        return to->height == 0 || own || free_of_rules
                   ? NULL
                   : "a tool uses base and itself";
    }
    if (to->height == TOOL) {
        return "the house does not stand on its tools";
    }
    if (from->height == FEATURE && to->height == FEATURE) {
        return feature_reason(tidy, source, target);
    }
    if (from == to) {
        return NULL;
    }
    if (from->height == to->height) {
        return "workshops do not know each other";
    }
    return to->height < from->height ? NULL : "an include points down";
}

static void check_quoted(struct tidy *tidy, const struct source *source,
                         str written, int line)
{
    struct target target = {.written = written};
    if (!target_of(tidy, &target)) {
        tidy_say(tidy, source->path, line, "include",
                 "\"%.*s\": say \"floor/file.h\" or a feature's X_gen.h",
                 SF(written));
        return;
    }
    const char *reason = reason_against(tidy, source, &target);
    if (reason != NULL) {
        tidy_say(tidy, source->path, line, "floor", "\"%.*s\": %s",
                 SF(written), reason);
    }
}

/* The house includes a foreign library once, and so does each tool.  Tests
 * are guests: they may look at a library from outside. */
static void check_foreign(struct tidy *tidy, const struct source *source,
                          str library, int line)
{
    bool tool = str_eq(source->floor, S("tools"));
    str owner = tool ? source->room : S("house");
    for (int i = 0; i < tidy->use_count; i++) {
        const struct foreign_use *use = &tidy->uses[i];
        if (!str_eq(use->library, library) || !str_eq(use->owner, owner)) {
            continue;
        }
        if (!str_eq(use->path, source->path)) {
            tidy_say(tidy, source->path, line, "foreign",
                     "%.*s belongs to %.*s", SF(library), SF(use->path));
        }
        return;
    }
    must(tidy->use_count < FOREIGN_MAX);
    tidy->uses[tidy->use_count++] = (struct foreign_use){
        library, str_copy(tidy->arena, owner), source->path};
}

static void check_angled(struct tidy *tidy, const struct source *source,
                         str written, int line)
{
    if (str_eq(written, S("cmocka.h")) && !source->is_test) {
        tidy_say(tidy, source->path, line, "foreign",
                 "cmocka belongs to tests");
    }
    for (size_t i = 0; i < sizeof FOREIGN / sizeof FOREIGN[0]; i++) {
        if (str_starts(written, FOREIGN[i].start) && !source->is_test) {
            check_foreign(tidy, source, FOREIGN[i].library, line);
        }
    }
}

/* The own header of base/str.c is base/str.h, if there is one. */
static str own_header(const struct tidy *tidy, const struct source *source)
{
    if (source->is_header) {
        return S("");
    }
    str stem = str_slice(source->path, 0, source->path.n - 1);
    for (int i = 0; i < tidy->path_count; i++) {
        str path = tidy->paths[i];
        if (path.n == source->path.n && str_starts(path, stem) &&
            str_ends(path, S(".h"))) {
            return path;
        }
    }
    return S("");
}

static void check_first(struct tidy *tidy, const struct source *source,
                        str first, int line)
{
    str own = own_header(tidy, source);
    bool program = str_find(source->plain, S("int main(")) >= 0;
    if (own.n > 0 && !program && !str_eq(first, own)) {
        tidy_say(tidy, source->path, line, "own-header",
                 "\"%.*s\" is included first", SF(own));
    }
}

/* The text between the quotes or angles of an include line, with its opening
 * sign in *sign; empty if the line is none.  `code` is the same line without
 * comments, so an include in a comment is none. */
static str included(str code, str text, char *sign)
{
    str line = str_trim(code);
    if (!str_starts(line, S("#")) ||
        !str_starts(str_trim(str_skip(line, 1)), S("include"))) {
        return S("");
    }
    ptrdiff_t quote = str_find_char(text, '"');
    ptrdiff_t angle = str_find_char(text, '<');
    bool angled = quote < 0 || (angle >= 0 && angle < quote);
    ptrdiff_t open = angled ? angle : quote;
    if (open < 0) {
        return S("");
    }
    *sign = text.p[open];
    str rest = str_skip(text, open + 1);
    return str_cut(&rest, angled ? '>' : '"');
}

void tidy_check_includes(struct tidy *tidy, const struct source *source)
{
    must(source->is_c);
    if (floor_of(source->floor) == NULL) {
        tidy_say(tidy, source->path, 1, "floor",
                 "the house has no floor \"%.*s\"", SF(source->floor));
        return;
    }
    str code = source->code;
    str text = source->text;
    int count = 0;
    for (int line = 1; text.n > 0; line++) {
        char sign = '\0';
        str code_line = str_cut(&code, '\n');
        str written = included(code_line, str_cut(&text, '\n'), &sign);
        if (written.n == 0) {
            continue;
        }
        if (count++ == 0) {
            check_first(tidy, source, written, line);
        }
        if (sign == '"') {
            check_quoted(tidy, source, written, line);
        } else {
            check_angled(tidy, source, written, line);
        }
    }
}
