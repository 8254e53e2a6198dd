/* A real server on the loopback, and clients of every manner.
 *
 * Two servers: a patient one, and one whose limits are short so that slow
 * clients can be tried.  No test depends on how fast the machine is, but for
 * upper bounds of many seconds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/out.h"
#include "base/log.h"
#include "http/server.h"
#include "http/tests/wire.h"

enum { BODY_MAX = 64 * 1024, HEADER_MAX = 4096, URL_MAX = 1024 };

static struct server *patient;
static struct server *strict;
static atomic_int served;

/* ---- what is served ---- */

struct later {
    struct exchange *exchange;
    struct response response;
    int ms;
};

static void pause_ms(int ms)
{
    struct timespec pause = {ms / 1000, (ms % 1000) * 1000000L};
    nanosleep(&pause, NULL);
}

static void *reply_later(void *given)
{
    struct later *later = given;
    if (later->ms > 0) {
        pause_ms(later->ms);
    }
    struct exchange *exchange = later->exchange;
    struct response response = later->response;
    free(later);
    http_reply(exchange, &response);
    return NULL;
}

static void reply_on_thread(struct request *request,
                            const struct response *response)
{
    int64_t ms = 0;
    (void)!str_to_int(request_query(request, S("ms")), &ms);
    struct later *later = calloc(1, sizeof *later);
    *later = (struct later){request->exchange, *response, (int)ms};
    pthread_t thread;
    int failed = pthread_create(&thread, NULL, reply_later, later);
    must(!failed);
    pthread_detach(thread);
}

static str describe(struct request *request)
{
    struct out out = out_new(request->arena, 256 * 1024);
    out_format(&out, "%d|", (int)request->method);
    out_str(&out, request->path);
    out_char(&out, '|');
    out_str(&out, request->query);
    out_char(&out, '|');
    out_str(&out, request->client);
    out_char(&out, '|');
    out_str(&out, request->body);
    return out_text(&out);
}

static void serve(void *site, struct request *request)
{
    must(site == &served);
    atomic_fetch_add(&served, 1);
    struct response response = {.status = 200};
    response_header(&response, S("Content-Type"), S("text/plain"));
    response.body = describe(request);
    if (str_eq(request->path, S("/big"))) {
        char *p = arena_take(request->arena, 1 << 20, 1);
        memset(p, 'x', 1 << 20);
        response.body = (str){p, 1 << 20};
    }
    if (str_eq(request->path, S("/nothing"))) {
        response.status = 204;
    }
    if (str_eq(request->path, S("/late"))) {
        reply_on_thread(request, &response);
        return;
    }
    http_reply(request->exchange, &response);
}

static void refuse(void *site, const struct request *request, err why,
                   struct response *response)
{
    must(site == &served);
    must(request->magic == REQUEST_MAGIC);
    response_header(response, S("X-Why"), str_of(err_name(why)));
    response->body = str_of(err_sentence(why));
}

static struct server *start(int idle_s, int request_s, int per_client)
{
    struct server_options options = {
        .address = S("127.0.0.1"),
        .threads = 2,
        .connections_max = 3000,
        .connections_per_client_max = per_client,
        .header_bytes_max = HEADER_MAX,
        .body_bytes_max = BODY_MAX,
        .url_bytes_max = URL_MAX,
        .idle_s_max = idle_s,
        .request_s_max = request_s,
        .arena_bytes = 16 * 1024,
        .arena_bytes_max = 4 << 20,
        .site = &served,
        .serve = serve,
        .refuse = refuse,
    };
    struct server *server = NULL;
    assert_int_equal(server_start(&options, &server), OK);
    return server;
}

static int start_all(void **state)
{
    (void)state;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max < 8192 ? files.rlim_max : 8192;
    setrlimit(RLIMIT_NOFILE, &files);
    patient = start(30, 60, 500);
    strict = start(1, 2, 3);
    return 0;
}

static int stop_all(void **state)
{
    (void)state;
    server_stop(patient, 5000);
    server_stop(strict, 5000);
    return 0;
}

/* ---- helpers ---- */

static int quick(int fd)
{
    return wire_ask(fd, "GET /quick HTTP/1.1\r\nHost: x\r\n\r\n");
}

