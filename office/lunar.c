/* A table of 200 years instead of ICU's Chinese calendar.
 *
 * ICU 72 and 78 were tried against the rule of the standard, computed from
 * new moons and solar longitudes that are exact to a few seconds.  ICU puts
 * nine of the 2,472 months of these years on the wrong day, among them the
 * first of 2027 (7 February instead of the 6th) and the tenth of 2018 (7
 * November instead of the 8th), and makes another month leap in 1917, 1922
 * and 1987; and it takes about 180 microseconds for a day, this table a
 * tenth of one, and a timetable asks for hundreds of days.  A wrong market
 * day closes the door before people who came on foot.
 *
 * Before 1929 the almanac used the mean time of Beijing (UTC+7:45:40); in
 * 1906 its fourth month began a day after the computed one, and the almanac
 * stands.  The new moons of 2057-09-29 and 2097-08-08 fall so near to
 * midnight (40 and 15 seconds) that the almanacs of those years may come to
 * another day.  tests/lunar_test.c computes the sky again and compares. */
#include "office/lunar.h"

#include <assert.h>

#include "office/civil.h"

enum {
    MONTHS_MAX = 13,
    LENGTH_BITS = MONTHS_MAX,       /* the lowest: set for 30 days */
    LEAP_BITS = 4,                  /* then which month is doubled, or 0 */
    SHORT_MONTH = 29,
    LAST_DAY = 47874                /* 2101-01-28 */
};

/* The rest of the bits: from 1 January to the lunar new year, in days. */
static const uint32_t YEARS[] = {
    0x620752, 0x4c0ea5, 0x38b64a, 0x5c064b, 0x440a9b, /* 1901 */
    0x309556, 0x56056a, 0x400b59, 0x2a5752, 0x500752, /* 1906 */
    0x3adb25, 0x600b25, 0x480a4b, 0x32b4ab, 0x5802ad, /* 1911 */
    0x42056b, 0x2c4b69, 0x520da9, 0x3efd92, 0x640e92, /* 1916 */
    0x4c0d25, 0x36ba4d, 0x5c0a56, 0x4602b6, 0x2e95b5, /* 1921 */
    0x5606d4, 0x400ea9, 0x2c5e92, 0x500e92, 0x3acd26, /* 1926 */
    0x5e052b, 0x480a57, 0x32b2b6, 0x580b5a, 0x4406d4, /* 1931 */
    0x2e6ec9, 0x520749, 0x3cf693, 0x620a93, 0x4c052b, /* 1936 */
    0x34ca5b, 0x5a0aad, 0x46056a, 0x309b55, 0x560ba4, /* 1941 */
    0x400b49, 0x2a5a93, 0x500a95, 0x38f52d, 0x5e0536, /* 1946 */
    0x480aad, 0x34b5aa, 0x5805b2, 0x420da5, 0x2e7d4a, /* 1951 */
    0x540d4a, 0x3d0a95, 0x600a97, 0x4c0556, 0x36cab5, /* 1956 */
    0x5a0ad5, 0x4606d2, 0x308ea5, 0x560ea5, 0x40064a, /* 1961 */
    0x286c97, 0x4e0a9b, 0x3af55a, 0x5e056a, 0x480b69, /* 1966 */
    0x34b752, 0x5a0b52, 0x420b25, 0x2c964b, 0x520a4b, /* 1971 */
    0x3d14ab, 0x6002ad, 0x4a056d, 0x36cb69, 0x5c0da9, /* 1976 */
    0x460d92, 0x309d25, 0x560d25, 0x415a4d, 0x640a56, /* 1981 */
    0x4e02b6, 0x38c5b5, 0x5e06d5, 0x480ea9, 0x34be92, /* 1986 */
    0x5a0e92, 0x440d26, 0x2c6a56, 0x500a57, 0x3d14d6, /* 1991 */
    0x62035a, 0x4a06d5, 0x36b6c9, 0x5c0749, 0x460693, /* 1996 */
    0x2e952b, 0x54052b, 0x3e0a5b, 0x2a555a, 0x4e056a, /* 2001 */
    0x38fb55, 0x600ba4, 0x4a0b49, 0x32ba93, 0x580a95, /* 2006 */
    0x42052d, 0x2c8aad, 0x500ab5, 0x3d35aa, 0x6205d2, /* 2011 */
    0x4c0da5, 0x36dd4a, 0x5c0d4a, 0x460c95, 0x30952e, /* 2016 */
    0x540556, 0x3e0ab5, 0x2a55b2, 0x5006d2, 0x38cea5, /* 2021 */
    0x5e0725, 0x48064b, 0x32ac97, 0x560cab, 0x42055a, /* 2026 */
    0x2c6ad6, 0x520b69, 0x3d7752, 0x620b52, 0x4c0b25, /* 2031 */
    0x36da4b, 0x5a0a4b, 0x4404ab, 0x2ea55b, 0x5405ad, /* 2036 */
    0x3e0b6a, 0x2a5b52, 0x500d92, 0x3afd25, 0x5e0d25, /* 2041 */
    0x480a55, 0x32b4ad, 0x5804b6, 0x4005b5, 0x2c6daa, /* 2046 */
    0x520ec9, 0x3f1e92, 0x620e92, 0x4c0d26, 0x36ca56, /* 2051 */
    0x5a0a57, 0x4404d6, 0x2e86d5, 0x540755, 0x400749, /* 2056 */
    0x286e93, 0x4e0693, 0x38f52b, 0x5e052b, 0x460a5b, /* 2061 */
    0x32b55a, 0x58056a, 0x420b65, 0x2c974a, 0x520b4a, /* 2066 */
    0x3d1a95, 0x620a95, 0x4a052d, 0x34caad, 0x5a0ab5, /* 2071 */
    0x4605aa, 0x2e8ba5, 0x540da5, 0x400d4a, 0x2a7c95, /* 2076 */
    0x4e0c96, 0x38f94e, 0x5e0556, 0x480ab5, 0x32b5b2, /* 2081 */
    0x5806d2, 0x420ea5, 0x2e8e4a, 0x50068b, 0x3b0c97, /* 2086 */
    0x6004ab, 0x4a055b, 0x34cad6, 0x5a0b6a, 0x460752, /* 2091 */
    0x309725, 0x540b25, 0x3e0a8b, 0x28549b, 0x4e04ab, /* 2096 */
};

