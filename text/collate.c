/* Order and sound of Chinese text.  The only file that includes ICU. */
#include "text/collate.h"

#include <pthread.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/arena.h"

enum {
    LATIN_GROWTH = 12,              /* units a character may become, and more */
    KEY_ROOM = 64
};

/* Without ICU's own data nothing here works: then the machine lacks a
 * package, which no request can mend. */
static struct {
    pthread_once_t orders_once, latin_once;
    pthread_mutex_t latin_lock;     /* a transliterator is not shared */
    UCollator *orders[COLLATE_ORDERS];
    UTransliterator *latin;
} icu = {PTHREAD_ONCE_INIT, PTHREAD_ONCE_INIT, PTHREAD_MUTEX_INITIALIZER,
         {NULL}, NULL};

static void orders_open(void)
{
    static const char *const NAMES[COLLATE_ORDERS] = {
        [COLLATE_PINYIN] = "zh@collation=pinyin",
        [COLLATE_STROKES] = "zh@collation=stroke",
    };
    for (int i = 0; i < COLLATE_ORDERS; i++) {
        UErrorCode bad = U_ZERO_ERROR;
        icu.orders[i] = ucol_open(NAMES[i], &bad);
        must(U_SUCCESS(bad));
    }
}

static void latin_open(void)
{
    static const char ID[] = "Han-Latin; Latin-ASCII; Lower";
    UChar id[sizeof ID];
    UErrorCode bad = U_ZERO_ERROR;
    u_uastrcpy(id, ID);
    icu.latin = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &bad);
    must(U_SUCCESS(bad));
}

void collate_warm(void)
{
    must(pthread_once(&icu.orders_once, orders_open) == 0);
    must(pthread_once(&icu.latin_once, latin_open) == 0);
}

/* The text as ICU wants it, with room behind it; *n units are used. */
static UChar *wide_of(struct arena *arena, str text, int32_t room,
                      int32_t *n)
{
    UErrorCode bad = U_ZERO_ERROR;
    UChar *wide = NEW_MANY(arena, UChar, room);
    must(text.n < room);
    u_strFromUTF8(wide, room, n, text.p, (int32_t)text.n, &bad);
    must(U_SUCCESS(bad));
    return wide;
}

str collate_key(struct arena *arena, enum collate_order order, str text)
{
    must(order < COLLATE_ORDERS);
    if (text.n == 0 || !str_is_utf8(text)) {
        return (str){"", 0};
    }
    must(pthread_once(&icu.orders_once, orders_open) == 0);
    int32_t n = 0;
    UChar *wide = wide_of(arena, text, (int32_t)text.n + 1, &n);
    uint8_t *key = NEW_MANY(arena, uint8_t, KEY_ROOM);
    int32_t wanted = ucol_getSortKey(icu.orders[order], wide, n, key,
                                     KEY_ROOM);
    if (wanted > KEY_ROOM) {
        key = NEW_MANY(arena, uint8_t, wanted);
        int32_t wrote = ucol_getSortKey(icu.orders[order], wide, n, key,
                                        wanted);
        must(wrote == wanted);
    }
    must(wanted > 0);
    return (str){(const char *)key, wanted - 1};    /* without its NUL */
}

str collate_latin(struct arena *arena, str text)
{
    if (text.n == 0 || !str_is_utf8(text)) {
        return (str){"", 0};
    }
    must(pthread_once(&icu.latin_once, latin_open) == 0);
    int32_t room = ((int32_t)text.n + 1) * LATIN_GROWTH;
    int32_t n = 0;
    UChar *wide = wide_of(arena, text, room, &n);
    int32_t limit = n;
    UErrorCode bad = U_ZERO_ERROR;
    must(pthread_mutex_lock(&icu.latin_lock) == 0);
    utrans_transUChars(icu.latin, wide, &n, room, 0, &limit, &bad);
    must(pthread_mutex_unlock(&icu.latin_lock) == 0);
    must(U_SUCCESS(bad));
    int32_t bytes = 0;
    char *latin = arena_take(arena, (size_t)n * 3 + 1, 1);
    u_strToUTF8(latin, n * 3 + 1, &bytes, wide, n, &bad);
    must(U_SUCCESS(bad));
    return (str){latin, bytes};
}
