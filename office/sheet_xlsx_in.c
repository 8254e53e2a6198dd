/* The parts of an .xlsx file that its worksheets rest on: which there are,
 * the texts and the formats they share. */
#include <string.h>

#include "base/arena.h"
#include "office/sheet_xlsx.h"

enum { RELATIONS_MAX = 1000, FORMATS_MAX = 5000, LOOKS_MAX = 65536 };
enum { ROOM_FIRST = 256, STRINGS_FIRST = 1024, ESCAPE = 7 };

void xlsx_refuse(struct xlsx *xlsx, enum sheet_trouble trouble, int64_t n)
{
    must(xlsx->xml != NULL);
    xml_stop(xlsx->xml, sheet_refuse(xlsx->book, trouble, n));
}

static err feed(void *data, str piece)
{
    struct xlsx *xlsx = data;
    return xml_feed(xlsx->xml, piece, false);
}

err xlsx_part(struct xlsx *xlsx, str name, const struct xml_hooks *hooks,
              void *data)
{
    must(xlsx->xml == NULL);
    must(hooks != NULL);
    struct xml_in *xml = xml_open(xlsx->arena, hooks, data);
    xlsx->xml = xml;
    err e = unzip_part(xlsx->unzip, name, feed, xlsx);
    if (e == OK) {
        e = xml_feed(xml, S(""), true);
    }
    xml_close(xml);
    xlsx->xml = NULL;
    if (e != OK && e != ERR_NOT_FOUND) {
        bool large = e == ERR_TOO_LARGE;    /* unless a hook said why */
        e = sheet_refuse(xlsx->book, large ? SHEET_TROUBLE_UNPACKED_LARGE
                                           : SHEET_TROUBLE_BROKEN, 0);
    }
    return e;
}

/* ---- text ---------------------------------------------------------------- */

void gather_start(struct xlsx *xlsx)
{
    xlsx->text.n = 0;
}

void gather(struct xlsx *xlsx, str piece)
{
    struct gathering *text = &xlsx->text;
    must(text->n <= text->room);
    if (text->n + piece.n > SHEET_TEXT_MAX) {
        xlsx_refuse(xlsx, SHEET_TROUBLE_TEXT_LONG, 0);
        return;
    }
    if (text->n + piece.n > text->room) {
        ptrdiff_t room = text->room == 0 ? ROOM_FIRST : text->room;
        while (room < text->n + piece.n) {
            room *= 2;
        }
        char *p = arena_take_raw(xlsx->arena, (size_t)room, 1);
        memcpy(p, text->p == NULL ? "" : text->p, (size_t)text->n);
        text->p = p;
        text->room = room;
    }
    memcpy(text->p + text->n, piece.p, (size_t)piece.n);
    text->n += piece.n;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "_x000D_" stands for what XML cannot hold; -1 if it is something else. */
static int escaped(str text)
{
    if (text.n < ESCAPE || text.p[0] != '_' || text.p[1] != 'x' ||
        text.p[6] != '_') {
        return -1;
    }
    int code = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex(text.p[i]);
        if (digit < 0) {
            return -1;
        }
        code = code * 16 + digit;
    }
    return code > 0 && code < 0x80 ? code : -1;
}

str gathered(struct xlsx *xlsx)
{
    str all = {xlsx->text.p, xlsx->text.n};
    must(all.n <= SHEET_TEXT_MAX);
    str copy = str_copy(xlsx->arena, all);
    if (str_find(all, S("_x")) < 0) {
        return copy;
    }
    char *to = arena_take_raw(xlsx->arena, (size_t)all.n, 1);
    ptrdiff_t n = 0;
    while (all.n > 0) {
        int code = escaped(all);
        to[n++] = code < 0 ? all.p[0] : (char)code;
        all = str_skip(all, code < 0 ? 1 : ESCAPE);
    }
    must(n <= xlsx->text.n);
    return (str){to, n};
}

/* ---- shared texts -------------------------------------------------------- */

