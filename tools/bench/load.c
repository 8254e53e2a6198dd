/* A small load client: N keep-alive connections over loopback, one thread.
 *
 *   load --port N --file REQUESTS [--clients N] [--seconds S] [--rate R]
 *        [--pid PID] [--hold] [--share] [--warm]
 *
 * REQUESTS holds one a line, sent in turn by every connection (--share: by
 * all of them together, so that each is asked for once a round; --warm: each
 * once before anything is counted, for a minute at most):
 *   header NAME: VALUE       for all lines behind it (`header` alone: none)
 *   GET /path
 *   POST /path a=1&b=2       an urlencoded form
 *
 * Without --rate every connection sends as soon as its answer came; with it
 * requests are due at even moments and a latency counts from then, so that a
 * server that stalls cannot hide it.  --hold asks once per connection, keeps
 * all of them open, tells the server's memory and ends.
 * Prints one line of key=value; cpu_us is the server's time per request. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/out.h"
#include "tools/bench/histogram.h"
#include "tools/bench/proc.h"

enum {
    CLIENTS_MAX = 10000,
    REQUESTS_MAX = 250000,
    EVENTS = 256,
    READ_BYTES = 64 << 10,
    HEAD_BYTES = 8 << 10,
    REQUEST_BYTES = 64 << 10,
    FILE_BYTES = 32 << 20,
    HOLD_US_MAX = 20000000,
    WARM_US_MAX = 60000000
};

struct client {
    int fd;
    bool busy, once_done;
    ptrdiff_t sent;
    int at;                         /* which request */
    int64_t began_us;
    char head[HEAD_BYTES];          /* of the answer at hand */
    ptrdiff_t head_n;
    int64_t body_left;              /* -1: still in the head */
    int status;
};

struct load {
    struct arena *arena, *scratch;  /* scratch: of one request */
    int port, client_count, seconds, pid, epoll;
    double rate;
    bool hold, share, warm;
    bool warming;                   /* just now */
    str requests[REQUESTS_MAX];
    int request_count, next;
    struct client *clients;
    struct client **idle;
    int idle_count;
    int64_t began_us, until_us, issued;
    int64_t done, wrong, lost, bytes;
    int held;
    struct histogram latency;
};

/* ---- what is sent ------------------------------------------------------- */

static void request_add(struct load *load, str method, str rest, str headers)
{
    must(load->request_count < REQUESTS_MAX);
    struct out out = out_new(load->scratch, REQUEST_BYTES);
    str path = str_cut(&rest, ' ');
    out_format(&out, "%.*s %.*s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n",
               SF(method), SF(path), load->port);
    out_str(&out, headers);
    if (str_eq(method, S("POST"))) {
        out_format(&out, "Content-Type: application/x-www-form-urlencoded"
                   "\r\nContent-Length: %lld\r\n\r\n", (long long)rest.n);
        out_str(&out, rest);
    } else {
        out_str(&out, S("\r\n"));
    }
    must(!out.full);
    load->requests[load->request_count++] =
        str_copy(load->arena, out_text(&out));
    arena_reset(load->scratch);
}

static bool requests_read(struct load *load, const char *path)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return false;
    }
    char *bytes = NEW_MANY(load->arena, char, FILE_BYTES);
    size_t n = fread(bytes, 1, FILE_BYTES, file);
    fclose(file);
    str rest = {bytes, (ptrdiff_t)n};
    str headers = S("");
    while (rest.n > 0) {
        str line = str_trim(str_cut(&rest, '\n'));
        str word = str_cut(&line, ' ');
        if (str_eq(word, S("header"))) {
            headers = line.n == 0
                ? S("") : str_format(load->arena, "%.*s%.*s\r\n",
                                     SF(headers), SF(line));
        } else if (word.n > 0) {
            request_add(load, word, line, headers);
        }
    }
    return load->request_count > 0;
}

/* ---- connections -------------------------------------------------------- */

static bool client_open(struct load *load, struct client *client)
{
    int one = 1;
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)load->port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0 || connect(client->fd, (struct sockaddr *)&to,
                                  sizeof to) != 0) {
        return false;
    }
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(client->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    client->busy = false;
    return epoll_ctl(load->epoll, EPOLL_CTL_ADD, client->fd, &event) == 0;
}

static void client_idle(struct load *load, struct client *client)
{
    client->busy = false;
    if (load->hold && client->once_done) {
        load->held++;
        return;
    }
    must(load->idle_count < load->client_count);
    load->idle[load->idle_count++] = client;
}

static void client_again(struct load *load, struct client *client)
{
    close(client->fd);
    if (client_open(load, client)) {
        client_idle(load, client);
    } else {
        load->lost++;
    }
}

/* Requests are far smaller than a socket's buffer: one send is enough, and
 * one that is not is counted as lost. */
