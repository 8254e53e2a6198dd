/* HTTP by libcurl: one handle that keeps its connection, and as many more as
 * there are clients at the same moment. */
#include "tools/scene/browser.h"

#include <curl/curl.h>

#include "base/arena.h"
#include "base/out.h"

enum { BODY_BYTES_MAX = 64 << 20 };

struct wire {
    struct arena *arena;
    int port;
    CURL *single;
};

/* One request under way. */
struct flight {
    struct arena *arena;
    struct reply *reply;
    struct out body;
    struct curl_slist *headers;
    CURL *curl;
};

struct wire *wire_new(struct arena *arena, int port)
{
    static bool started;
    if (!started) {
        CURLcode failed = curl_global_init(CURL_GLOBAL_DEFAULT);
        must(failed == CURLE_OK);
        started = true;
    }
    struct wire *wire = NEW(arena, struct wire);
    *wire = (struct wire){arena, port, curl_easy_init()};
    must(wire->single != NULL);
    return wire;
}

void wire_close(struct wire *wire)
{
    if (wire == NULL) {
        return;
    }
    must(wire->single != NULL);
    curl_easy_cleanup(wire->single);
    wire->single = NULL;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *user)
{
    struct flight *flight = user;
    out_str(&flight->body, (str){bytes, (ptrdiff_t)(size * count)});
    return flight->body.full ? 0 : size * count;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *user)
{
    struct flight *flight = user;
    str line = str_trim((str){bytes, (ptrdiff_t)(size * count)});
    if (str_starts(line, S("HTTP/"))) {
        flight->reply->headers = NULL;      /* after a 100 Continue */
        return size * count;
    }
    str rest = str_copy(flight->arena, line);
    str name = str_cut(&rest, ':');
    if (name.n > 0) {
        flight->reply->headers = named_add(flight->arena,
                                           flight->reply->headers,
                                           str_trim(name), str_trim(rest));
    }
    return size * count;
}

/* What a browser would encode is encoded: blanks and all but ASCII. */
static str url_of(struct arena *arena, int port, str path)
{
    struct out out = out_new(arena, BODY_BYTES_MAX);
    out_format(&out, "http://127.0.0.1:%d", port);
    for (ptrdiff_t i = 0; i < path.n && path.p[i] != '#'; i++) {
        unsigned char c = (unsigned char)path.p[i];
        if (c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>') {
            out_format(&out, "%%%02X", c);
        } else {
            out_char(&out, (char)c);
        }
    }
    return out_text(&out);
}

static void set_headers(struct flight *flight, const struct named *headers)
{
    for (const struct named *h = headers; h != NULL; h = h->next) {
        str line = str_format(flight->arena, "%.*s: %.*s", SF(h->name),
                              SF(h->value));
        flight->headers = curl_slist_append(flight->headers,
                                            str_c(flight->arena, line));
    }
    /* No waiting for a 100 Continue before a long body. */
    flight->headers = curl_slist_append(flight->headers, "Expect:");
    must(flight->headers != NULL);
    curl_easy_setopt(flight->curl, CURLOPT_HTTPHEADER, flight->headers);
}

static void set_up(struct wire *wire, struct flight *flight,
                   const struct outgoing *request, int wait_ms)
{
    CURL *curl = flight->curl;
    struct arena *arena = flight->arena;
    str url = url_of(arena, wire->port, request->path);
    curl_easy_setopt(curl, CURLOPT_URL, str_c(arena, url));
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)wait_ms);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, flight);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, flight);
    curl_easy_setopt(curl, CURLOPT_PRIVATE, flight);
    if (request->has_body) {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                         (curl_off_t)request->body.n);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS,
                         str_c(arena, request->body));
    } else if (str_eq(request->method, S("HEAD"))) {
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    }
    if (!str_eq(request->method, S("HEAD"))) {
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST,
                         str_c(arena, request->method));
    }
    set_headers(flight, request->headers);
}

static void landed(struct flight *flight, CURLcode code)
{
    struct reply *reply = flight->reply;
    long status = 0;
    curl_easy_getinfo(flight->curl, CURLINFO_RESPONSE_CODE, &status);
    reply->status = code == CURLE_OK ? (int)status : 0;
    reply->body = out_text(&flight->body);
    if (code != CURLE_OK) {
        reply->trouble = str_of(curl_easy_strerror(code));
    }
    curl_slist_free_all(flight->headers);
    flight->headers = NULL;
}

static void send_all(CURLM *multi, struct flight *flights, int n)
{
    int running = 0;
    do {
        CURLMcode failed = curl_multi_perform(multi, &running);
        must(failed == CURLM_OK);
        if (running > 0) {
            failed = curl_multi_poll(multi, NULL, 0, 100, NULL);
            must(failed == CURLM_OK);
        }
    } while (running > 0);
    int left = 0;
    CURLMsg *message = NULL;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        char *flight = NULL;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &flight);
        must(flight != NULL);
        landed((struct flight *)(void *)flight, message->data.result);
    }
    for (int i = 0; i < n; i++) {
        curl_multi_remove_handle(multi, flights[i].curl);
        curl_easy_cleanup(flights[i].curl);
    }
}

static struct flight flight_new(struct wire *wire, struct reply *reply,
                                str path, CURL *curl)
{
    must(curl != NULL);
    *reply = (struct reply){.path = path};
    return (struct flight){
        .arena = wire->arena, .reply = reply, .curl = curl,
        .body = out_new(wire->arena, BODY_BYTES_MAX)};
}

void wire_send(struct wire *wire, const struct outgoing *requests,
               struct reply *replies, int n, int wait_ms)
{
    must(wire != NULL);
    must(n > 0);
    if (n == 1) {
        curl_easy_reset(wire->single);
        struct flight flight = flight_new(wire, replies, requests->path,
                                          wire->single);
        set_up(wire, &flight, requests, wait_ms);
        landed(&flight, curl_easy_perform(wire->single));
        return;
    }
    CURLM *multi = curl_multi_init();
    must(multi != NULL);
    struct flight *flights = NEW_MANY(wire->arena, struct flight, n);
    for (int i = 0; i < n; i++) {
        flights[i] = flight_new(wire, &replies[i], requests[i].path,
                                curl_easy_init());
        set_up(wire, &flights[i], &requests[i], wait_ms);
        curl_easy_setopt(flights[i].curl, CURLOPT_FRESH_CONNECT, 1L);
        CURLMcode failed = curl_multi_add_handle(multi, flights[i].curl);
        must(failed == CURLM_OK);
    }
    send_all(multi, flights, n);
    curl_multi_cleanup(multi);
}