struct strings {
    struct xlsx *xlsx;
    bool in_item, in_text;
    int phonetic;
};

static void on_string_start(void *data, str name, const char **attributes)
{
    (void)attributes;
    struct strings *strings = data;
    if (str_eq(name, S("si"))) {
        strings->in_item = true;
        gather_start(strings->xlsx);
    } else if (str_eq(name, S("rPh"))) {
        strings->phonetic++;
    } else if (str_eq(name, S("t"))) {
        strings->in_text = strings->in_item && strings->phonetic == 0;
    }
}

static void on_string_text(void *data, str piece)
{
    struct strings *strings = data;
    if (strings->in_text) {
        gather(strings->xlsx, piece);
    }
}

static void add_string(struct xlsx *xlsx)
{
    if (xlsx->string_count == SHEET_CELLS_MAX) {
        xlsx_refuse(xlsx, SHEET_TROUBLE_CELLS_MANY, SHEET_CELLS_MAX);
        return;
    }
    if (xlsx->string_count == xlsx->string_room) {
        ptrdiff_t room = xlsx->string_room == 0 ? STRINGS_FIRST
                                                : xlsx->string_room * 2;
        str *list = NEW_MANY(xlsx->arena, str, room);
        if (xlsx->string_count > 0) {
            memcpy(list, xlsx->strings,
                   (size_t)xlsx->string_count * sizeof *list);
        }
        xlsx->strings = list;
        xlsx->string_room = room;
    }
    must(xlsx->string_count < xlsx->string_room);
    xlsx->strings[xlsx->string_count++] = gathered(xlsx);
}

static void on_string_end(void *data, str name)
{
    struct strings *strings = data;
    if (str_eq(name, S("t"))) {
        strings->in_text = false;
    } else if (str_eq(name, S("rPh"))) {
        strings->phonetic -= strings->phonetic > 0;
    } else if (str_eq(name, S("si")) && strings->in_item) {
        strings->in_item = false;
        add_string(strings->xlsx);
    }
}

/* ---- formats ------------------------------------------------------------- */

struct told_format {
    int64_t id;
    struct number_look look;
};

struct styles {
    struct xlsx *xlsx;
    bool in_cells;                  /* cellXfs, not cellStyleXfs */
    struct told_format formats[FORMATS_MAX];
    int format_count;
    int look_room;
};

static struct number_look look_of(const struct styles *styles, int64_t id)
{
    for (int i = 0; i < styles->format_count; i++) {
        if (styles->formats[i].id == id) {
            return styles->formats[i].look;
        }
    }
    return format_built_in(id);
}

static void add_look(struct styles *styles, struct number_look look)
{
    struct xlsx *xlsx = styles->xlsx;
    if (xlsx->look_count == LOOKS_MAX) {
        xlsx_refuse(xlsx, SHEET_TROUBLE_UNPACKED_LARGE, 0);
        return;
    }
    if (xlsx->look_count == styles->look_room) {
        int room = styles->look_room == 0 ? ROOM_FIRST
                                          : styles->look_room * 2;
        struct number_look *looks =
            NEW_MANY(xlsx->arena, struct number_look, room);
        if (xlsx->look_count > 0) {
            memcpy(looks, xlsx->looks,
                   (size_t)xlsx->look_count * sizeof *looks);
        }
        xlsx->looks = looks;
        styles->look_room = room;
    }
    must(xlsx->look_count < styles->look_room);
    xlsx->looks[xlsx->look_count++] = look;
}

static void on_style_start(void *data, str name, const char **attributes)
{
    struct styles *styles = data;
    int64_t id = 0;
    if (str_eq(name, S("cellXfs"))) {
        styles->in_cells = true;
        return;
    }
    if (!str_to_int(xml_attribute(attributes, S("numFmtId")), &id)) {
        id = 0;
    }
    if (str_eq(name, S("numFmt")) && styles->format_count < FORMATS_MAX) {
        str code = xml_attribute(attributes, S("formatCode"));
        styles->formats[styles->format_count++] =
            (struct told_format){id, format_of_code(code)};
    } else if (str_eq(name, S("xf")) && styles->in_cells) {
        add_look(styles, look_of(styles, id));
    }
}

