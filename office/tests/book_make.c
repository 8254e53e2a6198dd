/* Archives and workbooks by hand. */
#include "office/tests/book_make.h"

#include <string.h>

#include "base/arena.h"
#include "base/out.h"

enum { PARTS_MAX = 40, BYTES_MAX = 1 << 26, MATCH = 258 };

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATION                                                             \
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE                                                              \
    "http://schemas.openxmlformats.org/package/2006/relationships"
#define TYPES "http://schemas.openxmlformats.org/package/2006/content-types"
#define KIND "application/vnd.openxmlformats-officedocument.spreadsheetml."
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

struct made_part {
    str name;
    uint32_t crc, packed, size, offset;
    int method;
};

struct zip_make {
    struct arena *arena;
    struct out out;
    struct made_part parts[PARTS_MAX];
    int count;
};

static uint32_t crc_of(str bytes)
{
    uint32_t crc = 0xFFFFFFFF;
    for (ptrdiff_t i = 0; i < bytes.n; i++) {
        crc ^= (unsigned char)bytes.p[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }
    }
    return ~crc;
}

static void put(struct out *out, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        out_char(out, (char)(number >> (8 * i) & 0xFF));
    }
}

struct zip_make *zip_make_new(struct arena *arena)
{
    struct zip_make *zip = NEW(arena, struct zip_make);
    zip->arena = arena;
    zip->out = out_new(arena, BYTES_MAX);
    return zip;
}

/* The part of a header that both kinds share; 1980-01-01 00:00. */
static void put_facts(struct out *out, const struct made_part *part)
{
    put(out, 20, 2);
    put(out, 0x0800, 2);            /* names are UTF-8 */
    put(out, (uint32_t)part->method, 2);
    put(out, 0, 2);
    put(out, 0x21, 2);
    put(out, part->crc, 4);
    put(out, part->packed, 4);
    put(out, part->size, 4);
    put(out, (uint32_t)part->name.n, 2);
    put(out, 0, 2);
}

static void add(struct zip_make *zip, struct made_part part, str bytes)
{
    must(zip->count < PARTS_MAX);
    part.offset = (uint32_t)zip->out.n;
    put(&zip->out, 0x04034B50, 4);
    put_facts(&zip->out, &part);
    out_str(&zip->out, part.name);
    out_str(&zip->out, bytes);
    zip->parts[zip->count++] = part;
}

void zip_make_add(struct zip_make *zip, str name, str bytes)
{
    add(zip, (struct made_part){.name = name, .crc = crc_of(bytes),
                                .packed = (uint32_t)bytes.n,
                                .size = (uint32_t)bytes.n}, bytes);
}

void zip_make_add_deflated(struct zip_make *zip, str name, str packed,
                           uint32_t size)
{
    add(zip, (struct made_part){.name = name, .method = 8, .size = size,
                                .packed = (uint32_t)packed.n}, packed);
}

str zip_make_bytes(struct zip_make *zip)
{
    struct out *out = &zip->out;
    uint32_t start = (uint32_t)out->n;
    for (int i = 0; i < zip->count; i++) {
        const struct made_part *part = &zip->parts[i];
        put(out, 0x02014B50, 4);
        put(out, 20, 2);
        put_facts(out, part);
        put(out, 0, 2);             /* no remark, first disk, no marks */
        put(out, 0, 4);
        put(out, 0, 4);
        put(out, part->offset, 4);
        out_str(out, part->name);
    }
    uint32_t end = (uint32_t)out->n;
    put(out, 0x06054B50, 4);
    put(out, 0, 4);
    put(out, (uint32_t)zip->count, 2);
    put(out, (uint32_t)zip->count, 2);
    put(out, end - start, 4);
    put(out, start, 4);
    put(out, 0, 2);
    must(!out->full);
    return out_text(out);
}

/* ---- deflate ------------------------------------------------------------- */

struct bits {
    struct out *out;
    uint32_t held;
    int count;
};

static void put_bits(struct bits *bits, uint32_t value, int count)
{
    bits->held |= value << bits->count;
    bits->count += count;
    while (bits->count >= 8) {
        out_char(bits->out, (char)(bits->held & 0xFF));
        bits->held >>= 8;
        bits->count -= 8;
    }
}

/* Codes go out from their highest bit on. */
static void put_code(struct bits *bits, uint32_t code, int length)
{
    for (int i = length - 1; i >= 0; i--) {
        put_bits(bits, code >> i & 1, 1);
    }
}

str deflate_blanks(struct arena *arena, str start, int64_t count)
{
    must(start.n < 0x10000);
    struct out out = out_new(arena, BYTES_MAX);
    out_char(&out, 0);              /* a block as it is, not the last */
    put(&out, (uint32_t)start.n, 2);
    put(&out, ~(uint32_t)start.n & 0xFFFF, 2);
    out_str(&out, start);
    struct bits bits = {.out = &out};
    put_bits(&bits, 1, 1);          /* the last block, with the fixed code */
    put_bits(&bits, 1, 2);
    put_code(&bits, 0x30 + ' ', 8);
    for (int64_t i = 0; i < count; i++) {
        put_code(&bits, 0xC5, 8);   /* 258 again */
        put_code(&bits, 0, 5);      /* of what stands just before */
    }
    put_code(&bits, 0, 7);
    put_bits(&bits, 0, 7);
    must(!out.full);
    return out_text(&out);
}

/* ---- workbooks ----------------------------------------------------------- */

