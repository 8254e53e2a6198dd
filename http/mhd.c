/* The only file that knows libmicrohttpd.
 *
 * Its handler is called several times for a request: once with the headers,
 * then with pieces of the body, once when all is there, and once more after
 * each resume.  `step` says where we are:
 *
 *   HEADERS -> BODY -> SERVED -> (suspended, resumed) -> sent
 *         `-> sent at once and closed: framing nobody should trust, a body
 *             far too large, a client over its limits
 *
 * http_reply() may come on another thread before, while or after the
 * connection is suspended.  `reply` settles it: whoever comes second to the
 * exchange acts (see wait_for_reply() and http_reply()). */
#include "http/server.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/out.h"
#include "http/border.h"
#include "http/listen.h"
#include "http/spares.h"
#include "http/tally.h"
#include "http/watch.h"

enum {
    BODY_ROOM_FIRST = 8 * 1024,
    BODIES_DEFAULT = 32,            /* of the largest */
    DISCARD_TIMES = 4,              /* read so much of a body too large */
    POOL_EXTRA_BYTES = 8 * 1024,    /* reply headers, our reading ahead */
    WIRE_BYTES_MAX = 1024 * 1024,
    HEADER_BYTES_USUAL = 1024,
    STOP_LOOK_MS = 5
};
enum { SERVER_MAGIC = 0x53525652, EXCHANGE_MAGIC = 0x45584348 };

struct server {
    int magic;
    struct server_options options;
    struct MHD_Daemon *daemon;
    struct watch *watch;
    struct tally *connections, *requests;
    struct arena *slow_arena;       /* of the watching thread */
    int port;
    int listen_fd;                  /* the daemon's to close */
    atomic_int busy;
    atomic_bool closing;
    _Atomic size_t bodies_bytes;
    struct spares *spares;          /* arenas between two requests */
};

enum step { STEP_HEADERS, STEP_BODY, STEP_SERVED };
enum reply { REPLY_OPEN, REPLY_GIVEN, REPLY_AWAITED };

struct exchange {
    int magic;
    enum step step;
    _Atomic(enum reply) reply;
    struct server *server;
    struct connection *connection;
    struct MHD_Connection *mhd;
    struct arena *arena;            /* only from the headers on */
    char *target;                   /* as sent */
    err refusal;
    bool busy, counted, close;
    char *body;
    size_t body_n, body_room;
    int64_t arrived;                /* bytes of the body, kept or not */
    struct request request;
    struct response response;
};

static void exchange_check(const struct exchange *exchange)
{
    must(exchange != NULL);
    must(exchange->magic == EXCHANGE_MAGIC);
    must(exchange->server->magic == SERVER_MAGIC);
}

/* ---- connections ---- */

static str peer_of(const struct connection *connection)
{
    must(connection->magic == CONNECTION_MAGIC);
    return (str){connection->peer, connection->peer_n};
}

/* Between the limit and its double a client gets its 429; beyond that it is
 * turned away without a word. */
static enum MHD_Result on_accept(void *given, const struct sockaddr *address,
                                 socklen_t length)
{
    (void)length;
    struct server *server = given;
    must(server->magic == SERVER_MAGIC);
    int most = server->options.connections_per_client_max;
    char text[64];
    str peer = {text, listen_peer(address, text, sizeof text)};
    if (most == 0 || border_is_loopback(peer)) {
        return MHD_YES;
    }
    return tally_of(server->connections, peer) < 2 * most ? MHD_YES : MHD_NO;
}

static void connection_open(struct server *server, struct MHD_Connection *mhd,
                            void **context)
{
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *address =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    must(fd != NULL);
    must(address != NULL);
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) {
        return;                     /* its requests are closed unanswered */
    }
    connection->magic = CONNECTION_MAGIC;
    connection->fd = fd->connect_fd;
    connection->peer_n = listen_peer(address->client_addr, connection->peer,
                                     sizeof connection->peer);
    str peer = peer_of(connection);
    int most = server->options.connections_per_client_max;
    if (most > 0 && !border_is_loopback(peer)) {
        connection->counted = tally_add(server->connections, peer, 0);
        connection->over = tally_of(server->connections, peer) > most;
    }
    watch_join(server->watch, connection);
    *context = connection;
}

