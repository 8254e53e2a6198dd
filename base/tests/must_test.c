/* What base/must.h promises: a panic says where, and ends the process. */
#include "base/must.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static char said[1000];

/* What a child says on standard error before it dies of SIGABRT. */
static const char *panic_of(const char *note, void (*act)(void))
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        dup2(ends[1], STDERR_FILENO);
        must_note(note);
        act();
        _exit(0);
    }
    close(ends[1]);
    size_t n = 0;
    ssize_t more = 0;
    while ((more = read(ends[0], said + n, sizeof said - 1 - n)) > 0) {
        n += (size_t)more;
    }
    said[n] = '\0';
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    return said;
}

static void break_a_promise(void)
{
    int one = 1;
    must(one == 2);
}

static void reach_the_impossible(void)
{
    never("two is one");
}

static void a_panic_says_where_and_what(void **state)
{
    (void)state;
    const char *text = panic_of(NULL, break_a_promise);
    assert_non_null(strstr(text, "must_test.c:"));
    assert_non_null(strstr(text, "one == 2"));
    assert_non_null(strstr(text, "no request"));
    assert_int_equal(text[strlen(text) - 1], '\n');
}

static void a_panic_says_what_the_thread_was_doing(void **state)
{
    (void)state;
    const char *text = panic_of("act /matters 7", reach_the_impossible);
    assert_non_null(strstr(text, "two is one"));
    assert_non_null(strstr(text, "act /matters 7"));
}

static void a_true_fact_costs_nothing(void **state)
{
    (void)state;
    int looked = 0;
    must(++looked == 1);
    assert_int_equal(looked, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_panic_says_where_and_what),
        cmocka_unit_test(a_panic_says_what_the_thread_was_doing),
        cmocka_unit_test(a_true_fact_costs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
