/* The arithmetic of the journal's chains: what is hashed, in which order. */
#ifndef DESK_CHAIN_H
#define DESK_CHAIN_H

#include "desk/journal.h"

/* 32 zero bytes: what the first event of a chain points at. */
str chain_start(void);

/* SHA-256 over prev and every field but hash, each framed by its length, so
 * that no two events have the same bytes. */
str chain_hash(struct arena *arena, const struct event *event);

#endif
