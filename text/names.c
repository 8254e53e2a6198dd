/* Units, readings and keys of names. */
#include "text/names.h"

#include "base/arena.h"
#include "base/out.h"
#include "text/collate.h"
#include "text/fold.h"

enum { RUN_MAX = 4, HAN_FIRST = 0x2E80, DOT = 0xB7 };

/* A surname that is read otherwise than its character is elsewhere, and what
 * sounds like it.  Two characters stand before one. */
static const struct {
    str surname, sound;
} SURNAMES[] = {
    {S0("尉迟"), S0("玉迟")}, {S0("万俟"), S0("莫其")},
    {S0("长孙"), S0("掌孙")}, {S0("单于"), S0("缠于")},
    {S0("澹台"), S0("谈台")}, {S0("令狐"), S0("灵狐")},
    {S0("鲜于"), S0("先于")}, {S0("单"), S0("善")},
    {S0("仇"), S0("求")},     {S0("解"), S0("谢")},
    {S0("区"), S0("欧")},     {S0("曾"), S0("增")},
    {S0("盖"), S0("葛")},     {S0("查"), S0("渣")},
    {S0("朴"), S0("瓢")},     {S0("乐"), S0("岳")},
    {S0("翟"), S0("宅")},     {S0("任"), S0("人")},
    {S0("华"), S0("化")},     {S0("缪"), S0("妙")},
    {S0("覃"), S0("秦")},     {S0("洗"), S0("显")},
    {S0("冼"), S0("显")},     {S0("繁"), S0("婆")},
    {S0("种"), S0("虫")},     {S0("员"), S0("运")},
    {S0("黑"), S0("贺")},     {S0("折"), S0("舌")},
    {S0("秘"), S0("必")},     {S0("召"), S0("绍")},
    {S0("乜"), S0("聂")},     {S0("宓"), S0("蜜")},
    {S0("阚"), S0("看")},     {S0("谌"), S0("陈")},
    {S0("訾"), S0("资")},     {S0("祭"), S0("债")},
    {S0("柏"), S0("百")},     {S0("薄"), S0("伯")},
    {S0("褚"), S0("楚")},     {S0("牟"), S0("谋")},
    {S0("逄"), S0("庞")},     {S0("粘"), S0("年")},
    {S0("句"), S0("勾")},     {S0("都"), S0("督")},
    {S0("燕"), S0("烟")},     {S0("盛"), S0("圣")},
    {S0("隗"), S0("伟")},     {S0("应"), S0("英")},
    {S0("卜"), S0("补")},     {S0("纪"), S0("己")},
};
enum { SURNAME_COUNT = sizeof SURNAMES / sizeof SURNAMES[0] };

/* A name taken apart; `sounds` are syllables, empty where there is none. */
struct parts {
    str *units, *sounds;
    int count;
};

/* ---- taking apart -------------------------------------------------------- */

static bool is_latin(str c)
{
    char letter = c.p[0];
    return c.n == 1 && ((letter >= 'a' && letter <= 'z') ||
                        (letter >= '0' && letter <= '9'));
}

/* Signs of ASCII, the dots between the names of many peoples, brackets and
 * punctuation are no part of a name. */
static bool is_sign(uint32_t c)
{
    return c < 0x80 || c == DOT || (c >= 0x2000 && c < HAN_FIRST) ||
           (c >= 0x3000 && c <= 0x3004) || (c >= 0x3008 && c <= 0x3020) ||
           c == 0x30FB || (c >= 0xFE30 && c <= 0xFE6F);
}

static str next_char(str text, ptrdiff_t at, uint32_t *c)
{
    ptrdiff_t n = 0;
    *c = str_code_point(str_skip(text, at), &n);
    must(n > 0);
    return str_slice(text, at, at + n);
}

static struct parts parts_of(struct arena *arena, str name)
{
    str text = fold_text(arena, name);
    struct parts parts = {NEW_MANY(arena, str, text.n + 1),
                          NEW_MANY(arena, str, text.n + 1), 0};
    bool goes_on = false;           /* the last unit takes more letters */
    for (ptrdiff_t at = 0; at < text.n;) {
        uint32_t c = 0;
        str one = next_char(text, at, &c);
        at += one.n;
        bool latin = is_latin(one);
        if (latin && goes_on) {
            parts.units[parts.count - 1].n++;
        } else if (latin || !is_sign(c)) {
            parts.units[parts.count++] = one;
        }
        goes_on = latin;
    }
    return parts;
}

/* How many units the surname at the beginning has that is read otherwise;
 * `sound` is then what it sounds like. */
static int surname_of(const struct parts *parts, struct arena *arena,
                      str *sound)
{
    str one = parts->count > 0 ? parts->units[0] : S("");
    str two = parts->count > 1 ? str_join(arena, one, parts->units[1])
                               : S("");
    for (int i = 0; i < SURNAME_COUNT; i++) {
        bool whole = str_eq(SURNAMES[i].surname, two);
        /* Who has but one character is called by it: that is no surname. */
        if (whole || (str_eq(SURNAMES[i].surname, one) &&
                      parts->count > 1)) {
            *sound = SURNAMES[i].sound;
            return whole ? 2 : 1;
        }
    }
    return 0;
}

