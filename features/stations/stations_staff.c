/* Present holders of a station's posts. */
#include "features/stations/stations_staff.h"

static bool holds_now(const struct task *task,
                      const struct station_staff_row *row)
{
    return row->since_at <= task->now_ms &&
           (row->until_at == 0 || row->until_at > task->now_ms);
}

static struct staff_card card_of(const struct station_staff_row *row)
{
    return (struct staff_card){
        .post = row->post, .also = row->also, .name = row->name,
        .deputy_code = row->deputy_code, .phone = row->phone,
        .since_at = row->since_at,
    };
}

/* Which of the posts it is; behind all of them if the setting has lost it. */
static int rank_of(const struct station_posts *posts, str name)
{
    const struct station_post *post = station_post_named(posts, name);
    return post == NULL ? posts->n : (int)(post - posts->rows);
}

err station_staff_seen(struct task *task, const struct station_row *station,
                       struct staff_card_list *staff, bool *led)
{
    struct station_staff_row_list list;
    struct station_posts posts;
    TRY(q_station_staff_of(task->tx, station->id, &list));
    TRY(station_posts(task, station->area, &posts));
    staff->rows = NEW_MANY(task->arena, struct staff_card, list.n);
    staff->n = 0;
    *led = false;
    for (int rank = 0; rank <= posts.n; rank++) {
        for (ptrdiff_t i = 0; i < list.n; i++) {
            const struct station_staff_row *row = &list.rows[i];
            if (!holds_now(task, row) ||
                rank_of(&posts, row->post) != rank) {
                continue;
            }
            staff->rows[staff->n++] = card_of(row);
            *led = *led || (rank < posts.n && posts.rows[rank].deputy_only);
        }
    }
    return OK;
}
