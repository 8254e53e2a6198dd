/* Spreadsheets as offices send them; all persons are invented. */
#include "office/tests/kept_books.h"

#include "base/arena.h"
#include "base/out.h"
#include "office/sheet.h"
#include "office/tests/book_make.h"

enum { ROWS_MAX = 1 << 16 };

#define DATE_FORMAT                                                          \
    S("<numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月"   \
      "&quot;d&quot;日&quot;\"/>")

/* Cells between '|'; "#7" is a number, "@7" a number in a date's format. */
static void put_row(struct arena *arena, struct out *out, int row, str cells)
{
    out_format(out, "<row r=\"%d\">", row);
    for (int column = 1; cells.n > 0; column++) {
        str cell = str_cut(&cells, '|');
        str address = sheet_address(arena, row, column);
        if (str_starts(cell, S("#")) || str_starts(cell, S("@"))) {
            out_format(out, "<c r=\"%.*s\"%s><v>%.*s</v></c>", SF(address),
                       cell.p[0] == '@' ? " s=\"1\"" : "",
                       SF(str_skip(cell, 1)));
        } else if (cell.n > 0) {
            out_format(out, "<c r=\"%.*s\" t=\"inlineStr\"><is><t "
                       "xml:space=\"preserve\">%.*s</t></is></c>",
                       SF(address), SF(cell));
        }
    }
    out_str(out, S("</row>"));
}

static str rows_of(struct arena *arena, const str *lines, int count)
{
    struct out out = out_new(arena, ROWS_MAX);
    for (int i = 0; i < count; i++) {
        put_row(arena, &out, i + 1, lines[i]);
    }
    must(!out.full);
    return out_text(&out);
}

#define ROWS_OF(arena, lines) \
    rows_of(arena, lines, (int)(sizeof lines / sizeof lines[0]))

static const str OLD[] = {
    S0("姓名|性别|手机|代表层级"),
    S0("旧一|男|13800000001|县"),
    S0("旧二|女|13800000002|县"),
};

/* Row 7 is blank, 8 and 9 repeat the heading, 11 is full of faults. */
static const str TROUBLED[] = {
    S0("柳溪县人大代表名册（2026 年）"),
    S0("填报单位：柳溪县人大常委会办公室"),
    S0("序号|姓  名|性别|出生\n年月|联系方式||代表级别|所属联络站|区划\n代码"
       "|当选时间|是否组长|备注"),
    S0("||||手机号码|固定电话"),
    S0("#1|张  三|男|@29281|#13812345678|0513-84512345|县|柳溪镇中心联络站"
       "|#320623|2021年12月|是|"),
    S0("#2| 李　四 |F|1975.6|１３９　１２３４　５６７９||县级||３２０６２３"
       "|@44541|否|随身带着　"),
    S0(" |　"),
    S0("序号|姓  名|性别|出生年月|联系方式||代表级别|所属联络站|区划代码"
       "|当选时间|是否组长|备注"),
    S0("||||手机号码|固定电话"),
    S0("#3|买买提•艾力|1|19800229|+86 137-1234-5678||乡|西河村联络点"
       "|320623100|2021/12/5|×|"),
    S0("#4|王五（女）|未知|1981-02-29|1381234567||国家级|西河村联络点|32062"
       "|#2021.1|也许|这一条备注写得太长太长太长太长太长太长太长了"),
    S0("#5||女|1990-1-1|||镇|西河村联络点|320623|44541||"),
    S0("合 计||5 人"),
    S0("填表人：赵六||||||审核人：钱七"),
};

#define TROUBLED_MERGES                                                      \
    S("<mergeCell ref=\"A1:L1\"/><mergeCell ref=\"A2:L2\"/>"                 \
      "<mergeCell ref=\"A3:A4\"/><mergeCell ref=\"B3:B4\"/>"                 \
      "<mergeCell ref=\"C3:C4\"/><mergeCell ref=\"D3:D4\"/>"                 \
      "<mergeCell ref=\"E3:F3\"/><mergeCell ref=\"G3:G4\"/>"                 \
      "<mergeCell ref=\"H3:H4\"/><mergeCell ref=\"I3:I4\"/>"                 \
      "<mergeCell ref=\"J3:J4\"/><mergeCell ref=\"K3:K4\"/>"                 \
      "<mergeCell ref=\"L3:L4\"/><mergeCell ref=\"H5:H6\"/>")

