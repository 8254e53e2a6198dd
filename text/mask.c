/* Hiding by fixed rules: nothing here depends on who looks. */
#include "text/mask.h"

#include "base/arena.h"
#include "base/out.h"
#include "base/plain.h"

enum {
    STARS_MAX = 8,
    FAMILY_BYTES = 6                /* two characters of three bytes */
};

/* Family names of two characters that people bear today, one after the
 * other. */
static const char FAMILIES[] =
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫"
    "宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官"
    "司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延"
    "东郭南门羊舌微生梁丘左丘西门第五东里即墨达奚褚师歐陽司馬諸葛上官東方"
    "獨孤聞人赫連鍾離長孫鮮于公孫";

static ptrdiff_t family_chars(str name)
{
    str family = str_slice(name, 0, FAMILY_BYTES);
    str all = {FAMILIES, sizeof FAMILIES - 1};
    must(all.n % FAMILY_BYTES == 0);
    must(name.n > 0);
    for (; all.n > 0; all = str_skip(all, FAMILY_BYTES)) {
        if (str_eq(str_slice(all, 0, FAMILY_BYTES), family)) {
            return 2;
        }
    }
    return 1;
}

str mask_name(struct arena *arena, str name)
{
    must(name.n >= 0);
    name = str_trim(name);
    if (name.n == 0) {
        return (str){"", 0};
    }
    ptrdiff_t chars = str_chars(name);
    ptrdiff_t kept = chars > 2 ? family_chars(name) : chars - 1;
    ptrdiff_t stars = chars - kept;
    must(stars >= 1);
    must(kept >= 0);
    must(stars <= chars);
    stars = stars > STARS_MAX ? STARS_MAX : stars;
    str shown = str_first_chars(name, kept);
    return str_join(arena, shown, str_slice(S("********"), 0, stars));
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool all_digits(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (!is_digit(s.p[i])) {
            return false;
        }
    }
    return true;
}

static ptrdiff_t count_digits(str s)
{
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        count += is_digit(s.p[i]) ? 1 : 0;
    }
    return count;
}

str mask_phone(struct arena *arena, str phone)
{
    must(phone.n >= 0);
    struct out out = out_new(arena, phone.n + 1);
    if (str_starts(phone, S("+86"))) {
        out_str(&out, S("+86"));
        phone = str_skip(phone, 3);
    }
    ptrdiff_t digits = count_digits(phone);
    ptrdiff_t head = digits >= 11 ? 3 : 0;
    ptrdiff_t tail = digits >= 11 ? 4 : digits >= 7 ? 2 : 0;
    must(head + tail < digits || digits == 0);
    ptrdiff_t seen = 0;
    ptrdiff_t length = 0;
    for (; phone.n > 0; phone = str_skip(phone, length)) {
        (void)str_code_point(phone, &length);
        char c = phone.p[0];
        if (is_digit(c)) {
            bool kept = seen < head || seen >= digits - tail;
            out_char(&out, kept ? c : '*');
            seen++;
        } else {
            out_char(&out, str_find_char(S(" -()+"), c) >= 0 ? c : '*');
        }
    }
    must(seen == digits);
    must(!out.full);
    return out_text(&out);
}

static bool is_mobile(str s)
{
    return s.n == 11 && s.p[0] == '1' && s.p[1] >= '3';
}

/* 028-86551234, 0838-5301234: the area code without its 0 is 10, 2x, or
 * three digits from 310 on; a subscriber's number begins neither with 0 nor
 * with 1. */
static bool is_subscriber(str s)
{
    return (s.n == 7 || s.n == 8) && s.p[0] >= '2';
}

static bool is_landline_after_zero(str s)
{
    bool big_city = str_starts(s, S("10")) || str_starts(s, S("2"));
    if (s.n < 9 || (!big_city && s.p[0] < '3')) {
        return false;
    }
    return is_subscriber(str_skip(s, big_city ? 2 : 3));
}

static bool is_landline(str s)
{
    return str_starts(s, S("0")) && is_landline_after_zero(str_skip(s, 1));
}

static bool is_service(str s)
{
    return s.n == 10 &&
           (str_starts(s, S("400")) || str_starts(s, S("800")));
}

