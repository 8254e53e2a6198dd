/* The style of the house as a test: what a finding is and what a file is.
 *
 * tidy reads every file of the tree once, in the order of their names, and
 * prints one line per breach: `path:line: rule: message`.  The rules are
 * words, so tools/tidy/exceptions.txt can forgive one rule for one file; an
 * exception that forgives nothing is a finding itself, and so is a list
 * longer than EXCEPTIONS_MAX: the list can only shrink.
 *
 * It reads text, not C: comments and literals are blanked and braces are
 * counted.  Code that hides its braces in macros is not understood, and not
 * wanted. */
#ifndef TIDY_TIDY_H
#define TIDY_TIDY_H

#include <stdio.h>

#include "base/arena.h"
#include "base/str.h"

/* Lower this when the list has become shorter; never raise it. */
enum { EXCEPTIONS_MAX = 6 };

enum { LENGTH_MAX = 1000, FOREIGN_MAX = 256, ORDER_MAX = 128 };

/* One file, in hand for a moment. */
struct source {
    str path;                       /* from the root: "base/str.c" */
    str text;
    str code;                       /* comments and literals blanked */
    str plain;                      /* directives blanked as well */
    str floor;                      /* "base" */
    str room;                       /* of a feature or tool, else empty */
    bool is_c;                      /* .c or .h */
    bool is_header;
    bool is_test;                   /* beneath a folder called tests */
};

/* Counted over the C of the house without its tests. */
struct figures {
    int lengths[LENGTH_MAX + 1];    /* functions by their lines */
    int functions, over_40, six_parameters;
    int longest;
    str longest_name;
    int largest;                    /* file, in lines */
    str largest_path;
    int lines, deep_lines;
    int floor_lines, facts;         /* floors: must() and never() */
};

struct exception {
    str path, rule;
    bool used;
};

/* Where a foreign library was met: once in the house, once in each tool. */
struct foreign_use {
    str library, owner, path;
};

struct tidy {
    struct arena *arena;            /* for as long as tidy runs */
    struct arena *scratch;          /* for the file in hand */
    FILE *to;
    const char *root;
    str *paths;
    int path_count;
    str order[ORDER_MAX];           /* features/ORDER */
    int order_count;
    bool has_order;
    struct exception exceptions[EXCEPTIONS_MAX];
    int exception_count;
    struct foreign_use uses[FOREIGN_MAX];
    int use_count;
    struct figures figures;
    int findings;
};

/* Look at the whole tree beneath `root`; returns the number of findings. */
int tidy_run(const char *root, FILE *to);

/* One breach of `rule`; quiet if there is an exception for it. */
void tidy_say(struct tidy *tidy, str path, int line, const char *rule,
              const char *format, ...) PRINTF_LIKE(5, 6);

/* tidy_walk.c: all paths beneath the root, sorted; and one file's text
 * (false if it is binary, huge or gone). */
void tidy_walk(struct tidy *tidy);
MUST_USE bool tidy_read(struct tidy *tidy, str path, str *text);

/* tidy_mask.c: fills in code and plain. */
void tidy_mask(struct arena *arena, struct source *source);

/* tidy_look.c: small questions about text. */
int tidy_line_at(str text, ptrdiff_t at);           /* from 1 */
int tidy_lines(str text);
int tidy_columns(str line);                         /* CJK take two */
MUST_USE bool tidy_next_word(str text, ptrdiff_t *at, str *word);
ptrdiff_t tidy_skip_blank(str text, ptrdiff_t at);  /* text.n at the end */
ptrdiff_t tidy_back_blank(str text, ptrdiff_t at);  /* -1 at the start */
ptrdiff_t tidy_match(str text, ptrdiff_t open);     /* its ), or text.n */
ptrdiff_t tidy_match_back(str text, ptrdiff_t close);   /* its (, or -1 */
str tidy_word_before(str text, ptrdiff_t at);       /* may be empty */

/* The rules, each over one file. */
void tidy_check_text(struct tidy *tidy, const struct source *source);
void tidy_check_words(struct tidy *tidy, const struct source *source);
void tidy_check_shape(struct tidy *tidy, const struct source *source);
void tidy_check_includes(struct tidy *tidy, const struct source *source);

/* The rule over all paths: a name belongs to one file. */
void tidy_check_names(struct tidy *tidy);

/* tidy_figures.c */
void tidy_count_file(struct tidy *tidy, const struct source *source);
void tidy_count_function(struct tidy *tidy, str name, int lines,
                         int parameters);
void tidy_print_figures(struct tidy *tidy);

/* Is it one of the floors whose assertions are counted? */
bool tidy_is_floor(str name);

#endif
