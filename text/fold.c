/* Folding and cutting.  The only file that includes <utf8proc.h>. */
#include "text/fold.h"

#include <utf8proc.h>

#include "base/arena.h"
#include "base/out.h"

enum {
    SPACE = ' ',
    DROPPED = 0x200B,               /* utf8proc leaves it out: IGNORE */
    WORDS_MAX = 16,
    GROWTH = 16                     /* bytes a byte may become, and more */
};

static const utf8proc_option_t FOLDING =
    UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
    UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;

static bool is_space(utf8proc_int32_t c)
{
    if ((c >= '\t' && c <= '\r') || c == 0x85) {
        return true;
    }
    utf8proc_category_t kind = utf8proc_category(c);
    return kind == UTF8PROC_CATEGORY_ZS || kind == UTF8PROC_CATEGORY_ZL ||
           kind == UTF8PROC_CATEGORY_ZP;
}

/* Runs before decomposition, so that a dropped control never stands between
 * a letter and its accent. */
static utf8proc_int32_t tidy_one(utf8proc_int32_t c, void *unused)
{
    (void)unused;
    if (is_space(c)) {
        return SPACE;
    }
    return utf8proc_category(c) == UTF8PROC_CATEGORY_CC ? DROPPED : c;
}

struct runes {
    utf8proc_int32_t *list;
    ptrdiff_t count;
};

/* The folded code points; white space not yet joined. */
static struct runes fold_runes(struct arena *arena, str text)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.p;
    ptrdiff_t room = utf8proc_decompose_custom(bytes, text.n, NULL, 0,
                                               FOLDING, tidy_one, NULL);
    must(room >= 0);                /* the text was looked at */
    struct runes runes = {
        /* One more: utf8proc may end its array with a zero. */
        NEW_MANY(arena, utf8proc_int32_t, room + 1), room};
    ptrdiff_t wrote = utf8proc_decompose_custom(bytes, text.n, runes.list,
                                                room, FOLDING, tidy_one,
                                                NULL);
    must(wrote == room);
    runes.count = utf8proc_normalize_utf32(runes.list, room, FOLDING);
    must(runes.count >= 0);
    must(runes.count <= room);
    return runes;
}

static void add_rune(struct out *out, utf8proc_int32_t c)
{
    utf8proc_uint8_t bytes[4];
    ptrdiff_t n = utf8proc_encode_char(c, bytes);
    must(n > 0);
    out_str(out, (str){(const char *)bytes, n});
}

static struct out out_for(struct arena *arena, str text)
{
    must(text.n < PTRDIFF_MAX / GROWTH - 1);
    return out_new(arena, (text.n + 1) * GROWTH);
}

static bool is_foldable(str text)
{
    must(text.n >= 0);
    return text.n > 0 && str_is_utf8(text);
}

str fold_text(struct arena *arena, str text)
{
    if (!is_foldable(text)) {
        return (str){"", 0};
    }
    struct runes runes = fold_runes(arena, text);
    struct out out = out_for(arena, text);
    bool gap = false;
    for (ptrdiff_t i = 0; i < runes.count; i++) {
        if (is_space(runes.list[i])) {
            gap = out.n > 0;
            continue;
        }
        if (gap) {
            out_char(&out, ' ');
            gap = false;
        }
        add_rune(&out, runes.list[i]);
    }
    must(!out.full);
    return out_text(&out);
}

enum rune_kind { RUNE_OTHER, RUNE_CJK, RUNE_WORD };

/* Scripts written without blanks between words; after NFKC, so half-width
 * kana and compatibility ideographs have become the plain ones. */
static bool is_cjk(utf8proc_int32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) ||      /* Han */
           (c >= 0x3400 && c <= 0x4DBF) ||      /* Han, extension A */
           (c >= 0x20000 && c <= 0x3FFFF) ||    /* Han, the rare ones */
           (c >= 0xF900 && c <= 0xFAFF) ||
           c == 0x3005 || c == 0x3007 ||        /* 々 〇 */
           (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) ||   /* kana, not ・ */
           (c >= 0xAC00 && c <= 0xD7A3);        /* Hangul */
}

static enum rune_kind kind_of(utf8proc_int32_t c)
{
    if (is_cjk(c)) {
        return RUNE_CJK;
    }
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return RUNE_WORD;
    default:
        return RUNE_OTHER;
    }
}

static void add_gap(struct out *out)
{
    if (out->n > 0) {
        out_char(out, ' ');
    }
}

static void add_run(struct out *out, const utf8proc_int32_t *run,
                    ptrdiff_t count)
{
    must(count > 0);
    add_gap(out);
    for (ptrdiff_t i = 0; i < count; i++) {
        add_rune(out, run[i]);
    }
}

static void add_pairs(struct out *out, const utf8proc_int32_t *run,
                      ptrdiff_t count)
{
    must(count > 0);
    if (count == 1) {
        add_run(out, run, 1);
    }
    for (ptrdiff_t i = 0; i + 1 < count; i++) {
        add_run(out, run + i, 2);
    }
}

str fold_tokens(struct arena *arena, str text)
{
    if (!is_foldable(text)) {
        return (str){"", 0};
    }
    struct runes runes = fold_runes(arena, text);
    struct out out = out_for(arena, text);
    ptrdiff_t end = 0;
    for (ptrdiff_t from = 0; from < runes.count; from = end) {
        enum rune_kind kind = kind_of(runes.list[from]);
        end = from + 1;
        while (end < runes.count && kind_of(runes.list[end]) == kind) {
            end++;
        }
        if (kind == RUNE_CJK) {
            add_pairs(&out, runes.list + from, end - from);
        } else if (kind == RUNE_WORD) {
            add_run(&out, runes.list + from, end - from);
        }
    }
    must(!out.full);
    return out_text(&out);
}

static bool is_listed(const struct tokens *tokens, str word)
{
    for (int i = 0; i < tokens->count; i++) {
        if (str_eq(tokens->list[i], word)) {
            return true;
        }
    }
    return false;
}

struct tokens fold_query(struct arena *arena, str typed)
{
    struct tokens tokens = {NEW_MANY(arena, str, WORDS_MAX), 0};
    str rest = fold_tokens(arena, typed);
    while (rest.n > 0 && tokens.count < WORDS_MAX) {
        str word = str_cut(&rest, ' ');
        must(word.n > 0);           /* joined by single blanks */
        if (!is_listed(&tokens, word)) {
            tokens.list[tokens.count++] = word;
        }
    }
    must(tokens.count <= WORDS_MAX);
    return tokens;
}
