/* The listening socket.  See listen.h. */
#include "http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LISTEN_BACKLOG = 1024 };

static bool read_address(str host, int port,
                         struct sockaddr_storage *address, socklen_t *n)
{
    must(address != NULL);
    must(n != NULL);
    char text[INET6_ADDRSTRLEN + 1] = {0};
    if (host.n <= 0 || host.n >= (ptrdiff_t)sizeof text) {
        errno = EINVAL;
        return false;
    }
    memcpy(text, host.p, (size_t)host.n);
    memset(address, 0, sizeof *address);
    struct sockaddr_in *four = (struct sockaddr_in *)address;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons((uint16_t)port);
        *n = sizeof *four;
        return true;
    }
    if (inet_pton(AF_INET6, text, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons((uint16_t)port);
        *n = sizeof *six;
        return true;
    }
    errno = EINVAL;
    return false;
}

int listen_on(str host, int port)
{
    must(port >= 0);
    must(port <= 65535);
    struct sockaddr_storage address;
    socklen_t n = 0;
    if (!read_address(host, port, &address, &n)) {
        return -1;
    }
    int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    int fd = socket(address.ss_family, type, 0);
    if (fd < 0) {
        return -1;
    }
    int on = 1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, n) != 0 ||
        listen(fd, LISTEN_BACKLOG) != 0) {
        int why = errno;
        close(fd);
        errno = why;
        return -1;
    }
    return fd;
}

int listen_port(int fd)
{
    must(fd >= 0);
    struct sockaddr_storage address;
    socklen_t n = sizeof address;
    int failed = getsockname(fd, (struct sockaddr *)&address, &n);
    must(!failed);
    in_port_t port = address.ss_family == AF_INET
                         ? ((struct sockaddr_in *)&address)->sin_port
                         : ((struct sockaddr_in6 *)&address)->sin6_port;
    return ntohs(port);
}

ptrdiff_t listen_peer(const struct sockaddr *address, char *text,
                      size_t room)
{
    must(room > INET6_ADDRSTRLEN);
    must(text != NULL);
    const void *bytes = NULL;
    if (address != NULL && address->sa_family == AF_INET) {
        bytes = &((const struct sockaddr_in *)(const void *)address)
                     ->sin_addr;
    } else if (address != NULL && address->sa_family == AF_INET6) {
        bytes = &((const struct sockaddr_in6 *)(const void *)address)
                     ->sin6_addr;
    }
    if (bytes == NULL ||
        inet_ntop(address->sa_family, bytes, text, (socklen_t)room) == NULL) {
        text[0] = '?';
        return 1;
    }
    if (strncmp(text, "::ffff:", 7) == 0 && strchr(text, '.') != NULL) {
        memmove(text, text + 7, strlen(text + 7) + 1);
    }
    return (ptrdiff_t)strlen(text);
}