static void on_connection(void *given, struct MHD_Connection *mhd,
                          void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct server *server = given;
    must(server->magic == SERVER_MAGIC);
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        connection_open(server, mhd, context);
        return;
    }
    struct connection *connection = *context;
    if (connection == NULL) {
        return;
    }
    watch_leave(server->watch, connection);
    if (connection->counted) {
        tally_drop(server->connections, peer_of(connection));
    }
    connection->magic = 0;
    free(connection);
    *context = NULL;
}

static struct connection *connection_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

/* ---- an exchange's beginning and end ---- */

/* We decode for ourselves: nothing may be changed before we look. */
static size_t keep_escapes(void *given, struct MHD_Connection *mhd,
                           char *text)
{
    (void)given;
    (void)mhd;
    return strlen(text);
}

/* The first line of a request has come.  No arena yet: headers may take
 * their time. */
static void *on_target(void *given, const char *target,
                       struct MHD_Connection *mhd)
{
    struct connection *connection = connection_of(mhd);
    struct exchange *exchange = calloc(1, sizeof *exchange);
    char *copy = strdup(target);
    if (connection == NULL || exchange == NULL || copy == NULL) {
        free(exchange);
        free(copy);
        return NULL;
    }
    exchange->magic = EXCHANGE_MAGIC;
    exchange->server = given;
    exchange->connection = connection;
    exchange->mhd = mhd;
    exchange->target = copy;
    /* A cut connection shows at the next move. */
    (void)!phase_move(connection, PHASE_WAITING, PHASE_RECEIVING);
    return exchange;
}

static void body_drop(struct exchange *exchange)
{
    must(exchange->body_n <= exchange->body_room);
    atomic_fetch_sub(&exchange->server->bodies_bytes, exchange->body_room);
    free(exchange->body);
    exchange->body = NULL;
    exchange->body_n = 0;
    exchange->body_room = 0;
}

static void on_completed(void *given, struct MHD_Connection *mhd,
                         void **context,
                         enum MHD_RequestTerminationCode why)
{
    (void)mhd;
    (void)why;
    struct server *server = given;
    struct exchange *exchange = *context;
    if (exchange == NULL) {
        return;
    }
    exchange_check(exchange);
    must(atomic_load(&exchange->reply) != REPLY_AWAITED);
    *context = NULL;
    body_drop(exchange);
    if (exchange->counted) {
        tally_drop(server->requests, exchange->request.client);
    }
    bool moved = phase_move(exchange->connection, PHASE_SERVING,
                            PHASE_WAITING) ||
                 phase_move(exchange->connection, PHASE_RECEIVING,
                            PHASE_WAITING);
    (void)moved;                    /* or it is cut, for ever */
    spares_give(server->spares, exchange->arena);
    bool busy = exchange->busy;
    exchange->magic = 0;
    free(exchange->target);
    free(exchange);
    if (busy) {
        int before = atomic_fetch_sub(&server->busy, 1);
        must(before > 0);
    }
}

/* ---- replies ---- */

