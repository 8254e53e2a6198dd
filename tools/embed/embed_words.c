/* The English of every Chinese sentence: the catalogues, and what is
 * missing. */
#include "tools/embed/embed.h"
#include "tools/embed/embed_scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    str zh, en;
    str file;
    int line;
};

struct missing {
    str zh, file;
    int line;
    struct missing *next;
};

struct words {
    struct entry *entries;          /* sorted by zh once all are read */
    int count, room;
    struct missing *missing, *last_missing;
};

static struct words *words_of(const struct catalogue *all)
{
    must(all->words != NULL);
    return all->words;
}

/* ---- what is Chinese ----------------------------------------------------- */

static bool is_chinese(uint32_t point)
{
    return (point >= 0x3000 && point <= 0x303F) ||  /* 、。「」 */
           (point >= 0x3400 && point <= 0x4DBF) ||
           (point >= 0x4E00 && point <= 0x9FFF) ||
           (point >= 0xF900 && point <= 0xFAFF) ||
           (point >= 0xFF00 && point <= 0xFFEF) ||  /* ，：（） */
           (point >= 0x20000 && point <= 0x3FFFF);
}

bool words_has_han(str text)
{
    while (text.n > 0) {
        ptrdiff_t n = 0;
        if (is_chinese(str_code_point(text, &n))) {
            return true;
        }
        text = str_skip(text, n);
    }
    return false;
}

/* ---- reading ------------------------------------------------------------- */

static void add_entry(struct catalogue *all, struct entry entry)
{
    struct words *words = words_of(all);
    if (words->count == words->room) {
        words->room = words->room == 0 ? 512 : words->room * 2;
        struct entry *more = NEW_MANY(all->arena, struct entry,
                                      words->room);
        if (words->count > 0) {
            memcpy(more, words->entries,
                   (size_t)words->count * sizeof *more);
        }
        words->entries = more;
    }
    words->entries[words->count++] = entry;
}

/* The next {...} of the text, or empty. */
static str next_hole(str *rest)
{
    ptrdiff_t open = str_find_char(*rest, '{');
    str from = str_skip(*rest, open < 0 ? rest->n : open);
    ptrdiff_t close = str_find_char(from, '}');
    *rest = close < 0 ? S("") : str_skip(from, close + 1);
    return close < 0 ? S("") : str_slice(from, 0, close + 1);
}

/* Every {...} of one text must stand in the other. */
static void check_holes(struct catalogue *all, const struct entry *entry,
                        str one, str other, const char *which)
{
    for (str hole = next_hole(&one); hole.n > 0; hole = next_hole(&one)) {
        if (str_find(other, hole) < 0) {
            embed_wrong(all, entry->file, entry->line,
                        "%.*s stands only in the %s", SF(hole), which);
        }
    }
}

/* A wide colon brings its own blank; behind a narrow one a value would stand
 * too close. */
static str spaced(struct catalogue *all, str zh, str en)
{
    return str_ends(zh, S("：")) && str_ends(en, S(":"))
               ? str_join(all->arena, en, S(" "))
               : en;
}

static void read_line(struct catalogue *all, str file, int line, str text)
{
    ptrdiff_t at = str_find(text, S(" = "));
    if (at < 0) {
        bool pasted = str_ends(text, S(" ="));
        embed_wrong(all, file, line, pasted ? "the English is missing"
                                            : "a line is 中文 = English");
        return;
    }
    struct entry entry = {
        .zh = fold_blanks(all, str_slice(text, 0, at)),
        .en = fold_blanks(all, str_skip(text, at + 3)),
        .file = file,
        .line = line,
    };
    if (entry.zh.n == 0 || entry.en.n == 0) {
        embed_wrong(all, file, line, "a line is 中文 = English");
        return;
    }
    entry.en = spaced(all, entry.zh, entry.en);
    check_holes(all, &entry, entry.zh, entry.en, "Chinese");
    check_holes(all, &entry, entry.en, entry.zh, "English");
    add_entry(all, entry);
}

static void read_catalogue(struct catalogue *all, str folder)
{
    str path = embed_path(all, folder, "words/en.txt");
    if (!embed_exists(path)) {
        return;
    }
    str rest = embed_read(all, path);
    for (int line = 1; rest.n > 0; line++) {
        str text = str_trim(str_cut(&rest, '\n'));
        if (text.n > 0 && text.p[0] != '#') {
            read_line(all, path, line, text);
        }
    }
}