/* A fresh connection, one request: its status. */
static int status_of(struct server *server, const char *request)
{
    int fd = wire_open(server_port(server));
    int status = wire_ask(fd, request);
    close(fd);
    return status;
}

static void expect_400_and_close(const char *request)
{
    int before = atomic_load(&served);
    int fd = wire_open(server_port(patient));
    assert_int_equal(wire_ask(fd, request), 400);
    assert_true(wire_is_closed(fd));
    close(fd);
    assert_int_equal(atomic_load(&served), before);
}

/* Asks for a target and compares the body of the answer. */
static void expect_body(const char *request, const char *body)
{
    int fd = wire_open(server_port(patient));
    struct wire_reply reply;
    wire_send(fd, request);
    wire_read(fd, false, &reply);
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.body, body);
    wire_reply_free(&reply);
    assert_int_equal(quick(fd), 200);   /* and the connection lives on */
    close(fd);
}

static char *repeat(char c, size_t n)
{
    char *text = malloc(n + 1);
    memset(text, c, n);
    text[n] = '\0';
    return text;
}

/* ---- connections that live ---- */

static void one_connection_serves_many_requests(void **state)
{
    (void)state;
    int fd = wire_open(server_port(patient));
    for (int i = 0; i < 500; i++) {
        assert_int_equal(quick(fd), 200);
    }
    assert_int_equal(wire_ask(fd, "POST /echo HTTP/1.1\r\nHost: x\r\n"
                                  "Content-Length: 3\r\n\r\nabc"), 200);
    assert_int_equal(quick(fd), 200);
    close(fd);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    (void)state;
    int fd = wire_open(server_port(patient));
    wire_send(fd, "GET /late?ms=30 HTTP/1.1\r\nHost: x\r\n\r\n"
                  "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"
                  "GET /c HTTP/1.1\r\nHost: x\r\n\r\n");
    static const char *const expected[] = {
        "0|/late|ms=30|127.0.0.1|", "2|/b||127.0.0.1|hi",
        "0|/c||127.0.0.1|"};
    for (int i = 0; i < 3; i++) {
        struct wire_reply reply;
        wire_read(fd, false, &reply);
        assert_int_equal(reply.status, 200);
        assert_string_equal(reply.body, expected[i]);
        wire_reply_free(&reply);
    }
    close(fd);
}

static void a_late_reply_arrives(void **state)
{
    (void)state;
    int fd = wire_open(server_port(patient));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(wire_ask(fd, "GET /late?ms=50 HTTP/1.1\r\n"
                                      "Host: x\r\n\r\n"), 200);
    }
    /* No delay: the reply meets the suspension half-way. */
    for (int i = 0; i < 300; i++) {
        assert_int_equal(wire_ask(fd, "GET /late HTTP/1.1\r\n"
                                      "Host: x\r\n\r\n"), 200);
    }
    close(fd);
}

static void a_reply_may_be_later_than_the_idle_limit(void **state)
{
    (void)state;
    int fd = wire_open(server_port(strict));
    assert_int_equal(wire_ask(fd, "GET /late?ms=3500 HTTP/1.1\r\n"
                                  "Host: x\r\n\r\n"), 200);
    assert_int_equal(quick(fd), 200);
    close(fd);
}

static void a_client_that_leaves_does_no_harm(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        int fd = wire_open(server_port(patient));
        wire_send(fd, "GET /late?ms=20 HTTP/1.1\r\nHost: x\r\n\r\n");
        close(fd);
    }
    int connections = 1;
    int busy = 1;
    for (int i = 0; i < 1000 && (connections > 0 || busy > 0); i++) {
        pause_ms(10);
        server_load(patient, &connections, &busy);
    }
    assert_int_equal(busy, 0);
    assert_int_equal(connections, 0);
}

static void head_has_the_length_but_no_body(void **state)
{
    (void)state;
    int fd = wire_open(server_port(patient));
    struct wire_reply reply;
    wire_send(fd, "HEAD /big HTTP/1.1\r\nHost: x\r\n\r\n");
    wire_read(fd, true, &reply);
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.head, "Content-Length: 1048576\r\n"));
    assert_null(strcasestr(reply.head, "\r\nServer:"));
    wire_reply_free(&reply);
    assert_int_equal(quick(fd), 200);
    assert_int_equal(wire_ask(fd, "GET /nothing HTTP/1.1\r\n"
                                  "Host: x\r\n\r\n"), 204);
    assert_int_equal(quick(fd), 200);
    wire_send(fd, "GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
    wire_read(fd, false, &reply);
    assert_int_equal(reply.body_n, 1 << 20);
    wire_reply_free(&reply);
    close(fd);
}

