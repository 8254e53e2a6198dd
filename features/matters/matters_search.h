/* Search in the indices of words: which stretch of them to ask next.
 *
 * Both engines give the newest hits first, by the matters' ids.  SQLite's
 * index lies in that order and is read until a page is full.  PostgreSQL's
 * (GIN) knows no order: a common word would bring all its hits to be sorted.
 * So it is asked for the words within the newest hours of ids, then within
 * four times as much, and so on, each time beneath the last; what is left
 * after some years in one last step.
 *
 * A matter's places are words of it, so that a search in a county looks at
 * the county's hits alone.  Other filters (`narrowed`) look at hits one by
 * one.  They see about SEARCH_HITS of them a page; then the page says where to
 * go on. */
#ifndef FEATURES_MATTERS_SEARCH_H
#define FEATURES_MATTERS_SEARCH_H

#include "desk/task.h"

enum { SEARCH_HITS = 5000, SEARCH_ROWS = 51 };

struct search {
    struct task *task;
    int64_t place;                  /* in it or beneath; AREA_NATION: all */
    str words;                      /* in the language of the engine */
    bool is_public, narrowed;
    int step;
    int64_t newest;                 /* id of the first stretch's upper end */
    int64_t hits;                   /* seen so far, if narrowed */
    /* The stretch to ask for: after < id < before, and how many hits. */
    str query;
    int64_t after, before, most;
    int64_t rest;                   /* not looked at: ids beneath; or 0 */
};

/* False if nothing that was typed is a word: then nothing has it. */
bool search_begin(struct search *search, struct task *task, str typed,
                  int64_t before);

/* The next stretch, or *more false: all is searched but `rest`. */
MUST_USE err search_next(struct search *search, bool *more);

#endif
