/* Lines of iCalendar are folded while they are written: `column` counts the
 * bytes of the line so far, and no character is cut in two. */
#include "office/ical.h"

#include "base/out.h"

enum { LINE_MAX_BYTES = 75, DAY_MIN = 24 * 60, FIRST_CONTROL_FREE = 0x20,
       DELETE = 0x7F };

struct fold {
    struct out *out;
    int column;
};

/* Pieces that may not be parted stand in one call. */
static void put_whole(struct fold *fold, str piece)
{
    must(piece.n < LINE_MAX_BYTES);
    if (fold->column + piece.n > LINE_MAX_BYTES) {
        out_str(fold->out, S("\r\n "));
        fold->column = 1;
    }
    out_str(fold->out, piece);
    fold->column += (int)piece.n;
}

static void put(struct fold *fold, str text)
{
    while (text.n > 0) {
        ptrdiff_t n = 1;
        (void)str_code_point(text, &n);
        put_whole(fold, str_slice(text, 0, n));
        text = str_skip(text, n);
    }
}

static void end_line(struct fold *fold)
{
    out_str(fold->out, S("\r\n"));
    fold->column = 0;
}

/* TEXT of RFC 5545, 3.3.11.  Other control characters mean nothing in a
 * calendar and would break its lines. */
static void put_text(struct fold *fold, str text)
{
    while (text.n > 0) {
        ptrdiff_t n = 1;
        uint32_t c = str_code_point(text, &n);
        if (c == '\n') {
            put_whole(fold, S("\\n"));
        } else if (c == '\\' || c == ';' || c == ',') {
            char escaped[] = {'\\', (char)c};
            put_whole(fold, (str){escaped, sizeof escaped});
        } else if (c >= FIRST_CONTROL_FREE && c != DELETE) {
            put_whole(fold, str_slice(text, 0, n));
        }
        text = str_skip(text, n);
    }
}

static void write_text(struct fold *fold, str name, str text)
{
    if (text.n > 0) {
        put(fold, name);
        put_whole(fold, S(":"));
        put_text(fold, text);
        end_line(fold);
    }
}

/* A URI is not escaped; what could end its line is left out. */
static void write_url(struct fold *fold, str url)
{
    if (url.n == 0) {
        return;
    }
    put(fold, S("URL:"));
    for (ptrdiff_t i = 0; i < url.n; i++) {
        unsigned char c = (unsigned char)url.p[i];
        if (c > FIRST_CONTROL_FREE && c < DELETE) {
            put_whole(fold, str_slice(url, i, i + 1));
        }
    }
    end_line(fold);
}

/* 24:00 is the next day's beginning. */
static void write_time(struct fold *fold, str name, int64_t day, int min)
{
    struct date date = civil_date(day + min / DAY_MIN);
    int rest = min % DAY_MIN;
    put(fold, name);
    put(fold, S(";TZID=Asia/Shanghai:"));
    out_format(fold->out, "%04d%02d%02dT%02d%02d00", date.year, date.month,
               date.day, rest / 60, rest % 60);
    end_line(fold);
}

static void write_stamp(struct fold *fold, int64_t stamp_ms)
{
    must(stamp_ms != 0);
    str iso = time_iso(fold->out->arena, stamp_ms);
    put(fold, S("DTSTAMP:"));
    for (ptrdiff_t i = 0; i < iso.n; i++) {
        if (iso.p[i] != '-' && iso.p[i] != ':') {
            out_char(fold->out, iso.p[i]);
        }
    }
    end_line(fold);
}

/* How many before it have the same planned day and hours: two rules of one
 * timetable may, when one of them was moved. */
static int namesakes(const struct recur_list *list, ptrdiff_t place)
{
    const struct recur_day *day = &list->days[place];
    int count = 0;
    for (ptrdiff_t i = 0; i < place; i++) {
        const struct recur_day *other = &list->days[i];
        count += other->planned == day->planned &&
                 other->rule != day->rule &&
                 other->start_min == day->start_min &&
                 other->end_min == day->end_min;
    }
    return count;
}

/* Named by the planned day, so that a moved event moves in the reader's
 * calendar too instead of standing there twice. */
