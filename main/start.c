/* Parent and worker; see start.h. */
#include "main/start.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

enum {
    PAUSE_S_FIRST = 1,              /* after a panic; doubles */
    PAUSE_S_MAX = 30,
    CALM_US = 60 * 1000 * 1000      /* so long without one: begin anew */
};

static sigset_t stop_signals(void)
{
    sigset_t set;
    must(sigemptyset(&set) == 0);
    must(sigaddset(&set, SIGTERM) == 0);
    must(sigaddset(&set, SIGINT) == 0);
    return set;
}

void start_signals(void)
{
    sigset_t stop = stop_signals();
    must(signal(SIGHUP, SIG_IGN) != SIG_ERR);
    must(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
    must(sigprocmask(SIG_BLOCK, &stop, NULL) == 0);
}

void start_wait_stop(void)
{
    sigset_t stop = stop_signals();
    int heard = 0;
    while (sigwait(&stop, &heard) != 0) {
        must(errno == EINTR);
    }
    must(heard == SIGTERM || heard == SIGINT);
}

/* ---- the parent ---------------------------------------------------------- */

static pid_t worker_fork(int (*work)(void *arg), void *arg)
{
    pid_t parent = getpid();
    pid_t child = fork();
    if (child != 0) {
        return child;
    }
    /* A worker without its parent would serve on unseen. */
    if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent) {
        _exit(1);
    }
    sigset_t ended;
    must(sigemptyset(&ended) == 0);
    must(sigaddset(&ended, SIGCHLD) == 0);
    must(sigprocmask(SIG_UNBLOCK, &ended, NULL) == 0);
    exit(work(arg));
}

/* Until the child ends, passing on what we are told. */
static int worker_watch(pid_t child, bool *stopping)
{
    sigset_t set = stop_signals();
    must(sigaddset(&set, SIGCHLD) == 0);
    for (;;) {
        int status = 0;
        pid_t ended = waitpid(child, &status, WNOHANG);
        if (ended == child) {
            return status;
        }
        must(ended == 0 || errno == EINTR);
        int heard = sigwaitinfo(&set, NULL);
        if (heard == SIGTERM || heard == SIGINT) {
            *stopping = true;
            (void)kill(child, SIGTERM);
        }
    }
}

/* True if we are told to stop meanwhile. */
static bool pause_s(int seconds)
{
    sigset_t stop = stop_signals();
    const struct timespec span = {.tv_sec = seconds};
    return sigtimedwait(&stop, NULL, &span) > 0;
}

static void parent_signals(void)
{
    sigset_t ended;
    start_signals();
    must(sigemptyset(&ended) == 0);
    must(sigaddset(&ended, SIGCHLD) == 0);
    must(sigprocmask(SIG_BLOCK, &ended, NULL) == 0);
}

int start_supervised(int (*work)(void *arg), void *arg)
{
    parent_signals();
    bool stopping = false;
    int seconds = PAUSE_S_FIRST;
    for (;;) {
        int64_t began_us = clock_monotonic_us();
        pid_t child = worker_fork(work, arg);
        if (child < 0) {
            log_say(LOG_ERROR, "no worker can be started: %s",
                    strerror(errno));
            return 1;
        }
        int status = worker_watch(child, &stopping);
        if (WIFEXITED(status)) {
            return WEXITSTATUS(status);
        }
        must(WIFSIGNALED(status));
        if (stopping) {
            return 1;
        }
        if (clock_monotonic_us() - began_us > CALM_US) {
            seconds = PAUSE_S_FIRST;
        }
        log_say(LOG_ERROR, "the worker was ended by signal %d (%s); a new "
                "one starts in %d s", WTERMSIG(status),
                strsignal(WTERMSIG(status)), seconds);
        if (pause_s(seconds)) {
            return 1;
        }
        seconds = seconds * 2 < PAUSE_S_MAX ? seconds * 2 : PAUSE_S_MAX;
    }
}
