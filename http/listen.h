/* The listening socket, and addresses as text.
 *
 * Our own socket rather than libmicrohttpd's: we then know why it failed. */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include <stddef.h>

#include "base/str.h"

struct sockaddr;

/* A socket that listens on a numeric address, IPv4 or IPv6; port 0 is any
 * free one.  -1: errno says why. */
int listen_on(str host, int port);

int listen_port(int fd);

/* The address as text into `text` (at least 64 bytes), its length; "?" if it
 * is neither IPv4 nor IPv6.  An IPv4 client of an IPv6 socket is IPv4. */
ptrdiff_t listen_peer(const struct sockaddr *address, char *text,
                      size_t room);

#endif
