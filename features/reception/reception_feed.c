/* Timetables as calendars (office/ical.h). */
#include "base/area_code.h"
#include "desk/settings.h"
#include "features/people/people.h"
#include "features/reception/reception_show.h"
#include "office/ical.h"
#include "page/words.h"

enum { FEED_BACK_DAYS = 28, FEED_BYTES_MAX = 1 << 20 };

/* "https://host" for what is fed to others: the setting site.address, else
 * where this request came to; the host alone is part of every UID. */
static err site_of(struct task *task, str *url, str *host)
{
    TRY(setting_text(task, AREA_NATION, S("site.address"), S(""), url));
    str asked = request_host(task->request);
    if (url->n == 0) {
        *url = str_join(task->arena, S("http://"),
                        asked.n > 0 ? asked : S("localhost"));
    }
    str rest = *url;
    (void)str_cut(&rest, '/');
    (void)str_cut(&rest, '/');
    *host = str_cut(&rest, ':');
    return OK;
}

static enum recur_why why_of(const struct reception_line *line)
{
    if (line->is_held == 0) {
        return str_eq(line->why, S("off")) ? RECUR_OFF : RECUR_OMITTED;
    }
    return str_eq(line->why, S("moved"))     ? RECUR_MOVED
           : str_eq(line->why, S("swapped")) ? RECUR_SWAPPED
                                             : RECUR_AS_PLANNED;
}

/* The place of the first line that follows the same rule: namesakes of
 * several rules are told apart by it. */
static int rule_of(const struct reception_line_list *lines, ptrdiff_t place)
{
    int first = 0;
    while (lines->rows[first].rule_id != lines->rows[place].rule_id) {
        first++;
    }
    return first;
}

/* Plain opening hours would fill everybody's calendar. */
static struct recur_list list_of(struct task *task,
                                 const struct reception_line_list *lines,
                                 struct ical_feed *feed)
{
    str *places = NEW_MANY(task->arena, str, lines->n);
    struct recur_list list = {
        .days = NEW_MANY(task->arena, struct recur_day, lines->n)};
    feed->places = places;
    for (ptrdiff_t i = 0; i < lines->n; i++) {
        const struct reception_line *line = &lines->rows[i];
        if (str_eq(line->kind, S("opening"))) {
            continue;
        }
        places[list.count] = line->place;
        list.days[list.count++] = (struct recur_day){
            .day = line->day, .planned = line->planned,
            .instead = line->instead, .start_min = (int)line->start_min,
            .end_min = (int)line->end_min, .why = why_of(line),
            .known = line->known != 0, .rule = rule_of(lines, i),
        };
    }
    return list;
}

static err feed_send(struct task *task, struct ical_feed *feed,
                     int64_t subject_id, const struct reception_line_list *l)
{
    struct reception_sequence_list sequence;
    struct recur_list list = list_of(task, l, feed);
    struct out out = out_new(task->arena, FEED_BYTES_MAX);
    TRY(q_reception_sequence(task->tx, subject_id, &sequence));
    feed->sequence = sequence.n > 0 ? sequence.rows[0].sequence : 0;
    feed->stamp_ms = task->now_ms;
    feed->tongue = task->face.lang == LANG_EN ? RECUR_EN : RECUR_ZH;
    ical_write(&out, feed, &list);
    return out.full ? ERR_TOO_LARGE
                    : task_send(task, S("text/calendar; charset=utf-8"),
                                out_text(&out));
}

err reception_station_feed(struct task *task)
{
    struct station_row station;
    struct reception_line_list list;
    struct ical_feed feed = {0};
    str url;
    TRY(reception_station_of(task, &station));
    TRY(site_of(task, &url, &feed.host));
    int64_t today = day_of_ms(task->now_ms);
    TRY(q_reception_days_of(task->tx, station.id, today - FEED_BACK_DAYS,
                            today + RECEPTION_AHEAD_DAYS, &list));
    feed.name = str_format(task->arena, "%.*s%.*s", SF(station.name),
                           SF(task_word(task, W("接待时间表"))));
    feed.stem = station.code;
    feed.summary = str_format(task->arena, "%.*s %.*s",
                              SF(task_word(task, W("人大代表接待群众"))),
                              SF(station.name));
    feed.location = station.address;
    feed.url = str_format(task->arena, "%.*s/stations/%.*s/reception",
                          SF(url), SF(station.code));
    return feed_send(task, &feed, station.id, &list);
}

err reception_deputy_feed(struct task *task)
{
    str code;
    str url;
    struct deputy_row deputy;
    struct reception_line_list list;
    struct ical_feed feed = {0};
    TRY(task_code(task, &code));
    TRY(deputy_by_code(task, code, &deputy));
    TRY(site_of(task, &url, &feed.host));
    int64_t today = day_of_ms(task->now_ms);
    TRY(q_reception_days_by(task->tx, deputy.id, today - FEED_BACK_DAYS,
                            today + RECEPTION_AHEAD_DAYS, &list));
    feed.name = str_format(task->arena, "%.*s%.*s", SF(deputy.name),
                           SF(task_word(task, W("代表接待时间"))));
    feed.stem = deputy.code;
    feed.summary = str_format(task->arena, "%.*s %.*s",
                              SF(task_word(task, W("人大代表接待群众"))),
                              SF(deputy.name));
    feed.url = str_format(task->arena, "%.*s/deputies/%.*s/reception",
                          SF(url), SF(deputy.code));
    return feed_send(task, &feed, deputy.id, &list);
}
