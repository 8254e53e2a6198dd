/* Any bytes on a connection, request lines and headers above all: a real
 * server reads them, keeps what request.h promises, answers in whole
 * replies and hangs up.
 *
 * The first byte says where the bytes are cut into two packets.  Each
 * connection comes from another address of this machine, so that old ones
 * do not keep the ports.
 *
 * We end our side a moment after the last byte: libmicrohttpd 0.9.75 does not
 * see an end that comes in one packet with a whole request, and keeps such a
 * connection as an idle one, until idle_s_max. */
#include <stdint.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "http/server.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 8192, REPLY_MAX = 256 * 1024, MOMENT_MS = 1,
       QUIET_MS = 30, CONNECT_TRIES = 50, CONNECT_PAUSE_MS = 100 };

static struct server *server;
static atomic_int served;

static void check_text(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        must(c >= 0x20 || c == '\t');
        must(c != 0x7f);
    }
}

static void check_request(const struct request *request)
{
    must(request->magic == REQUEST_MAGIC);
    must(request->path.n > 0);
    must(request->path.p[0] == '/');
    must(str_is_utf8(request->path));
    check_text(request->path);
    check_text(request->query);
    must(str_find(request->path, S("/../")) < 0);
    must(!str_ends(request->path, S("/..")));
    must(request->body.n <= INPUT_MAX);
    int lengths = 0;
    for (int i = 0; i < request->header_count; i++) {
        const struct header *header = &request->headers[i];
        must(header->name.n > 0);
        check_text(header->value);
        lengths += str_eq_nocase(header->name, S("Content-Length"));
        lengths += str_eq_nocase(header->name, S("Transfer-Encoding"));
    }
    must(lengths <= 1);
}

static void serve(void *site, struct request *request)
{
    must(site == &served);
    check_request(request);
    atomic_fetch_add(&served, 1);
    struct response response = {.status = 204};
    http_reply(request->exchange, &response);
}

static void refuse(void *site, const struct request *request, err why,
                   struct response *response)
{
    must(site == &served);
    must(request->magic == REQUEST_MAGIC);
    must(why != OK);
    must(response->status >= 400);
}

static void start(void)
{
    struct server_options options = {
        .address = S("127.0.0.1"),
        .threads = 1,
        .connections_max = 64,
        .header_bytes_max = 4096,
        .body_bytes_max = INPUT_MAX,
        .url_bytes_max = 1024,
        .idle_s_max = 5,
        .arena_bytes = 16 * 1024,
        .arena_bytes_max = 4 << 20,
        .site = &served,
        .serve = serve,
        .refuse = refuse,
    };
    must(server_start(&options, &server) == OK);
}

static int open_connection(void)
{
    static uint32_t turn;
    turn = (turn + 1) % 0xfffff;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    must(fd >= 0);
    int on = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    (void)setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on,
                     sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(0x7f000002u + turn);
    int failed = bind(fd, (struct sockaddr *)&address, sizeof address);
    must(!failed);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)server_port(server));
    failed = connect(fd, (struct sockaddr *)&address, sizeof address);
    if (failed) {
        perror("connect");
        close(fd);
        return -1;
    }
    return fd;
}

/* The machine, not the server, may run out of something for a moment. */
static int patient_connection(void)
{
    int fd = open_connection();
    for (int i = 0; fd < 0 && i < CONNECT_TRIES; i++) {
        (void)poll(NULL, 0, CONNECT_PAUSE_MS);
        fd = open_connection();
    }
    must(fd >= 0);
    return fd;
}

/* The server may hang up before it has read all. */
static void send_bytes(int fd, const uint8_t *p, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
        if (sent <= 0) {
            return;
        }
        p += sent;
        n -= (size_t)sent;
    }
}

static bool comes(int fd, int ms)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    return poll(&wait, 1, ms) == 1;
}

/* All that is answered until the other side hangs up; nothing if it did so
 * with bytes of ours unread, which takes its last words with it, or if it
 * did not see that ours had ended. */
static str hear(int fd, char *text)
{
    ptrdiff_t n = 0;
    while (comes(fd, QUIET_MS)) {
        must(n < REPLY_MAX);
        ssize_t got = recv(fd, text + n, (size_t)(REPLY_MAX - n), 0);
        if (got <= 0) {
            return (str){text, got == 0 ? n : 0};
        }
        n += got;
    }
    return (str){"", 0};
}

/* A reset, so that the server forgets it too. */
static void leave(int fd)
{
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(fd);
}

/* What is answered is whole replies, one behind the other.  (The refusals
 * of libmicrohttpd itself have bodies; ours here have none.) */
static void check_replies(str heard)
{
    int replies = 0;
    while (heard.n > 0) {
        must(str_starts(heard, S("HTTP/1.")));
        must(heard.n > 13);
        must(heard.p[9] >= '1');
        must(heard.p[9] <= '5');
        ptrdiff_t end = str_find(heard, S("\r\n\r\n"));
        must(end > 0);
        str head = str_slice(heard, 0, end);
        heard = str_skip(heard, end + 4);
        ptrdiff_t at = str_find(head, S("Content-Length: "));
        int64_t length = 0;
        if (at >= 0) {
            str value = str_skip(head, at + 16);
            must(str_to_int(str_cut(&value, '\r'), &length));
        }
        /* Behind a HEAD the next reply follows, or nothing. */
        if (heard.n > 0 && !str_starts(heard, S("HTTP/1."))) {
            must(length <= heard.n);
            heard = str_skip(heard, (ptrdiff_t)length);
        }
        replies++;
    }
    must(replies <= INPUT_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char heard[REPLY_MAX];
    if (size < 1 || size > INPUT_MAX) {
        return 0;
    }
    if (server == NULL) {
        log_threshold(LOG_ERROR);
        start();
    }
    size_t cut = (size - 1) * data[0] / 256;
    atomic_store(&served, 0);
    int fd = patient_connection();
    send_bytes(fd, data + 1, cut);
    send_bytes(fd, data + 1 + cut, size - 1 - cut);
    (void)comes(fd, MOMENT_MS);
    (void)shutdown(fd, SHUT_WR);
    check_replies(hear(fd, heard));
    leave(fd);
    /* Each request has a path of its own: no byte is read twice. */
    int paths = 0;
    for (size_t i = 1; i < size; i++) {
        paths += data[i] == '/';
    }
    must(atomic_load(&served) <= paths);
    return 0;
}