static bool has_body(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

/* libmicrohttpd wants C strings: `text` has room for both. */
static bool add_header(struct MHD_Response *reply,
                       const struct header *header)
{
    char usual[HEADER_BYTES_USUAL];
    size_t name_n = (size_t)header->name.n;
    size_t value_n = (size_t)header->value.n;
    size_t room = name_n + value_n + 2;
    must(name_n > 0);
    char *text = room <= sizeof usual ? usual : malloc(room);
    if (text == NULL) {
        return false;
    }
    memcpy(text, header->name.p, name_n);
    text[name_n] = '\0';
    if (value_n > 0) {
        memcpy(text + name_n + 1, header->value.p, value_n);
    }
    text[room - 1] = '\0';
    enum MHD_Result added =
        MHD_add_response_header(reply, text, text + name_n + 1);
    if (text != usual) {
        free(text);
    }
    return added == MHD_YES;
}

static enum MHD_Result send_reply(struct exchange *exchange)
{
    const struct response *response = &exchange->response;
    must(response->status >= 200);
    must(response->status <= 599);
    must(response->header_count <= RESPONSE_HEADERS_MAX);
    str body = has_body(response->status) ? response->body : (str){"", 0};
    /* The bytes stay where they are until on_completed(). */
    struct MHD_Response *reply = MHD_create_response_from_buffer(
        (size_t)body.n, (void *)(uintptr_t)body.p, MHD_RESPMEM_PERSISTENT);
    if (reply == NULL) {
        return MHD_NO;
    }
    bool good = true;
    for (int i = 0; good && i < response->header_count; i++) {
        good = add_header(reply, &response->headers[i]);
    }
    if (exchange->close || atomic_load(&exchange->server->closing)) {
        struct header last = {S("Connection"), S("close")};
        good = good && add_header(reply, &last);
    }
    enum MHD_Result queued = MHD_NO;
    if (good) {
        queued = MHD_queue_response(exchange->mhd,
                                    (unsigned int)response->status, reply);
    }
    MHD_destroy_response(reply);
    return queued;
}

static void draw_refusal(struct server *server, const struct request *request,
                         err why, struct response *response)
{
    must(why != OK);
    *response = (struct response){.status = err_status(why)};
    server->options.refuse(server->options.site, request, why, response);
    must(response->status >= 400);
}

static enum MHD_Result refuse(struct exchange *exchange)
{
    draw_refusal(exchange->server, &exchange->request, exchange->refusal,
                 &exchange->response);
    exchange->step = STEP_SERVED;
    atomic_store(&exchange->reply, REPLY_GIVEN);
    return send_reply(exchange);
}

/* A refusal as bytes, for where libmicrohttpd lets us queue nothing. */
static str refusal_wire(struct server *server, struct arena *arena, err why)
{
    if (atomic_load(&server->closing)) {
        return (str){"", 0};
    }
    struct request request = {.magic = REQUEST_MAGIC, .path = S("/"),
                              .client = S("?"), .arena = arena};
    struct response response;
    draw_refusal(server, &request, why, &response);
    struct out out = out_new(arena, WIRE_BYTES_MAX);
    out_format(&out, "HTTP/1.1 %d ", response.status);
    out_str(&out, str_of(MHD_get_reason_phrase_for(
                      (unsigned int)response.status)));
    out_format(&out, "\r\nConnection: close\r\nContent-Length: %lld\r\n",
               (long long)response.body.n);
    for (int i = 0; i < response.header_count; i++) {
        out_str(&out, response.headers[i].name);
        out_str(&out, S(": "));
        out_str(&out, response.headers[i].value);
        out_str(&out, S("\r\n"));
    }
    out_str(&out, S("\r\n"));
    out_str(&out, response.body);
    return out.full ? (str){"", 0} : out_text(&out);
}

static str slow_reply(void *given)
{
    struct server *server = given;
    must(server->magic == SERVER_MAGIC);
    arena_reset(server->slow_arena);
    return refusal_wire(server, server->slow_arena, ERR_TIMEOUT);
}

void http_reply(struct exchange *exchange, const struct response *response)
{
    exchange_check(exchange);
    must(response != NULL);
    must(exchange->step == STEP_SERVED);
    exchange->response = *response;
    struct MHD_Connection *mhd = exchange->mhd;
    enum reply before = atomic_exchange(&exchange->reply, REPLY_GIVEN);
    must(before != REPLY_GIVEN);    /* exactly one reply */
    /* If it was not awaited yet, serve() is still running: its thread sends
     * and may have thrown the exchange away by now. */
    if (before == REPLY_AWAITED) {
        MHD_resume_connection(mhd);
    }
}

static enum MHD_Result wait_for_reply(struct exchange *exchange)
{
    if (atomic_load(&exchange->reply) == REPLY_GIVEN) {
        return send_reply(exchange);
    }
    /* Suspend first: once the reply is awaited, it may be resumed at any
     * moment.  If the reply came in between, we resume ourselves. */
    struct MHD_Connection *mhd = exchange->mhd;
    MHD_suspend_connection(mhd);
    enum reply open = REPLY_OPEN;
    if (!atomic_compare_exchange_strong(&exchange->reply, &open,
                                        REPLY_AWAITED)) {
        must(open == REPLY_GIVEN);
        MHD_resume_connection(mhd);
    }
    return MHD_YES;
}

/* ---- the headers ---- */

struct header_list {
    struct header *list;
    int count, room;
};

static enum MHD_Result add_to_list(void *given, enum MHD_ValueKind kind,
                                   const char *name, size_t name_n,
                                   const char *value, size_t value_n)
{
    (void)kind;
    struct header_list *headers = given;
    must(headers->count < headers->room);
    headers->list[headers->count++] = (struct header){
        {name, (ptrdiff_t)name_n},
        {value == NULL ? "" : value, (ptrdiff_t)value_n}};
    return MHD_YES;
}

/* Slices of libmicrohttpd's own buffer, which stays until the reply is out. */
static void take_headers(struct exchange *exchange)
{
    struct header_list headers = {0};
    headers.room = MHD_get_connection_values_n(exchange->mhd,
                                               MHD_HEADER_KIND, NULL, NULL);
    must(headers.room >= 0);
    headers.list = NEW_MANY(exchange->arena, struct header, headers.room);
    (void)MHD_get_connection_values_n(exchange->mhd, MHD_HEADER_KIND,
                                      add_to_list, &headers);
    must(headers.count == headers.room);
    exchange->request.headers = headers.list;
    exchange->request.header_count = headers.count;
}

static int64_t discard_max(const struct server *server)
{
    return (int64_t)server->options.body_bytes_max * DISCARD_TIMES;
}

/* Looks at everything but the body.  Sets `close` where no further byte of
 * this connection may be believed or is worth reading. */
static err inspect(struct exchange *exchange, bool http_1_1)
{
    const struct server_options *options = &exchange->server->options;
    struct request *request = &exchange->request;
    struct framing framing;
    exchange->close = true;
    TRY(border_framing(request, http_1_1, &framing));
    if (exchange->connection->over) {
        return ERR_TOO_MANY;
    }
    bool large = framing.has_length &&
                 framing.length > (int64_t)options->body_bytes_max;
    bool asks = request_header(request, S("Expect")).n > 0;
    if (large && (asks || framing.length > discard_max(exchange->server))) {
        return ERR_TOO_LARGE;
    }
    exchange->close = asks;
    str target = str_of(exchange->target);
    if (target.n > (ptrdiff_t)options->url_bytes_max) {
        return ERR_URI_TOO_LONG;
    }
    if (border_header_bytes(request) > options->header_bytes_max) {
        return ERR_HEADER_TOO_LARGE;
    }
    TRY(border_target(exchange->arena, target, &request->path,
                      &request->query));
    exchange->close = false;
    return large ? ERR_TOO_LARGE : OK;
}

static enum MHD_Result begin(struct exchange *exchange, const char *method,
                             const char *version)
{
    must(exchange->arena == NULL);
    exchange->arena = spares_take(exchange->server->spares);
    phase_heard(exchange->connection);
    exchange->request = (struct request){
        .magic = REQUEST_MAGIC,
        .method = border_method(str_of(method)),
        .path = S("/"),
        .arena = exchange->arena,
        .exchange = exchange,
    };
    take_headers(exchange);
    exchange->request.client = border_client(&exchange->request,
                                             peer_of(exchange->connection));
    exchange->refusal = inspect(exchange, strcmp(version, "HTTP/1.0") != 0);
    exchange->step = STEP_BODY;
    if (exchange->refusal == OK || !exchange->close) {
        return MHD_YES;
    }
    if (!phase_move(exchange->connection, PHASE_RECEIVING, PHASE_SERVING)) {
        return MHD_NO;
    }
    return refuse(exchange);
}

/* ---- the body ---- */

static size_t bodies_max(const struct server_options *options)
{
    return options->bodies_bytes_max > 0
               ? options->bodies_bytes_max
               : options->body_bytes_max * BODIES_DEFAULT;
}

/* Room grows with what has really come: a length that is only claimed costs
 * nothing. */
static err body_grow(struct exchange *exchange, size_t need)
{
    struct server *server = exchange->server;
    size_t room = exchange->body_room == 0 ? BODY_ROOM_FIRST
                                           : exchange->body_room;
    while (room < need) {
        room *= 2;
    }
    size_t more = room - exchange->body_room;
    size_t before = atomic_fetch_add(&server->bodies_bytes, more);
    if (before + more > bodies_max(&server->options)) {
        atomic_fetch_sub(&server->bodies_bytes, more);
        return ERR_UNAVAILABLE;
    }
    char *body = realloc(exchange->body, room);
    if (body == NULL) {
        atomic_fetch_sub(&server->bodies_bytes, more);
        return ERR_UNAVAILABLE;
    }
    exchange->body = body;
    exchange->body_room = room;
    return OK;
}

static err body_add(struct exchange *exchange, const char *bytes, size_t n)
{
    must(bytes != NULL);
    size_t need = exchange->body_n + n;
    if (need > exchange->server->options.body_bytes_max) {
        return ERR_TOO_LARGE;
    }
    if (need > exchange->body_room) {
        TRY(body_grow(exchange, need));
    }
    memcpy(exchange->body + exchange->body_n, bytes, n);
    exchange->body_n = need;
    must(exchange->body_n <= exchange->body_room);
    return OK;
}

/* A body without end: say so and hang up. */
static enum MHD_Result hang_up(struct exchange *exchange, err why)
{
    struct server *server = exchange->server;
    if (!phase_move(exchange->connection, PHASE_RECEIVING, PHASE_SERVING)) {
        return MHD_NO;
    }
    struct arena *arena = spares_take(server->spares);
    connection_last_words(exchange->connection,
                          refusal_wire(server, arena, why));
    spares_give(server->spares, arena);
    return MHD_NO;
}

static enum MHD_Result take_body(struct exchange *exchange,
                                 const char *bytes, size_t *n)
{
    must(*n > 0);
    phase_heard(exchange->connection);
    exchange->arrived += (int64_t)*n;
    bool wanted = exchange->request.method == METHOD_POST ||
                  exchange->request.method == METHOD_OTHER;
    if (wanted && exchange->refusal == OK) {
        exchange->refusal = body_add(exchange, bytes, *n);
        if (exchange->refusal != OK) {
            body_drop(exchange);
        }
    }
    *n = 0;
    if (exchange->arrived > discard_max(exchange->server)) {
        return hang_up(exchange, ERR_TOO_LARGE);
    }
    return MHD_YES;
}

static enum MHD_Result serve(struct exchange *exchange)
{
    struct server *server = exchange->server;
    struct request *request = &exchange->request;
    if (!phase_move(exchange->connection, PHASE_RECEIVING, PHASE_SERVING)) {
        return MHD_NO;
    }
    /* First busy, then look: server_stop() does it the other way round, so
     * one of the two sees the other. */
    exchange->busy = true;
    atomic_fetch_add(&server->busy, 1);
    if (atomic_load(&server->closing)) {
        return MHD_NO;
    }
    if (exchange->refusal == OK) {
        exchange->counted = tally_add(
            server->requests, request->client,
            server->options.connections_per_client_max);
        exchange->refusal = exchange->counted ? OK : ERR_TOO_MANY;
    }
    if (exchange->refusal != OK) {
        return refuse(exchange);
    }
    request->body = (str){exchange->body == NULL ? "" : exchange->body,
                          (ptrdiff_t)exchange->body_n};
    exchange->step = STEP_SERVED;
    server->options.serve(server->options.site, request);
    return wait_for_reply(exchange);
}

static enum MHD_Result on_request(void *given, struct MHD_Connection *mhd,
                                  const char *url, const char *method,
                                  const char *version, const char *bytes,
                                  size_t *n, void **context)
{
    (void)url;                      /* on_target() saw it whole */
    struct exchange *exchange = *context;
    if (exchange == NULL) {
        return MHD_NO;              /* there was no memory for it */
    }
    exchange_check(exchange);
    must(exchange->server == given);
    must(exchange->mhd == mhd);
    switch (exchange->step) {
    case STEP_HEADERS:
        return begin(exchange, method, version);
    case STEP_BODY:
        return *n > 0 ? take_body(exchange, bytes, n) : serve(exchange);
    case STEP_SERVED:
        must(atomic_load(&exchange->reply) == REPLY_GIVEN);
        return send_reply(exchange);
    }
    never("an exchange without a step");
}

/* ---- start and stop ---- */

/* What libmicrohttpd may use for one connection: a little more than the
 * limits, so that it is we who say 414 and 431 (many tiny headers it refuses
 * by itself).  It touches all of it, so this is what an idle one costs. */
static size_t pool_bytes(const struct server_options *options)
{
    return options->header_bytes_max + options->url_bytes_max +
           POOL_EXTRA_BYTES;
}

static struct MHD_Daemon *start_daemon(struct server *server, int fd)
{
    const struct server_options *options = &server->options;
    unsigned int flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    /* Ours is the finer watch; this one is for clients that do not read. */
    unsigned int timeout_s = (unsigned int)options->idle_s_max + 2;
    return MHD_start_daemon(
        flags, 0, on_accept, server, on_request, server,
        MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned int)options->threads,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned int)options->connections_max,
        MHD_OPTION_CONNECTION_TIMEOUT, timeout_s,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, pool_bytes(options),
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
        MHD_OPTION_END);
}

