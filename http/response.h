/* What goes back.  Body bytes live on the exchange's arena or for ever. */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "http/request.h"

enum { RESPONSE_HEADERS_MAX = 24 };

struct response {
    int status;
    struct header headers[RESPONSE_HEADERS_MAX];
    int header_count;
    str body;                       /* not sent for HEAD, 204, 304 */
};

/* Appends.  CR, LF or NUL in a value is a panic: values from outside are
 * checked where they come in. */
void response_header(struct response *response, str name, str value);

/* Set-Cookie: HttpOnly; SameSite=Lax; Path=/; Secure if `secure`.
 * age_s 0: for the browser session; negative: delete. */
void response_cookie(struct response *response, struct arena *arena,
                     str name, str value, int64_t age_s, bool secure);

#endif