static void client_send(struct load *load, struct client *client,
                        int64_t began_us)
{
    int *at = load->share ? &load->next : &client->at;
    str request = load->requests[*at];
    *at = (*at + 1) % load->request_count;
    client->busy = true;
    client->began_us = began_us;
    client->head_n = 0;
    client->body_left = -1;
    load->issued++;
    ssize_t n = send(client->fd, request.p, (size_t)request.n, MSG_NOSIGNAL);
    if (n != request.n) {
        load->lost++;
        client_again(load, client);
    }
}

/* ---- answers ------------------------------------------------------------ */

static int64_t length_of(str head)
{
    str rest = head;
    while (rest.n > 0) {
        str line = str_trim(str_cut(&rest, '\n'));
        str name = str_cut(&line, ':');
        int64_t n = 0;
        if (str_eq_nocase(name, S("Content-Length")) &&
            str_to_int(str_trim(line), &n)) {
            return n;
        }
    }
    return 0;
}

static void answer_done(struct load *load, struct client *client)
{
    int64_t now_us = clock_monotonic_us();
    histogram_add(&load->latency, now_us - client->began_us);
    load->done++;
    if (client->status < 200 || client->status > 399) {
        load->wrong++;
    }
    client->once_done = true;
    client_idle(load, client);
}

/* Takes the head's bytes; returns how many of them. */
static ptrdiff_t head_take(struct client *client, str bytes)
{
    ptrdiff_t before = client->head_n;
    ptrdiff_t n = HEAD_BYTES - before < bytes.n ? HEAD_BYTES - before
                                                : bytes.n;
    memcpy(client->head + before, bytes.p, (size_t)n);
    str head = {client->head, before + n};
    ptrdiff_t end = str_find(head, S("\r\n\r\n"));
    if (end < 0) {
        client->head_n = head.n;
        return n;
    }
    int64_t status = 0;
    str line = head;
    str_cut(&line, ' ');
    if (!str_to_int(str_cut(&line, ' '), &status)) {
        status = 0;
    }
    client->status = (int)status;
    client->body_left = status == 304 || status == 204
                            ? 0 : length_of(str_slice(head, 0, end));
    return end + 4 - before;
}

static void answer_take(struct load *load, struct client *client, str bytes)
{
    load->bytes += bytes.n;
    if (client->body_left < 0) {
        bytes = str_skip(bytes, head_take(client, bytes));
    }
    if (client->body_left < 0) {
        return;
    }
    client->body_left -= bytes.n;
    if (client->body_left <= 0) {
        answer_done(load, client);
    }
}

