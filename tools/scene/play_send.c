/* Requests on their way: once, twice, together; and what comes back. */
#include "base/arena.h"
#include "tools/scene/play.h"

struct jar *play_jar(struct play *play, str name)
{
    struct jar **at = &play->jars;
    while (*at != NULL && !str_eq((*at)->name, name)) {
        at = &(*at)->next;
    }
    if (*at != NULL) {
        return *at;
    }
    struct jar *jar = NEW(play->arena, struct jar);
    str rest = name;
    str account = str_cut(&rest, ':');
    bool stranger = str_eq(account, S("nobody")) ||
                    str_eq(account, S("someone"));
    jar->name = name;
    jar->account = stranger ? S("") : account;
    *at = jar;
    return jar;
}

/* ---- one exchange ------------------------------------------------------- */

static bool take_reply(struct play *play, int line, struct jar *jar,
                       struct reply *reply)
{
    if (reply->status == 0) {
        return play_fail(play, line, "%.*s: no answer: %.*s",
                         SF(reply->path), SF(reply->trouble));
    }
    reply_read(play->arena, reply, play->stage->port);
    jar_learn(play->arena, jar, reply);
    jar->last = *reply;
    str fault = reply_fault(play->arena, reply);
    return fault.n == 0 || play_fail(play, line, "%.*s (%d): %.*s",
                                     SF(reply->path), reply->status,
                                     SF(fault));
}

bool play_exchange(struct play *play, int line, struct jar *jar,
                   const struct outgoing *request, struct reply *reply)
{
    wire_send(play->wire, request, reply, 1, REQUEST_MS_MAX);
    return take_reply(play, line, jar, reply);
}

bool play_visit(struct play *play, int line, struct jar *jar, str path)
{
    struct outgoing request = {.method = S("GET"), .path = path};
    struct reply reply;
    jar_prepare(play->arena, jar, play->lang, &request);
    return play_exchange(play, line, jar, &request, &reply);
}

/* ---- once, twice, together ---------------------------------------------- */

static void mark_sent(struct jar *jar, const struct outgoing *request)
{
    jar->once_used = jar->once_used || request->has_body;
}

static bool send_twice(struct play *play, const struct step *step)
{
    struct outgoing request;
    if (!play_request(play, step, play->jar, &request)) {
        return false;
    }
    mark_sent(play->jar, &request);
    for (int i = 0; i < 2; i++) {
        if (!play_exchange(play, step->line, play->jar, &request,
                           &play->replies[i])) {
            return false;
        }
    }
    const struct reply *a = &play->replies[0];
    const struct reply *b = &play->replies[1];
    return (a->status == b->status && str_eq(a->location, b->location)) ||
           play_fail(play, step->line,
                     "twice: first %d %.*s, then %d %.*s", a->status,
                     SF(a->location), b->status, SF(b->location));
}

/* The same person in one more tab: the page is opened anew, so that its
 * form has a key of its own. */
static bool one_more_tab(struct play *play, const struct step *step,
                         struct jar *tab, struct outgoing *request)
{
    bool again = tab->last.page != NULL && tab->last.status == 200;
    tab->once_used = true;
    if (again && !play_visit(play, step->line, tab, tab->last.path)) {
        return false;
    }
    return play_request(play, step, tab, request);
}

static bool send_together(struct play *play, const struct step *step)
{
    int n = play->reply_count;
    bool crowd = step->people.count > 0;
    struct outgoing *requests = NEW_MANY(play->arena, struct outgoing, n);
    for (int i = 0; i < n; i++) {
        struct jar tab = *play->jar;
        bool good = true;
        if (crowd) {
            struct jar *jar = play_jar(play, step->people.list[i]);
            good = play_request(play, step, jar, &requests[i]);
        } else if (i == 0) {
            good = play_request(play, step, play->jar, &requests[0]);
        } else if (step->same) {
            requests[i] = requests[0];
        } else {
            good = one_more_tab(play, step, &tab, &requests[i]);
        }
        if (!good) {
            return false;
        }
    }
    wire_send(play->wire, requests, play->replies, n, REQUEST_MS_MAX);
    for (int i = 0; i < n; i++) {
        struct jar *jar = crowd ? play_jar(play, step->people.list[i])
                                : play->jar;
        mark_sent(jar, &requests[i]);
        if (!take_reply(play, step->line, jar, &play->replies[i])) {
            return false;
        }
    }
    return true;
}

bool play_send(struct play *play, const struct step *step)
{
    must(play->jar != NULL);
    play->reply_count = step->times == TIMES_ONCE    ? 1
                        : step->times == TIMES_TWICE ? 2
                        : step->clients > 0          ? step->clients
                                                     : step->people.count;
    must(play->reply_count > 0);
    play->replies = NEW_MANY(play->arena, struct reply, play->reply_count);
    if (step->times == TIMES_TWICE) {
        return send_twice(play, step);
    }
    if (step->times == TIMES_TOGETHER) {
        return send_together(play, step);
    }
    struct outgoing request;
    if (!play_request(play, step, play->jar, &request)) {
        return false;
    }
    mark_sent(play->jar, &request);
    return play_exchange(play, step->line, play->jar, &request,
                         play->replies);
}