/* ---- what arrives ---- */

static void the_target_arrives_decoded(void **state)
{
    (void)state;
    expect_body("GET /a%20b/%E4%BB%A3?x=%201+2&y HTTP/1.1\r\nHost: x\r\n\r\n",
                "0|/a b/代|x=%201+2&y|127.0.0.1|");
    expect_body("GET /a+b\\c? HTTP/1.1\r\nHost: x\r\n\r\n",
                "0|/a+b\\c||127.0.0.1|");
    expect_body("DELETE /x HTTP/1.1\r\nHost: x\r\n\r\n",
                "3|/x||127.0.0.1|");
}

static void a_proxy_on_this_machine_names_the_client(void **state)
{
    (void)state;
    expect_body("GET / HTTP/1.1\r\nHost: x\r\n"
                "X-Forwarded-For: 1.2.3.4, 203.0.113.9\r\n\r\n",
                "0|/||203.0.113.9|");
    expect_body("GET / HTTP/1.1\r\nHost: x\r\n"
                "X-Forwarded-For: <b>\r\n\r\n", "0|/||127.0.0.1|");
}

static void bodies_come_whole(void **state)
{
    (void)state;
    expect_body("POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"
                "a=1&b", "2|/e||127.0.0.1|a=1&b");
    expect_body("POST /e HTTP/1.1\r\nHost: x\r\n"
                "Transfer-Encoding: chunked\r\n\r\n"
                "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: v\r\n\r\n",
                "2|/e||127.0.0.1|abc0123456789");
    expect_body("GET /e HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n"
                "12345", "0|/e||127.0.0.1|");
    /* Split in two, with the reader asleep in between. */
    int fd = wire_open(server_port(patient));
    wire_send(fd, "POST /e HTTP/1.1\r\nHost: x\r\nContent-Le");
    pause_ms(20);
    wire_send(fd, "ngth: 6\r\n\r\nabc");
    pause_ms(20);
    struct wire_reply reply;
    wire_send(fd, "def");
    wire_read(fd, false, &reply);
    assert_string_equal(reply.body, "2|/e||127.0.0.1|abcdef");
    wire_reply_free(&reply);
    close(fd);
}

