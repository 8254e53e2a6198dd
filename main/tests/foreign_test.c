/* What belongs to another county, asked for by everybody, in every way that
 * the route table has.
 *
 * Nothing here lists routes.  A route with a {parameter} whose kind of thing
 * KINDS does not know fails the test, and so does a form with a choice that
 * no value is known for; so who adds a room adds its kind here. */
#include "main/tests/stand.h"

#include <stdio.h>
#include <string.h>

#include "desk/desk_batch.h"
#include "desk/session.h"
#include "main/tests/counties.h"
#include "main/tests/county_imports.h"
#include "main/tests/players.h"

/* Which things stand behind a pattern that begins so.  What is `open`
 * everybody may read, in any county; it is changed by its own alone. */
static const struct kind {
    const char *begin;
    bool open;
    const char *nothing;            /* the path of a thing that is not */
    const char *sql;                /* paths of a county's things */
} KINDS[] = {
    {"/matters/{code}", false, "/matters/22222222",
     "select '/matters/' || code from matter "
     "where area >= %lld and area < %lld order by id"},
    {"/slips/{code}", false, "/slips/22222222",
     "select '/slips/' || code from matter "
     "where area >= %lld and area < %lld order by id"},
    {"/published/{code}", true, "/published/22222222",
     "select '/published/' || public_code from matter "
     "where area >= %lld and area < %lld and is_published = 1 order by id"},
    {"/stations/{code}/staff/{id}", false,
     "/stations/22222222/staff/987654321",
     "select '/stations/' || s.code || '/staff/' || f.id "
     "from station_staff f join station s on s.id = f.station_id "
     "where s.area >= %lld and s.area < %lld order by f.id"},
    {"/stations/{code}/deputies/{id}", false,
     "/stations/22222222/deputies/987654321",
     "select '/stations/' || s.code || '/deputies/' || f.id "
     "from station_deputy f join station s on s.id = f.station_id "
     "where s.area >= %lld and s.area < %lld order by f.id"},
    {"/stations/{code}/staff", false, "/stations/22222222/staff",
     "select '/stations/' || code || '/staff' from station "
     "where area >= %lld and area < %lld order by id"},
    {"/inspections/{id}", false, "/inspections/987654321",
     "select '/inspections/' || i.id "
     "from inspection i join station s on s.id = i.station_id "
     "where s.area >= %lld and s.area < %lld order by i.id"},
    {"/stations/{code}/reception/rules/{id}", false,
     "/stations/22222222/reception/rules/987654321",
     "select '/stations/' || s.code || '/reception/rules/' || r.id "
     "from reception_rule r join station s on s.id = r.station_id "
     "where s.area >= %lld and s.area < %lld order by r.id"},
    {"/reception/days/{id}/seats/{code}", false,
     "/reception/days/987654321/seats/22222222",
     "select '/reception/days/' || y.id || '/seats/' || d.code "
     "from reception_day y join reception_seat s on s.day_id = y.id "
     "join deputy d on d.id = s.deputy_id "
     "where y.area >= %lld and y.area < %lld order by y.day, s.place"},
    {"/reception/days/{id}", false, "/reception/days/987654321",
     "select '/reception/days/' || id from reception_day "
     "where area >= %lld and area < %lld order by is_held desc, day"},
    {"/reception/swaps/{id}", false, "/reception/swaps/987654321",
     "select '/reception/swaps/' || id from reception_swap "
     "where area >= %lld and area < %lld order by id"},
    {"/stations/{code}", true, "/stations/22222222",
     "select '/stations/' || code from station "
     "where area >= %lld and area < %lld order by id"},
    {"/deputies/{code}/mandates/{id}", false,
     "/deputies/22222222/mandates/987654321",
     "select '/deputies/' || d.code || '/mandates/' || m.id "
     "from mandate m join deputy d on d.id = m.deputy_id "
     "where m.area >= %lld and m.area < %lld order by m.id desc"},
    {"/congresses/{area}", true, "/congresses/999888",
     "select '/congresses/' || substr(cast(code as text), 1, 12) from area "
     "where code >= %lld and code < %lld and level <= 4 order by code"},
    {"/attendance/deputies/{code}", false,
     "/attendance/deputies/22222222",
     "select '/attendance/deputies/' || code from deputy "
     "where area >= %lld and area < %lld order by id"},
    {"/attendance/{session}/leave/{id}", false, "/attendance/1/leave/1",
     "select '/attendance/' || l.session_id || '/leave/' || l.id "
     "from leave_request l join mandate m on m.id = l.mandate_id "
     "where m.area >= %lld and m.area < %lld order by l.id desc"},
    {"/attendance/{session}", false, "/attendance/987654321",
     "select '/attendance/' || s.id from term_session s "
     "join term t on t.id = s.term_id "
     "where t.area >= %lld and t.area < %lld order by s.id"},
    {"/groups/{id}/members/{member}", false, "/groups/987654321/members/1",
     "select '/groups/' || g.id || '/members/' || m.id from group_member m "
     "join deputy_group g on g.id = m.group_id "
     "where g.area >= %lld and g.area < %lld order by m.id desc"},
    {"/groups/{id}/offices/{office}", false, "/groups/987654321/offices/1",
     "select '/groups/' || g.id || '/offices/' || o.id from group_office o "
     "join deputy_group g on g.id = o.group_id "
     "where g.area >= %lld and g.area < %lld order by o.id desc"},
    {"/groups/{id}", true, "/groups/987654321",
     "select '/groups/' || id from deputy_group "
     "where area >= %lld and area < %lld order by id"},
    {"/cards/{code}", false, "/cards/22222222",
     "select '/cards/' || c.code from card c "
     "join deputy d on d.id = c.deputy_id "
     "where d.area >= %lld and d.area < %lld order by c.id"},
    {"/c/{code}", true, "/c/22222222",
     "select '/c/' || c.code from card c "
     "join deputy d on d.id = c.deputy_id "
     "where d.area >= %lld and d.area < %lld order by c.id"},
    {"/deputies/{code}", true, "/deputies/22222222",
     "select '/deputies/' || code from deputy "
     "where area >= %lld and area < %lld order by id"},
    {"/organs/{id}", false, "/organs/987654321",
     "select '/organs/' || id from organ "
     "where area >= %lld and area < %lld order by id"},
    {"/me/sessions/{id}", false, "/me/sessions/987654321",
     "select distinct '/me/sessions/' || s.id from session s "
     "join role_grant g on g.account_id = s.account_id "
     "where g.area_lo >= %lld and g.area_lo < %lld"},
    {"/me/acting/{id}", false, "/me/acting/987654321",
     "select '/me/acting/' || d.id from acting d "
     "join role_grant g on g.id = d.grant_id "
     "where g.area_lo >= %lld and g.area_lo < %lld order by d.id"},
    {"/accounts/{id}/acting/{acting}", false,
     "/accounts/987654321/acting/987654321",
     "select '/accounts/' || d.for_account || '/acting/' || d.id "
     "from acting d join role_grant g on g.id = d.grant_id "
     "where g.area_lo >= %lld and g.area_lo < %lld order by d.id"},
    {"/accounts/{id}/grants/{grant}", false,
     "/accounts/987654321/grants/987654321",
     "select '/accounts/' || account_id || '/grants/' || id from role_grant "
     "where area_lo >= %lld and area_lo < %lld order by id"},
    {"/accounts/{id}", false, "/accounts/987654321",
     "select distinct '/accounts/' || account_id from role_grant "
     "where area_lo >= %lld and area_lo < %lld order by 1 desc"},
    {"/areas/{code}/patches/{id}", false, "/areas/999888/patches/1",
     "select '/areas/' || substr(cast(area as text), 1, 12) || '/patches/' "
     "|| id from patch where area >= %lld and area < %lld order by id desc"},
    {"/areas/{code}", true, "/areas/999888",
     "select '/areas/' || substr(cast(code as text), 1, 12) from area "
     "where code >= %lld and code < %lld order by code"},
    {"/insight/{area}", false, "/insight/999888",
     "select '/insight/' || substr(cast(code as text), 1, 12) from area "
     "where code >= %lld and code < %lld order by code"},
    {"/doubles/{code}/{other}", false, "/doubles/22222222/22222222",
     "select '/doubles/' || a.code || '/' || b.code from deputy a "
     "join deputy b on b.id >= a.id and b.area / 10000000000 = "
     "a.area / 10000000000 where a.area >= %lld and a.area < %lld "
     "and a.state = 'active' and b.state = 'active' order by a.id, b.id"},
    {"/imports/{id}", false, "/imports/987654321",
     "select '/imports/' || id from register_import "
     "where area >= %lld and area < %lld order by id"},
    {"/registers/{register}/template/{format}", true,
     "/registers/organs/template/odt",
     "select '/registers/organs/template/csv' where %lld < %lld"},
    {"/registers/{register}/export/{format}", true,
     "/registers/organs/export/odt",
     "select '/registers/organs/export/csv' where %lld < %lld"},
    {"/registers/{register}", true, "/registers/nothing",
     "select '/registers/organs' where %lld < %lld"},
    {"/kiosk/deputies/{code}", true, "/kiosk/deputies/22222222",
     "select '/kiosk/deputies/' || code from deputy "
     "where area >= %lld and area < %lld and state = 'active' order by id"},
    {"/kiosk/stations/{code}", true, "/kiosk/stations/22222222",
     "select '/kiosk/stations/' || code from station where area >= %lld "
     "and area < %lld and state = 'open' order by id"},
    {"/kiosk/published/{code}", true, "/kiosk/published/22222222",
     "select '/kiosk/published/' || public_code from matter "
     "where area >= %lld and area < %lld and is_published = 1 order by id"},
    {"/kiosk/slips/{code}", false, "/kiosk/slips/22222222",
     "select '/kiosk/slips/' || code from matter "
     "where area >= %lld and area < %lld order by id"},
    {"/static/{file}", true, "/static/nothing.css",
     "select '/static/nothing.css' where %lld < %lld"},
};
enum { KIND_COUNT = sizeof KINDS / sizeof KINDS[0], COPIES = 3,
       FOREIGN_MOST = 16 };