static void client_read(struct load *load, struct client *client)
{
    static char bytes[READ_BYTES];
    ssize_t n = recv(client->fd, bytes, sizeof bytes, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (n <= 0 || !client->busy) {
        bool waiting = client->busy;
        load->lost += waiting;
        if (waiting) {
            client_again(load, client);
        } else {
            epoll_ctl(load->epoll, EPOLL_CTL_DEL, client->fd, NULL);
        }
        return;
    }
    answer_take(load, client, (str){bytes, n});
}

/* ---- the run ------------------------------------------------------------ */

/* When the next request is due; with no rate, now. */
static int64_t due_us(const struct load *load, int64_t now_us)
{
    if (load->rate <= 0) {
        return now_us;
    }
    return load->began_us + (int64_t)((double)load->issued * 1e6 /
                                      load->rate);
}

static void send_due(struct load *load)
{
    int64_t now_us = clock_monotonic_us();
    while (load->idle_count > 0 && due_us(load, now_us) <= now_us &&
           (!load->warming || load->issued < load->request_count)) {
        struct client *client = load->idle[--load->idle_count];
        client_send(load, client, due_us(load, now_us));
    }
}

static struct timespec wait_for(const struct load *load)
{
    int64_t now_us = clock_monotonic_us();
    int64_t us = 50000;
    if (load->rate > 0 && load->idle_count > 0) {
        int64_t until = due_us(load, now_us) - now_us;
        us = until < 0 ? 0 : until < us ? until : us;
    }
    return (struct timespec){us / 1000000, us % 1000000 * 1000};
}

static void turn(struct load *load)
{
    struct epoll_event events[EVENTS];
    send_due(load);
    struct timespec wait = wait_for(load);
    int n = epoll_pwait2(load->epoll, events, EVENTS, &wait, NULL);
    for (int i = 0; i < n; i++) {
        client_read(load, events[i].data.ptr);
    }
}

/* What is measured afterwards is a server that was asked all this before. */
static void warm_up(struct load *load)
{
    struct load wanted = *load;
    int64_t until_us = clock_monotonic_us() + WARM_US_MAX;
    load->share = true;
    load->rate = 0;
    load->warming = true;
    while (load->done + load->lost < load->request_count &&
           clock_monotonic_us() < until_us) {
        turn(load);
    }
    load->request_count = 0;        /* nothing more is sent */
    until_us = clock_monotonic_us() + WARM_US_MAX;
    while (load->done + load->lost < load->issued &&
           clock_monotonic_us() < until_us) {
        turn(load);
    }
    load->share = wanted.share;
    load->rate = wanted.rate;
    load->request_count = wanted.request_count;
    load->warming = false;
    load->issued = load->done = load->wrong = load->lost = load->bytes = 0;
    load->next = 0;
    load->latency = wanted.latency;
}

static bool goes_on(const struct load *load)
{
    return clock_monotonic_us() < load->until_us &&
           (!load->hold || load->held < load->client_count);
}

static void run(struct load *load)
{
    load->began_us = clock_monotonic_us();
    load->until_us = load->began_us + (load->hold ? HOLD_US_MAX :
                                       load->seconds * INT64_C(1000000));
    while (goes_on(load)) {
        turn(load);
    }
}

static void tell(const struct load *load, int64_t cpu_us, double seconds)
{
    int64_t done = load->done > 0 ? load->done : 1;
    printf("requests=%lld per_s=%.1f p50_us=%lld p90_us=%lld p99_us=%lld "
           "max_us=%lld bytes=%lld wrong=%lld lost=%lld cpu_us=%.1f "
           "rss_kb=%lld anon_kb=%lld file_kb=%lld\n",
           (long long)load->done, (double)load->done / seconds,
           (long long)histogram_at(&load->latency, 0.50),
           (long long)histogram_at(&load->latency, 0.90),
           (long long)histogram_at(&load->latency, 0.99),
           (long long)load->latency.max, (long long)(load->bytes / done),
           (long long)load->wrong, (long long)load->lost,
           (double)cpu_us / (double)done,
           (long long)proc_memory_kb(load->pid, "VmRSS:"),
           (long long)proc_memory_kb(load->pid, "RssAnon:"),
           (long long)proc_memory_kb(load->pid, "RssFile:"));
}

static bool clients_open(struct load *load)
{
    load->epoll = epoll_create1(EPOLL_CLOEXEC);
    load->clients = NEW_MANY(load->arena, struct client, load->client_count);
    load->idle = NEW_MANY(load->arena, struct client *, load->client_count);
    for (int i = 0; i < load->client_count; i++) {
        struct client *client = &load->clients[i];
        client->at = i % load->request_count;
        if (!client_open(load, client)) {
            return false;
        }
        client_idle(load, client);
    }
    return load->epoll >= 0;
}

static bool options_read(struct load *load, int argc, char **argv,
                         const char **file)
{
    for (int i = 1; i < argc; i++) {
        str name = str_of(argv[i]);
        bool *flag = str_eq(name, S("--hold"))    ? &load->hold
                     : str_eq(name, S("--share")) ? &load->share
                     : str_eq(name, S("--warm"))  ? &load->warm
                                                  : NULL;
        if (flag != NULL) {
            *flag = true;
            continue;
        }
        int64_t n = 0;
        str value = i + 1 < argc ? str_of(argv[i + 1]) : S("");
        bool number = str_to_int(value, &n) && n >= 0 && n < INT32_MAX;
        i++;
        if (str_eq(name, S("--file")) && value.n > 0) {
            *file = argv[i];
        } else if (number && str_eq(name, S("--port"))) {
            load->port = (int)n;
        } else if (number && str_eq(name, S("--clients"))) {
            load->client_count = (int)n;
        } else if (number && str_eq(name, S("--seconds"))) {
            load->seconds = (int)n;
        } else if (number && str_eq(name, S("--rate"))) {
            load->rate = (double)n;
        } else if (number && str_eq(name, S("--pid"))) {
            load->pid = (int)n;
        } else {
            return false;
        }
    }
    return *file != NULL && load->port > 0 && load->client_count > 0 &&
           load->client_count <= CLIENTS_MAX;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new(1 << 20, (size_t)1 << 30);
    struct load *load = NEW(arena, struct load);
    const char *file = NULL;
    load->arena = arena;
    load->scratch = arena_new(REQUEST_BYTES * 2, 1 << 20);
    load->client_count = 8;
    load->seconds = 3;
    if (!options_read(load, argc, argv, &file)) {
        fputs("usage: load --port N --file REQUESTS [--clients N] "
              "[--seconds S] [--rate R] [--pid PID] [--hold] "
              "[--share] [--warm]\n", stderr);
        return 2;
    }
    if (!requests_read(load, file) || !clients_open(load)) {
        fprintf(stderr, "load: %s, port %d: %s\n", file, load->port,
                strerror(errno));
        return 1;
    }
    if (load->warm) {
        warm_up(load);
    }
    int64_t cpu_us = proc_cpu_us(load->pid);
    run(load);
    double seconds = (double)(clock_monotonic_us() - load->began_us) / 1e6;
    tell(load, proc_cpu_us(load->pid) - cpu_us, seconds);
    arena_free(load->scratch);
    arena_free(arena);
    return 0;
}
