/* The parent of the server: starts a worker, and another one when a worker
 * panicked.  A fact that was wrong (base/must.h) ends the worker, not the
 * service. */
#ifndef MAIN_START_H
#define MAIN_START_H

/* Runs `work(arg)` in a child until it ends by itself; the result is its
 * exit code.  SIGTERM and SIGINT are passed on and end the parent with the
 * child.  Call before any thread exists. */
int start_supervised(int (*work)(void *arg), void *arg);

/* In the worker, before any thread exists: SIGTERM and SIGINT wait for
 * start_wait_stop(), a lost terminal or reader ends nothing. */
void start_signals(void);

/* Sleeps until somebody wants the worker to end. */
void start_wait_stop(void);

#endif
