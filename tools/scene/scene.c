/* Plays scenes: `scene [--db URL] [--matching TEXT] [--fault] FILE...`.
 * One line per scene; the last line is `N passed, N failed`.
 *
 * The sites run in a child.  When one panics or hangs, its scene has failed,
 * and another child plays the rest. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "tools/scene/fault.h"

enum { ARENA_BLOCK = 1 << 20, FILE_BYTES_MAX = 1 << 20, JOBS_MAX = 64 };
static const size_t ARENA_LIMIT = (size_t)1 << 29;

/* Shared with the child, which counts.  Of several jobs each has its own. */
struct settings {
    struct stage_maker maker;
    str matching;
    bool fault;
    struct fault_options faults;
    struct fault_count counted;
    char doing[DOING_BYTES];
    int passed, failed;
    char *const *files;
    int file_count;
    int at;                         /* the file being played */
    int jobs;
    _Atomic int *next;              /* file to be played, of all jobs */
};

static const char USAGE[] =
    "usage: scene [--db URL] [--keep] [--matching TEXT] [--jobs N]\n"
    "             [--fault [--fault-max N] [--fault-all]] FILE...\n"
    "Plays each scene on a fresh site (doc/SCENES.md).\n"
    "  --db URL        on PostgreSQL, in a schema per scene\n"
    "  --keep          leave the data of every scene behind\n"
    "  --matching TEXT only scenes with this in their file name or title\n"
    "  --jobs N        N scenes at a time\n"
    "  --fault         every POST again with each database call failing and\n"
    "                  its memory ending; with --db as one who may make\n"
    "                  databases\n"
    "  --fault-max N   about N failing calls per scene\n"
    "  --fault-all     each call in all ways, not one in turn\n";

static bool file_read(struct arena *arena, const char *path, str *text)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    char *bytes = arena_take(arena, FILE_BYTES_MAX, 1);
    size_t n = fread(bytes, 1, FILE_BYTES_MAX, file);
    bool good = ferror(file) == 0 && n < FILE_BYTES_MAX;
    fclose(file);
    *text = (str){bytes, (ptrdiff_t)n};
    return good;
}

static void tell_failed(struct settings *settings, const char *path,
                        int line, str message)
{
    settings->failed++;
    printf("FAIL %s:%d: %.*s\n", path, line, SF(message));
}

static void run_scene(struct settings *settings, struct arena *arena,
                      const char *path, const struct script *script)
{
    int64_t begin_us = clock_monotonic_us();
    struct play play;
    bool good = play_open(&play, &settings->maker, arena, script) &&
                play_until(&play, NULL);
    play_close(&play);
    if (!good) {
        tell_failed(settings, path, play.line, play.message);
        return;
    }
    settings->passed++;
    int64_t ms = (clock_monotonic_us() - begin_us) / 1000;
    printf("ok   %s  %.*s  (%d steps, %lld ms)\n", path, SF(script->title),
           script->step_count, (long long)ms);
}

struct fault_place {
    struct settings *settings;
    const char *path;
};

static void tell_fault(void *given, int line, str message)
{
    const struct fault_place *place = given;
    tell_failed(place->settings, place->path, line, message);
}

static int total(const int *counts)
{
    int sum = 0;
    for (int i = 0; i < FAULT_KINDS_MAX; i++) {
        sum += counts[i];
    }
    return sum;
}

static void count_faults(struct fault_count *all,
                         const struct fault_count *more)
{
    all->posts += more->posts;
    all->walked += more->walked;
    all->afresh += more->afresh;
    for (int i = 0; i < FAULT_KINDS_MAX; i++) {
        all->tried[i] += more->tried[i];
        all->overcome[i] += more->overcome[i];
    }
}

static void run_faults(struct settings *settings, const char *path,
                       const struct script *script)
{
    struct fault_count count;
    struct fault_place place = {settings, path};
    struct fault_options options = settings->faults;
    options.doing = settings->doing;
    options.wrong = tell_fault;
    options.given = &place;
    bool good = fault_run(&settings->maker, script, &options, &count);
    count_faults(&settings->counted, &count);
    if (good) {
        settings->passed++;
        printf("ok   %s  %.*s  (%d POSTs, %d faults)\n", path,
               SF(script->title), count.posts, total(count.tried));
    }
}

/* By kind: how often, and how often nobody noticed. */
static void tell_faults(const struct settings *settings)
{
    bool postgres = settings->maker.db_url.n > 0;
    const struct fault_count *all = &settings->counted;
    printf("%s: %d (scene, POST, fault) triples of %d POSTs (%d walked to "
           "each time, %d faults looked at afresh)\n",
           postgres ? "PostgreSQL" : "SQLite", total(all->tried), all->posts,
           all->walked, all->afresh);
    for (int i = 0; fault_kind_name(postgres, i).n > 0; i++) {
        printf("  %-36.*s %6d times, %6d overcome\n",
               SF(fault_kind_name(postgres, i)), all->tried[i],
               all->overcome[i]);
    }
}

static void run_file(struct settings *settings, struct arena *arena,
                     const char *path)
{
    str text = S("");
    struct script script;
    struct script_fault fault;
    if (!file_read(arena, path, &text)) {
        tell_failed(settings, path, 0, S("the file cannot be read"));
        return;
    }
    if (!str_is_utf8(text)) {
        tell_failed(settings, path, 0, S("the file is not UTF-8"));
        return;
    }
    if (!script_parse(arena, text, &script, &fault)) {
        tell_failed(settings, path, fault.line, fault.message);
        return;
    }
    if (settings->matching.n > 0 &&
        str_find(str_of(path), settings->matching) < 0 &&
        str_find(script.title, settings->matching) < 0) {
        return;
    }
    if (settings->fault) {
        run_faults(settings, path, &script);
    } else {
        run_scene(settings, arena, path, &script);
    }
    fflush(stdout);
}

