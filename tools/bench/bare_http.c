/* What libmicrohttpd costs by itself: answers every GET with the bytes of one
 * file and the headers of another, with the flags and threads of
 * http/mhd.c and nothing of the house.
 *
 *   bare_http HEADERS BODY [THREADS]
 *
 * HEADERS: lines as `curl -D` writes them.  Prints its port, serves on the
 * loopback until it is ended by a signal. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"

enum { HEADERS_MAX = 32, BODY_BYTES = 4 << 20, POOL_BYTES = 28 << 10 };

struct bare {
    str body;
    const char *names[HEADERS_MAX], *values[HEADERS_MAX];
    int header_count;
};

static enum MHD_Result answer(void *given, struct MHD_Connection *mhd,
                              const char *url, const char *method,
                              const char *version, const char *bytes,
                              size_t *n, void **context)
{
    static int seen;
    const struct bare *bare = given;
    (void)url, (void)method, (void)version, (void)bytes, (void)n;
    if (*context == NULL) {
        *context = &seen;           /* first call: the headers alone */
        return MHD_YES;
    }
    struct MHD_Response *reply = MHD_create_response_from_buffer(
        (size_t)bare->body.n, (void *)(uintptr_t)bare->body.p,
        MHD_RESPMEM_PERSISTENT);
    for (int i = 0; i < bare->header_count; i++) {
        (void)MHD_add_response_header(reply, bare->names[i],
                                      bare->values[i]);
    }
    enum MHD_Result queued = MHD_queue_response(mhd, 200, reply);
    MHD_destroy_response(reply);
    return queued;
}

static str file_read(struct arena *arena, const char *path)
{
    char *bytes = NEW_MANY(arena, char, BODY_BYTES);
    FILE *file = fopen(path, "re");
    size_t n = file == NULL ? 0 : fread(bytes, 1, BODY_BYTES, file);
    if (file != NULL) {
        fclose(file);
    }
    return (str){bytes, (ptrdiff_t)n};
}

/* Those that libmicrohttpd writes by itself are left to it. */
static void headers_read(struct bare *bare, struct arena *arena, str text)
{
    while (text.n > 0) {
        str line = str_trim(str_cut(&text, '\n'));
        if (str_find_char(line, ':') < 0) {
            continue;
        }
        str name = str_cut(&line, ':');
        bool own = str_eq_nocase(name, S("Content-Length")) ||
                   str_eq_nocase(name, S("Date")) ||
                   str_eq_nocase(name, S("Connection"));
        if (!own && bare->header_count < HEADERS_MAX) {
            bare->names[bare->header_count] = str_c(arena, name);
            bare->values[bare->header_count++] =
                str_c(arena, str_trim(line));
        }
    }
}

int main(int argc, char **argv)
{
    int64_t threads = sysconf(_SC_NPROCESSORS_ONLN);
    if (argc < 3 || (argc > 3 && !str_to_int(str_of(argv[3]), &threads))) {
        fputs("usage: bare_http HEADERS BODY [THREADS]\n", stderr);
        return 2;
    }
    struct arena *arena = arena_new(1 << 20, 64 << 20);
    struct bare bare = {.body = file_read(arena, argv[2])};
    headers_read(&bare, arena, file_read(arena, argv[1]));
    struct sockaddr_in at = {.sin_family = AF_INET};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL,
        NULL, answer, &bare, MHD_OPTION_SOCK_ADDR, &at,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned int)threads,
        MHD_OPTION_CONNECTION_LIMIT, 4096u,
        MHD_OPTION_CONNECTION_TIMEOUT, 32u,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES,
        MHD_OPTION_END);
    if (daemon == NULL) {
        perror("bare_http");
        return 1;
    }
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    printf("%d\n", info->port);
    fflush(stdout);
    for (;;) {
        pause();
    }
}
