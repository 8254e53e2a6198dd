/* xinqiao serve. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "base/arena.h"
#include "base/log.h"
#include "main/options.h"
#include "main/start.h"

enum {
    PORT_MAX = 65535,
    FILES_BESIDES = 128             /* database, journal, keys, log */
};

struct serving {
    struct site_options options;
    str port_file;
};

/* "127.0.0.1:8311", "[::1]:8311", ":8311" or "8311". */
static bool listen_read(str text, struct site_options *options)
{
    ptrdiff_t colon = text.n - 1;
    while (colon >= 0 && text.p[colon] != ':') {
        colon--;
    }
    int64_t port = 0;
    str address = str_slice(text, 0, colon < 0 ? 0 : colon);
    if (!str_to_int(str_skip(text, colon + 1), &port) || port < 0 ||
        port > PORT_MAX) {
        return false;
    }
    if (str_starts(address, S("[")) && str_ends(address, S("]"))) {
        address = str_slice(address, 1, address.n - 1);
    }
    options->address = address.n > 0 ? address : S("127.0.0.1");
    options->port = (int)port;
    return true;
}

/* Whole or not at all: a script that waits for the file reads no half. */
static bool port_write(str path, int port)
{
    if (path.n == 0) {
        return true;
    }
    struct arena *arena = arena_new(1 << 12, 1 << 16);
    const char *name = str_c(arena, path);
    const char *draft = str_c(arena, str_join(arena, path, S(".new")));
    FILE *file = fopen(draft, "we");
    bool good = file != NULL && fprintf(file, "%d\n", port) > 0;
    if (file != NULL && fclose(file) != 0) {
        good = false;
    }
    good = good && rename(draft, name) == 0;
    if (!good) {
        fprintf(stderr, "xinqiao serve: %s cannot be written: %s\n", name,
                strerror(errno));
    }
    arena_free(arena);
    return good;
}

static void address_say(const struct site_options *options, int port)
{
    bool six = str_find_char(options->address, ':') >= 0;
    printf("Xinqiao serves on http://%s%.*s%s:%d/\n", six ? "[" : "",
           SF(options->address), six ? "]" : "", port);
    fflush(stdout);
}

/* Each connection is an open file.  Without enough of them the server would
 * stop accepting at a number that nobody chose. */
static void files_raise(void)
{
    const rlim_t want = SITE_CONNECTIONS_MAX + FILES_BESIDES;
    struct rlimit files;
    must(getrlimit(RLIMIT_NOFILE, &files) == 0);
    if (files.rlim_cur >= want) {
        return;
    }
    files.rlim_cur = files.rlim_max;
    bool raised = setrlimit(RLIMIT_NOFILE, &files) == 0;
    if (!raised || files.rlim_max < want) {
        log_say(LOG_WARN, "only %llu files may be open (RLIMIT_NOFILE): not "
                "all of %d connections can be served",
                (unsigned long long)files.rlim_max, SITE_CONNECTIONS_MAX);
    }
}

static int serve_work(void *arg)
{
    const struct serving *serving = arg;
    const struct site_options *options = &serving->options;
    struct site *site = NULL;
    start_signals();
    files_raise();
    err e = site_open(options, &site);
    if (e != OK) {
        fprintf(stderr, "xinqiao serve: the data in %.*s cannot be opened: "
                "%s\n", SF(options->data_dir), err_name(e));
        return 1;
    }
    e = site_listen(site);
    bool good = e == OK;
    if (!good) {
        fprintf(stderr, "xinqiao serve: cannot listen on %.*s port %d: "
                "%s\n", SF(options->address), options->port, err_name(e));
    } else if (port_write(serving->port_file, site_port(site))) {
        address_say(options, site_port(site));
        start_wait_stop();
    } else {
        good = false;
    }
    site_close(site);
    return good ? 0 : 1;
}

int command_serve(int argc, char **argv)
{
    struct data_options data;
    struct serving serving = {.port_file = S("")};
    str listening = S("127.0.0.1:8311");
    bool single = false;
    bool quiet = false;
    struct option_row rows[DATA_ROWS + 4] = {
        [DATA_ROWS] = {"--listen", "ADDR:PORT",
                       "default 127.0.0.1:8311; port 0: any free one",
                       &listening, NULL},
        {"--port-file", "FILE", "write the port here once it is open",
         &serving.port_file, NULL},
        {"--single", NULL, "no parent that replaces a broken worker", NULL,
         &single},
        {"--quiet", NULL, "log errors alone", NULL, &quiet},
    };
    options_data(&data, rows);
    struct command_line line = {
        .name = "serve", .usage = "[options]",
        .what = "Serves the pages until SIGTERM or Ctrl-C.  Exit: 0 stopped, "
                "1 could not\nopen or listen, 2 wrong options.",
        .rows = rows, .row_count = DATA_ROWS + 4};
    int code = 0;
    if (!options_read(&line, argc, argv, &code)) {
        return code;
    }
    if (!listen_read(listening, &serving.options)) {
        fprintf(stderr, "xinqiao serve: --listen wants ADDR:PORT, not "
                "%.*s\n", SF(listening));
        return 2;
    }
    serving.options.data_dir = data.data;
    serving.options.db_url = data.db;
    serving.options.quiet = quiet;
    return single ? serve_work(&serving)
                  : start_supervised(serve_work, &serving);
}
