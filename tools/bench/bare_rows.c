/* The tables that matter_receive() and journal_add() write. */
#include "tools/bench/bare_rows.h"

#include <stdio.h>

#include "base/must.h"

/* Far above every real id; below the largest there is. */
#define FIRST_ID INT64_C(8000000000000000000)
enum { IDS_A_MATTER = 4 };

const char BARE_PATTERN[] =
    "select object_id from event where kind = 'matter.receive' "
    "order by id desc limit 1";

const char BARE_POINT[] =
    "select id, code, kind, channel, state, category_id, area, station_id, "
    "title, place, received_at, changed_at, due_at, closed_at, deputy_id, "
    "wanted_deputy, lease_until, lead_organ, result, rating, redo_count, "
    "taker_id, is_secret, phone_shown, name_shown, source, source_key, "
    "is_published, public_code, public_title, public_body, public_reply "
    "from matter where code = $1";

const char BARE_TIMELINE[] =
    "select e.id, e.at, e.kind, e.actor_role, e.is_public, e.facts, "
    "coalesce(a.name, '') from event e left join account a "
    "on a.id = e.actor_id where e.object_id = $1 order by e.id limit 200";

const char BARE_CODES[] =
    "select code from matter order by code limit 500";

const struct bare_table BARE_TABLES[BARE_TABLE_COUNT] = {
    {"select * from matter where id = $1", NULL, "matter",
     {[0] = BARE_MATTER, [1] = BARE_CODE}},
    {"select * from matter_place where matter_id = $1", NULL,
     "matter_place", {[2] = BARE_MATTER}},
    {"select * from matter_text where matter_id = $1 order by id limit 1",
     NULL, "matter_text", {[0] = BARE_TEXT, [1] = BARE_MATTER}},
    {"select rowid, tokens from matter_search where rowid = $1",
     "insert into matter_search (rowid, tokens) values ($1, $2)",
     "matter_search", {[0] = BARE_MATTER}},
    {"select * from event where object_id = $1 order by id limit 1", NULL,
     "event", {[0] = BARE_EVENT, [1] = BARE_SLOT, [2] = BARE_SEQ,
               [5] = BARE_MATTER}},
    {"select * from chain limit 1",
     "insert into chain (slot, seq, head) values ($1, $2, $3) "
     "on conflict (slot) do update set seq = excluded.seq, "
     "head = excluded.head", "chain", {[0] = BARE_SLOT, [1] = BARE_SEQ}},
    {"select * from counter where area in (select place from matter_place "
     "where matter_id = $1) and measure like 'received%' "
     "order by month desc limit 30",
     "insert into counter (area, month, measure, slot, n) "
     "values ($1, $2, $3, $4, $5) on conflict (area, month, measure, slot) "
     "do update set n = counter.n + 1", "counter", {[3] = BARE_SLOT}},
    {"select * from once_key limit 1", NULL, "once_key", {[0] = BARE_KEY}},
};

void bare_ids_next(struct bare_ids *ids)
{
    ids->seq++;
    must(ids->seq > 0);
    ids->matter = FIRST_ID + ids->seq * IDS_A_MATTER;
    ids->text = ids->matter + 1;
    ids->event = ids->matter + 2;
    int64_t mixed = (int64_t)((uint64_t)ids->seq * 0x9e3779b97f4a7c15u >> 1);
    snprintf(ids->code, sizeof ids->code, "b%llx",
             (unsigned long long)mixed);
}

int64_t bare_id(const struct bare_ids *ids, enum bare_put put)
{
    switch (put) {
    case BARE_MATTER:
        return ids->matter;
    case BARE_TEXT:
        return ids->text;
    case BARE_EVENT:
        return ids->event;
    case BARE_SEQ:
        return ids->seq;
    case BARE_SLOT:
        return BARE_SLOT_NUMBER;
    default:
        never("no number");
    }
}

void bare_tell(const char *what, int batch, int64_t n, double seconds)
{
    must(seconds > 0);
    printf("%s batch=%d per_s=%.1f\n", what, batch, (double)n / seconds);
}