static int entry_order(const void *a, const void *b)
{
    const struct entry *one = a;
    const struct entry *two = b;
    int order = str_cmp(one->zh, two->zh);
    if (order == 0) {
        order = str_cmp(one->file, two->file);
    }
    return order != 0 ? order : one->line - two->line;
}

/* Sorts, and keeps one of each. */
static void sort_entries(struct catalogue *all)
{
    struct words *words = words_of(all);
    if (words->count == 0) {
        return;
    }
    qsort(words->entries, (size_t)words->count, sizeof *words->entries,
          entry_order);
    int kept = 1;
    for (int i = 1; i < words->count; i++) {
        const struct entry *entry = &words->entries[i];
        const struct entry *before = &words->entries[kept - 1];
        if (!str_eq(entry->zh, before->zh)) {
            words->entries[kept++] = *entry;
        } else if (!str_eq(entry->en, before->en)) {
            embed_wrong(all, entry->file, entry->line,
                        "%.*s has other English at %.*s:%d", SF(entry->zh),
                        SF(before->file), before->line);
        }
    }
    must(kept <= words->count);
    words->count = kept;
}

void words_read(struct catalogue *all)
{
    static const str HOUSE[] = {S0("base"), S0("http"), S0("page"),
                                S0("office"), S0("main")};
    const size_t house = sizeof HOUSE / sizeof HOUSE[0];
    must(all->words == NULL);
    all->words = NEW(all->arena, struct words);
    for (size_t i = 0; i < house; i++) {
        read_catalogue(all, HOUSE[i]);
    }
    for (const struct folder *folder = all->folders; folder != NULL;
         folder = folder->next) {
        read_catalogue(all, folder->path);
    }
    sort_entries(all);
    for (size_t i = 0; i < house; i++) {
        scan_folder(all, HOUSE[i]);
    }
    for (const struct folder *folder = all->folders; folder != NULL;
         folder = folder->next) {
        scan_folder(all, folder->path);
    }
}

/* ---- asking -------------------------------------------------------------- */

static const struct entry *entry_of(const struct words *words, str zh)
{
    int low = 0;
    int high = words->count;
    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = str_cmp(words->entries[middle].zh, zh);
        if (order == 0) {
            return &words->entries[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static void note_missing(struct catalogue *all, str zh, str file, int line)
{
    struct words *words = words_of(all);
    for (const struct missing *missing = words->missing; missing != NULL;
         missing = missing->next) {
        if (str_eq(missing->zh, zh)) {
            return;
        }
    }
    struct missing *missing = NEW(all->arena, struct missing);
    *missing = (struct missing){zh, file, line, NULL};
    if (words->last_missing == NULL) {
        words->missing = missing;
    } else {
        words->last_missing->next = missing;
    }
    words->last_missing = missing;
    all->wrong++;
}

str words_english(struct catalogue *all, str zh, str file, int line)
{
    str folded = fold_blanks(all, zh);
    const struct entry *entry = entry_of(words_of(all), folded);
    if (entry == NULL) {
        note_missing(all, folded, file, line);
        return folded;
    }
    must(entry->en.n > 0);
    return entry->en;
}

void words_tell(const struct catalogue *all)
{
    const struct missing *missing = words_of(all)->missing;
    if (missing == NULL) {
        return;
    }
    fputs("\nThese have no English; write it behind the = and put the lines "
          "into the words/en.txt\nof their folder:\n\n", stderr);
    for (; missing != NULL; missing = missing->next) {
        fprintf(stderr, "# %.*s:%d:\n%.*s = \n", SF(missing->file),
                missing->line, SF(missing->zh));
    }
    fputc('\n', stderr);
}

void words_write_all_source(struct catalogue *all, struct out *out)
{
    const struct words *words = words_of(all);
    out_str(out, S("const struct word ALL_WORDS[] = {\n"));
    for (int i = 0; i < words->count; i++) {
        out_str(out, S("    {S0("));
        write_literal(out, words->entries[i].zh);
        out_str(out, S("), S0("));
        write_literal(out, words->entries[i].en);
        out_str(out, S(")},\n"));
    }
    out_format(out, "    {S0(\"\"), S0(\"\")},\n};\n"
               "const int ALL_WORD_COUNT = %d;\n\n", words->count);
}