static str troubled(struct arena *arena)
{
    struct made_book made = {
        .sheet_count = 2, .formats = DATE_FORMAT,
        .styles = S("<xf numFmtId=\"164\"/>")};
    made.sheets[0] = (struct made_sheet){
        .name = S("去年"), .hidden = true, .rows = ROWS_OF(arena, OLD)};
    made.sheets[1] = (struct made_sheet){
        .name = S("名册"), .rows = ROWS_OF(arena, TROUBLED),
        .merges = TROUBLED_MERGES};
    return book_bytes(arena, &made);
}

static const str OTHER_ORDER[] = {
    S0("Level|Phone|Name|Elected|Born"),
    S0("县|13812345678|张三|@42798|@27819"),
    S0("镇|13912345679|李四|#42798|2021.3"),
};

static str from_1904(struct arena *arena)
{
    struct made_book made = {
        .sheet_count = 1, .from_1904 = true, .formats = DATE_FORMAT,
        .styles = S("<xf numFmtId=\"164\"/>")};
    made.sheets[0] = (struct made_sheet){
        .name = S("Sheet1"), .rows = ROWS_OF(arena, OTHER_ORDER)};
    return book_bytes(arena, &made);
}

/* Two lines of headings without merged cells, as a text has them. */
#define MARKED_CSV                                                           \
    S("\xEF\xBB\xBF" "柳溪县人大代表名册;;;;\n\n"                       \
      "姓名;联系方式;;出生;代表级别\n;手机;住宅;年月;\n"                 \
      "张 三 ;'+86 13812345678;84512345;1980.03;县\n"                      \
      "李四;\"=\"\"13912345679\"\"\";;二〇〇一年五月;乡镇人大代表\n"      \
      ";;;;\n总计：2 人;;;;\n")

/* 姓名,手机号,层级,性别 / 张三,13812345678,县,男 / ... in GB18030, with a
 * rare character (U+3400) of four bytes. */
#define GB_CSV                                                               \
    S("\xD0\xD5\xC3\xFB,\xCA\xD6\xBB\xFA\xBA\xC5,\xB2\xE3\xBC\xB6,"          \
      "\xD0\xD4\xB1\xF0\n"                                                 \
      "\xD5\xC5\xC8\xFD,13812345678,\xCF\xD8,\xC4\xD0\n"                   \
      "\xC0\xEE\x81\x39\xEE\x39,13912345679,\xD5\xF2,\xC5\xAE\n")

/* The same columns between tabs, UTF-16 as "Unicode text" is saved. */
#define WIDE_TEXT                                                            \
    S("\xFF\xFE\xD3\x59\x0D\x54\t\0\x4B\x62\x3A\x67\t\0\x42\x5C\xA7\x7E\r\0" \
      "\n\0\x20\x5F\x09\x4E\t\0" "1\0" "3\0" "8\0" "1\0" "2\0" "3\0" "4\0"   \
      "5\0" "6\0" "7\0" "8\0\t\0\xBF\x53\r\0\n\0")

/* No heading at all: only what the cells look like tells. */
#define BARE_CSV                                                             \
    S("张三,13812345678,男,2021-12-05\n李四,13912345679,女,2021-12-05\n"     \
      "王五,13712345678,男,2021-12-06\n")

void kept_books(struct arena *arena, struct kept_book books[KEPT_BOOKS])
{
    must(arena != NULL);
    books[0] = (struct kept_book){S("deputies.xlsx"), troubled(arena)};
    books[1] = (struct kept_book){S("deputies_1904.xlsx"), from_1904(arena)};
    books[2] = (struct kept_book){S("deputies_marked.csv"), MARKED_CSV};
    books[3] = (struct kept_book){S("deputies_gb18030.csv"), GB_CSV};
    books[4] = (struct kept_book){S("deputies_utf16.txt"), WIDE_TEXT};
    books[5] = (struct kept_book){S("deputies_bare.csv"), BARE_CSV};
}

str kept_book(struct arena *arena, str name)
{
    struct kept_book books[KEPT_BOOKS];
    kept_books(arena, books);
    for (int i = 0; i < KEPT_BOOKS; i++) {
        if (str_eq(books[i].name, name)) {
            return books[i].bytes;
        }
    }
    never("a book that is not kept");
}
