/* See siege_wire.h. */
#include "tools/siege/siege_wire.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/out.h"

enum { ANSWER_BYTES_MAX = 4 << 20, PATIENCE_S = 20, GUESTS = 250 };

static struct sockaddr_in loopback(uint32_t host, int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(host);
    return address;
}

int wire_connect(int port, int guest)
{
    must(guest >= 0);
    const struct timeval patience = {.tv_sec = PATIENCE_S};
    uint32_t host = INADDR_LOOPBACK + 256 + (uint32_t)(guest % GUESTS);
    struct sockaddr_in from = loopback(host, 0);
    struct sockaddr_in to = loopback(INADDR_LOOPBACK, port);
    int one = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return -1;
    }
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
                     sizeof patience);
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience,
                     sizeof patience);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    (void)setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one,
                     sizeof one);
    if (bind(fd, (const struct sockaddr *)&from, sizeof from) != 0 ||
        connect(fd, (const struct sockaddr *)&to, sizeof to) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

str wire_request(struct arena *arena, int port, const struct letter *letter)
{
    must(letter->path.n > 0);
    struct out out = out_new(arena, letter->body.n + (16 << 10));
    out_format(&out, "%s %.*s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
               "Connection: close\r\nAccept: text/html\r\n", letter->method,
               SF(letter->path), port);
    if (letter->cookie.n > 0) {
        out_format(&out, "Cookie: %.*s\r\n", SF(letter->cookie));
    }
    if (strcmp(letter->method, "POST") == 0) {
        out_format(&out, "Origin: http://127.0.0.1:%d\r\nContent-Type: "
                   "application/x-www-form-urlencoded\r\n"
                   "Content-Length: %td\r\n", port, letter->body.n);
    }
    out_str(&out, S("\r\n"));
    out_str(&out, letter->body);
    must(!out.full);
    return out_text(&out);
}

bool wire_send(int fd, str bytes)
{
    while (bytes.n > 0) {
        ssize_t sent = send(fd, bytes.p, (size_t)bytes.n, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes = str_skip(bytes, sent);
    }
    return true;
}

/* ---- answers ------------------------------------------------------------ */

/* The value of the first header of that name; empty: none. */
static str header(str head, str name)
{
    while (head.n > 0) {
        str line = str_trim(str_cut(&head, '\n'));
        str found = str_cut(&line, ':');
        if (str_eq_nocase(found, name)) {
            return str_trim(line);
        }
    }
    return S("");
}

static struct answer answer_read(str bytes)
{
    struct answer answer = {0};
    int64_t length = -1;
    int64_t status = 0;
    ptrdiff_t end = str_find(bytes, S("\r\n\r\n"));
    if (end < 0 || !str_starts(bytes, S("HTTP/1.1 ")) ||
        !str_to_int(str_slice(bytes, 9, 12), &status)) {
        return answer;
    }
    answer.head = str_slice(bytes, 0, end);
    answer.body = str_skip(bytes, end + 4);
    answer.location = header(answer.head, S("Location"));
    answer.status = (int)status;
    answer.whole = str_to_int(header(answer.head, S("Content-Length")),
                              &length) && length == answer.body.n;
    return answer;
}

struct answer wire_answer(struct arena *arena, int fd)
{
    struct out out = out_new(arena, ANSWER_BYTES_MAX);
    char piece[16 << 10];
    ssize_t n = 0;
    while ((n = recv(fd, piece, sizeof piece, 0)) > 0) {
        out_str(&out, (str){piece, n});
    }
    close(fd);
    must(!out.full);
    return answer_read(out_text(&out));
}

struct answer wire_ask(struct arena *arena, int port, int guest,
                       const struct letter *letter)
{
    int fd = wire_connect(port, guest);
    if (fd < 0) {
        return (struct answer){0};
    }
    if (!wire_send(fd, wire_request(arena, port, letter))) {
        close(fd);
        return (struct answer){0};
    }
    return wire_answer(arena, fd);
}

str wire_cookie(const struct answer *answer, str name)
{
    str head = answer->head;
    while (head.n > 0) {
        str line = str_trim(str_cut(&head, '\n'));
        str pair = line;
        if (str_eq_nocase(str_cut(&pair, ':'), S("Set-Cookie"))) {
            pair = str_trim(pair);
            str value = pair;
            if (str_eq(str_cut(&value, '='), name)) {
                return str_cut(&pair, ';');
            }
        }
    }
    return S("");
}