static void expect_continue_is_honoured(void **state)
{
    (void)state;
    int fd = wire_open(server_port(patient));
    wire_send(fd, "POST /e HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                  "Content-Length: 3\r\n\r\n");
    char line[64] = {0};
    size_t n = 0;
    while (strstr(line, "\r\n\r\n") == NULL && n < sizeof line - 1) {
        assert_int_equal(recv(fd, line + n, 1, 0), 1);
        n++;
    }
    assert_non_null(strstr(line, "100 Continue"));
    assert_int_equal(wire_ask(fd, "xyz"), 200);
    close(fd);
    /* Too large is said before a byte of it is sent. */
    fd = wire_open(server_port(patient));
    assert_int_equal(wire_ask(fd, "POST /e HTTP/1.1\r\nHost: x\r\n"
                                  "Expect: 100-continue\r\n"
                                  "Content-Length: 70000\r\n\r\n"), 413);
    assert_true(wire_is_closed(fd));
    close(fd);
}

/* ---- limits ---- */

static void a_body_too_large_is_refused(void **state)
{
    (void)state;
    /* Exactly the limit passes. */
    char *body = repeat('b', BODY_MAX + 1);
    char head[256];
    for (int more = 0; more <= 1; more++) {
        int fd = wire_open(server_port(patient));
        snprintf(head, sizeof head, "POST /e HTTP/1.1\r\nHost: x\r\n"
                 "Content-Length: %d\r\n\r\n", BODY_MAX + more);
        wire_send(fd, head);
        assert_true(wire_send_bytes(fd, body, (size_t)(BODY_MAX + more)));
        assert_int_equal(wire_ask(fd, ""), more ? 413 : 200);
        /* Read to its end, so the connection lives. */
        assert_int_equal(quick(fd), 200);
        close(fd);
    }
    free(body);
    /* Far too large: said at once. */
    int fd = wire_open(server_port(patient));
    assert_int_equal(wire_ask(fd, "POST /e HTTP/1.1\r\nHost: x\r\n"
                                  "Content-Length: 9000000000\r\n\r\n"), 413);
    assert_true(wire_is_closed(fd));
    close(fd);
}

static void a_chunked_body_without_end_is_cut(void **state)
{
    (void)state;
    int before = atomic_load(&served);
    char *body = repeat('c', 4096);
    int fd = wire_open(server_port(patient));
    wire_send(fd, "POST /e HTTP/1.1\r\nHost: x\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n");
    bool open = true;
    for (int i = 0; open && i < 10000; i++) {
        wire_send(fd, "1000\r\n");
        open = wire_send_bytes(fd, body, 4096);
        wire_send(fd, "\r\n");
    }
    assert_false(open);
    assert_int_equal(atomic_load(&served), before);
    close(fd);
    /* Over the limit, but with an end: a proper answer. */
    fd = wire_open(server_port(patient));
    wire_send(fd, "POST /e HTTP/1.1\r\nHost: x\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 20; i++) {
        wire_send(fd, "1000\r\n");
        assert_true(wire_send_bytes(fd, body, 4096));
        wire_send(fd, "\r\n");
    }
    assert_int_equal(wire_ask(fd, "0\r\n\r\n"), 413);
    close(fd);
    free(body);
}

static void long_addresses_and_headers_are_refused(void **state)
{
    (void)state;
    static const int sizes[] = {URL_MAX - 10, URL_MAX + 10, HEADER_MAX * 20};
    size_t room = HEADER_MAX * 32;
    char *text = malloc(room);
    for (int i = 0; i < 3; i++) {
        char *long_text = repeat('u', (size_t)sizes[i]);
        snprintf(text, room, "GET /%s HTTP/1.1\r\nHost: x\r\n\r\n", long_text);
        assert_int_equal(status_of(patient, text), i == 0 ? 200 : 414);
        free(long_text);
    }
    static const int headers[] = {HEADER_MAX - 100, HEADER_MAX + 10,
                                  HEADER_MAX * 20};
    for (int i = 0; i < 3; i++) {
        char *long_text = repeat('h', (size_t)headers[i]);
        snprintf(text, room, "GET / HTTP/1.1\r\nHost: x\r\nA: %s\r\n\r\n",
                long_text);
        assert_int_equal(status_of(patient, text), i == 0 ? 200 : 431);
        free(long_text);
    }
    /* Many small ones. */
    int n = snprintf(text, room, "GET / HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < 700; i++) {
        n += snprintf(text + n, room - (size_t)n, "h%d: v\r\n", i);
    }
    snprintf(text + n, room - (size_t)n, "\r\n");
    assert_int_equal(status_of(patient, text), 431);
    free(text);
}

static void bad_paths_are_refused(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "/%", "/%2", "/%zz", "/%00", "/a%00b", "/%ff", "/%c0%af",
        "/a/../b", "/..", "/./", "/a/%2e%2e/b", "/%2E", "/a%0d%0ab",
        "/\xff", "x", "*", "http://x/"};
    char text[256];
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n",
                 paths[i]);
        assert_int_equal(status_of(patient, text), 400);
    }
}

static void shapes_of_smuggling_are_refused(void **state)
{
    (void)state;
    static const char *const shapes[] = {
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        "Content-Length: 3\r\nContent-Length: 3\r\n",
        "Content-Length: 3\r\nContent-Length: 4\r\n",
        "Content-Length: 3, 3\r\n",
        "Content-Length: +3\r\n",
        "Content-Length: -3\r\n",
        "Content-Length: 0x3\r\n",
        "Content-Length:\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Content-Length : 3\r\n",
        "Host: y\r\n",
        "A b: c\r\n",
        "A: b\x01\r\n",
    };
    char text[512];
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        snprintf(text, sizeof text, "POST /e HTTP/1.1\r\nHost: x\r\n%s\r\n"
                 "abcGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n", shapes[i]);
        expect_400_and_close(text);
    }
    /* libmicrohttpd reads this one itself, as far too large. */
    assert_int_equal(status_of(patient, "POST / HTTP/1.1\r\nHost: x\r\n"
                               "Content-Length: 99999999999999999999\r\n"
                               "\r\n"), 413);
    expect_400_and_close("GET / HTTP/1.1\r\n\r\n");
    expect_400_and_close("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n"
                         "\r\n0\r\n\r\n");
}

