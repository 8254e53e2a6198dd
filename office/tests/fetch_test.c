/* Fetching, against a small server of the test's own on 127.0.0.1 that says
 * what each test wants it to say. */
#include "office/fetch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/arena.h"

/* Answers one connection with `reply` after reading the request (not if
 * `deaf`); says `reply` again and again if `endless`, nothing if `silent`. */
struct stand {
    int door, port;
    pthread_t thread;
    const char *reply;
    bool endless, silent, deaf;
    char asked[8192];
};

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    /* A careless program would go there, and fail. */
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("all_proxy", "http://127.0.0.1:1", 1);
    fetch_start();
    fetch_start();
    arena = arena_new(1 << 16, 1 << 26);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* Until the head is there and as much body as it announces. */
static void hear(struct stand *stand, int client)
{
    size_t n = 0;
    while (n < sizeof stand->asked - 1) {
        ssize_t got = read(client, stand->asked + n,
                           sizeof stand->asked - 1 - n);
        if (got <= 0) {
            return;
        }
        n += (size_t)got;
        stand->asked[n] = '\0';
        const char *head = strstr(stand->asked, "\r\n\r\n");
        const char *length = strstr(stand->asked, "Content-Length: ");
        size_t body = length == NULL ? 0 : strtoul(length + 16, NULL, 10);
        if (head != NULL && n >= (size_t)(head + 4 - stand->asked) + body) {
            return;
        }
    }
}

static void *serve(void *given)
{
    struct stand *stand = given;
    int client = accept(stand->door, NULL, NULL);
    if (client < 0) {
        return NULL;
    }
    if (!stand->deaf) {
        hear(stand, client);
    }
    size_t n = strlen(stand->reply);
    if (stand->silent) {
        char byte;
        while (read(client, &byte, 1) > 0) {
        }
    } else {
        while (send(client, stand->reply, n, MSG_NOSIGNAL) > 0 &&
               stand->endless) {
        }
    }
    close(client);
    return NULL;
}

static void open_stand(struct stand *stand)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t n = sizeof at;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    stand->door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(stand->door >= 0);
    assert_int_equal(bind(stand->door, (struct sockaddr *)&at, n), 0);
    assert_int_equal(listen(stand->door, 4), 0);
    assert_int_equal(getsockname(stand->door, (struct sockaddr *)&at, &n), 0);
    stand->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&stand->thread, NULL, serve, stand), 0);
}

static void close_stand(struct stand *stand)
{
    shutdown(stand->door, SHUT_RDWR);
    pthread_join(stand->thread, NULL);
    close(stand->door);
}

static str stand_url(const struct stand *stand, const char *scheme)
{
    return str_format(arena, "%s://127.0.0.1:%d/a?b=c", scheme, stand->port);
}

static err ask(struct stand *stand, struct fetch fetch,
               struct fetched *fetched)
{
    open_stand(stand);
    if (fetch.url.n == 0) {
        fetch.url = stand_url(stand, "http");
    }
    err e = fetch_send(arena, &fetch, fetched);
    close_stand(stand);
    return e;
}

static void a_reply_comes_whole(void **state)
{
    (void)state;
    struct stand stand = {.reply = "HTTP/1.1 200 OK\r\nContent-Type: "
                                   "application/json\r\nContent-Length: 2\r\n"
                                   "Set-Cookie: a=b\r\n\r\n{}"};
    struct fetched fetched;
    assert_int_equal(ask(&stand, (struct fetch){.accept = S("text/x")},
                         &fetched),
                     OK);
    assert_int_equal(fetched.status, 200);
    assert_true(str_eq(fetched.body, S("{}")));
    assert_true(str_eq(fetched.type, S("application/json")));
    assert_non_null(strstr(stand.asked, "GET /a?b=c HTTP/1.1\r\n"));
    assert_non_null(strstr(stand.asked, "Accept: text/x\r\n"));
    assert_null(strstr(stand.asked, "Cookie"));
    assert_null(strstr(stand.asked, "Authorization"));
}

