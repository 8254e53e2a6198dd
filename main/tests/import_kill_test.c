/* Ten thousand deputies move in: how long it takes and how much memory; and
 * killed at any moment of it, all of them or nobody is in. */
#include "main/tests/import_help.h"

#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/out.h"

/* A sanitizer takes several times the time and the memory: there only what
 * is in and what is not is looked at, and with fewer rows. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum {
    ROWS = SANITIZED ? 1500 : 10000, FILE_BYTES = 4 << 20, KILLS = 3,
    SECONDS_MAX = 20, MEGABYTES_MAX = 200,
    SECONDS_MAX_REMOTE = 60,            /* a question is a message there */
    FIRST_MS = 30, STEP_MS = 350        /* when the kills come */
};

/* What the child tells. */
struct told {
    char folder[96], schema[64];
    volatile int64_t id;
    volatile bool applying, applied;
    volatile double seconds;
    volatile int64_t megabytes;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Three characters for each, no two alike. */
static str name_of(struct arena *arena, int i)
{
    static const char *const FIRST[] = {"赵", "钱", "孙", "李", "周", "吴",
                                        "郑", "王", "冯", "陈"};
    char text[16];
    int a = 0x4E00 + i % 100;
    int b = 0x5E00 + i / 100 % 100;
    snprintf(text, sizeof text, "%s%c%c%c%c%c%c", FIRST[i % 10],
             0xE0 | a >> 12, 0x80 | (a >> 6 & 63), 0x80 | (a & 63),
             0xE0 | b >> 12, 0x80 | (b >> 6 & 63), 0x80 | (b & 63));
    return str_copy(arena, str_of(text));
}

static str deputies(struct arena *arena)
{
    struct out out = out_new(arena, FILE_BYTES);
    out_str(&out, S("姓名,代表层级,区划,联络站,选区,任职开始日期,关注的事\n"));
    for (int i = 0; i < ROWS; i++) {
        out_format(&out, "%.*s,镇,柳溪镇,柳溪镇人大代表联络站,第%d选区,"
                   "2022-01-05,第 %d 件事\n", SF(name_of(arena, i)), i % 99,
                   i);
    }
    assert_false(out.full);
    return out_text(&out);
}

static int64_t count(struct stand *stand, const char *table)
{
    int64_t n = 0;
    str sql = str_format(stand->arena, "select count(*) from %s", table);
    assert_true(str_to_int(stand_ask(stand, str_c(stand->arena, sql)), &n));
    return n;
}

/* In a process of its own, which may end anywhere. */
static void child(struct told *told)
{
    void *state = NULL;
    (void)stand_make_world(&state);
    struct stand *stand = state;
    snprintf(told->schema, sizeof told->schema, "%s", stand->schema);
    snprintf(told->folder, sizeof told->folder, "%s", stand->folder);
    str bytes = deputies(stand->arena);
    double began = now();
    int64_t id = import_put(stand, "deputies", bytes);
    told->id = id;
    import_round(stand);
    import_turn(stand, id, "checked", "to_apply");
    told->applying = true;
    import_round(stand);
    told->seconds = now() - began;
    told->applied = true;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    told->megabytes = usage.ru_maxrss / 1024;
    for (;;) {
        pause();
    }
}

static void wait_ms(int64_t ms)
{
    struct timespec t = {.tv_sec = ms / 1000,
                         .tv_nsec = (long)(ms % 1000) * 1000000};
    nanosleep(&t, NULL);
}

static struct told *told_new(void)
{
    struct told *told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE,
                             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(told != MAP_FAILED);
    return told;
}

static pid_t begin(struct told *told)
{
    fflush(stdout);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        child(told);
        _exit(1);
    }
    return pid;
}

static void kill_child(pid_t pid)
{
    int status = 0;
    assert_int_equal(kill(pid, SIGKILL), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
}

/* After the end of the child: nobody of them or all, and on it goes. */
static void look(struct told *told)
{
    void *state = NULL;
    (void)stand_reopen(&state, told->folder, told->schema);
    struct stand *stand = state;
    int64_t id = told->id;
    const int64_t few = 4;              /* of the fixture */
    bool applied = str_starts(import_state(stand, id), S("applied"));
    assert_int_equal(count(stand, "deputy"), applied ? few + ROWS : few);
    assert_int_equal(count(stand, "mandate"), applied ? few + ROWS : few);
    assert_int_equal(count(stand, "register_line"), applied ? ROWS : 0);
    printf("killed: %s\n", applied ? "all are in" : "nobody is in");
    if (!applied) {
        bool began = str_starts(import_state(stand, id), S("applying"));
        import_turn(stand, id, began ? "applying" : "to_apply", "to_apply");
        import_round(stand);
    }
    str reached = import_state(stand, id);
    if (!str_starts(reached, S("applied"))) {
        fail_msg("begun again: %.*s", SF(reached));
    }
    assert_int_equal(count(stand, "deputy"), few + ROWS);
    import_turn(stand, id, "applied", "to_undo");
    import_round(stand);
    assert_int_equal(count(stand, "deputy"), few);
    assert_int_equal(count(stand, "mandate_change"), few);
    assert_int_equal(count(stand, "register_line"), 0);
    (void)stand_drop(&state);
}

static void killed_half_way_nothing_is_half_in(void **state)
{
    (void)state;
    for (int i = 0; i < KILLS; i++) {
        struct told *told = told_new();
        pid_t pid = begin(told);
        while (!told->applying) {
            wait_ms(5);
        }
        wait_ms(FIRST_MS + i * STEP_MS);
        kill_child(pid);
        look(told);
        munmap(told, sizeof *told);
    }
}

static void ten_thousand_are_in_soon(void **state)
{
    (void)state;
    struct told *told = told_new();
    pid_t pid = begin(told);
    while (told->megabytes == 0) {
        wait_ms(20);
    }
    kill_child(pid);
    printf("import: %d deputies in %.1f s, %lld MB at most\n", ROWS,
           told->seconds, (long long)told->megabytes);
    if (!SANITIZED) {
        assert_true(told->seconds < (told->schema[0] != '\0'
                                         ? SECONDS_MAX_REMOTE
                                         : SECONDS_MAX));
        assert_true(told->megabytes < MEGABYTES_MAX);
    }
    look(told);
    munmap(told, sizeof *told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_are_in_soon),
        cmocka_unit_test(killed_half_way_nothing_is_half_in),
    };
    return STAND_RUN("import kill", tests);
}
