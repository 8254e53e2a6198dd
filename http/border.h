/* What a request must be before anybody behind the border sees it: pure
 * checks on text, used by mhd.c alone. */
#ifndef HTTP_BORDER_H
#define HTTP_BORDER_H

#include "http/request.h"

struct arena;

/* Takes "/a%20b?c=d" apart.  `path` is decoded as request.h promises,
 * `query` stays raw.  BAD_REQUEST: a bad escape, not UTF-8, a control
 * character, a "." or ".." segment, no leading slash. */
MUST_USE err border_target(struct arena *arena, str target, str *path,
                           str *query);

/* How the body is framed.  BAD_REQUEST: whatever two servers might read
 * differently (both Content-Length and Transfer-Encoding, either twice, a
 * coding other than chunked), a repeated or missing Host, a header with a
 * name or value that no header can have. */
struct framing {
    bool chunked;
    bool has_length;
    int64_t length;
};
MUST_USE err border_framing(const struct request *request, bool http_1_1,
                            struct framing *framing);

/* Bytes of all headers as sent. */
size_t border_header_bytes(const struct request *request);

/* Who asks: the peer, or, where the peer is this machine (a reverse proxy),
 * the last element of X-Forwarded-For, which that proxy wrote. */
str border_client(const struct request *request, str peer);
bool border_is_loopback(str peer);

enum method border_method(str method);

#endif