static void add_text(struct zip_make *zip, const char *name, struct out *text)
{
    must(!text->full);
    zip_make_add(zip, str_of(name), out_text(text));
}

static struct out text_new(struct zip_make *zip)
{
    struct out text = out_new(zip->arena, BYTES_MAX);
    out_str(&text, S(XML));
    return text;
}

static void add_types(struct zip_make *zip, const struct made_book *book)
{
    struct out text = text_new(zip);
    out_str(&text, S("<Types xmlns=\"" TYPES "\"><Default Extension=\"rels\" "
            "ContentType=\"application/vnd.openxmlformats-package."
            "relationships+xml\"/><Default Extension=\"xml\" "
            "ContentType=\"application/xml\"/><Override "
            "PartName=\"/xl/workbook.xml\" ContentType=\"" KIND
            "sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" "
            "ContentType=\"" KIND "styles+xml\"/><Override "
            "PartName=\"/xl/sharedStrings.xml\" ContentType=\"" KIND
            "sharedStrings+xml\"/>"));
    for (int i = 1; i <= book->sheet_count; i++) {
        out_format(&text, "<Override PartName=\"/xl/worksheets/sheet%d.xml\" "
                   "ContentType=\"" KIND "worksheet+xml\"/>", i);
    }
    out_str(&text, S("</Types>"));
    add_text(zip, "[Content_Types].xml", &text);
}

static void add_relations(struct zip_make *zip, const struct made_book *book)
{
    struct out root = text_new(zip);
    out_str(&root, S("<Relationships xmlns=\"" PACKAGE "\"><Relationship "
            "Id=\"rId1\" Type=\"" RELATION "/officeDocument\" "
            "Target=\"xl/workbook.xml\"/></Relationships>"));
    add_text(zip, "_rels/.rels", &root);
    struct out text = text_new(zip);
    out_str(&text, S("<Relationships xmlns=\"" PACKAGE "\">"
            "<Relationship Id=\"s\" Type=\"" RELATION "/styles\" "
            "Target=\"styles.xml\"/><Relationship Id=\"t\" Type=\"" RELATION
            "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"));
    for (int i = 1; i <= book->sheet_count; i++) {
        out_format(&text, "<Relationship Id=\"rId%d\" Type=\"" RELATION
                   "/worksheet\" Target=\"worksheets/sheet%d.xml\"/>", i, i);
    }
    out_str(&text, S("</Relationships>"));
    add_text(zip, "xl/_rels/workbook.xml.rels", &text);
}

static void add_workbook(struct zip_make *zip, const struct made_book *book)
{
    struct out text = text_new(zip);
    out_format(&text, "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELATION
               "\"><workbookPr%s/><sheets>",
               book->from_1904 ? " date1904=\"1\"" : "");
    for (int i = 0; i < book->sheet_count; i++) {
        out_format(&text, "<sheet name=\"%.*s\" sheetId=\"%d\"%s "
                   "r:id=\"rId%d\"/>", SF(book->sheets[i].name), i + 1,
                   book->sheets[i].hidden ? " state=\"hidden\"" : "", i + 1);
    }
    out_str(&text, S("</sheets></workbook>"));
    add_text(zip, "xl/workbook.xml", &text);
}

static void add_shared(struct zip_make *zip, const struct made_book *book)
{
    struct out styles = text_new(zip);
    out_format(&styles, "<styleSheet xmlns=\"" MAIN "\"><numFmts>%.*s"
               "</numFmts><fonts><font/></fonts><fills><fill/></fills>"
               "<borders><border/></borders><cellStyleXfs><xf numFmtId=\"14\""
               "/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>%.*s</cellXfs>"
               "</styleSheet>", SF(book->formats), SF(book->styles));
    add_text(zip, "xl/styles.xml", &styles);
    struct out strings = text_new(zip);
    out_format(&strings, "<sst xmlns=\"" MAIN "\">%.*s</sst>",
               SF(book->strings));
    add_text(zip, "xl/sharedStrings.xml", &strings);
}

struct zip_make *book_make(struct arena *arena, const struct made_book *book)
{
    must(book->sheet_count <= MADE_SHEETS_MAX);
    struct zip_make *zip = zip_make_new(arena);
    add_types(zip, book);
    add_relations(zip, book);
    add_workbook(zip, book);
    add_shared(zip, book);
    for (int i = 0; i < book->sheet_count; i++) {
        const struct made_sheet *sheet = &book->sheets[i];
        struct out text = text_new(zip);
        out_str(&text, S("<worksheet xmlns=\"" MAIN "\"><sheetData>"));
        out_str(&text, sheet->rows);
        out_str(&text, S("</sheetData>"));
        if (sheet->merges.n > 0) {
            out_format(&text, "<mergeCells>%.*s</mergeCells>",
                       SF(sheet->merges));
        }
        out_str(&text, S("</worksheet>"));
        must(!text.full);
        zip_make_add(zip, str_format(arena, "xl/worksheets/sheet%d.xml",
                                     i + 1), out_text(&text));
    }
    return zip;
}

str book_bytes(struct arena *arena, const struct made_book *book)
{
    return zip_make_bytes(book_make(arena, book));
}

str book_of_rows(struct arena *arena, str rows)
{
    struct made_book book = {.sheet_count = 1};
    book.sheets[0] = (struct made_sheet){.name = S("Sheet1"), .rows = rows};
    return book_bytes(arena, &book);
}
