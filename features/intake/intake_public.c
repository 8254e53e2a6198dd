/* What everybody may read: home, published matters, help. */
#include "base/area_code.h"
#include "desk/settings.h"
#include "features/areas/areas.h"
#include "features/intake/intake_parts.h"
#include "features/matters/matters.h"
#include "http/url.h"
#include "page/words.h"

enum { HOME_SHOWN = 5, FEED_BYTES_MAX = 1 << 20 };

static str state_word(str stored)
{
    enum matter_state state = MATTER_NEW;
    bool known = matter_state_read(stored, &state);
    return known ? matter_state_zh(state) : stored;
}

static struct published_item_list items_of(
    struct task *task, const struct matter_public_list *list,
    ptrdiff_t most)
{
    ptrdiff_t n = list->n < most ? list->n : most;
    must(n >= 0);
    struct published_item_list items = {
        .rows = NEW_MANY(task->arena, struct published_item, n), .n = n};
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct matter_public *row = &list->rows[i];
        items.rows[i] = (struct published_item){
            .public_code = row->public_code,
            .title = row->public_title,
            .state = row->state,
            .state_word = state_word(row->state),
            .kind_word = matter_kind_zh(row->kind),
            .place = row->area_name,
            .published_at = row->published_at};
    }
    return items;
}

err home_page(struct task *task)
{
    struct matter_public_list list;
    str next;
    TRY(matters_published(task, AREA_NATION, S(""), S(""), &list, &next));
    struct page_intake_home page = {
        .items = items_of(task, &list, HOME_SHOWN),
    };
    return task_show(task, &PAGE_INTAKE_HOME, &page);
}

err published_page(struct task *task)
{
    const struct form_published *filter = task_form(task, &FORM_PUBLISHED);
    struct matter_public_list list;
    str next;
    struct page_published_list page = {.q = filter->q};
    must(filter->area >= AREA_NATION);
    TRY(matters_published(task, filter->area, filter->q, filter->before,
                          &list, &next));
    page.items = items_of(task, &list, list.n);
    if (filter->area != AREA_NATION) {
        TRY(area_full_name(task, filter->area, &page.area_name));
        page.area = area_text(task->arena, filter->area);
    }
    if (next.n > 0) {
        str query = url_with(task->arena, task_query(task), S("before"),
                             next);
        page.next = str_join(task->arena, S("/published?"), query);
    }
    return task_show(task, &PAGE_PUBLISHED_LIST, &page);
}

err help_page(struct task *task)
{
    struct page_help page = {0};
    return task_show(task, &PAGE_HELP, &page);
}

/* ---- the feed ------------------------------------------------------------ */

/* RFC 822, as RSS wants it, in UTC. */
static str feed_time(struct arena *arena, int64_t ms)
{
    static const char *const DAYS[] = {"Mon", "Tue", "Wed", "Thu",
                                       "Fri", "Sat", "Sun"};
    static const char *const MONTHS[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun",
        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct date d = date_of_ms(ms);
    must(d.weekday >= 1 && d.weekday <= 7);
    must(d.month >= 1 && d.month <= 12);
    return str_format(arena, "%s, %02d %s %d %02d:%02d:%02d +0800",
                      DAYS[d.weekday - 1], d.day, MONTHS[d.month - 1],
                      d.year, d.hour, d.minute, d.second);
}

static void feed_item(struct task *task, struct out *out, str site,
                      const struct matter_public *row)
{
    out_str(out, S("<item><title>"));
    out_html(out, row->public_title);
    out_str(out, S("</title><link>"));
    out_html(out, site);
    out_str(out, S("/published/"));
    out_html(out, row->public_code);
    out_str(out, S("</link><guid isPermaLink=\"false\">"));
    out_html(out, row->public_code);
    out_str(out, S("</guid><description>"));
    out_html(out, row->public_body);
    out_str(out, S("</description><pubDate>"));
    out_str(out, feed_time(task->arena, row->published_at));
    out_str(out, S("</pubDate></item>\n"));
}

err published_feed(struct task *task)
{
    struct matter_public_list list;
    str next;
    str site;
    TRY(setting_site_url(task, &site));
    TRY(matters_published(task, AREA_NATION, S(""), S(""), &list, &next));
    struct out out = out_new(task->arena, FEED_BYTES_MAX);
    out_str(&out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<rss version=\"2.0\"><channel><title>"));
    out_html(&out, task_word(task, W("公开事项")));
    out_str(&out, S("</title><link>"));
    out_html(&out, site);
    out_str(&out, S("/published</link><description>"));
    out_html(&out, task_word(task, W("经联络站审核后公开的群众事项")));
    out_str(&out, S("</description>\n"));
    for (ptrdiff_t i = 0; i < list.n; i++) {
        feed_item(task, &out, site, &list.rows[i]);
    }
    out_str(&out, S("</channel></rss>\n"));
    if (out.full) {
        return ERR_TOO_LARGE;
    }
    return task_send(task, S("application/rss+xml; charset=utf-8"),
                     out_text(&out));
}