static void a_post_carries_its_body_and_secret(void **state)
{
    (void)state;
    struct stand stand = {.reply = "HTTP/1.1 400 Bad Request\r\n"
                                   "Content-Length: 1\r\n\r\nx"};
    const struct fetch fetch = {.post = true,
                                .body = S("a=1&b=2"),
                                .type = S("application/x-www-form-urlencoded"),
                                .authorization = S("Basic eDp5")};
    struct fetched fetched;
    assert_int_equal(ask(&stand, fetch, &fetched), OK);
    assert_int_equal(fetched.status, 400);
    assert_true(str_eq(fetched.body, S("x")));
    assert_non_null(strstr(stand.asked, "POST /a?b=c HTTP/1.1\r\n"));
    assert_non_null(strstr(stand.asked, "Authorization: Basic eDp5\r\n"));
    assert_non_null(strstr(stand.asked, "\r\n\r\na=1&b=2"));
    assert_null(strstr(stand.asked, "Expect"));
}

static void a_redirect_is_a_reply(void **state)
{
    (void)state;
    struct stand stand = {.reply = "HTTP/1.1 302 Found\r\nLocation: "
                                   "http://127.0.0.1:1/\r\n"
                                   "Content-Length: 0\r\n\r\n"};
    struct fetched fetched;
    assert_int_equal(ask(&stand, (struct fetch){0}, &fetched), OK);
    assert_int_equal(fetched.status, 302);
}

static void too_much_is_cut_off(void **state)
{
    (void)state;
    struct stand announced = {.reply = "HTTP/1.1 200 OK\r\nContent-Length: "
                                       "99999999\r\n\r\nx"};
    struct stand endless = {.reply = "HTTP/1.0 200 OK\r\n\r\nxxxxxxxxxxxxxxxx",
                            .endless = true};
    struct fetched fetched;
    assert_int_equal(ask(&announced, (struct fetch){0}, &fetched),
                     ERR_TOO_LARGE);
    assert_int_equal(ask(&endless, (struct fetch){0}, &fetched),
                     ERR_TOO_LARGE);
    assert_int_equal(fetched.body.n, 0);
    assert_true(fetched.trouble.n > 0);
}

static void silence_ends(void **state)
{
    (void)state;
    struct stand stand = {.reply = "", .silent = true};
    struct fetched fetched;
    assert_int_equal(ask(&stand, (struct fetch){.total_ms = 200}, &fetched),
                     ERR_TIMEOUT);
}

static void what_is_no_http_is_unavailable(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "", "hello\r\n", "SSH-2.0-x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        struct stand stand = {.reply = BAD[i]};
        struct fetched fetched;
        assert_int_equal(ask(&stand, (struct fetch){.total_ms = 2000},
                             &fetched),
                         ERR_UNAVAILABLE);
        assert_int_equal(fetched.body.n, 0);
    }
    /* Nobody listens there. */
    struct fetched fetched;
    const struct fetch fetch = {.url = S("http://127.0.0.1:1/")};
    assert_int_equal(fetch_send(arena, &fetch, &fetched), ERR_UNAVAILABLE);
}

static void a_server_without_a_certificate_is_refused(void **state)
{
    (void)state;
    struct stand stand = {.reply = "HTTP/1.1 200 OK\r\n\r\n",
                          .deaf = true};
    struct fetched fetched;
    open_stand(&stand);
    const struct fetch fetch = {.url = stand_url(&stand, "https"),
                                .total_ms = 2000};
    assert_int_equal(fetch_send(arena, &fetch, &fetched), ERR_UNAVAILABLE);
    close_stand(&stand);
}

static void other_addresses_are_invalid(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "", "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/",
        "http://127.0.0.1/\r\nX: y", "http://a b/", "http://", "dict://x",
        "http://127.0.0.1:99999/"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        struct fetched fetched;
        const struct fetch fetch = {.url = str_of(BAD[i])};
        assert_int_equal(fetch_send(arena, &fetch, &fetched), ERR_INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reply_comes_whole),
        cmocka_unit_test(a_post_carries_its_body_and_secret),
        cmocka_unit_test(a_redirect_is_a_reply),
        cmocka_unit_test(too_much_is_cut_off),
        cmocka_unit_test(silence_ends),
        cmocka_unit_test(what_is_no_http_is_unavailable),
        cmocka_unit_test(a_server_without_a_certificate_is_refused),
        cmocka_unit_test(other_addresses_are_invalid),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
