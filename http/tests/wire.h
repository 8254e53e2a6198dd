/* A client that speaks HTTP by hand, so that it can be rude. */
#ifndef HTTP_TESTS_WIRE_H
#define HTTP_TESTS_WIRE_H

#include <stdbool.h>
#include <stddef.h>

enum { WIRE_HEAD_MAX = 16 * 1024 };

struct wire_reply {
    int status;                     /* 0: the connection ended instead */
    char head[WIRE_HEAD_MAX];       /* NUL-terminated */
    char *body;                     /* NUL-terminated; wire_reply_free() */
    size_t body_n;
};

int wire_open(int port);
void wire_send(int fd, const char *text);
/* False if the other side hung up. */
bool wire_send_bytes(int fd, const char *bytes, size_t n);

/* Reads exactly one reply; with `head` no body follows. */
void wire_read(int fd, bool head, struct wire_reply *reply);
void wire_reply_free(struct wire_reply *reply);

/* Whether the other side closes within ten seconds. */
bool wire_is_closed(int fd);

/* One request, one reply; returns the status. */
int wire_ask(int fd, const char *request);

#endif
