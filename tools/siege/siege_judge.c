/* Is what the clients were told true?  And is every act whole?
 *
 * Acts that write words carry a marker that stands in one place; moves are
 * counted by matter.  Done: exactly once.  Refused: nowhere.  Unknown (never
 * answered to the end): once or nowhere. */
#include "tools/siege/siege.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/out.h"
#include "tools/siege/siege_ledger.h"

enum { LOG_BYTES_MAX = 256 << 20, SQL_BYTES_MAX = 64 << 10, ROWS_A_TIME = 100 };

/* Sentences about one matter that must hold for all of them; each query
 * counts those for which it does not.  The same text on both engines. */
static const struct whole {
    const char *name, *sql;
} WHOLES[] = {
    {"matter_without_one_receive_event",
     "select count(*) from matter m where 1 <> (select count(*) from event e"
     " where e.object_id = m.id and e.kind = 'matter.receive')"},
    {"receive_event_without_matter",
     "select count(*) from event e left join matter m on m.id = e.object_id"
     " where e.kind = 'matter.receive' and m.id is null"},
    {"matter_with_wrong_places",
     "select count(*) from matter m join area a on a.code = m.area"
     " left join placed p on p.matter_id = m.id"
     " where coalesce(p.n, 0) <> a.level + 1"},
    {"place_without_matter",
     "select count(*) from placed p left join matter m on m.id = p.matter_id"
     " where m.id is null or m.received_at <> p.first_at"
     " or m.received_at <> p.last_at"},
    {"matter_without_search_row",
     "select count(*) from matter m where not exists"
     " (select 1 from matter_search s where s.rowid = m.id)"},
    {"search_row_without_matter",
     "select count(*) from matter_search s where not exists"
     " (select 1 from matter m where m.id = s.rowid)"},
    {"matter_without_words",
     "select count(*) from matter m where 1 <> (select count(*) from"
     " matter_text t where t.matter_id = m.id and t.kind = 'words')"},
    {"state_that_no_move_made",
     "select count(*) from matter m left join last_move l"
     " on l.matter_id = m.id"
     " where case when l.id is null then m.state <> 'new' else 0 = (select"
     " count(*) from event e where e.id = l.id and e.facts like"
     " '%to=' || m.state || '%') end"},
    {"text_that_no_event_names",
     "select count(*) from matter_text t where t.kind <> 'words' and not"
     " exists (select 1 from event e where e.object_id = t.matter_id and"
     " (e.facts like '%text=' || t.id || '%' or e.facts like '%inner=' ||"
     " t.id || '%'))"},
    {"end_without_time",
     "select count(*) from matter where (closed_at <> 0) <>"
     " (state in ('closed', 'refused', 'withdrawn'))"},
    {"claim_without_deputy",
     "select count(*) from matter where state = 'claimed' and"
     " (deputy_id = 0 or lease_until = 0)"},
    {"key_begun_and_not_settled",
     "select count(*) from once_key where status = 0"},
    {"chain_that_skips",
     "select count(*) from (select slot from event group by slot having"
     " count(*) <> max(seq)) as broken"},
};

static const char *const TABLES[] = {
    "create temp table told (outcome text, kind text, marker text, code text,"
    " tries text)",
    "create temp table seen as select marker, sum(n) as n from (select title"
    " as marker, count(*) as n from matter group by title union all select"
    " body as marker, count(*) as n from matter_text group by body) as all_of"
    " where marker like 'siege-%' group by marker",
    "create index seen_marker on seen (marker)",
    "create temp table placed as select matter_id, count(*) as n,"
    " min(received_at) as first_at, max(received_at) as last_at"
    " from matter_place group by matter_id",
    "create index placed_matter on placed (matter_id)",
    "create temp table last_move as select object_id as matter_id, max(id)"
    " as id from event where kind = 'matter.move' group by object_id",
    "create index last_move_matter on last_move (matter_id)",
};

/* Moves of the besieged matters, as told and as recorded. */
static const char *const MOVES[] = {
    "create temp table moves_told as select m.id as matter_id, t.kind,"
    " sum(case when t.outcome = 'done' then 1 else 0 end) as done,"
    " sum(case when t.outcome = 'unknown' then 1 else 0 end) as unknown"
    " from told t join matter m on m.code = t.code where t.kind in"
    " ('accept', 'claim', 'release', 'reply', 'dispatch', 'satisfied',"
    " 'dissatisfied') group by m.id, t.kind",
    "create temp table moves as select w.*, (select count(*) from event e"
    " where e.object_id = w.matter_id and e.kind = 'matter.move' and e.facts"
    " like 'move=' || w.kind || '%') as n from moves_told w",
};

static bool file_all(const char *path, str *bytes, struct arena *arena)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        perror(path);
        return false;
    }
    struct out out = out_new(arena, LOG_BYTES_MAX);
    char piece[64 << 10];
    size_t n = 0;
    while ((n = fread(piece, 1, sizeof piece, file)) > 0) {
        out_str(&out, (str){piece, (ptrdiff_t)n});
    }
    (void)fclose(file);
    *bytes = out_text(&out);
    return !out.full;
}