static void slow_clients_are_cut(void **state)
{
    (void)state;
    struct wire_reply reply;
    int fd = wire_open(server_port(strict));
    wire_send(fd, "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
                  "abc");
    wire_read(fd, false, &reply);
    assert_int_equal(reply.status, 408);
    assert_non_null(strstr(reply.head, "X-Why: TIMEOUT\r\n"));
    assert_string_equal(reply.body, err_sentence(ERR_TIMEOUT));
    wire_reply_free(&reply);
    assert_true(wire_is_closed(fd));
    close(fd);
    /* Headers that stop. */
    fd = wire_open(server_port(strict));
    assert_int_equal(wire_ask(fd, "GET / HTTP/1.1\r\nHost: x\r\n"), 408);
    close(fd);
    /* Nothing at all, and half a first line: closed without a word. */
    fd = wire_open(server_port(strict));
    int half = wire_open(server_port(strict));
    wire_send(half, "GET /");
    assert_true(wire_is_closed(fd));
    assert_true(wire_is_closed(half));
    close(fd);
    close(half);
}

static void a_byte_now_and_then_does_not_help(void **state)
{
    (void)state;
    int fd = wire_open(server_port(strict));
    wire_send(fd, "POST /e HTTP/1.1\r\nHost: x\r\n"
                  "Content-Length: 1000\r\n\r\n");
    bool open = true;
    int sent = 0;
    while (open && sent < 100) {
        char byte = 0;
        pause_ms(150);
        wire_send(fd, "x");
        sent++;
        open = recv(fd, &byte, 1, MSG_DONTWAIT) < 0;
    }
    assert_false(open);
    assert_true(sent > 8);          /* not before the limit of two seconds */
    close(fd);
}

static void one_client_may_not_hold_too_many_requests(void **state)
{
    (void)state;
    /* Three of 198.51.100.7 wait; its fourth is too many; others pass. */
    static const char late[] = "GET /late?ms=800 HTTP/1.1\r\nHost: x\r\n"
                               "X-Forwarded-For: 198.51.100.7\r\n\r\n";
    int waiting[3];
    for (int i = 0; i < 3; i++) {
        waiting[i] = wire_open(server_port(strict));
        wire_send(waiting[i], late);
    }
    int connections = 0;
    int busy = 0;
    for (int i = 0; i < 500 && busy < 3; i++) {
        pause_ms(1);
        server_load(strict, &connections, &busy);
    }
    assert_int_equal(busy, 3);
    assert_int_equal(status_of(strict, late), 429);
    assert_int_equal(status_of(strict, "GET / HTTP/1.1\r\nHost: x\r\n"
                               "X-Forwarded-For: 198.51.100.8\r\n\r\n"), 200);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(wire_ask(waiting[i], ""), 200);
        close(waiting[i]);
    }
    assert_int_equal(status_of(strict, late), 200);
}

/* ---- many ---- */

