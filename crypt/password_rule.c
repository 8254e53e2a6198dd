#include "crypt/password_rule.h"

#include "base/arena.h"
#include "crypt/password_words.h"

enum {
    WORD_COST = 2,                  /* in characters; see the header */
    REPEAT_COST = 1,
    WALK_MIN = 3,
    OWN_CHARS_MIN = 3               /* of a login or name to look for */
};

/* ---- one character per place --------------------------------------------- */

/* A password as code points in lower case: what a person counts. */
struct letters {
    uint32_t *at;
    int n;
};

static uint32_t lower(uint32_t c)
{
    c -= c >= 0xFF01 && c <= 0xFF5E ? 0xFF01 - '!' : 0;
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static struct letters letters_of(struct arena *arena, str text)
{
    struct letters letters = {NEW_MANY(arena, uint32_t, text.n + 1), 0};
    ptrdiff_t length = 0;
    for (; text.n > 0; text = str_skip(text, length)) {
        letters.at[letters.n++] = lower(str_code_point(text, &length));
        must(length > 0);
    }
    return letters;
}

/* What p@55w0rd means.  1 may be an i or an l, so it is asked for each. */
static bool looks_like(uint32_t typed, uint32_t meant)
{
    static const char PAIRS[] = "0o1i1l!i!l3e4a@a5s$s7t+t8b9g2z6b";
    if (typed == meant) {
        return true;
    }
    for (const char *pair = PAIRS; *pair != '\0'; pair += 2) {
        if (typed == (unsigned char)pair[0] &&
            meant == (unsigned char)pair[1]) {
            return true;
        }
    }
    return false;
}

/* ---- pieces that are cheap to guess -------------------------------------- */

static bool stands_at(const struct letters *text, int from,
                      const struct letters *word)
{
    if (word->n > text->n - from) {
        return false;
    }
    for (int i = 0; i < word->n; i++) {
        if (!looks_like(text->at[from + i], word->at[i])) {
            return false;
        }
    }
    return true;
}

/* The same for a word of the list, which is ASCII. */
static bool word_stands_at(const struct letters *text, int from, str word)
{
    if (word.n > text->n - from) {
        return false;
    }
    for (int i = 0; i < (int)word.n; i++) {
        if (!looks_like(text->at[from + i], (unsigned char)word.p[i])) {
            return false;
        }
    }
    return true;
}

/* Rows of a keyboard, its columns from top to bottom and back, the number
 * pad's lines, the alphabet. */
static const char *const WALKS[] = {
    "`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./",
    "~!@#$%^&*()_+", "abcdefghijklmnopqrstuvwxyz", "01234567890",
    "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,",
    "9ol.", "0p;/", "!qaz", "@wsx", "#edc", "$rfv", "147", "258", "369",
    "7410", "8520", "9630",
};

static int walk_in(const struct letters *text, int from, const char *walk,
                   int way)
{
    str row = str_of(walk);
    ptrdiff_t at = text->at[from] < 0x7f
                       ? str_find_char(row, (char)text->at[from])
                       : -1;
    int n = 0;
    while (at >= 0 && at < row.n && from + n < text->n &&
           text->at[from + n] == (unsigned char)row.p[at]) {
        n++;
        at += way;
    }
    return n;
}

/* How far the longest walk goes that begins here. */
static int walk_at(const struct letters *text, int from)
{
    int longest = 0;
    for (size_t i = 0; i < sizeof WALKS / sizeof WALKS[0]; i++) {
        int on = walk_in(text, from, WALKS[i], 1);
        int back = walk_in(text, from, WALKS[i], -1);
        longest = on > longest ? on : longest;
        longest = back > longest ? back : longest;
    }
    return longest;
}

static int number_at(const struct letters *text, int from, int digits)
{
    int number = 0;
    if (from < 0 || digits > text->n - from) {
        return -1;
    }
    for (int i = 0; i < digits; i++) {
        uint32_t c = text->at[from + i];
        if (c < '0' || c > '9') {
            return -1;
        }
        number = number * 10 + (int)(c - '0');
    }
    return number;
}

static bool is_year(int number)
{
    return number >= 1900 && number <= 2099;
}

static bool is_month_day(int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* 19850612, 06121985; 850612; 1985: whether a date of so many digits begins
 * here. */
static bool is_date_at(const struct letters *text, int from, int digits)
{
    int first = number_at(text, from, 4);
    if (digits == 4) {
        return is_year(first);
    }
    if (digits == 6) {
        int six = number_at(text, from, 6);
        return six >= 0 && is_month_day(six / 100 % 100, six % 100);
    }
    int second = number_at(text, from + 4, 4);
    return first >= 0 && second >= 0 &&
           ((is_year(first) && is_month_day(second / 100, second % 100)) ||
            (is_year(second) && (is_month_day(first / 100, first % 100) ||
                                 is_month_day(first % 100, first / 100))));
}

/* How often the `unit` characters before `from` are said again there. */
static int repeated_at(const struct letters *text, int from, int unit)
{
    int n = 0;
    while (from + n < text->n && text->at[from + n] ==
                                     text->at[from + n - unit]) {
        n++;
    }
    return n - n % unit;
}

/* ---- the cheapest way to say it ------------------------------------------ */

enum { OWN_MAX = 3 };

struct count {
    const struct letters *text;
    int *worth;                     /* worth[i]: of the first i characters */
    struct letters own[OWN_MAX];    /* what costs nothing to guess */
    int own_count;
};

/* From `from`, `n` characters for `cost`; not dearer than one by one. */
static void offer(struct count *count, int from, int n, int cost)
{
    must(from + n <= count->text->n);
    int whole = count->worth[from] + (n < cost ? n : cost);
    if (n > 0 && whole < count->worth[from + n]) {
        count->worth[from + n] = whole;
    }
}

static void offer_words(struct count *count, int from)
{
    str rest = password_words();
    while (rest.n > 0) {
        str word = str_cut(&rest, ' ');
        if (word_stands_at(count->text, from, word)) {
            offer(count, from, (int)word.n, WORD_COST);
        }
    }
    for (int i = 0; i < count->own_count; i++) {
        if (stands_at(count->text, from, &count->own[i])) {
            offer(count, from, count->own[i].n, 0);
        }
    }
}

static void offer_rules(struct count *count, int from)
{
    const struct letters *text = count->text;
    offer(count, from, 1, 1);
    int walk = walk_at(text, from);
    for (int n = WALK_MIN; n <= walk; n++) {
        offer(count, from, n, WORD_COST);
    }
    for (int digits = 4; digits <= 8; digits += 2) {
        if (is_date_at(text, from, digits)) {
            offer(count, from, digits, WORD_COST);
        }
    }
    /* Shorter ones too: the cheapest way may go on otherwise. */
    for (int unit = 1; unit <= from; unit++) {
        int most = repeated_at(text, from, unit);
        for (int n = unit; n <= most; n += unit) {
            offer(count, from, n, REPEAT_COST);
        }
    }
}

/* Two of a Chinese name's characters are a name; of Latin ones three are. */
static bool is_telling(const struct letters *own)
{
    return own->n >= OWN_CHARS_MIN || (own->n == 2 && own->at[0] > 0x7f);
}

static void count_own(struct arena *arena, struct count *count, str word)
{
    struct letters own = letters_of(arena, str_trim(word));
    must(count->own_count < OWN_MAX);
    if (is_telling(&own)) {
        count->own[count->own_count++] = own;
    }
}

/* With the owner's own words for nothing, if there is an owner. */
static int worth_of(struct arena *arena, str password,
                    const struct password_owner *owner)
{
    struct letters text = letters_of(arena, password);
    struct count count = {.text = &text,
                          .worth = NEW_MANY(arena, int, text.n + 1)};
    if (owner != NULL) {
        count_own(arena, &count, owner->login);
        count_own(arena, &count, owner->name);
        count_own(arena, &count, owner->site);
    }
    for (int i = 1; i <= text.n; i++) {
        count.worth[i] = i;
    }
    for (int from = 0; from < text.n; from++) {
        offer_rules(&count, from);
        offer_words(&count, from);
    }
    must(count.worth[text.n] <= text.n);
    return count.worth[text.n];
}

int password_worth(struct arena *arena, str password)
{
    return worth_of(arena, password, NULL);
}

enum password_fault password_judge(struct arena *arena, str password,
                                   const struct password_owner *owner)
{
    must(owner != NULL);
    must(str_is_utf8(password));
    ptrdiff_t chars = str_chars(password);
    if (chars < PASSWORD_CHARS_MIN) {
        return PASSWORD_SHORT;
    }
    if (chars > PASSWORD_CHARS_MAX) {
        return PASSWORD_LONG;
    }
    if (worth_of(arena, password, NULL) < PASSWORD_WORTH_MIN) {
        return PASSWORD_COMMON;
    }
    return worth_of(arena, password, owner) < PASSWORD_WORTH_MIN
               ? PASSWORD_PERSONAL
               : PASSWORD_FINE;
}
