/* Facts that cannot be false unless we made a mistake.
 *
 * must(fact) stays on in production: a wrong register is worse than a
 * restart, and the parent process starts a new worker (main/start.c).
 * The world's faults (bad input, full disk, lost server) are `err`, never
 * must().  A panic prints where it happened and the note that desk set for
 * the running thread (step, route, request id): never personal data. */
#ifndef BASE_MUST_H
#define BASE_MUST_H

#define MUST_USE __attribute__((warn_unused_result))
#define NEVER_RETURNS __attribute__((noreturn))
#define PRINTF_LIKE(text, first) \
    __attribute__((format(printf, text, first)))

#define must(fact) \
    ((fact) ? (void)0 : must_failed(__FILE__, __LINE__, #fact))

/* For a branch that no input can reach. */
#define never(why) must_failed(__FILE__, __LINE__, why)

/* What the calling thread is doing, for the panic line.  The text is kept by
 * reference: it must outlive the work.  NULL clears it. */
void must_note(const char *text);

NEVER_RETURNS void must_failed(const char *file, int line, const char *fact);

#endif