/* What a field refers to; the value of a county's own. */
static const struct reference {
    const char *field, *sql;
    bool may_miss;                  /* left out of what is sent whole */
    const char *always;             /* good words of any county */
} REFERENCES[] = {
    {"organ", "select id from organ where area >= %lld and area < %lld "
              "order by id", false, NULL},
    {"station", "select code from station where area >= %lld and "
                "area < %lld order by id", false, NULL},
    {"parent", "select code from station where area >= %lld and "
               "area < %lld order by id", true, NULL},
    {"group", "select id from deputy_group where area >= %lld and "
              "area < %lld order by id", false, NULL},
    /* One of the first station, which own_things_work() closes. */
    {"deputy", "select code from deputy where area >= %lld and "
               "area < %lld order by station_id desc, id", false, NULL},
    {"ref", "select code from deputy where area >= %lld and area < %lld "
            "order by id", false, NULL},
    /* A presidium's duty, and a liaison who could do it for a while. */
    {"grant", "select id from role_grant where area_lo >= %lld and "
              "area_lo < %lld and role = 32 order by id", false, NULL},
    {"helper", "select a.login from account a join role_grant g "
               "on g.account_id = a.id where g.area_lo >= %lld and "
               "g.area_lo < %lld and g.role = 8 "
               "and a.login not like '" COUNTY_MARK "%%' order by a.login",
     false, NULL},
    {"deputies", "select name from deputy where area >= %lld and "
                 "area < %lld order by id", false, NULL},
    /* The sheet of a session names mandates. */
    {"mandates", "select m.id from mandate m join term t on t.area = m.area "
                 "where t.area >= %lld and t.area < %lld order by m.id desc",
     false, NULL},
    /* A tree for all counties, and a list of words. */
    {"category", NULL, true, NULL},
    {"kind", NULL, true, NULL},
    {"post", NULL, false, "联络员"},
    {"geojson", NULL, true, NULL},
    {"lat", NULL, false, "31.177428"},
    {"lon", NULL, false, "121.527211"},
    {"also", NULL, true, NULL},
    {"account", "select distinct a.login from account a join role_grant g "
                "on g.account_id = a.id where g.area_lo >= %lld and "
                "g.area_lo < %lld order by a.login", true, NULL},
};
enum { REFERENCE_COUNT = sizeof REFERENCES / sizeof REFERENCES[0] };

