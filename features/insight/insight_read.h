/* What the files of this room share: the reader of events. */
#ifndef FEATURES_INSIGHT_READ_H
#define FEATURES_INSIGHT_READ_H

#include "desk/journal.h"

/* Raises the counters that the event changes; one query. */
MUST_USE err insight_read(struct tx *tx, const struct event *event);

#endif