/* One log line as a row of values; our own words, but quoted all the same. */
static void row_write(struct out *out, str line)
{
    for (int i = 0; i < 5; i++) {
        str word = str_cut(&line, ' ');
        out_str(out, i == 0 ? S("(") : S(","));
        out_char(out, '\'');
        for (ptrdiff_t c = 0; c < word.n; c++) {
            out_str(out, word.p[c] == '\'' ? S("''")
                                           : str_slice(word, c, c + 1));
        }
        out_char(out, '\'');
    }
    out_char(out, ')');
}

static bool told_fill(struct ledger *ledger, struct arena *arena, str log)
{
    bool good = true;
    while (good && log.n > 0) {
        struct arena_mark mark = arena_mark(arena);
        struct out out = out_new(arena, SQL_BYTES_MAX);
        out_str(&out, S("insert into told (outcome, kind, marker, code, "
                        "tries) values "));
        for (int i = 0; i < ROWS_A_TIME && log.n > 0; i++) {
            str line = str_cut(&log, '\n');
            out_str(&out, i > 0 ? S(",") : S(""));
            row_write(&out, line);
        }
        must(!out.full);
        good = ledger->run(ledger, str_c(arena, out_text(&out)));
        arena_back(arena, mark);
    }
    return good;
}

static bool prepare(struct ledger *ledger, struct arena *arena, str log)
{
    bool good = ledger->run(ledger, "begin");
    for (size_t i = 0; good && i < sizeof TABLES / sizeof TABLES[0]; i++) {
        good = ledger->run(ledger, TABLES[i]);
    }
    good = good && told_fill(ledger, arena, log);
    for (size_t i = 0; good && i < sizeof MOVES / sizeof MOVES[0]; i++) {
        good = ledger->run(ledger, MOVES[i]);
    }
    return good;
}

#define MARKED \
    " from told t left join seen s on s.marker = t.marker where t.kind not" \
    " in ('accept', 'claim') and "

struct verdict {
    int64_t acts, found, doubled, lost, ghosts, half;
};

static struct verdict judge(struct ledger *ledger)
{
    struct verdict verdict = {0};
    int64_t (*number)(struct ledger *, const char *) = ledger->number;
    verdict.acts = number(ledger, "select count(*) from told where "
                                  "outcome = 'done'");
    verdict.lost =
        number(ledger, "select count(*)" MARKED "t.outcome = 'done' and "
                       "coalesce(s.n, 0) = 0") +
        number(ledger, "select coalesce(sum(done - n), 0) from moves where "
                       "n < done") +
        number(ledger, "select count(*) from told t where t.code <> '-' and "
                       "t.outcome = 'done' and not exists (select 1 from "
                       "matter m where m.code = t.code)");
    verdict.doubled =
        number(ledger, "select count(*)" MARKED "s.n > 1") +
        number(ledger, "select coalesce(sum(n - done - unknown), 0) from "
                       "moves where n > done + unknown");
    verdict.ghosts = number(ledger, "select count(*)" MARKED
                                    "t.outcome = 'refused' and s.n > 0");
    verdict.found = verdict.acts - verdict.lost;
    for (size_t i = 0; i < sizeof WHOLES / sizeof WHOLES[0]; i++) {
        int64_t n = number(ledger, WHOLES[i].sql);
        verdict.half += n;
        if (n != 0) {
            printf("judge: %s: %lld\n", WHOLES[i].name, (long long)n);
        }
    }
    return verdict;
}

int siege_judge(const struct siege *siege)
{
    struct ledger ledger;
    str log = S("");
    if (siege->log == NULL || (siege->file == NULL) == (siege->url == NULL)) {
        fputs("siege judge: --log, and --file or --db\n", stderr);
        return 2;
    }
    if (!file_all(siege->log, &log, siege->arena)) {
        return 1;
    }
    bool good = siege->file != NULL
                    ? ledger_of_sqlite(&ledger, siege->file)
                    : ledger_of_postgres(&ledger, siege->url);
    good = good && prepare(&ledger, siege->arena, log);
    struct verdict verdict = {0};
    if (good) {
        verdict = judge(&ledger);
        printf("judge: acknowledged=%lld found=%lld doubled=%lld lost=%lld "
               "ghosts=%lld half=%lld\n", (long long)verdict.acts,
               (long long)verdict.found, (long long)verdict.doubled,
               (long long)verdict.lost, (long long)verdict.ghosts,
               (long long)verdict.half);
    }
    good = good && !ledger.failed && verdict.lost == 0 &&
           verdict.doubled == 0 && verdict.ghosts == 0 && verdict.half == 0;
    ledger.close(&ledger);
    return good ? 0 : 1;
}