struct asking {
    struct stand *stand;
    struct players players;
    str cookies[ROLE_COUNT];
    int asked, wrong;
};

/* ---- what is sent -------------------------------------------------------- */

static const struct kind *kind_of(const char *pattern)
{
    for (int i = 0; i < KIND_COUNT; i++) {
        if (str_starts(str_of(pattern), str_of(KINDS[i].begin))) {
            return &KINDS[i];
        }
    }
    return NULL;
}

static str path_of(struct arena *arena, const struct kind *kind,
                   const char *pattern, str thing)
{
    str rest = str_skip(str_of(pattern), (ptrdiff_t)strlen(kind->begin));
    if (str_find_char(rest, '{') >= 0) {
        fail_msg("%s has a parameter that no kind knows", pattern);
    }
    return str_join(arena, thing, rest);
}

static const struct reference *reference_named(const char *field)
{
    for (int i = 0; i < REFERENCE_COUNT; i++) {
        if (strcmp(REFERENCES[i].field, field) == 0) {
            return &REFERENCES[i];
        }
    }
    return NULL;
}

static const struct reference *reference_of(const struct field *field)
{
    for (int i = 0; i < REFERENCE_COUNT; i++) {
        if (str_eq(field->name, str_of(REFERENCES[i].field))) {
            return &REFERENCES[i];
        }
    }
    return NULL;
}