static void a_thousand_idle_connections_cost_nothing(void **state)
{
    (void)state;
    enum { IDLE = 1000 };
    static int fds[IDLE];
    for (int i = 0; i < IDLE; i++) {
        fds[i] = wire_open(server_port(patient));
        assert_int_equal(quick(fds[i]), 200);
    }
    assert_int_equal(status_of(patient, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
                     200);
    int connections = 0;
    int busy = 0;
    server_load(patient, &connections, &busy);
    assert_true(connections >= IDLE);
    for (int i = 0; i < IDLE; i++) {
        assert_int_equal(quick(fds[i]), 200);
        close(fds[i]);
    }
}

static void *many_requests(void *given)
{
    (void)given;
    int fd = wire_open(server_port(patient));
    for (int i = 0; i < 100; i++) {
        const char *request =
            i % 3 == 0 ? "GET /late?ms=1 HTTP/1.1\r\nHost: x\r\n\r\n"
            : i % 3 == 1
                ? "POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab"
                : "GET /late HTTP/1.1\r\nHost: x\r\n\r\n";
        if (wire_ask(fd, request) != 200) {
            close(fd);
            return NULL;
        }
    }
    close(fd);
    return &served;
}

static void parallel_clients_all_get_their_replies(void **state)
{
    (void)state;
    enum { CLIENTS = 16 };
    pthread_t threads[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
        pthread_create(&threads[i], NULL, many_requests, NULL);
    }
    for (int i = 0; i < CLIENTS; i++) {
        void *good = NULL;
        pthread_join(threads[i], &good);
        assert_non_null(good);
    }
}

static void a_running_request_ends_before_the_server(void **state)
{
    (void)state;
    struct server *server = start(5, 5, 0);
    int idle = wire_open(server_port(server));
    assert_int_equal(quick(idle), 200);
    int fd = wire_open(server_port(server));
    wire_send(fd, "GET /late?ms=300 HTTP/1.1\r\nHost: x\r\n\r\n");
    int connections = 0;
    int busy = 0;
    for (int i = 0; i < 500 && busy < 1; i++) {
        pause_ms(1);
        server_load(server, &connections, &busy);
    }
    server_stop(server, 5000);
    struct wire_reply reply;
    wire_read(fd, false, &reply);
    assert_int_equal(reply.status, 200);
    assert_non_null(strcasestr(reply.head, "Connection: close"));
    wire_reply_free(&reply);
    assert_true(wire_is_closed(idle));
    close(fd);
    close(idle);
}

static void a_taken_port_is_an_error(void **state)
{
    (void)state;
    struct server_options options = {
        .address = S("127.0.0.1"), .port = server_port(patient),
        .connections_max = 4, .header_bytes_max = 1024,
        .body_bytes_max = 1024, .url_bytes_max = 100, .idle_s_max = 1,
        .arena_bytes = 1024, .arena_bytes_max = 1 << 20, .serve = serve,
        .refuse = refuse};
    struct server *server = NULL;
    log_threshold(LOG_ERROR);
    assert_int_equal(server_start(&options, &server), ERR_UNAVAILABLE);
    options.address = S("not an address");
    assert_int_equal(server_start(&options, &server), ERR_UNAVAILABLE);
    assert_null(server);
}

static void a_request_that_will_not_end_is_left_behind(void **state)
{
    (void)state;
    static struct server *server;   /* stays, with its threads */
    log_threshold(LOG_ERROR);
    server = start(5, 5, 0);
    int fd = wire_open(server_port(server));
    int idle = wire_open(server_port(server));
    wire_send(fd, "GET /late?ms=400 HTTP/1.1\r\nHost: x\r\n\r\n");
    int connections = 0;
    int busy = 0;
    for (int i = 0; i < 500 && busy < 1; i++) {
        pause_ms(1);
        server_load(server, &connections, &busy);
    }
    server_stop(server, 20);
    int before = atomic_load(&served);
    (void)quick(idle);
    assert_int_equal(atomic_load(&served), before);
    assert_true(wire_is_closed(fd));
    close(fd);
    close(idle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_connection_serves_many_requests),
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(a_late_reply_arrives),
        cmocka_unit_test(a_reply_may_be_later_than_the_idle_limit),
        cmocka_unit_test(a_client_that_leaves_does_no_harm),
        cmocka_unit_test(head_has_the_length_but_no_body),
        cmocka_unit_test(the_target_arrives_decoded),
        cmocka_unit_test(a_proxy_on_this_machine_names_the_client),
        cmocka_unit_test(bodies_come_whole),
        cmocka_unit_test(expect_continue_is_honoured),
        cmocka_unit_test(a_body_too_large_is_refused),
        cmocka_unit_test(a_chunked_body_without_end_is_cut),
        cmocka_unit_test(long_addresses_and_headers_are_refused),
        cmocka_unit_test(bad_paths_are_refused),
        cmocka_unit_test(shapes_of_smuggling_are_refused),
        cmocka_unit_test(slow_clients_are_cut),
        cmocka_unit_test(a_byte_now_and_then_does_not_help),
        cmocka_unit_test(one_client_may_not_hold_too_many_requests),
        cmocka_unit_test(a_thousand_idle_connections_cost_nothing),
        cmocka_unit_test(parallel_clients_all_get_their_replies),
        cmocka_unit_test(a_running_request_ends_before_the_server),
        cmocka_unit_test(a_taken_port_is_an_error),
        cmocka_unit_test(a_request_that_will_not_end_is_left_behind),
    };
    return cmocka_run_group_tests_name("server", tests, start_all, stop_all);
}