/* The units as they sound, with blanks between if `apart`. */
static str sounding(struct arena *arena, const struct parts *parts,
                    bool apart)
{
    str sound = S("");
    int replaced = surname_of(parts, arena, &sound);
    ptrdiff_t room = sound.n;
    for (int i = 0; i < parts->count; i++) {
        room += parts->units[i].n + 1;
    }
    struct out out = out_new(arena, room + 1);
    for (int i = 0; i < parts->count; i++) {
        if (apart && i > 0) {
            out_char(&out, ' ');
        }
        uint32_t c = 0;
        if (i < replaced) {
            str one = next_char(sound, 0, &c);
            sound = str_skip(sound, one.n);
            out_str(&out, one);
        } else {
            out_str(&out, parts->units[i]);
        }
    }
    must(!out.full);
    return out_text(&out);
}

static bool is_syllable(str word)
{
    for (ptrdiff_t i = 0; i < word.n; i++) {
        if (!is_latin(str_slice(word, i, i + 1))) {
            return false;
        }
    }
    return word.n > 0;
}

/* One reading for each unit; if ICU made more or less words of them, there
 * are none: half a reading would be a wrong one. */
static void read_parts(struct arena *arena, struct parts *parts)
{
    str rest = collate_latin(arena, sounding(arena, parts, true));
    int count = 0;
    while (rest.n > 0) {
        str word = str_cut(&rest, ' ');
        if (word.n > 0 && count < parts->count) {
            parts->sounds[count] = is_syllable(word) ? word : S("");
        }
        count += word.n > 0;
    }
    for (int i = 0; count != parts->count && i < parts->count; i++) {
        parts->sounds[i] = S("");
    }
}

str name_latin(struct arena *arena, str name)
{
    struct parts parts = parts_of(arena, name);
    return collate_latin(arena, sounding(arena, &parts, true));
}

/* ---- keys ---------------------------------------------------------------- */

/* v stands for ü on keyboards, and is no letter of pinyin. */
static str key_of(struct arena *arena, str text)
{
    struct out out = out_new(arena, text.n + 1);
    bool plain = is_syllable(text);
    for (ptrdiff_t i = 0; i < text.n; i++) {
        out_char(&out, plain && text.p[i] == 'v' ? 'u' : text.p[i]);
    }
    return out_text(&out);
}

static void keep(struct name_keys *keys, str key)
{
    for (int i = 0; i < keys->count; i++) {
        if (str_eq(keys->list[i], key)) {
            return;
        }
    }
    keys->list[keys->count++] = key;
}

/* The pieces i..j joined; empty if one of them is missing. */
static str run_of(struct arena *arena, const str *pieces, int from, int to)
{
    ptrdiff_t room = 0;
    for (int i = from; i <= to; i++) {
        if (pieces[i].n == 0) {
            return S("");
        }
        room += pieces[i].n;
    }
    struct out out = out_new(arena, room + 1);
    for (int i = from; i <= to; i++) {
        out_str(&out, pieces[i]);
    }
    must(!out.full);
    return key_of(arena, out_text(&out));
}

static void keep_runs(struct arena *arena, struct name_keys *keys,
                      const str *pieces, int count, int least)
{
    for (int from = 0; from < count; from++) {
        for (int to = from + least - 1; to < count; to++) {
            bool wanted = to - from < RUN_MAX || from == 0 ||
                          to == count - 1;
            str key = wanted ? run_of(arena, pieces, from, to) : S("");
            if (key.n > 0) {
                keep(keys, key);
            }
        }
    }
}

/* ü and letters with tones, but nothing of Han. */
static bool has_accents(str text)
{
    bool accents = false;
    for (ptrdiff_t at = 0; at < text.n;) {
        uint32_t c = 0;
        at += next_char(text, at, &c).n;
        if (c >= HAN_FIRST) {
            return false;
        }
        accents = accents || c >= 0x80;
    }
    return accents;
}

str name_query(struct arena *arena, str typed)
{
    str text = fold_text(arena, typed);
    if (has_accents(text)) {
        text = collate_latin(arena, text);
    }
    struct parts parts = parts_of(arena, text);
    struct out out = out_new(arena, text.n + 1);
    for (int i = 0; i < parts.count; i++) {
        out_str(&out, parts.units[i]);
    }
    must(!out.full);
    return key_of(arena, out_text(&out));
}

struct name_keys name_keys(struct arena *arena, str name)
{
    struct parts parts = parts_of(arena, name);
    read_parts(arena, &parts);
    ptrdiff_t runs = (ptrdiff_t)parts.count * (RUN_MAX + 2);
    struct name_keys keys = {NEW_MANY(arena, str, 3 * runs + 1), 0};
    str *initials = NEW_MANY(arena, str, parts.count + 1);
    for (int i = 0; i < parts.count; i++) {
        initials[i] = str_slice(parts.sounds[i], 0, 1);
    }
    keep_runs(arena, &keys, parts.units, parts.count, 1);
    keep_runs(arena, &keys, parts.sounds, parts.count, 1);
    keep_runs(arena, &keys, initials, parts.count, 2);
    str whole = name_query(arena, name);
    if (whole.n > 0) {
        keep(&keys, whole);         /* marks that no letter takes in */
    }
    must(keys.count <= 3 * runs + 1);
    return keys;
}

/* ---- order --------------------------------------------------------------- */

str name_by_pinyin(struct arena *arena, str name)
{
    struct parts parts = parts_of(arena, name);
    return collate_key(arena, COLLATE_PINYIN,
                       sounding(arena, &parts, false));
}

str name_by_strokes(struct arena *arena, str name)
{
    return collate_key(arena, COLLATE_STROKES, fold_text(arena, name));
}