static str reference_value(struct stand *stand,
                           const struct reference *reference,
                           const struct county *county)
{
    ptrdiff_t n = 0;
    if (reference->sql == NULL) {
        return str_of(reference->always);
    }
    str *rows = county_rows(stand, county, reference->sql, &n);
    assert_true(n > 0);
    return rows[n - 1];             /* own_things_work() ends the first */
}

static bool is_reference(const struct field *field)
{
    const struct reference *reference = reference_of(field);
    return field->kind == FIELD_AREA ||
           (field->choices == NULL && reference != NULL &&
            reference->sql != NULL);
}

static str text_of(struct arena *arena, const struct field *field)
{
    int64_t n = field->min > 12 ? field->min : 12;
    n = field->max > 0 && field->max < n ? field->max : n;
    struct out out = out_new(arena, 4096);
    for (int64_t i = 0; i < n; i++) {
        out_char(&out, (char)('a' + i % 26));
    }
    return out_text(&out);
}

/* A value that the field takes, about this county. */
static str value_of(struct stand *stand, const struct field *field,
                    const struct county *county)
{
    const struct reference *reference = reference_of(field);
    if (field->choice_count > 0) {
        return field->choices[0].value;
    }
    if (reference != NULL && field->kind != FIELD_AREA) {
        return reference_value(stand, reference, county);
    }
    switch (field->kind) {
    case FIELD_AREA:
        return str_of(county->town);
    case FIELD_CHOICE:
        if (str_eq(field->name, S("area"))) {
            return str_of(county->village);
        }
        fail_msg("no value is known for the choice %.*s", SF(field->name));
        return S("");
    case FIELD_INT:
        return S("1");
    case FIELD_DATE:
        /* Ends lie ahead; whatever is written down has happened. */
        return str_eq(field->name, S("until")) ? S("2026-03-20")
                                               : S("2026-03-02");
    case FIELD_FLAG:
        return S("1");
    case FIELD_PHONE:
        return S("13800000000");
    case FIELD_HIDDEN:
        return S("");
    default:
        return text_of(stand->arena, field);
    }
}

