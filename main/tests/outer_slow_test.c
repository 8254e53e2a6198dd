/* A provider that takes ten seconds for every answer: who logs in with a
 * password does not notice, and only so many wait for it. */
#include "main/tests/surfer.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#define PASSWORD "kuihua-luntan-9"

/* As desk/steps.c has: so many are asked at once, so many wait. */
enum { ASKED = 4, WAITING = 8, SLOW_MS = 10000, SOON_US = 3000000 };

struct slow {
    int fd, port;
    atomic_int heard;               /* connections that came */
    atomic_bool over;
    pthread_t thread;
};

static struct oidc_house house;
static struct slow slow;

static void answer_late(int fds[], const int64_t since[], int n)
{
    static const char REPLY[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
                                "Connection: close\r\n\r\n{}";
    for (int i = 0; i < n; i++) {
        if (fds[i] >= 0 &&
            clock_monotonic_us() - since[i] > SLOW_MS * INT64_C(1000)) {
            (void)send(fds[i], REPLY, sizeof REPLY - 1, MSG_NOSIGNAL);
            (void)close(fds[i]);
            fds[i] = -1;
        }
    }
}

static void *be_slow(void *arg)
{
    enum { MANY = 64 };
    struct slow *me = arg;
    int fds[MANY];
    int64_t since[MANY];
    int n = 0;
    while (!atomic_load(&me->over)) {
        struct pollfd one = {.fd = me->fd, .events = POLLIN};
        if (poll(&one, 1, 50) > 0 && n < MANY) {
            fds[n] = accept(me->fd, NULL, NULL);
            since[n++] = clock_monotonic_us();
            atomic_fetch_add(&me->heard, 1);
        }
        answer_late(fds, since, n);
    }
    for (int i = 0; i < n; i++) {
        if (fds[i] >= 0) {
            (void)close(fds[i]);
        }
    }
    return NULL;
}

static void slow_begin(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t size = sizeof at;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    slow.fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(slow.fd >= 0);
    assert_int_equal(bind(slow.fd, (struct sockaddr *)&at, size), 0);
    assert_int_equal(listen(slow.fd, 64), 0);
    assert_int_equal(getsockname(slow.fd, (struct sockaddr *)&at, &size), 0);
    slow.port = ntohs(at.sin_port);
    atomic_store(&slow.over, false);
    atomic_store(&slow.heard, 0);
    assert_int_equal(pthread_create(&slow.thread, NULL, be_slow, &slow), 0);
}

static void slow_end(void)
{
    atomic_store(&slow.over, true);
    assert_int_equal(pthread_join(slow.thread, NULL), 0);
    (void)close(slow.fd);           /* and nobody answers any more */
}

static int anna_up(void **state)
{
    if (stand_make(state) != 0) {
        return -1;
    }
    struct stand *stand = *state;
    slow_begin();
    house = (struct oidc_house){
        str_format(stand->arena, "http://127.0.0.1:%d", slow.port),
        {S("xinqiao"), S("secret"), S("http://127.0.0.1/login/oidc/back")},
        S("全省统一登录")};
    stand->desk->oidc = &house;
    const struct seed anna = {.login = S("anna"), .name = S("Anna"),
                              .password = S(PASSWORD), .role = ROLE_AUDITOR};
    assert_int_equal(seed_account(stand->desk, stand->arena, &anna), OK);
    assert_int_equal(site_listen(stand->site), OK);
    return 0;
}

/* Presses the button of the other house and does not wait. */
static int press(const struct surfer *surfer, int number)
{
    struct arena *arena = surfer->stand->arena;
    str token = surfer_reads(surfer, S("name=\"_token\" value=\""), '"');
    const struct call call = {
        .method = "POST", .path = S("/login/oidc"),
        .cookies = str_format(arena, "xq=%.*s", SF(surfer->client)),
        .body = str_format(arena, "_token=%.*s&_once=slow%d&back=", SF(token),
                   number)};
    return call_begin(arena, site_port(surfer->stand->site), &call);
}

static void wait_until_asked(int most)
{
    for (int i = 0; i < 100 && atomic_load(&slow.heard) < most; i++) {
        (void)poll(NULL, 0, 50);
    }
    assert_int_equal(atomic_load(&slow.heard), most);
}

static void a_slow_provider_keeps_nobody_else_waiting(void **state)
{
    struct stand *stand = *state;
    struct surfer surfer = {.stand = stand};
    int fds[ASKED + WAITING];
    assert_int_equal(surf(&surfer, S("/login")), 200);
    for (int i = 0; i < ASKED; i++) {
        fds[i] = press(&surfer, i);
    }
    wait_until_asked(ASKED);
    for (int i = ASKED; i < ASKED + WAITING; i++) {
        fds[i] = press(&surfer, i);
    }
    (void)poll(NULL, 0, 300);       /* for them to have come in */

    int64_t began = clock_monotonic_us();
    for (int i = 0; i < 5; i++) {
        struct surfer anna = {.stand = stand};
        assert_int_equal(surf_post(&anna, S("/login"), S("/login"),
                                   S("name=anna&password=" PASSWORD)), 303);
        assert_true(anna.sid.n > 0);
    }
    assert_true(clock_monotonic_us() - began < SOON_US);

    /* One more than may wait is told so at once. */
    struct answer more = call_end(stand->arena, press(&surfer, 99));
    assert_int_equal(more.status, 503);
    assert_true(str_find(more.body, S("统一登录现在太忙")) >= 0);
    assert_int_equal(atomic_load(&slow.heard), ASKED);

    /* The first have given up by themselves; then nobody is there. */
    struct answer first = call_end(stand->arena, fds[0]);
    assert_int_equal(first.status, 503);
    assert_true(str_find(first.body, S("暂时连不上")) >= 0);
    slow_end();
    for (int i = 1; i < ASKED + WAITING; i++) {
        assert_int_equal(call_end(stand->arena, fds[i]).status, 503);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_slow_provider_keeps_nobody_else_waiting, anna_up, stand_drop),
    };
    return STAND_RUN("outer_slow", tests);
}