bool phone_is_plausible(str digits)
{
    must(digits.n >= 0);
    bool china = str_starts(digits, S("+86"));
    bool abroad = !china && str_starts(digits, S("+"));
    digits = str_skip(digits, china ? 3 : abroad ? 1 : 0);
    if (digits.n == 0 || !all_digits(digits)) {
        return false;
    }
    if (abroad) {
        return digits.n >= 8 && digits.n <= 15 && digits.p[0] != '0';
    }
    if (is_mobile(digits) || is_landline(digits) || is_service(digits)) {
        return true;
    }
    /* After +86 an area code is needed, and has usually lost its 0. */
    return china ? is_landline_after_zero(digits) : is_subscriber(digits);
}

/* ---- numbers within a text ---------------------------------------------- */

enum {
    GROUPS_MAX = 12,                /* of one number: "138 1234 5678" */
    MOBILE = 11,
    ID_OLD = 15,
    ID = 18
};

/* Digits that stand together, group after group. */
struct number {
    char digits[ID + 1];            /* only the first ones are kept */
    int count;
    int group_ends[GROUPS_MAX];
    int groups;
};

static int digit_of(uint32_t point)
{
    if (point >= '0' && point <= '9') {
        return (int)(point - '0');
    }
    return point >= 0xFF10 && point <= 0xFF19 ? (int)(point - 0xFF10) : -1;
}

static bool is_joint(uint32_t point)
{
    return point == ' ' || point == '-' || point == '.' || point == 0xA0 ||
           point == 0x3000 || point == 0xFF0D || point == 0x00B7 ||
           (point >= 0x2010 && point <= 0x2015);
}

static bool is_x(uint32_t point)
{
    return point == 'x' || point == 'X' || point == 0xFF38 ||
           point == 0xFF58;
}

/* The next sign that can be seen or is a blank; 0 at the end. */
static uint32_t next_point(str *text)
{
    while (text->n > 0) {
        ptrdiff_t size = 0;
        uint32_t point = str_code_point(*text, &size);
        *text = str_skip(*text, size);
        if (!plain_is_invisible(point) || is_joint(point) || point == '\n') {
            return point;
        }
    }
    return 0;
}

/* What begins with this group: digits up to the first sign that is neither
 * a digit nor one joint between two groups. */
static struct number number_at(str text)
{
    struct number number = {.count = 0};
    uint32_t point = next_point(&text);
    bool joint = false;
    must(digit_of(point) >= 0);
    while (number.count <= ID && number.groups < GROUPS_MAX - 1) {
        int digit = digit_of(point);
        bool x = is_x(point) && number.count == ID - 1;
        if (is_joint(point) && !joint) {
            number.group_ends[number.groups++] = number.count;
        } else if (digit >= 0 || x) {
            number.digits[number.count++] = x ? 'X' : (char)('0' + digit);
        } else {
            break;
        }
        joint = is_joint(point);
        point = next_point(&text);
    }
    number.group_ends[number.groups++] = number.count;
    must(number.groups <= GROUPS_MAX);
    return number;
}

static bool is_personal(const struct number *number, int group)
{
    str digits = {number->digits, number->group_ends[group]};
    if (digits.n > ID) {
        return false;
    }
    bool card = (digits.n == ID || (digits.n == ID_OLD && group == 0)) &&
                digits.p[0] != '0';
    digits = str_starts(digits, S("0086")) ? str_skip(digits, 4)
             : str_starts(digits, S("86")) ? str_skip(digits, 2)
             : str_starts(digits, S("0"))  ? str_skip(digits, 1)
                                           : digits;
    bool mobile = digits.n == MOBILE && digits.p[0] == '1' &&
                  (group == 0 || digits.p[1] >= '3');
    return card || mobile;
}

bool text_has_personal_number(str text)
{
    bool inside = false;            /* of a group that was looked at */
    must(text.n >= 0);
    while (text.n > 0) {
        str here = text;
        bool digit = digit_of(next_point(&text)) >= 0;
        struct number number = {.count = 0};
        if (digit && !inside) {
            number = number_at(here);
        }
        for (int i = 0; i < number.groups; i++) {
            if (is_personal(&number, i)) {
                return true;
            }
        }
        inside = digit;
    }
    return false;
}