/* The whole form about `county`, but the field `odd` about `other`. */
static str body_of(struct asking *asking, const struct route *route,
                   const struct county *county, int odd)
{
    struct stand *stand = asking->stand;
    struct out out = out_new(stand->arena, 1 << 16);
    for (int i = 0; route->form != NULL && i < route->form->field_count;
         i++) {
        const struct field *field = &route->form->fields[i];
        const struct reference *reference = reference_of(field);
        bool left_out = i != odd && reference != NULL &&
                        reference->may_miss && field->choice_count == 0;
        str value = left_out ? S("")
                             : value_of(stand, field,
                                        i == odd ? &OTHER_COUNTY : county);
        out_str(&out, field->name);
        out_char(&out, '=');
        out_url(&out, value);
        out_char(&out, '&');
    }
    return out_text(&out);
}

/* No file is sent here; scenes do. */
static bool has_file(const struct form_table *form)
{
    for (int i = 0; form != NULL && i < form->field_count; i++) {
        if (form->fields[i].kind == FIELD_FILE) {
            return true;
        }
    }
    return false;
}

/* ---- asking -------------------------------------------------------------- */

static int64_t events(struct stand *stand)
{
    int64_t n = 0;
    assert_true(str_to_int(stand_ask(stand, "select count(*) from event"),
                           &n));
    return n;
}

static struct answer ask(struct asking *asking, const struct route *route,
                         int role, str path, str body)
{
    struct arena *arena = asking->stand->arena;
    bool post = route->key.method == METHOD_POST;
    struct call call = {.method = post ? "POST" : "GET", .path = path,
                        .cookies = asking->cookies[role]};
    if (post) {
        call.body = str_format(arena, "%.*s_token=%.*s", SF(body),
                               SF(players_token(&asking->players, role,
                                                call.cookies)));
        stand_later(asking->stand, 2000);       /* the buckets fill again */
    }
    asking->asked++;
    return call_site(arena, asking->players.port, &call);
}

static bool may_use(const struct route *route, int role)
{
    return (route->who & (ROLE_PUBLIC | 1u << role)) != 0;
}

static void complain(struct asking *asking, const struct route *route,
                     int role, str path, const char *why)
{
    asking->wrong++;
    print_error("%s %.*s (%s) as %.*s: %s\n",
                route->key.method == METHOD_POST ? "POST" : "GET", SF(path),
                route->key.pattern, SF(role_word((enum role_number)role)),
                why);
}

typedef void visit(struct asking *asking, const struct route *route,
                   int role);

static void every_route(struct asking *asking, visit *visit_one)
{
    struct desk *desk = asking->stand->desk;
    for (int f = 0; f < desk->feature_count; f++) {
        const struct feature *feature = desk->features[f];
        for (int r = 0; r < feature->route_count; r++) {
            for (int role = 0; role < ROLE_NUMBER_SYSTEM; role++) {
                struct arena_mark mark = arena_mark(asking->stand->arena);
                visit_one(asking, &feature->routes[r], role);
                arena_back(asking->stand->arena, mark);
            }
        }
    }
}

/* ---- another county's thing in the path ---------------------------------- */

