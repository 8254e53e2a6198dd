/* A double click, a lost reply, an impatient program: the same POST sent
 * twice acts once, and the second sending is answered like the first, with
 * its redirect and its cookies (kept sealed for two days).
 *
 * The key is made of what was sent: the form's own key (_once, or the header
 * Idempotency-Key), the path, the client's cookie and the words.  Other
 * words from the same page (the browser's Back) are another act. */
#ifndef DESK_ONCE_H
#define DESK_ONCE_H

#include "desk/task.h"

/* 32 bytes, or empty if the POST carries no key. */
str once_key(struct task *task);

/* First thing in the act's transaction.  CONFLICT: it was done before. */
MUST_USE err once_begin(struct task *task, str key);

/* Last thing: remember where it led.  A POST that showed a page (a wrong
 * password) led nowhere and may come again. */
MUST_USE err once_settle(struct task *task, str key);

/* If it was done before, fill the response as then; *known tells. */
MUST_USE err once_repeat(struct task *task, str key, bool *known);

#endif
