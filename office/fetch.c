/* The only file of the house that knows libcurl. */
#include "office/fetch.h"

#include <curl/curl.h>
#include <stdatomic.h>
#include <string.h>

#include "base/arena.h"

static atomic_bool started;

/* One call under way.  Its parts are freed by the arena, so that a full one
 * loses nothing. */
struct flight {
    CURL *curl;
    struct curl_slist *headers;
    char *body;                     /* FETCH_BYTES_MAX of room */
    ptrdiff_t body_n;
    bool too_large;
    char trouble[CURL_ERROR_SIZE];
};

void fetch_start(void)
{
    if (!atomic_exchange(&started, true)) {
        CURLcode failed = curl_global_init(CURL_GLOBAL_DEFAULT);
        must(failed == CURLE_OK);
    }
}

static void flight_close(void *thing)
{
    struct flight *flight = thing;
    curl_easy_cleanup(flight->curl);
    curl_slist_free_all(flight->headers);
    flight->curl = NULL;
    flight->headers = NULL;
}

/* libcurl takes a short count for a wish to end the transfer: that is how a
 * reply that is too large is cut off.  The room was taken before: a full
 * arena must not jump out of libcurl's own frames. */
static size_t take_body(char *bytes, size_t size, size_t count, void *user)
{
    struct flight *flight = user;
    size_t more = size * count;
    must(flight->body_n <= FETCH_BYTES_MAX);
    if (more > (size_t)(FETCH_BYTES_MAX - flight->body_n)) {
        flight->too_large = true;
        return 0;
    }
    memcpy(flight->body + flight->body_n, bytes, more);
    flight->body_n += (ptrdiff_t)more;
    return more;
}

static void add_header(struct arena *arena, struct flight *flight,
                       const char *name, str value)
{
    must(str_find_char(value, '\r') < 0);
    must(str_find_char(value, '\n') < 0);
    str line = str_format(arena, "%s%.*s", name, SF(value));
    struct curl_slist *more =
        curl_slist_append(flight->headers, str_c(arena, line));
    must(more != NULL);
    flight->headers = more;
}

/* An option that libcurl does not take is our mistake. */
#define SET(flight, option, value)                                      \
    do {                                                                \
        CURLcode set_ = curl_easy_setopt((flight)->curl, option, value); \
        must(set_ == CURLE_OK);                                         \
    } while (0)

static void set_limits(struct flight *flight, const struct fetch *fetch)
{
    long total = fetch->total_ms > 0 && fetch->total_ms < FETCH_TOTAL_MS
                     ? fetch->total_ms
                     : FETCH_TOTAL_MS;
    SET(flight, CURLOPT_TIMEOUT_MS, total);
    SET(flight, CURLOPT_CONNECTTIMEOUT_MS, (long)FETCH_CONNECT_MS);
    SET(flight, CURLOPT_NOSIGNAL, 1L);
    SET(flight, CURLOPT_MAXFILESIZE, (long)FETCH_BYTES_MAX);
    SET(flight, CURLOPT_BUFFERSIZE, 16L << 10);
}