static void check_foreign(struct asking *asking, const struct route *route,
                          int role, str path, const struct answer *nothing)
{
    struct stand *stand = asking->stand;
    const struct kind *kind = kind_of(route->key.pattern);
    bool post = route->key.method == METHOD_POST;
    int64_t before = events(stand);
    struct answer answer = ask(asking, route, role, path,
                               body_of(asking, route, &OTHER_COUNTY, -1));
    if (str_find(answer.body, S(COUNTY_MARK)) >= 0) {
        complain(asking, route, role, path, "shows what is another's");
    }
    if (events(stand) != before) {
        complain(asking, route, role, path, "did something there");
    }
    /* What a file is sent to is of no county. */
    if (kind->open && (!post || has_file(route->form))) {
        return;
    }
    if (answer.status != 404 && !players_denied(&answer)) {
        char why[80];
        snprintf(why, sizeof why, "answered %d", answer.status);
        complain(asking, route, role, path, why);
    }
    if (!kind->open && answer.status != nothing->status) {
        complain(asking, route, role, path, "tells that it is there");
    }
}

static void ask_for_foreign(struct asking *asking, const struct route *route,
                            int role)
{
    const char *pattern = route->key.pattern;
    const struct kind *kind = kind_of(pattern);
    ptrdiff_t n = 0;
    if (strchr(pattern, '{') == NULL) {
        return;
    }
    if (kind == NULL) {
        fail_msg("KINDS has nothing of another county for %s", pattern);
    }
    struct arena *arena = asking->stand->arena;
    str *things = county_rows(asking->stand, &OTHER_COUNTY, kind->sql, &n);
    if (n == 0) {
        fail_msg("the other county has nothing for %s", pattern);
    }
    str path = path_of(arena, kind, pattern, str_of(kind->nothing));
    struct answer nothing = ask(asking, route, role, path,
                                body_of(asking, route, &OTHER_COUNTY, -1));
    /* The guard sends a role away before it looks at the thing. */
    ptrdiff_t most = may_use(route, role) ? FOREIGN_MOST : 1;
    for (ptrdiff_t i = 0; i < n && i < most; i++) {
        struct arena_mark mark = arena_mark(arena);
        path = path_of(arena, kind, pattern, things[i]);
        check_foreign(asking, route, role, path, &nothing);
        arena_back(arena, mark);
    }
}

/* ---- another county's thing in the form, or in a list -------------------- */

static void check_list(struct asking *asking, const struct route *route,
                       int role)
{
    struct arena *arena = asking->stand->arena;
    str path = str_of(route->key.pattern);
    str all[2] = {path, path};
    if (route->form != NULL) {
        str query = body_of(asking, route, &OTHER_COUNTY, -1);
        all[1] = str_format(arena, "%.*s?%.*s", SF(path), SF(query));
    }
    for (int i = 0; i < 2; i++) {
        struct answer answer = ask(asking, route, role, all[i], S(""));
        if (str_find(answer.body, S(COUNTY_MARK)) >= 0) {
            complain(asking, route, role, all[i], "shows what is another's");
        }
        if (answer.status >= 500) {
            complain(asking, route, role, all[i], "breaks");
        }
    }
}

static void check_odd_field(struct asking *asking, const struct route *route,
                            int role, str path)
{
    struct arena *arena = asking->stand->arena;
    for (int i = 0; i < route->form->field_count; i++) {
        if (!is_reference(&route->form->fields[i])) {
            continue;
        }
        struct arena_mark mark = arena_mark(arena);
        int64_t before = events(asking->stand);
        struct answer answer = ask(asking, route, role, path,
                                   body_of(asking, route, &OWN_COUNTY, i));
        if (events(asking->stand) != before || answer.status >= 500) {
            char why[120];
            snprintf(why, sizeof why, "took %.*s of another county (%d)",
                     SF(route->form->fields[i].name), answer.status);
            complain(asking, route, role, path, why);
        }
        arena_back(arena, mark);
    }
}