/* Files stay in argv[*first..]; false: the usage was not kept. */
static bool read_options(int argc, char **argv, struct settings *settings,
                         int *first)
{
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        str name = str_of(argv[i]);
        bool more = i + 1 < argc;
        int64_t n = 0;
        if (str_eq(name, S("--keep"))) {
            settings->maker.keep = true;
        } else if (str_eq(name, S("--fault"))) {
            settings->fault = true;
        } else if (str_eq(name, S("--fault-all"))) {
            settings->faults.all = true;
        } else if (str_eq(name, S("--db")) && more) {
            settings->maker.db_url = str_of(argv[++i]);
        } else if (str_eq(name, S("--matching")) && more) {
            settings->matching = str_of(argv[++i]);
        } else if (str_eq(name, S("--jobs")) && more &&
                   str_to_int(str_of(argv[++i]), &n) && n > 0 &&
                   n <= JOBS_MAX) {
            settings->jobs = (int)n;
        } else if (str_eq(name, S("--fault-max")) && more &&
                   str_to_int(str_of(argv[++i]), &n) && n > 0 &&
                   n < INT32_MAX) {
            settings->faults.most = (int)n;
        } else {
            return false;
        }
    }
    settings->maker.rests = settings->fault &&
                            settings->maker.db_url.n > 0;
    *first = i;
    return i < argc;
}

/* In the child: the files that are left. */
static int play_files(struct settings *settings)
{
    err failed = stage_maker_ready(&settings->maker);
    if (failed != OK) {
        printf("FAIL the first site cannot be made: %s\n", err_name(failed));
        return 1;
    }
    struct arena *arena = arena_new(ARENA_BLOCK, ARENA_LIMIT);
    for (;;) {
        settings->at = atomic_fetch_add(settings->next, 1);
        if (settings->at >= settings->file_count) {
            break;
        }
        run_file(settings, arena, settings->files[settings->at]);
        arena_reset(arena);
    }
    arena_free(arena);
    return 0;
}

/* Children, one after the other, until all files were played.  False: there
 * is nothing to play them on. */
static bool play_in_children(struct settings *settings)
{
    while (atomic_load(settings->next) < settings->file_count) {
        fflush(stdout);
        pid_t child = fork();
        must(child >= 0);
        if (child == 0) {
            signal(SIGINT, SIG_DFL);
            (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
            int code = play_files(settings);
            fflush(stdout);
            _exit(code);
        }
        int status = 0;
        pid_t ended = waitpid(child, &status, 0);
        must(ended == child);
        if (!WIFSIGNALED(status)) {
            if (WEXITSTATUS(status) != 0) {
                return false;
            }
            continue;
        }
        stage_maker_sweep(&settings->maker);
        bool hung = WTERMSIG(status) == SIGALRM;
        tell_failed(settings, settings->files[settings->at], 0,
                    str_format(settings->maker.arena, "%s %s",
                               hung ? "the server hangs"
                                    : strsignal(WTERMSIG(status)),
                               settings->doing));
        if (WTERMSIG(status) == SIGINT) {
            return false;
        }
    }
    return true;
}

/* 0: everything was played, or was told as failed. */
static int play_job(struct settings *settings)
{
    settings->maker.arena = arena_new(ARENA_BLOCK, ARENA_LIMIT);
    if (stage_maker_open(&settings->maker) != OK) {
        fputs("scene: no folder for temporary files\n", stderr);
        return 2;
    }
    bool good = play_in_children(settings);
    if (settings->maker.keep) {
        printf("kept in %.*s\n", SF(settings->maker.folder));
    }
    stage_maker_close(&settings->maker);
    arena_free(settings->maker.arena);
    fflush(stdout);
    return good ? 0 : 1;
}

static int play_beside(struct settings *jobs, int n)
{
    int worst = 0;
    pid_t pids[JOBS_MAX];
    for (int i = 0; i < n; i++) {
        pids[i] = fork();
        must(pids[i] >= 0);
        if (pids[i] == 0) {
            (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
            _exit(play_job(&jobs[i]));
        }
    }
    for (int i = 0; i < n; i++) {
        int status = 0;
        pid_t ended = waitpid(pids[i], &status, 0);
        must(ended == pids[i]);
        int code = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
        worst = code > worst ? code : worst;
    }
    return worst;
}

static int play_all(struct settings *jobs)
{
    int n = jobs->jobs;
    int code = n == 1 ? play_job(jobs) : play_beside(jobs, n);
    for (int i = 1; i < n; i++) {
        jobs->passed += jobs[i].passed;
        jobs->failed += jobs[i].failed;
        count_faults(&jobs->counted, &jobs[i].counted);
    }
    if (jobs->fault) {
        tell_faults(jobs);
    }
    printf("%d passed, %d failed\n", jobs->passed, jobs->failed);
    return code == 0 && jobs->failed > 0 ? 1 : code;
}

/* Memory that children share; never given back. */
static void *shared(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    must(memory != MAP_FAILED);
    return memory;
}

int main(int argc, char **argv)
{
    struct settings *jobs = shared(sizeof *jobs * JOBS_MAX);
    int first = 0;
    jobs->jobs = 1;
    if (!read_options(argc, argv, jobs, &first)) {
        fputs(USAGE, stderr);
        return 2;
    }
    jobs->files = argv + first;
    jobs->file_count = argc - first;
    jobs->next = shared(sizeof *jobs->next);
    for (int i = 1; i < jobs->jobs; i++) {
        jobs[i] = jobs[0];
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN);        /* the child ends; here is swept */
    return play_all(jobs);
}
