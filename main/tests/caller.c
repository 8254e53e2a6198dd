/* See caller.h.  The reply ends where the connection does. */
#include "main/tests/caller.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/out.h"

enum { ANSWER_MAX = 16 << 20, PATIENCE_S = 20 };

static int connect_to(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port)};
    const struct timeval patience = {.tv_sec = PATIENCE_S};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
                                sizeof patience), 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof to),
                     0);
    return fd;
}

static void send_all(int fd, str bytes)
{
    while (bytes.n > 0) {
        ssize_t sent = send(fd, bytes.p, (size_t)bytes.n, MSG_NOSIGNAL);
        assert_true(sent > 0);
        bytes = str_skip(bytes, sent);
    }
}

static str read_all(struct arena *arena, int fd)
{
    struct out out = out_new(arena, ANSWER_MAX);
    char piece[8192];
    ssize_t n = 0;
    while ((n = recv(fd, piece, sizeof piece, 0)) > 0) {
        out_str(&out, (str){piece, n});
    }
    assert_int_equal(n, 0);
    assert_false(out.full);
    return out_text(&out);
}

static str request_text(struct arena *arena, int port,
                        const struct call *call, const char *accept)
{
    struct out out = out_new(arena, ANSWER_MAX);
    out_format(&out, "%s %.*s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
               "Connection: close\r\nAccept: %s\r\n", call->method,
               SF(call->path), port, accept);
    if (call->cookies.n > 0) {
        out_format(&out, "Cookie: %.*s\r\n", SF(call->cookies));
    }
    if (strcmp(call->method, "POST") == 0) {
        out_format(&out, "Origin: http://127.0.0.1:%d\r\nContent-Type: "
                   "application/x-www-form-urlencoded\r\n"
                   "Content-Length: %td\r\n", port, call->body.n);
    }
    out_str(&out, S("\r\n"));
    out_str(&out, call->body);
    return out_text(&out);
}

static str header_of(str head, str name)
{
    while (head.n > 0) {
        str line = str_cut(&head, '\n');
        str value = line;
        if (str_eq_nocase(str_cut(&value, ':'), name)) {
            return str_trim(value);
        }
    }
    return (str){"", 0};
}

int call_begin(struct arena *arena, int port, const struct call *call)
{
    int fd = connect_to(port);
    send_all(fd, request_text(arena, port, call, "text/html"));
    return fd;
}

struct answer call_site(struct arena *arena, int port,
                        const struct call *call)
{
    return call_end(arena, call_begin(arena, port, call));
}

struct answer call_json(struct arena *arena, int port,
                        const struct call *call)
{
    int fd = connect_to(port);
    send_all(fd, request_text(arena, port, call, "application/json"));
    return call_end(arena, fd);
}

struct answer call_end(struct arena *arena, int fd)
{
    str all = read_all(arena, fd);
    (void)close(fd);
    ptrdiff_t end = str_find(all, S("\r\n\r\n"));
    assert_true(str_starts(all, S("HTTP/1.1 ")));
    assert_true(end > 0);
    struct answer answer = {.head = str_slice(all, 0, end),
                            .body = str_skip(all, end + 4)};
    answer.status = (int)strtol(str_c(arena, str_slice(all, 9, 12)), NULL,
                                10);
    answer.location = header_of(answer.head, S("Location"));
    return answer;
}