static void ask_about_foreign(struct asking *asking,
                              const struct route *route, int role)
{
    const char *pattern = route->key.pattern;
    const struct kind *kind = kind_of(pattern);
    if (route->key.method != METHOD_POST) {
        if (strchr(pattern, '{') == NULL) {
            check_list(asking, route, role);
        }
        return;
    }
    /* What anybody may do, anybody may do anywhere. */
    bool for_all = (route->who & ROLE_PUBLIC) != 0;
    if (route->form == NULL || for_all || !may_use(route, role)) {
        return;
    }
    if (kind == NULL) {
        check_odd_field(asking, route, role, str_of(pattern));
        return;
    }
    ptrdiff_t n = 0;
    str *things = county_rows(asking->stand, &OWN_COUNTY, kind->sql, &n);
    for (ptrdiff_t i = 0; i < n; i++) {
        check_odd_field(asking, route, role,
                        path_of(asking->stand->arena, kind, pattern,
                                things[i]));
    }
}

/* ---- one's own ----------------------------------------------------------- */

/* Some thing of the own county, or none of them all. */
static bool works_somewhere(struct asking *asking, const struct route *route,
                            int role)
{
    struct stand *stand = asking->stand;
    const struct kind *kind = kind_of(route->key.pattern);
    bool post = route->key.method == METHOD_POST;
    ptrdiff_t n = 0;
    str *things = county_rows(stand, &OWN_COUNTY, kind->sql, &n);
    for (ptrdiff_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(stand->arena);
        int64_t before = events(stand);
        struct answer answer = ask(
            asking, route, role,
            path_of(stand->arena, kind, route->key.pattern, things[i]),
            body_of(asking, route, &OWN_COUNTY, -1));
        bool led_on = answer.status == 303 && !players_denied(&answer);
        bool works = post ? events(stand) > before
                          : answer.status == 200 || led_on;
        arena_back(stand->arena, mark);
        if (works) {
            return true;
        }
    }
    return false;
}

enum { ROUTES_MOST = 600 };

static void routes_try(struct asking *asking, const struct feature *feature,
                       bool *worked, bool last)
{
    for (int r = 0; r < feature->route_count; r++) {
        const struct route *route = &feature->routes[r];
        const struct kind *kind = kind_of(route->key.pattern);
        bool works = worked[r] || kind == NULL || has_file(route->form) ||
                     strcmp(kind->begin, "/static/{file}") == 0;
        for (int role = 0; !works && role < ROLE_NUMBER_SYSTEM; role++) {
            works = may_use(route, role) &&
                    works_somewhere(asking, route, role);
        }
        worked[r] = works;
        if (!works && last) {
            complain(asking, route, 0, str_of(route->key.pattern),
                     "works for nobody at home either");
        }
    }
}

/* So that a refusal above means the county, not a form that nobody takes.
 * Upper rooms first, for in the lower ones people leave and terms end; then
 * those that wait for what a lower one does. */
static void own_things_work(struct asking *asking)
{
    static bool worked[ROUTES_MOST];
    struct desk *desk = asking->stand->desk;
    memset(worked, 0, sizeof worked);
    for (int again = 0; again < 2; again++) {
        int end = 0;
        for (int f = 0; f < desk->feature_count; f++) {
            end += desk->features[f]->route_count;
        }
        assert_true(end < ROUTES_MOST);
        for (int f = desk->feature_count - 1; f >= 0; f--) {
            end -= desk->features[f]->route_count;
            routes_try(asking, desk->features[f], &worked[end], again == 1);
        }
    }
}

/* ---- the tests ----------------------------------------------------------- */

/* Somebody of the other county is logged in. */
static void log_other_in(struct stand *stand)
{
    char sql[600];
    snprintf(sql, sizeof sql,
             "insert into session (id, token_hash, account_id, made_at, "
             "seen_at, ends_at, device) select 4711, '%s', id, 1, 1, "
             "2000000000000, 'phone wechat' from account where login = '%s'",
             COUNTY_MARK, OTHER_COUNTY.liaison);
    stand_tamper(stand, sql);
}