static void on_style_end(void *data, str name)
{
    struct styles *styles = data;
    if (str_eq(name, S("cellXfs"))) {
        styles->in_cells = false;
    }
}

/* ---- the workbook -------------------------------------------------------- */

static void on_book_start(void *data, str name, const char **attributes)
{
    struct xlsx *xlsx = data;
    if (str_eq(name, S("workbookPr"))) {
        str told = xml_attribute(attributes, S("date1904"));
        xlsx->book->from_1904 = str_eq(told, S("1")) ||
                                str_eq(told, S("true"));
    }
    if (!str_eq(name, S("sheet"))) {
        return;
    }
    if (xlsx->sheet_count == SHEET_SHEETS_MAX) {
        xlsx_refuse(xlsx, SHEET_TROUBLE_SHEETS_MANY, SHEET_SHEETS_MAX);
        return;
    }
    str state = xml_attribute(attributes, S("state"));
    xlsx->sheets[xlsx->sheet_count++] = (struct xlsx_sheet){
        .name = str_copy(xlsx->arena, xml_attribute(attributes, S("name"))),
        .relation = str_copy(xlsx->arena, xml_attribute(attributes, S("id"))),
        .hidden = str_eq(state, S("hidden")) ||
                  str_eq(state, S("veryHidden"))};
}

static void on_nothing_end(void *data, str name)
{
    (void)data;
    (void)name;
}

/* Where a relation leads, within the archive. */
struct relation {
    str id, target;
    bool is_worksheet, is_book, is_strings, is_styles;
};

struct relations {
    struct xlsx *xlsx;
    struct relation list[RELATIONS_MAX];
    int count;
};

static void on_relation_start(void *data, str name, const char **attributes)
{
    struct relations *relations = data;
    struct arena *arena = relations->xlsx->arena;
    if (!str_eq(name, S("Relationship")) ||
        relations->count == RELATIONS_MAX ||
        str_eq(xml_attribute(attributes, S("TargetMode")), S("External"))) {
        return;
    }
    str type = xml_attribute(attributes, S("Type"));
    relations->list[relations->count++] = (struct relation){
        .id = str_copy(arena, xml_attribute(attributes, S("Id"))),
        .target = str_copy(arena, xml_attribute(attributes, S("Target"))),
        .is_worksheet = str_ends(type, S("/worksheet")),
        .is_book = str_ends(type, S("/officeDocument")),
        .is_strings = str_ends(type, S("/sharedStrings")),
        .is_styles = str_ends(type, S("/styles"))};
}

/* A target is named from the archive's root or from the folder of the part
 * that names it; it is only ever looked up in the archive. */
static str resolve(struct arena *arena, str folder, str target)
{
    if (str_starts(target, S("/"))) {
        return str_skip(target, 1);
    }
    if (str_starts(target, S("./"))) {
        target = str_skip(target, 2);
    }
    return str_join(arena, folder, target);
}

static err read_relations(struct xlsx *xlsx, str part,
                          struct relations *relations)
{
    static const struct xml_hooks HOOKS = {on_relation_start, on_nothing_end,
                                           NULL};
    *relations = (struct relations){.xlsx = xlsx};
    err e = xlsx_part(xlsx, part, &HOOKS, relations);
    return e == ERR_NOT_FOUND ? OK : e;     /* then the usual names hold */
}