static void check_options(const struct server_options *options)
{
    must(options->serve != NULL);
    must(options->refuse != NULL);
    must(options->idle_s_max > 0);
    must(options->body_bytes_max > 0);
    must(options->connections_max > 0);
    must(options->connections_per_client_max >= 0);
    /* Headers and target must fit before there is a way out of a full
     * arena; four times is their worst case. */
    must(options->arena_bytes_max >= 4 * pool_bytes(options));
}

static struct server *server_new(const struct server_options *options)
{
    struct server *server = calloc(1, sizeof *server);
    must(server != NULL);
    server->magic = SERVER_MAGIC;
    server->options = *options;
    if (options->threads <= 0) {
        long cores = sysconf(_SC_NPROCESSORS_ONLN);
        server->options.threads = cores < 1 ? 1 : (int)cores;
    }
    if (options->connections_max < server->options.threads) {
        server->options.connections_max = server->options.threads;
    }
    server->spares = spares_new(options->arena_bytes,
                                options->arena_bytes_max);
    int request_s = options->request_s_max;
    struct watch_limits limits = {
        .idle_s_max = options->idle_s_max,
        .request_s_max = request_s > 0 ? request_s : 2 * options->idle_s_max,
        .owner = server,
        .slow_reply = slow_reply,
    };
    server->slow_arena = arena_new(options->arena_bytes,
                                   options->arena_bytes_max);
    server->connections = tally_new();
    server->requests = tally_new();
    server->watch = watch_new(&limits);
    must(server->connections != NULL);
    must(server->requests != NULL);
    must(server->watch != NULL);
    return server;
}