/* Whose login may be repeated to who typed it: it has no mark. */
static void make_neighbour(struct stand *stand)
{
    stand_tamper(stand, "insert into account (id, login, name, hash, state, "
                 "made_at, password_at) values (4714, 'neighbour', "
                 "'" COUNTY_MARK "', '', 'active', 1, 1)");
    stand_tamper(stand, "insert into role_grant (id, account_id, role, "
                 "area_lo, area_hi, ref_id, since_at, until_at, by_account) "
                 "values (4715, 4714, 8, 9990021000000000, "
                 "9990021010000000, 0, 1, 0, 1)");
}

/* Somebody of each county may act for a presidium; at home twice, for one is
 * taken back before the other is used. */
static void lend_duties(struct asking *asking)
{
    enum { LENT = 4712 };
    int64_t leader = asking->players.accounts[ROLE_NUMBER_LEADER];
    const struct county *const counties[] = {&OWN_COUNTY, &OWN_COUNTY,
                                             &OTHER_COUNTY};
    for (int i = 0; i < 3; i++) {
        ptrdiff_t n = 0;
        char sql[600];
        str *grants = county_rows(asking->stand, counties[i],
                                  reference_named("grant")->sql, &n);
        assert_true(n > 0);
        snprintf(sql, sizeof sql,
                 "insert into acting (id, account_id, for_account, grant_id, "
                 "since_at, until_at, by_account, made_at, ended_at, "
                 "ended_by) select %d, h.id, g.account_id, g.id, 1, "
                 "2000000000000, g.account_id, 1, 0, 0 "
                 "from role_grant g, account h where g.id = %.*s and "
                 "(h.id = %lld or h.login = '%s')", LENT + i, SF(grants[0]),
                 i == 2 ? 0LL : (long long)leader,
                 i == 2 ? OTHER_COUNTY.deputy : "");
        stand_tamper(asking->stand, sql);
    }
}

/* Somebody of the own county typed too many wrong passwords. */
static err lock_one(struct task *task, void *arg)
{
    (void)arg;
    for (int i = 0; i < TRIES_MAX; i++) {
        TRY(tries_failed(task, str_of(OWN_COUNTY.liaison)));
    }
    return OK;
}

static void begin(struct asking *asking, struct stand *stand)
{
    int64_t matter = 0;
    ptrdiff_t n = 0;
    *asking = (struct asking){.stand = stand};
    counties_make(stand, COPIES);
    log_other_in(stand);
    county_imports(stand, &OWN_COUNTY, COPIES);
    county_imports(stand, &OTHER_COUNTY, 1);
    str *own = county_rows(stand, &OWN_COUNTY, "select id from matter where "
                           "area >= %lld and area < %lld order by id", &n);
    assert_true(n > 0);
    assert_true(str_to_int(own[0], &matter));
    players_begin(&asking->players, stand, matter);
    make_neighbour(stand);
    lend_duties(asking);
    for (int role = 0; role < ROLE_NUMBER_SYSTEM; role++) {
        (void)players_cookies(&asking->players, role);  /* two devices */
        asking->cookies[role] = players_cookies(&asking->players, role);
    }
}

static void what_is_anothers_is_for_nobody_else(void **state)
{
    struct asking asking;
    begin(&asking, *state);
    every_route(&asking, ask_for_foreign);
    int paths = asking.asked;
    every_route(&asking, ask_about_foreign);
    printf("foreign: %d requests with another county's thing in the path, "
           "%d with it in a form or list\n", paths, asking.asked - paths);
    assert_int_equal(asking.wrong, 0);
    /* Last, for a lock opens by itself after a while. */
    assert_int_equal(desk_batch(asking.stand->desk, asking.stand->arena,
                                lock_one, NULL), OK);
    own_things_work(&asking);
    assert_int_equal(asking.wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_anothers_is_for_nobody_else,
                                        stand_make_world, stand_drop),
    };
    return STAND_RUN("foreign", tests);
}
