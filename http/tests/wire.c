/* See wire.h. */
#include "http/tests/wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/must.h"

int wire_open(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(fd >= 0);
    struct timeval patience = {10, 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_port = htons((in_port_t)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int failed = connect(fd, (struct sockaddr *)&address, sizeof address);
    must(!failed);
    return fd;
}

bool wire_send_bytes(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes += sent;
        n -= (size_t)sent;
    }
    return true;
}

void wire_send(int fd, const char *text)
{
    (void)!wire_send_bytes(fd, text, strlen(text));
}

/* Byte by byte: nothing of the next reply may be taken. */
static bool read_head(int fd, struct wire_reply *reply)
{
    size_t n = 0;
    while (n + 1 < sizeof reply->head) {
        if (recv(fd, reply->head + n, 1, 0) != 1) {
            return false;
        }
        reply->head[++n] = '\0';
        if (n >= 4 && memcmp(reply->head + n - 4, "\r\n\r\n", 4) == 0) {
            return true;
        }
    }
    return false;
}

void wire_read(int fd, bool head, struct wire_reply *reply)
{
    memset(reply, 0, sizeof *reply);
    reply->body = calloc(1, 1);
    if (!read_head(fd, reply)) {
        return;
    }
    int status = 0;
    if (sscanf(reply->head, "HTTP/1.1 %d", &status) != 1) {
        return;
    }
    const char *length = strcasestr(reply->head, "\r\nContent-Length:");
    size_t n = length == NULL || head ? 0
                                      : strtoul(length + 17, NULL, 10);
    free(reply->body);
    reply->body = calloc(1, n + 1);
    while (reply->body_n < n) {
        ssize_t got = recv(fd, reply->body + reply->body_n,
                           n - reply->body_n, 0);
        if (got <= 0) {
            return;
        }
        reply->body_n += (size_t)got;
    }
    reply->status = status;
}

void wire_reply_free(struct wire_reply *reply)
{
    free(reply->body);
    reply->body = NULL;
}

bool wire_is_closed(int fd)
{
    char bytes[4096];
    for (;;) {
        ssize_t got = recv(fd, bytes, sizeof bytes, 0);
        if (got == 0 || (got < 0 && errno == ECONNRESET)) {
            return true;
        }
        if (got < 0) {
            return false;
        }
    }
}

int wire_ask(int fd, const char *request)
{
    struct wire_reply reply;
    wire_send(fd, request);
    wire_read(fd, strncmp(request, "HEAD", 4) == 0, &reply);
    int status = reply.status;
    wire_reply_free(&reply);
    return status;
}