static void server_free(struct server *server)
{
    must(server->magic == SERVER_MAGIC);
    must(atomic_load(&server->bodies_bytes) == 0);
    watch_free(server->watch);
    tally_free(server->connections);
    tally_free(server->requests);
    arena_free(server->slow_arena);
    spares_free(server->spares);
    server->magic = 0;
    free(server);
}

err server_start(const struct server_options *options,
                 struct server **server_out)
{
    must(options != NULL);
    must(server_out != NULL);
    check_options(options);
    int fd = listen_on(options->address, options->port);
    if (fd < 0) {
        log_say(LOG_ERROR, "cannot listen on %.*s port %d: %s",
                SF(options->address), options->port, strerror(errno));
        return ERR_UNAVAILABLE;
    }
    struct server *server = server_new(options);
    server->port = listen_port(fd);
    server->listen_fd = fd;
    server->daemon = start_daemon(server, fd);
    if (server->daemon == NULL) {
        log_say(LOG_ERROR, "the HTTP library did not start: %s",
                strerror(errno));
        close(fd);
        server_free(server);
        return ERR_UNAVAILABLE;
    }
    *server_out = server;
    return OK;
}

int server_port(const struct server *server)
{
    must(server->magic == SERVER_MAGIC);
    must(server->port > 0);
    return server->port;
}

void server_stop(struct server *server, int grace_ms)
{
    must(server != NULL);
    must(server->magic == SERVER_MAGIC);
    /* Nobody new comes in.  (MHD_quiesce_daemon of 0.9.75 races with its own
     * threads for the socket's place in epoll, and the loser panics.) */
    shutdown(server->listen_fd, SHUT_RDWR);
    atomic_store(&server->closing, true);
    struct timespec pause = {0, STOP_LOOK_MS * 1000000L};
    for (int ms = 0; ms < grace_ms && atomic_load(&server->busy) > 0;
         ms += STOP_LOOK_MS) {
        nanosleep(&pause, NULL);
    }
    int busy = atomic_load(&server->busy);
    if (busy > 0) {
        log_say(LOG_WARN, "%d requests were still running at the end", busy);
        return;
    }
    MHD_stop_daemon(server->daemon);
    server_free(server);
}

void server_load(const struct server *server, int *connections, int *busy)
{
    must(server->magic == SERVER_MAGIC);
    *connections = watch_count(server->watch);
    *busy = atomic_load(&server->busy);
    must(*busy >= 0);
}
