/* Bytes as they are, for requests that no browser would send. */
#include "tools/scene/browser.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/out.h"

enum { ANSWER_BYTES_MAX = 4 << 20 };

static int connect_to(int port, int wait_ms)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return -1;
    }
    struct timeval wait = {wait_ms / 1000, wait_ms % 1000 * 1000};
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool send_whole(int fd, str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = send(fd, bytes.p, (size_t)bytes.n, MSG_NOSIGNAL);
        if (n <= 0) {
            return false;
        }
        bytes = str_skip(bytes, n);
    }
    return true;
}

/* "HTTP/1.1 400 Bad Request" -> 400. */
static int status_of(str answer)
{
    int64_t status = 0;
    str line = answer;
    str version = str_cut(&line, ' ');
    if (!str_starts(version, S("HTTP/")) ||
        !str_to_int(str_slice(line, 0, 3), &status)) {
        return 0;
    }
    return (int)status;
}

/* The whole answer is there: its head, and as many bytes as it promised. */
static bool is_whole(str answer)
{
    ptrdiff_t end = str_find(answer, S("\r\n\r\n"));
    if (end < 0) {
        return false;
    }
    str head = str_slice(answer, 0, end);
    int64_t promised = 0;
    while (head.n > 0) {
        str line = str_trim(str_cut(&head, '\n'));
        str name = str_cut(&line, ':');
        if (str_eq_nocase(name, S("Content-Length")) &&
            !str_to_int(str_trim(line), &promised)) {
            return true;
        }
    }
    return answer.n - end - 4 >= promised;
}

int raw_send(struct arena *arena, int port, str bytes, int wait_ms,
             str *body)
{
    must(port > 0);
    must(body != NULL);
    *body = S("");
    int fd = connect_to(port, wait_ms);
    if (fd < 0) {
        return 0;
    }
    /* A server may answer and close before all was sent: read all the same.
     * An incomplete request is left open, as a slow client would. */
    (void)send_whole(fd, bytes);
    struct out out = out_new(arena, ANSWER_BYTES_MAX);
    char piece[4096];
    ssize_t n = 0;
    while (!is_whole(out_text(&out)) &&
           (n = recv(fd, piece, sizeof piece, 0)) > 0) {
        out_str(&out, (str){piece, n});
    }
    close(fd);
    *body = out_text(&out);
    return status_of(*body);
}