static err read_parts(struct xlsx *xlsx, str folder,
                      const struct relations *relations)
{
    static const struct xml_hooks STRINGS = {
        on_string_start, on_string_end, on_string_text};
    static const struct xml_hooks STYLES = {
        on_style_start, on_style_end, NULL};
    for (int i = 0; i < relations->count; i++) {
        const struct relation *relation = &relations->list[i];
        str part = resolve(xlsx->arena, folder, relation->target);
        err e = OK;
        if (relation->is_strings && xlsx->string_count == 0) {
            struct strings strings = {.xlsx = xlsx};
            e = xlsx_part(xlsx, part, &STRINGS, &strings);
        } else if (relation->is_styles && xlsx->look_count == 0) {
            struct styles *styles = NEW(xlsx->arena, struct styles);
            styles->xlsx = xlsx;
            e = xlsx_part(xlsx, part, &STYLES, styles);
        }
        if (e != OK && e != ERR_NOT_FOUND) {
            return e;
        }
    }
    return OK;
}

static err read_sheets(struct xlsx *xlsx, str folder,
                       const struct relations *relations)
{
    build_open(&xlsx->build, xlsx->arena, xlsx->book);
    for (int i = 0; i < xlsx->sheet_count; i++) {
        const struct xlsx_sheet *sheet = &xlsx->sheets[i];
        for (int k = 0; k < relations->count; k++) {
            const struct relation *relation = &relations->list[k];
            if (!relation->is_worksheet ||
                !str_eq(relation->id, sheet->relation)) {
                continue;           /* a chart on a sheet has no cells */
            }
            TRY(build_sheet(&xlsx->build, sheet->name, sheet->hidden));
            TRY(xlsx_cells(xlsx, resolve(xlsx->arena, folder,
                                         relation->target)));
            TRY(build_sheet_end(&xlsx->build));
            break;
        }
    }
    return OK;
}

/* "xl/workbook.xml" is in the folder "xl/" and called "workbook.xml". */
static str folder_of(str part, str *name)
{
    ptrdiff_t end = part.n;
    while (end > 0 && part.p[end - 1] != '/') {
        end--;
    }
    *name = str_skip(part, end);
    return str_slice(part, 0, end);
}

static err read_book(struct xlsx *xlsx)
{
    static const struct xml_hooks HOOKS = {on_book_start, on_nothing_end,
                                           NULL};
    struct relations *relations = NEW(xlsx->arena, struct relations);
    TRY(read_relations(xlsx, S("_rels/.rels"), relations));
    str book = S("xl/workbook.xml");
    for (int i = 0; i < relations->count; i++) {
        if (relations->list[i].is_book) {
            book = resolve(xlsx->arena, S(""), relations->list[i].target);
        }
    }
    if (!unzip_has(xlsx->unzip, book) || str_ends(book, S(".bin"))) {
        return sheet_refuse(xlsx->book, SHEET_TROUBLE_OTHER_KIND, 0);
    }
    err e = xlsx_part(xlsx, book, &HOOKS, xlsx);
    must(e != ERR_NOT_FOUND);
    TRY(e);
    str name = {0};
    str folder = folder_of(book, &name);
    TRY(read_relations(xlsx, str_format(xlsx->arena, "%.*s_rels/%.*s.rels",
                                        SF(folder), SF(name)), relations));
    TRY(read_parts(xlsx, folder, relations));
    return read_sheets(xlsx, folder, relations);
}

err sheet_xlsx_read(struct arena *arena, str bytes, struct sheet_book *book)
{
    must(bytes.n > 0);
    must(book->count == 0);
    struct xlsx *xlsx = NEW(arena, struct xlsx);
    xlsx->arena = arena;
    xlsx->book = book;
    err e = unzip_open(arena, bytes, SHEET_UNPACKED_MAX, &xlsx->unzip);
    if (e != OK) {
        return sheet_refuse(book, e == ERR_TOO_LARGE
                            ? SHEET_TROUBLE_UNPACKED_LARGE
                            : SHEET_TROUBLE_BROKEN, 0);
    }
    e = read_book(xlsx);
    unzip_close(xlsx->unzip);
    bool empty = true;
    for (int i = 0; i < book->count; i++) {
        empty = empty && book->sheets[i].row_count == 0;
    }
    if (e == OK && empty) {
        return sheet_refuse(book, SHEET_TROUBLE_NOTHING, 0);
    }
    return e;
}
