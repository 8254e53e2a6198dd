/* A catalogue whose files are given by the test, and none at first, so that
 * tests can give the compilers what they want.  It stands in for embed.c,
 * embed_file.c and embed_words.c. */
#ifndef EMBED_SMALL_CATALOGUE_H
#define EMBED_SMALL_CATALOGUE_H

#include "tools/embed/embed.h"

/* An empty catalogue with the folder "small"; forgets earlier mistakes. */
struct catalogue small_catalogue(struct arena *arena);

/* Every embed_wrong() so far: "file:line: message" lines. */
str small_mistakes(void);

struct small_word {
    const char *zh, *en;
};
/* Ends at a NULL; NULL means that every sentence is its own English. */
void small_words(const struct small_word *words);

struct small_file {
    const char *path;               /* "features/small/small.sql" */
    str text;                       /* as embed_read() would give it */
};
/* All files that there are; ends at a NULL path, NULL means none. */
void small_files(const struct small_file *files);

#endif