static_assert(sizeof YEARS / sizeof YEARS[0] ==
                  LUNAR_YEAR_MAX - LUNAR_YEAR_MIN + 1,
              "a row for each year");

static uint32_t row_of(int year)
{
    must(year >= LUNAR_YEAR_MIN);
    must(year <= LUNAR_YEAR_MAX);
    return YEARS[year - LUNAR_YEAR_MIN];
}

static int64_t new_year(int year)
{
    return civil_day(year, 1, 1) +
           (row_of(year) >> (LENGTH_BITS + LEAP_BITS));
}

bool lunar_knows(int64_t day)
{
    return day >= new_year(LUNAR_YEAR_MIN) && day <= LAST_DAY;
}

/* The number of the month at `place` of a year whose month `doubled` (0 for
 * none) has a leap month behind it. */
static struct lunar month_at(int place, int doubled)
{
    must(place >= 0);
    must(place < MONTHS_MAX);
    bool behind = doubled > 0 && place >= doubled;
    return (struct lunar){
        .month = place + (behind ? 0 : 1),
        .leap = doubled > 0 && place == doubled,
    };
}

struct lunar lunar_of_day(int64_t day)
{
    must(lunar_knows(day));
    int year = civil_date(day).year;
    if (year > LUNAR_YEAR_MAX || day < new_year(year)) {
        year--;
    }
    uint32_t row = row_of(year);
    int64_t left = day - new_year(year);
    int place = 0;
    int length = SHORT_MONTH + (int)(row & 1);
    while (left >= length) {
        left -= length;
        place++;
        must(place < MONTHS_MAX);
        length = SHORT_MONTH + (int)(row >> place & 1);
    }
    uint32_t doubled = row >> LENGTH_BITS & ((1u << LEAP_BITS) - 1);
    struct lunar lunar = month_at(place, (int)doubled);
    lunar.year = year;
    lunar.day = (int)left + 1;
    lunar.month_days = length;
    must(lunar.month <= 12);
    return lunar;
}

str lunar_month_name(int month)
{
    static const str NAMES[] = {
        S0("正月"), S0("二月"), S0("三月"), S0("四月"),
        S0("五月"), S0("六月"), S0("七月"), S0("八月"),
        S0("九月"), S0("十月"), S0("十一月"), S0("十二月"),
    };
    must(month >= 1);
    must(month <= 12);
    return NAMES[month - 1];
}

str lunar_day_name(int day)
{
    static const str NAMES[] = {
        S0("初一"), S0("初二"), S0("初三"), S0("初四"), S0("初五"),
        S0("初六"), S0("初七"), S0("初八"), S0("初九"), S0("初十"),
        S0("十一"), S0("十二"), S0("十三"), S0("十四"), S0("十五"),
        S0("十六"), S0("十七"), S0("十八"), S0("十九"), S0("二十"),
        S0("廿一"), S0("廿二"), S0("廿三"), S0("廿四"), S0("廿五"),
        S0("廿六"), S0("廿七"), S0("廿八"), S0("廿九"), S0("三十"),
    };
    must(day >= 1);
    must(day <= 30);
    return NAMES[day - 1];
}