static void set_care(struct arena *arena, struct flight *flight,
                     const struct fetch *fetch)
{
    SET(flight, CURLOPT_PROTOCOLS_STR, "http,https");
    SET(flight, CURLOPT_FOLLOWLOCATION, 0L);
    SET(flight, CURLOPT_PROXY, "");
    SET(flight, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(flight, CURLOPT_SSL_VERIFYPEER, 1L);
    SET(flight, CURLOPT_SSL_VERIFYHOST, 2L);
    SET(flight, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(flight, CURLOPT_FRESH_CONNECT, 1L);
    SET(flight, CURLOPT_FORBID_REUSE, 1L);
    if (fetch->ca_file.n > 0) {
        SET(flight, CURLOPT_CAINFO, str_c(arena, fetch->ca_file));
    }
}

static void set_content(struct arena *arena, struct flight *flight,
                        const struct fetch *fetch)
{
    SET(flight, CURLOPT_USERAGENT, "xinqiao");
    if (fetch->accept.n > 0) {
        add_header(arena, flight, "Accept: ", fetch->accept);
    }
    if (fetch->authorization.n > 0) {
        add_header(arena, flight, "Authorization: ", fetch->authorization);
    }
    if (fetch->post) {
        add_header(arena, flight, "Content-Type: ", fetch->type);
        /* No "Expect: 100-continue": it would cost a second where the other
         * side does not know it. */
        add_header(arena, flight, "Expect:", S(""));
        SET(flight, CURLOPT_POST, 1L);
        SET(flight, CURLOPT_POSTFIELDSIZE, (long)fetch->body.n);
        SET(flight, CURLOPT_POSTFIELDS,
            fetch->body.n > 0 ? fetch->body.p : "");
    }
    SET(flight, CURLOPT_HTTPHEADER, flight->headers);
    SET(flight, CURLOPT_WRITEFUNCTION, take_body);
    SET(flight, CURLOPT_WRITEDATA, flight);
}

static err err_of(CURLcode failed, const struct flight *flight)
{
    switch (failed) {
    case CURLE_OK:
        return OK;
    case CURLE_OPERATION_TIMEDOUT:
        return ERR_TIMEOUT;
    case CURLE_FILESIZE_EXCEEDED:
        return ERR_TOO_LARGE;
    case CURLE_WRITE_ERROR:
        return flight->too_large ? ERR_TOO_LARGE : ERR_UNAVAILABLE;
    case CURLE_URL_MALFORMAT:
        return ERR_INVALID;
    default:
        return ERR_UNAVAILABLE;
    }
}

static void take_reply(struct arena *arena, const struct flight *flight,
                       struct fetched *fetched)
{
    long status = 0;
    const char *type = NULL;
    curl_easy_getinfo(flight->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(flight->curl, CURLINFO_CONTENT_TYPE, &type);
    must(status >= 0 && status <= 999);
    fetched->status = (int)status;
    fetched->type = str_copy(arena, str_of(type));
    fetched->body = (str){flight->body, flight->body_n};
}

static bool url_is_clean(str url)
{
    for (ptrdiff_t i = 0; i < url.n; i++) {
        unsigned char c = (unsigned char)url.p[i];
        if (c <= ' ' || c >= 0x7f) {
            return false;
        }
    }
    return url.n <= FETCH_URL_BYTES_MAX &&
           (str_starts(url, S("http://")) || str_starts(url, S("https://")));
}

err fetch_send(struct arena *arena, const struct fetch *fetch,
               struct fetched *fetched)
{
    must(atomic_load(&started));
    must(fetched != NULL);
    must(!fetch->post || fetch->type.n > 0);
    *fetched = (struct fetched){0};
    if (!url_is_clean(fetch->url)) {
        return ERR_INVALID;
    }
    struct flight *flight = NEW(arena, struct flight);
    flight->body = arena_take_raw(arena, FETCH_BYTES_MAX, 1);
    arena_defer(arena, flight_close, flight);
    flight->curl = curl_easy_init();
    must(flight->curl != NULL);
    SET(flight, CURLOPT_URL, str_c(arena, fetch->url));
    SET(flight, CURLOPT_ERRORBUFFER, flight->trouble);
    set_limits(flight, fetch);
    set_care(arena, flight, fetch);
    set_content(arena, flight, fetch);
    CURLcode failed = curl_easy_perform(flight->curl);
    err e = err_of(failed, flight);
    if (e == OK) {
        take_reply(arena, flight, fetched);
    } else {
        str told = str_of(flight->trouble);
        fetched->trouble = str_copy(
            arena, told.n > 0 ? told : str_of(curl_easy_strerror(failed)));
    }
    /* Some replies (HTTP/0.9, a lone 1xx) have no status worth the name. */
    return e == OK && fetched->status < 200 ? ERR_UNAVAILABLE : e;
}