static void write_uid(struct fold *fold, const struct ical_feed *feed,
                      const struct recur_list *list, ptrdiff_t place)
{
    const struct recur_day *day = &list->days[place];
    struct date date = civil_date(day->planned);
    int before = namesakes(list, place);
    str uid = str_format(
        fold->out->arena, "%.*s-%04d%02d%02d-%02d%02d-%02d%02d", SF(feed->stem),
        date.year, date.month, date.day, day->start_min / 60,
        day->start_min % 60, day->end_min / 60, day->end_min % 60);
    put(fold, S("UID:"));
    put_text(fold, uid);
    if (before > 0) {
        put(fold, str_format(fold->out->arena, "-%d", before + 1));
    }
    put_whole(fold, S("@"));
    put_text(fold, feed->host);
    end_line(fold);
}

static str status_of(const struct recur_day *day)
{
    if (!recur_is_held(day)) {
        return S("CANCELLED");
    }
    return day->known ? S("CONFIRMED") : S("TENTATIVE");
}

static void write_description(struct fold *fold, const struct ical_feed *feed,
                              const struct recur_day *day)
{
    str text = feed->description;
    if (day->why == RECUR_MOVED || day->why == RECUR_SWAPPED) {
        struct date date = civil_date(day->planned);
        bool zh = feed->tongue == RECUR_ZH;
        str moved = str_format(
            fold->out->arena, "%s %04d-%02d-%02d", zh ? "原定" : "Planned for",
            date.year, date.month, date.day);
        text = text.n == 0 ? moved
                           : str_format(fold->out->arena, "%.*s\n%.*s",
                                        SF(moved), SF(text));
    }
    write_text(fold, S("DESCRIPTION"), text);
}

/* Is the day it was moved to in the list as well?  Then that event says
 * all, under the same UID. */
static bool is_told_elsewhere(const struct recur_list *list, ptrdiff_t place)
{
    const struct recur_day *day = &list->days[place];
    for (ptrdiff_t i = 0; i < list->count && day->instead != 0; i++) {
        const struct recur_day *other = &list->days[i];
        if (other->rule == day->rule && other->planned == day->planned &&
            recur_is_held(other)) {
            return true;
        }
    }
    return false;
}

static void write_event(struct fold *fold, const struct ical_feed *feed,
                        const struct recur_list *list, ptrdiff_t place)
{
    const struct recur_day *day = &list->days[place];
    out_str(fold->out, S("BEGIN:VEVENT\r\n"));
    write_uid(fold, feed, list, place);
    write_stamp(fold, feed->stamp_ms);
    write_time(fold, S("DTSTART"), day->day, day->start_min);
    write_time(fold, S("DTEND"), day->day, day->end_min);
    out_format(fold->out, "SEQUENCE:%lld\r\n", (long long)feed->sequence);
    write_text(fold, S("STATUS"), status_of(day));
    write_text(fold, S("SUMMARY"), feed->summary);
    bool elsewhere = feed->places != NULL && feed->places[place].n > 0;
    write_text(fold, S("LOCATION"),
               elsewhere ? feed->places[place] : feed->location);
    write_description(fold, feed, day);
    write_url(fold, feed->url);
    out_str(fold->out, S("END:VEVENT\r\n"));
}

/* One offset for good: China had summer time from 1986 to 1991, and no feed
 * reaches back so far. */
static void write_zone(struct fold *fold)
{
    out_str(fold->out, S("BEGIN:VTIMEZONE\r\n"
                         "TZID:Asia/Shanghai\r\n"
                         "BEGIN:STANDARD\r\n"
                         "DTSTART:19920101T000000\r\n"
                         "TZOFFSETFROM:+0800\r\n"
                         "TZOFFSETTO:+0800\r\n"
                         "TZNAME:CST\r\n"
                         "END:STANDARD\r\n"
                         "END:VTIMEZONE\r\n"));
}

void ical_write(struct out *out, const struct ical_feed *feed,
                const struct recur_list *list)
{
    must(out != NULL);
    must(feed->stem.n > 0);
    must(feed->host.n > 0);
    must(list->count >= 0);
    struct fold fold = {.out = out};
    out_str(out, S("BEGIN:VCALENDAR\r\n"
                   "VERSION:2.0\r\n"
                   "PRODID:-//Xinqiao//Timetable//ZH\r\n"
                   "CALSCALE:GREGORIAN\r\n"
                   "METHOD:PUBLISH\r\n"));
    write_text(&fold, S("NAME"), feed->name);
    write_text(&fold, S("X-WR-CALNAME"), feed->name);
    out_str(out, S("REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n"));
    write_zone(&fold);
    for (ptrdiff_t i = 0; i < list->count; i++) {
        if (!is_told_elsewhere(list, i)) {
            write_event(&fold, feed, list, i);
        }
    }
    out_str(out, S("END:VCALENDAR\r\n"));
}
